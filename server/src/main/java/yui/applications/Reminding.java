package yui.applications;

import java.time.LocalDate;
import yui.core.Days;
import yui.db.Tx;
import yui.mail.Reminders;
import yui.tasks.Task;
import yui.tasks.Tasks;

/** Writes to those who come on a day; the outbox keeps a letter from being written twice. */
final class Reminding implements Reminders.WhoComes {
  private final Tasks tasks;
  private final Correspondence correspondence;

  Reminding(Tasks tasks, Correspondence correspondence) {
    this.tasks = tasks;
    this.correspondence = correspondence;
  }

  @Override
  public void remind(Tx tx, LocalDate day) {
    for (Application application : ApplicationStore.read(tx, ApplicationStore.comingOn(tx, day))) {
      Task task = tasks.find(tx, application.taskId()).orElseThrow();
      application.slots().stream()
          .filter(slot -> slot.state() == ApplicationState.CONFIRMED)
          .filter(slot -> Days.of(slot.startsAt()).equals(day))
          .forEach(slot -> correspondence.reminder(tx, task, application, slot));
    }
  }
}
