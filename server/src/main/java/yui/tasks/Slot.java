package yui.tasks;

import java.time.Instant;
import yui.core.Lang;
import yui.core.Spoken;

/**
 * A dated window of a task.
 *
 * @param taken heads selected, offered or confirmed
 * @param whole the whole of a task that has a deadline instead of days
 */
public record Slot(
    SlotId id, Instant startsAt, Instant endsAt, int capacity, int taken, boolean whole) {

  public boolean isFull() {
    return taken >= capacity;
  }

  /** Whether it has begun. */
  public boolean isPast(Instant now) {
    return !startsAt.isAfter(now);
  }

  /** When it is, in words; the whole of a task without days has an end only. */
  public String spoken(Lang lang) {
    return whole ? Spoken.deadline(endsAt, lang) : Spoken.period(startsAt, endsAt, lang);
  }
}
