package yui.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import yui.core.FieldError;
import yui.core.Refusal;

/** What a helper must know before a task may go out. */
final class Publishing {
  private Publishing() {}

  /**
   * Refuses with everything that is missing.
   *
   * @param officeIsClosed while any of the work is done
   * @param unsafe what the community does not allow
   */
  static void check(Task task, Instant now, boolean officeIsClosed, List<FieldError> unsafe) {
    List<FieldError> errors = new ArrayList<>(unsafe);
    if (task.description().isBlank()) errors.add(new FieldError("/description", "empty"));
    if (task.hardParts().isEmpty()) {
      errors.add(new FieldError("/hardParts", "hard_parts_needed"));
    }
    boolean remote = task.kind() == TaskKind.REMOTE;
    if (!remote && task.spot() == null) errors.add(new FieldError("/place", "place_needed"));
    if (task.slots().isEmpty()) {
      if (!remote) errors.add(new FieldError("/slots", "slots_needed"));
      else if (task.applyUntil() == null) {
        errors.add(new FieldError("/applyUntil", "apply_until_needed"));
      }
    } else if (task.slots().stream().allMatch(slot -> slot.isPast(now))) {
      errors.add(new FieldError("/slots", "slots_needed"));
    }
    if (officeIsClosed && task.onCall() == null) {
      errors.add(new FieldError("/onCall", "on_call_needed"));
    } else if (officeIsClosed && task.onCall() != null && task.onCall().backup() == null) {
      errors.add(new FieldError("/onCall/backup", "on_call_backup_needed"));
    }
    if (task.applyUntil() != null && !task.applyUntil().isAfter(now)) {
      errors.add(new FieldError("/applyUntil", "in_the_past"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
  }
}
