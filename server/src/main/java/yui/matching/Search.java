package yui.matching;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.engine.BadQuery;
import yui.engine.DayRange;
import yui.engine.Place;
import yui.engine.TaskFilter;
import yui.engine.TaskSearch;
import yui.engine.TaskSort;
import yui.engine.Thanks;

/** What searchTasks is asked, as text; null or empty is not asked. */
record Search(
    @Nullable String q,
    @Nullable UUID communityId,
    @Nullable String skill,
    @Nullable String near,
    @Nullable Double withinKm,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Thanks reward,
    @Nullable Boolean travelPaid,
    @Nullable String sort,
    int limit,
    @Nullable String cursor) {

  /** The engine's question, or a refusal that names every bad parameter. */
  TaskSearch asOf(Instant now) {
    List<FieldError> errors = new ArrayList<>();
    Place place = near == null ? null : place(errors);
    if (withinKm != null && near == null) {
      errors.add(new FieldError("#/query/near", "near_needed"));
    } else if ("NEAREST".equals(sort) && near == null) {
      errors.add(new FieldError("#/query/near", "near_needed"));
    }
    if (from != null && to != null && to.isBefore(from)) {
      errors.add(new FieldError("#/query/to", "end_before_start"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    return new TaskSearch(
        q,
        new TaskFilter(
            communityId == null ? null : Set.of(communityId),
            null,
            skill,
            place,
            withinKm,
            from == null && to == null ? null : new DayRange(from, to),
            reward,
            travelPaid),
        List.of(),
        null,
        order(),
        limit,
        cursor,
        now);
  }

  private TaskSort order() {
    return switch (Optional.ofNullable(sort).orElse("")) {
      case "SOONEST" -> TaskSort.DATE;
      case "NEAREST" -> TaskSort.DISTANCE;
      case "NEWEST" -> TaskSort.NEWEST;
      default -> TaskSort.RELEVANCE;
    };
  }

  private @Nullable Place place(List<FieldError> errors) {
    String[] parts = String.valueOf(near).split(",");
    double lat = Double.parseDouble(parts[0]);
    double lon = Double.parseDouble(parts[1]);
    if (lat < 20 || lat > 46 || lon < 122 || lon > 154) {
      errors.add(new FieldError("#/query/near", "outside_japan"));
      return null;
    }
    return new Place(lat, lon);
  }

  /** The engine knows better only about its own cursors. */
  static Refusal refusal(BadQuery bad) {
    if (bad.code().startsWith("cursor")) {
      return Refusal.invalid("#/query/cursor", "cursor_unknown");
    }
    throw bad;
  }
}
