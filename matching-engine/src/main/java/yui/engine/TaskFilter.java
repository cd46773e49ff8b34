package yui.engine;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a found task must be; null means not asked.
 *
 * @param communities in one of these; none of them finds nothing
 * @param spot a word of the place's name: a hamlet, a beach
 * @param skill required or desired
 * @param withinKm between mesh-cell centres, inclusive, needs {@code near}; tasks without a place
 *     are left out
 * @param days on which a slot lies
 * @param travelPaid true asks for tasks with travel support, false for those without
 */
public record TaskFilter(
    @Nullable Set<UUID> communities,
    @Nullable String spot,
    @Nullable String skill,
    @Nullable Place near,
    @Nullable Double withinKm,
    @Nullable DayRange days,
    @Nullable Thanks reward,
    @Nullable Boolean travelPaid) {
  public static final TaskFilter NONE =
      new TaskFilter(null, null, null, null, null, null, null, null);

  public TaskFilter {
    communities = communities == null ? null : Set.copyOf(communities);
    BadQuery.unless(
        withinKm == null || (withinKm >= 0 && withinKm < Double.POSITIVE_INFINITY),
        "within_km_invalid",
        withinKm);
    BadQuery.unless(withinKm == null || near != null, "near_missing", withinKm);
  }
}
