package yui.tasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when one can apply, and what is kept for those who live far away and must plan a journey.
 *
 * @param opensAt at once when null
 * @param farPlaces of each slot
 * @param farKm how far a home must be to count as far
 * @param nearUntil until when the others can apply; the far as long as the task is open
 */
public record Opening(
    @Nullable Instant opensAt, int farPlaces, int farKm, @Nullable Instant nearUntil) {
  static final Opening AT_ONCE = new Opening(null, 0, 0, null);

  public boolean isLater(Instant now) {
    return opensAt != null && now.isBefore(opensAt);
  }

  /** Whether only the far can still apply. */
  public boolean isForTheFar(Instant now) {
    return farPlaces > 0 && nearUntil != null && !now.isBefore(nearUntil);
  }
}
