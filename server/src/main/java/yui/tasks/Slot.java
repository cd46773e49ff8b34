package yui.tasks;

import java.time.Instant;

/**
 * A dated window of a task.
 *
 * @param taken heads selected, offered or confirmed
 */
public record Slot(SlotId id, Instant startsAt, Instant endsAt, int capacity, int taken) {

  public boolean isFull() {
    return taken >= capacity;
  }

  /** Whether it has begun. */
  public boolean isPast(Instant now) {
    return !startsAt.isAfter(now);
  }
}
