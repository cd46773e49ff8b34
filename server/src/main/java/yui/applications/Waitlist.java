package yui.applications;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import yui.db.Tx;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;
import yui.tasks.TaskState;
import yui.tasks.Tasks;

/**
 * Offers places that got free to those who wait, in the order the host set, then as they came; a
 * party too large for what is free, or engaged elsewhere, is passed over and keeps its turn.
 * Nothing is promised before they confirm, so that no fund can stop somebody else's withdrawal.
 */
final class Waitlist {
  private final Tasks tasks;
  private final Deadlines deadlines;
  private final Correspondence correspondence;

  Waitlist(Tasks tasks, Deadlines deadlines, Correspondence correspondence) {
    this.tasks = tasks;
    this.deadlines = deadlines;
    this.correspondence = correspondence;
  }

  /** The slots are locked already by whoever freed them. */
  void offer(Tx tx, Task before, Collection<SlotId> freed) {
    if (before.state() != TaskState.OPEN && before.state() != TaskState.CLOSED) return;
    if (freed.isEmpty()) return;
    Task task = tasks.find(tx, before.id()).orElseThrow();
    for (Slot slot : task.slots()) {
      if (freed.contains(slot.id()) && !slot.isPast(tx.now())) offer(tx, task, slot);
    }
  }

  private void offer(Tx tx, Task task, Slot slot) {
    int free = slot.capacity() - slot.taken();
    for (Map.Entry<ApplicationId, Integer> waiting :
        ApplicationStore.waiting(tx, slot.id()).entrySet()) {
      if (free == 0) return;
      if (waiting.getValue() > free) continue;
      ApplicationStore.lock(tx, List.of(waiting.getKey()));
      Application application = ApplicationStore.find(tx, waiting.getKey()).orElseThrow();
      Optional<ApplicationSlot> still =
          application.slot(slot.id()).filter(s -> s.against(Verb.OFFER, tx.now()).isEmpty());
      if (still.isEmpty() || isEngaged(tx, application, still.get())) continue;
      Instant by = deadlines.confirmBy(tx, task, application.personId(), slot.startsAt());
      ApplicationSlot offered = still.get().offered(by, tx.now());
      Slots.take(tx, List.of(slot.id()), application.heads());
      free -= application.heads();
      Application after =
          ApplicationStore.keep(
              tx, application, List.of(offered), Said.of(Verb.OFFER.word(), Actor.TIME));
      correspondence.offered(tx, task, after, offered);
    }
  }

  // Whoever works elsewhere then could not say yes; the place goes to one who can.
  private static boolean isEngaged(Tx tx, Application application, ApplicationSlot slot) {
    if (slot.whole()) return false;
    return tx.asSystem(
        () ->
            ApplicationStore.engaged(
                tx,
                application.personId(),
                List.of(ApplicationState.SELECTED, ApplicationState.CONFIRMED),
                slot.startsAt(),
                slot.endsAt(),
                application.id(),
                List.of(slot.slotId())));
  }
}
