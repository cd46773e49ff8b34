package yui.engine;

import java.time.Instant;
import java.util.UUID;

/** A dated window of a task; full when no place is left in it. */
public record SlotRow(UUID id, Instant startsAt, Instant endsAt, boolean full) {
  private static final long LONGEST_MS = 366 * 86_400_000L;

  public SlotRow {
    BadQuery.unless(endsAt.isAfter(startsAt), "slot_ends_before_start", startsAt + " " + endsAt);
    BadQuery.unless(
        HalfDays.millis(endsAt) - HalfDays.millis(startsAt) <= LONGEST_MS,
        "slot_too_long",
        startsAt + " " + endsAt);
  }
}
