package yui.applications;

import java.util.List;
import yui.db.Tx;
import yui.tasks.SlotId;
import yui.tasks.Slots;
import yui.tasks.Task;

/** Slots that end: their places are free, their promises void, and who waits is offered them. */
final class Leaving {
  private final Promising promising;
  private final Waitlist waitlist;

  Leaving(Promising promising, Waitlist waitlist) {
    this.promising = promising;
    this.waitlist = waitlist;
  }

  Application leave(
      Tx tx,
      Actor by,
      Task task,
      Application application,
      List<ApplicationSlot> before,
      List<ApplicationSlot> ended,
      Verb verb,
      String reason) {
    List<SlotId> freed =
        before.stream()
            .filter(slot -> slot.state().takesPlaces())
            .map(ApplicationSlot::slotId)
            .toList();
    Slots.free(tx, freed, application.heads());
    Application after =
        ApplicationStore.keep(tx, application, ended, Said.of(verb.word(), by).because(reason));
    promising.release(tx, after, ended);
    if (verb != Verb.CALL_OFF) waitlist.offer(tx, task, freed);
    return after;
  }
}
