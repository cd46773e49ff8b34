package yui.engine;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One answer, explained by the code that ranked it.
 *
 * @param id the resident's when candidates were asked for, the task's when tasks were
 * @param score in [0, 1], rounded to 12 decimals so that sums taken in another order tie
 * @param distanceKm between mesh-cell centres; null for a task without a place
 */
public record Match(
    UUID id, double score, Parts parts, @Nullable Double distanceKm, List<Reason> reasons)
    implements Verdict {

  public Match {
    reasons = List.copyOf(reasons);
  }
}
