package yui.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A search over open tasks; null means not asked.
 *
 * @param q words, all of which must be found; "in quotes" as a phrase
 * @param skill required or desired
 * @param withinKm between mesh-cell centres, inclusive, needs {@code near}; tasks without a place
 *     are left out
 * @param from first day on which a slot may lie
 * @param to last day on which a slot may lie
 * @param travelPaid true asks for tasks with travel support, false for those without
 * @param cursor from {@link Found#nextCursor}, of the same search
 * @param asOf tells which slots are to come
 */
public record TaskSearch(
    @Nullable String q,
    @Nullable UUID communityId,
    @Nullable String skill,
    @Nullable Place near,
    @Nullable Double withinKm,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Thanks reward,
    @Nullable Boolean travelPaid,
    TaskSort sort,
    int limit,
    @Nullable String cursor,
    Instant asOf) {

  public TaskSearch {
    BadQuery.unless(limit >= 1 && limit <= MatchEngine.MOST, "limit_out_of_range", limit);
    BadQuery.unless(
        withinKm == null || (withinKm >= 0 && withinKm < Double.POSITIVE_INFINITY),
        "within_km_invalid",
        withinKm);
    BadQuery.unless(withinKm == null || near != null, "near_missing", withinKm);
    BadQuery.unless(sort != TaskSort.DISTANCE || near != null, "near_missing", sort);
    BadQuery.unless(
        from == null || to == null || !to.isBefore(from), "days_reversed", from + " " + to);
  }

  /** Every open task that has these words. */
  public static TaskSearch words(String q, int limit, Instant asOf) {
    return new TaskSearch(
        q, null, null, null, null, null, null, null, null, TaskSort.RELEVANCE, limit, null, asOf);
  }
}
