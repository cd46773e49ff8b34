package yui.applications;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;
import yui.tasks.TaskState;

/**
 * What was pressed by a slip is put back as it was: a decline while its letter is held, a
 * withdrawal while the places are still free. The caller has locked slots and application.
 */
final class Undoing {
  private static final String WORD = "restore";
  private static final Duration LATELY = Duration.ofDays(1);

  private final Deadlines deadlines;
  private final Promising promising;
  private final Correspondence correspondence;

  Undoing(Deadlines deadlines, Promising promising, Correspondence correspondence) {
    this.deadlines = deadlines;
    this.promising = promising;
    this.correspondence = correspondence;
  }

  /** Either the letter is called back and the decline with it, or it is on its way and stays. */
  Application decline(Tx tx, Actor by, Task task, Application application) {
    List<ApplicationSlot> declined = last(application, ApplicationState.DECLINED, tx.now());
    task.mustBe(TaskState.OPEN, TaskState.CLOSED);
    if (!correspondence.callBackDeclined(tx, application, declined.getFirst().changedAt())) {
      throw Refusal.conflict("undo_too_late");
    }
    Map<SlotId, ApplicationStore.Before> before =
        ApplicationStore.statesBefore(tx, application.id());
    List<ApplicationSlot> again =
        declined.stream()
            .map(slot -> slot.again(before(before, slot).state(), null, tx.now()))
            .toList();
    return ApplicationStore.keep(tx, application, again, Said.of(WORD, by));
  }

  /** Takes the places again where they are free, and promises what was promised. */
  Application withdraw(Tx tx, PersonId resident, Task task, Application application) {
    List<ApplicationSlot> withdrawn = last(application, ApplicationState.WITHDRAWN, tx.now());
    // A slip is noticed soon; later it is the host who chooses again.
    if (!isLately(application, ApplicationState.WITHDRAWN, tx.now())) {
      throw Refusal.conflict("undo_withdraw_too_late");
    }
    task.mustBe(TaskState.OPEN, TaskState.CLOSED);
    Map<SlotId, ApplicationStore.Before> before =
        ApplicationStore.statesBefore(tx, application.id());
    List<ApplicationSlot> again = new ArrayList<>();
    for (ApplicationSlot slot : withdrawn) {
      ApplicationStore.Before stood = before(before, slot);
      Instant confirmBy = confirmBy(tx, task, resident, slot, stood);
      if (confirmBy != null && !tx.now().isBefore(confirmBy)) {
        throw Refusal.conflict("confirm_too_late");
      }
      again.add(slot.again(stood.state(), confirmBy, tx.now()));
    }
    Slots.take(tx, ids(again, slot -> slot.state().takesPlaces()), application.heads());
    Application after =
        ApplicationStore.keep(tx, application, again, Said.of(WORD, Actor.resident(resident)));
    // Who is only offered a place has nothing promised yet.
    List<ApplicationSlot> chosen = again.stream().filter(s -> s.state().isChosen()).toList();
    if (!chosen.isEmpty()) promising.promise(tx, task, after, chosen);
    List<ApplicationSlot> taken = again.stream().filter(s -> s.state().takesPlaces()).toList();
    if (!taken.isEmpty()) correspondence.cameBack(tx, task, after, taken);
    return after;
  }

  /** As it was before: who withdraws and thinks better of it has not won time. */
  private @Nullable Instant confirmBy(
      Tx tx, Task task, PersonId resident, ApplicationSlot slot, ApplicationStore.Before stood) {
    boolean asked =
        stood.state() == ApplicationState.SELECTED || stood.state() == ApplicationState.OFFERED;
    if (!asked) return null;
    Instant kept = stood.confirmBy();
    // Versions before kept none.
    return kept != null ? kept : deadlines.confirmBy(tx, task, resident, slot.startsAt());
  }

  /** The slots that the last such deed ended, of those that have not begun. */
  private static List<ApplicationSlot> last(
      Application application, ApplicationState state, Instant now) {
    List<ApplicationSlot> ended = ended(application, state, now);
    if (ended.isEmpty()) throw Refusal.conflict("nothing_to_undo");
    return ended;
  }

  static List<ApplicationSlot> ended(Application application, ApplicationState state, Instant now) {
    Predicate<ApplicationSlot> isOpen =
        slot -> slot.state() == state && slot.startsAt().isAfter(now);
    Instant latest =
        application.slots().stream()
            .filter(isOpen)
            .map(ApplicationSlot::changedAt)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    return application.slots().stream()
        .filter(isOpen.and(slot -> slot.changedAt().equals(latest)))
        .toList();
  }

  /** Whether it is offered: whether it succeeds, the deed itself says. */
  static boolean isLately(Application application, ApplicationState state, Instant now) {
    Duration kept = state == ApplicationState.DECLINED ? Correspondence.HELD : LATELY;
    return ended(application, state, now).stream()
        .anyMatch(slot -> slot.changedAt().plus(kept).isAfter(now));
  }

  private static ApplicationStore.Before before(
      Map<SlotId, ApplicationStore.Before> before, ApplicationSlot slot) {
    ApplicationStore.Before stood = before.get(slot.slotId());
    if (stood == null) throw Refusal.conflict("nothing_to_undo");
    return stood;
  }

  private static List<SlotId> ids(List<ApplicationSlot> slots, Predicate<ApplicationSlot> wanted) {
    return slots.stream().filter(wanted).map(ApplicationSlot::slotId).toList();
  }
}
