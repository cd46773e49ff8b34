package yui.applications;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import yui.communities.Rules;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.People;
import yui.people.Resident;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Spot;
import yui.tasks.Task;
import yui.tasks.TaskState;

/** What the work itself asks of whoever applies; the rest is {@link Admission}'s. */
final class Conditions {
  private Conditions() {}

  /** Whether the applicant lives as far from the work as its kept places ask. */
  static boolean isFar(Tx tx, People people, Task task, PersonId person) {
    Spot spot = task.spot();
    return task.opening().farPlaces() > 0
        && spot != null
        && people.homeIsFar(tx, person, spot.lat(), spot.lon(), task.opening().farKm());
  }

  static void mustBeOpen(Task task, Instant now) {
    if (task.state() == TaskState.OPEN && task.opening().isLater(now)) {
      throw Refusal.conflict("not_open_yet");
    }
    if (!task.isOpen(now)) {
      throw Refusal.conflict("task_not_open", Map.of("state", task.state().name()));
    }
  }

  static List<Slot> wanted(Task task, List<SlotId> ids, Instant now) {
    if (ids.isEmpty()) throw Refusal.invalid("/slotIds", "missing");
    List<Slot> slots = new ArrayList<>();
    for (SlotId id : ids) {
      Slot slot = task.slot(id).orElseThrow(() -> Refusal.conflict("slot_not_of_task"));
      if (slot.isPast(now)) throw Refusal.conflict("slot_past");
      slots.add(slot);
    }
    return slots;
  }

  static void mustBeLicensed(Task task, Resident resident, List<Slot> slots) {
    LocalDate last =
        slots.stream()
            .map(slot -> Days.of(slot.startsAt()))
            .max(LocalDate::compareTo)
            .orElseThrow();
    for (String licence : task.requiredLicences()) {
      boolean held =
          resident.licences().stream()
              .anyMatch(
                  l ->
                      l.code().equals(licence)
                          && (l.expiresOn() == null || !l.expiresOn().isBefore(last)));
      if (!held) throw Refusal.conflict("licence_missing", Map.of("licence", licence));
    }
  }

  static boolean asksAges(Tx tx, Rules rules, Task task) {
    return rules.asksAges(tx, task.communityId(), Days.of(tx.now()), !task.insurance().isBlank());
  }

  static void mustKnowAges(Tx tx, Rules rules, Task task, List<Companion> companions) {
    List<FieldError> missing = new ArrayList<>();
    for (int i = 0; i < companions.size(); i++) {
      if (companions.get(i).age() == null) {
        missing.add(new FieldError("/companions/" + i + "/age", "missing"));
      }
    }
    if (!missing.isEmpty() && asksAges(tx, rules, task)) throw Refusal.invalid(missing);
  }
}
