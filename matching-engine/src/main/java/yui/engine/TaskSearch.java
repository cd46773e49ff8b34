package yui.engine;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A search over open tasks.
 *
 * @param q words, all of which must be found; "in quotes" as a phrase; null or blank for all tasks
 * @param periods days whose tasks are counted, beside the tasks of each day
 * @param asker for whom {@link TaskSort#RELEVANCE} also weighs how well each task suits; null for a
 *     stranger
 * @param cursor from {@link Found#nextCursor}, of the same search
 * @param asOf tells which slots are to come
 */
public record TaskSearch(
    @Nullable String q,
    TaskFilter filter,
    List<DayRange> periods,
    @Nullable Asker asker,
    TaskSort sort,
    int limit,
    @Nullable String cursor,
    Instant asOf) {

  /** A resident, and the tasks that suit no more because they applied already. */
  public record Asker(ResidentRow resident, Set<UUID> applied) {
    public Asker {
      applied = Set.copyOf(applied);
    }
  }

  public TaskSearch {
    periods = List.copyOf(periods);
    BadQuery.unless(limit >= 1 && limit <= MatchEngine.MOST, "limit_out_of_range", limit);
    BadQuery.unless(sort != TaskSort.DISTANCE || filter.near() != null, "near_missing", sort);
  }

  /** Every open task that has these words. */
  public static TaskSearch words(String q, int limit, Instant asOf) {
    return new TaskSearch(
        q, TaskFilter.NONE, List.of(), null, TaskSort.RELEVANCE, limit, null, asOf);
  }

  /** The same with other words, from the beginning. */
  TaskSearch saying(String other) {
    return new TaskSearch(other, filter, periods, asker, sort, 1, null, asOf);
  }

  boolean hasWords() {
    return q != null && !q.isBlank();
  }
}
