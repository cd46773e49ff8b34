package yui.matching;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.communities.Community;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.engine.DayRange;
import yui.engine.Place;
import yui.engine.TaskFilter;
import yui.engine.TaskSort;
import yui.engine.Thanks;
import yui.places.Prefectures;

/** What searchTasks is asked, as text, whichever page of it; null is not asked. */
public record SearchFilters(
    @Nullable String q,
    @Nullable UUID communityId,
    @Nullable String prefecture,
    @Nullable String place,
    @Nullable String skill,
    @Nullable String near,
    @Nullable Double withinKm,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Thanks reward,
    @Nullable Boolean travelPaid,
    @Nullable String sort) {

  /** A page of it. */
  Search page(int limit, @Nullable String cursor) {
    return new Search(this, limit, cursor);
  }

  /** Refuses naming every bad field as the search's parameter that it is. */
  public SearchFilters checked() {
    List<FieldError> errors = new ArrayList<>();
    if (near == null && (withinKm != null || "NEAREST".equals(sort))) {
      errors.add(new FieldError("#/query/near", "near_needed"));
    }
    if (near != null && centre() == null) {
      errors.add(new FieldError("#/query/near", "outside_japan"));
    }
    if (from != null && to != null && to.isBefore(from)) {
      errors.add(new FieldError("#/query/to", "end_before_start"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    return this;
  }

  /** What was asked by itself, and what was understood from the words. */
  TaskFilter filter(Meaning meaning, List<Community> all) {
    DayRange asked = from == null && to == null ? null : new DayRange(from, to);
    return new TaskFilter(
        communities(meaning, all),
        Optional.ofNullable(place).or(() -> value(meaning, Understood.PLACE)).orElse(null),
        skill,
        centre(),
        withinKm,
        asked == null ? meaning.days() : asked,
        reward,
        value(meaning, Understood.TRAVEL_PAID).map(Boolean::valueOf).orElse(travelPaid));
  }

  TaskSort order() {
    return switch (Optional.ofNullable(sort).orElse("")) {
      case "SOONEST" -> TaskSort.DATE;
      case "NEAREST" -> TaskSort.DISTANCE;
      case "NEWEST" -> TaskSort.NEWEST;
      default -> TaskSort.RELEVANCE;
    };
  }

  private @Nullable Set<UUID> communities(Meaning meaning, List<Community> all) {
    UUID one =
        Optional.ofNullable(communityId)
            .or(() -> value(meaning, Understood.COMMUNITY).map(UUID::fromString))
            .orElse(null);
    String wide =
        Optional.ofNullable(prefecture)
            .or(() -> value(meaning, Understood.PREFECTURE))
            .orElse(null);
    if (wide == null) return one == null ? null : Set.of(one);
    return all.stream()
        .filter(community -> Prefectures.of(community).filter(wide::equals).isPresent())
        .map(community -> community.id().value())
        .filter(id -> one == null || id.equals(one))
        .collect(Collectors.toSet());
  }

  private static Optional<String> value(Meaning meaning, String filter) {
    return meaning.of(filter).map(Understood::value);
  }

  /** Null when not asked or not in Japan. */
  private @Nullable Place centre() {
    if (near == null) return null;
    String[] parts = near.split(",");
    double lat = Double.parseDouble(parts[0]);
    double lon = Double.parseDouble(parts[1]);
    boolean japan = lat >= 20 && lat <= 46 && lon >= 122 && lon <= 154;
    return japan ? new Place(lat, lon) : null;
  }

  /** The same, the newest first. */
  public SearchFilters newestFirst() {
    return new SearchFilters(
        q,
        communityId,
        prefecture,
        place,
        skill,
        near,
        withinKm,
        from,
        to,
        reward,
        travelPaid,
        "NEWEST");
  }

  /** As the search page is asked; a number without a needless fraction. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "q", q);
    put(parameters, "communityId", communityId);
    put(parameters, "prefecture", prefecture);
    put(parameters, "place", place);
    put(parameters, "skill", skill);
    put(parameters, "near", near);
    put(
        parameters,
        "withinKm",
        withinKm == null ? null : withinKm.toString().replaceAll("\\.0$", ""));
    put(parameters, "from", from);
    put(parameters, "to", to);
    put(parameters, "reward", reward);
    put(parameters, "travelPaid", travelPaid);
    put(parameters, "sort", sort);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) parameters.put(name, value.toString());
  }
}
