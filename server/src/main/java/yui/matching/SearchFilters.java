package yui.matching;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.engine.Thanks;

/** What searchTasks is asked, without a page of it; null is not asked. */
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
    return new Search(
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
        sort,
        limit,
        cursor);
  }

  /** Refuses naming every bad field, as the search would its parameters. */
  public SearchFilters checked() {
    page(1, null).checked();
    return this;
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
