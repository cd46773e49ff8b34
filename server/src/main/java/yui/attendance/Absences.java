package yui.attendance;

import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Tx;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.Tasks;

/**
 * That somebody will not come, told by a named person; and what the one who is recorded as absent
 * says to it. Neither changes the host's word: a person decides that.
 */
final class Absences {
  private final Tasks tasks;
  private final Applications applications;
  private final Asking letters;

  Absences(Tasks tasks, Applications applications, Asking letters) {
    this.tasks = tasks;
    this.applications = applications;
    this.letters = letters;
  }

  /** By the resident, or by whoever of the task's side took the call. */
  Attendance report(Tx tx, Caller caller, ApplicationId id, SlotId slot, String words) {
    Application seen = applications.visible(tx, caller, id);
    boolean own = caller.is(seen.personId());
    Task task = task(tx, caller, seen);
    if (!own && !tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    return tx.actingFor(
        seen.communityId(),
        caller,
        () -> {
          Application application = applications.locked(tx, id);
          if (application.slot(slot).isEmpty()) throw Refusal.notFound();
          if (!application.slot(slot).orElseThrow().state().isChosen()) {
            throw Refusal.conflict("application_state");
          }
          AttendanceStore.report(tx, application, slot, caller.known(), words, !own);
          return standing(tx, id, slot);
        });
  }

  /** The resident's words stand beside the record and go to those who can change it. */
  Attendance answer(Tx tx, Caller caller, ApplicationId id, SlotId slot, String words) {
    Application seen = applications.visible(tx, caller, id);
    if (!caller.is(seen.personId())) throw Refusal.forbidden("forbidden");
    Task task = task(tx, caller, seen);
    return tx.actingFor(
        seen.communityId(),
        caller,
        () -> {
          Application application = applications.locked(tx, id);
          if (application.slot(slot).isEmpty()) throw Refusal.notFound();
          Attendance stands = standing(tx, id, slot);
          if (stands.said() == 0) throw Refusal.conflict("nothing_to_answer");
          AttendanceStore.answer(tx, application, slot, words);
          letters.answered(tx, task, application, slot, words);
          return standing(tx, id, slot);
        });
  }

  static Attendance standing(Tx tx, ApplicationId id, SlotId slot) {
    return AttendanceStore.of(tx, id).getOrDefault(slot, Attendance.unknown(id, slot));
  }

  private Task task(Tx tx, Caller caller, Application application) {
    return tx.seenBy(caller, () -> tasks.find(tx, application.taskId()))
        .orElseThrow(Refusal::notFound);
  }
}
