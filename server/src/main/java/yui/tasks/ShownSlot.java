package yui.tasks;

import java.time.OffsetDateTime;
import yui.core.Days;

/** A slot as answers write it. */
public record ShownSlot(
    SlotId id, OffsetDateTime startsAt, OffsetDateTime endsAt, int capacity, int taken) {

  public static ShownSlot of(Slot slot) {
    return new ShownSlot(
        slot.id(), Days.at(slot.startsAt()), Days.at(slot.endsAt()), slot.capacity(), slot.taken());
  }
}
