package yui.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import yui.core.FieldError;
import yui.core.Refusal;

/** Where the slots of a postponed task go. */
final class Postponing {
  private Postponing() {}

  /** The moved slots as they will be, or a refusal naming every bad field. */
  static List<Slot> check(Task task, List<MovedSlot> moved, Instant now) {
    List<FieldError> errors = new ArrayList<>();
    Map<SlotId, Slot> slots = new LinkedHashMap<>();
    for (int i = 0; i < moved.size(); i++) {
      MovedSlot to = moved.get(i);
      String at = "/slots/" + i;
      SlotTimes.check(to.startsAt().toInstant(), to.endsAt().toInstant(), now, at, errors);
      SlotId id = to.id();
      if (id == null) {
        if (task.slots().size() != 1) {
          errors.add(new FieldError(at + "/id", "missing"));
          continue;
        }
        id = task.slots().getFirst().id();
      }
      Slot from = task.slot(id).orElseThrow(() -> Refusal.conflict("slot_not_of_task"));
      Slot there =
          new Slot(
              id,
              to.startsAt().toInstant(),
              to.endsAt().toInstant(),
              Objects.requireNonNullElse(to.capacity(), from.capacity()),
              from.taken(),
              from.whole());
      if (slots.put(id, there) != null) errors.add(new FieldError(at + "/id", "repeated"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    return List.copyOf(slots.values());
  }
}
