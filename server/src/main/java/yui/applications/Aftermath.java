package yui.applications;

import java.util.List;
import java.util.Set;
import yui.db.Tx;
import yui.tasks.Slot;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;
import yui.tasks.Weather;

/** What it means for everybody who applied that their task is called off, moves or waits. */
final class Aftermath {
  private static final Set<ApplicationState> COMING =
      Set.of(ApplicationState.SELECTED, ApplicationState.OFFERED, ApplicationState.CONFIRMED);

  private final Deadlines deadlines;
  private final Promising promising;
  private final Leaving leaving;
  private final Correspondence correspondence;

  Aftermath(
      Deadlines deadlines, Promising promising, Leaving leaving, Correspondence correspondence) {
    this.deadlines = deadlines;
    this.promising = promising;
    this.leaving = leaving;
    this.correspondence = correspondence;
  }

  /** Everybody's slots of a task that is called off; the task's own side asks. */
  void callOff(Tx tx, Actor by, Task task, String reason) {
    Slots.lock(tx, task.slots().stream().map(Slot::id).toList());
    List<ApplicationId> live = ApplicationStore.liveOfTask(tx, task.id());
    ApplicationStore.lock(tx, live);
    for (Application application : ApplicationStore.read(tx, live)) {
      List<ApplicationSlot> meant = application.able(Verb.CALL_OFF, tx.now());
      if (meant.isEmpty()) continue;
      List<ApplicationSlot> off =
          meant.stream().map(slot -> slot.calledOff(reason, tx.now())).toList();
      Application after =
          leaving.leave(tx, by, task, application, meant, off, Verb.CALL_OFF, reason);
      correspondence.calledOff(tx, task, after, off, reason);
    }
  }

  /** Whoever has a place hears of the weather. */
  void weather(Tx tx, Task task, Weather weather) {
    for (Application application :
        ApplicationStore.read(tx, ApplicationStore.liveOfTask(tx, task.id()))) {
      List<ApplicationSlot> coming =
          application.slots().stream().filter(slot -> COMING.contains(slot.state())).toList();
      if (!coming.isEmpty()) correspondence.weather(tx, task, application, coming, weather);
    }
  }

  /**
   * Slots that moved, their ids the same: whoever was chosen keeps the place and confirms anew;
   * where the new time is taken by another engagement of theirs, the place is only offered.
   *
   * @param task as it is after the move, its slots locked
   */
  void move(Tx tx, Actor by, Task task, Set<SlotId> moved, String reason) {
    List<ApplicationId> live = ApplicationStore.liveOfTask(tx, task.id());
    ApplicationStore.lock(tx, live);
    for (Application application : ApplicationStore.read(tx, live)) {
      List<ApplicationSlot> before =
          application.slots().stream()
              .filter(slot -> slot.state().isLive() && slot.state() != ApplicationState.DONE)
              .filter(slot -> moved.contains(slot.slotId()))
              .toList();
      if (before.isEmpty()) continue;
      List<ApplicationSlot> there =
          before.stream().map(slot -> moved(tx, task, application, slot, moved)).toList();
      Application after =
          ApplicationStore.keep(
              tx, application, there, Said.of(Verb.MOVE.word(), by).because(reason));
      // Whoever is engaged elsewhere then is asked anew, and promised again when they say yes.
      promising.release(
          tx,
          after,
          there.stream().filter(slot -> slot.state() == ApplicationState.OFFERED).toList());
      promising.renewTravel(tx, task, after);
      correspondence.moved(tx, task, after, before, there, reason);
    }
  }

  private ApplicationSlot moved(
      Tx tx, Task task, Application application, ApplicationSlot slot, Set<SlotId> moved) {
    Slot to = task.slot(slot.slotId()).orElseThrow();
    boolean engaged =
        tx.asSystem(
            () ->
                ApplicationStore.engaged(
                    tx,
                    application.personId(),
                    List.of(ApplicationState.SELECTED, ApplicationState.CONFIRMED),
                    to.startsAt(),
                    to.endsAt(),
                    application.id(),
                    moved));
    return slot.moved(
        to.startsAt(),
        to.endsAt(),
        engaged,
        deadlines.confirmBy(tx, task, application.personId(), to.startsAt()),
        tx.now());
  }
}
