package yui.applications;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import yui.communities.Rules;
import yui.db.Tx;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;
import yui.tasks.TaskState;
import yui.tasks.Tasks;

/**
 * Offers places that got free to those who wait, in the order the host set, then by the community's
 * rule; a party too large for what is free, engaged elsewhere or no longer admitted is passed over
 * and keeps its turn. Nothing is promised before they confirm, so that no fund can stop somebody
 * else's withdrawal.
 */
final class Waitlist {
  private final Tasks tasks;
  private final Rules rules;
  private final Ordering ordering;
  private final Deadlines deadlines;
  private final Correspondence correspondence;

  Waitlist(
      Tasks tasks,
      Rules rules,
      Ordering ordering,
      Deadlines deadlines,
      Correspondence correspondence) {
    this.tasks = tasks;
    this.rules = rules;
    this.ordering = ordering;
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
    if (free <= 0) return;
    for (ApplicationStore.Waiting waiting : inTurn(tx, task, slot)) {
      if (free == 0) return;
      if (waiting.heads() > free) continue;
      ApplicationStore.lock(tx, List.of(waiting.id()));
      Application application = ApplicationStore.find(tx, waiting.id()).orElseThrow();
      Optional<ApplicationSlot> still =
          application.slot(slot.id()).filter(s -> s.against(Verb.OFFER, tx.now()).isEmpty());
      if (still.isEmpty()
          || isEngaged(tx, application, still.get())
          || ApplicationStore.isKeptForTheFar(tx, application.id(), slot.id())) {
        continue;
      }
      if (Admission.against(tx, rules, task, application.personId()).isPresent()) continue;
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

  // The host's order first; behind it the community's, and without one as they came.
  private List<ApplicationStore.Waiting> inTurn(Tx tx, Task task, Slot slot) {
    List<ApplicationStore.Waiting> waiting = ApplicationStore.waiting(tx, slot.id());
    if (waiting.size() < 2 || !ordering.fairness(tx, task).orders()) return waiting;
    List<ApplicationId> order =
        ordering
            .of(
                tx,
                task,
                ApplicationStore.read(
                    tx, waiting.stream().map(ApplicationStore.Waiting::id).toList()))
            .stream()
            .map(placed -> placed.application().id())
            .toList();
    return waiting.stream()
        .sorted(
            Comparator.comparingInt(
                    (ApplicationStore.Waiting w) -> w.place() == 0 ? Integer.MAX_VALUE : w.place())
                .thenComparingInt(w -> order.indexOf(w.id())))
        .toList();
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
