package yui.engine;

import java.time.Instant;
import java.util.UUID;

/** A dated window of a task; full when no place is left in it. */
public record SlotRow(UUID id, Instant startsAt, Instant endsAt, boolean full) {
  public SlotRow {
    BadQuery.unless(endsAt.isAfter(startsAt), "slot_ends_before_start", startsAt + " " + endsAt);
  }
}
