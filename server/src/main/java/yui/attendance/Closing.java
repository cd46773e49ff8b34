package yui.attendance;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.db.Database;
import yui.db.Scope;
import yui.ledger.Ledger;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.TaskState;
import yui.tasks.Tasks;

/**
 * A job: a task is DONE when its last slot is past and recorded, or 14 days old; SETTLED when
 * nothing is promised or owed any more.
 */
public final class Closing implements Runnable {
  private static final Duration AT_LAST = Duration.ofDays(14);
  private static final int MOST = 200;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final Tasks tasks;
  private final Applications applications;
  private final Ledger ledger;

  public Closing(Database database, Tasks tasks, Applications applications, Ledger ledger) {
    this.database = database;
    this.tasks = tasks;
    this.applications = applications;
    this.ledger = ledger;
  }

  @Override
  public void run() {
    List<TaskId> over =
        database.read(
            Scope.ofSystem(),
            tx -> AttendanceStore.over(tx, tx.now(), tx.now().minus(AT_LAST), MOST));
    for (TaskId id : over) finish(id);
    UUID after = FIRST;
    while (true) {
      UUID from = after;
      List<TaskId> done =
          database.read(Scope.ofSystem(), tx -> AttendanceStore.done(tx, from, MOST));
      for (TaskId id : done) settle(id);
      if (done.size() < MOST) return;
      after = done.getLast().value();
    }
  }

  private void finish(TaskId id) {
    database.write(
        Scope.ofSystem(),
        tx -> {
          TaskState state = tasks.find(tx, id).map(Task::state).orElse(TaskState.DONE);
          if (state == TaskState.OPEN || state == TaskState.CLOSED) tasks.finish(tx, id);
          return id;
        });
  }

  private void settle(TaskId id) {
    database.write(
        Scope.ofSystem(),
        tx -> {
          List<UUID> about = applications.idsOf(tx, id).stream().map(ApplicationId::value).toList();
          boolean done = tasks.find(tx, id).map(t -> t.state() == TaskState.DONE).orElse(false);
          if (done && !ledger.owes(tx, about)) tasks.settle(tx, id);
          return id;
        });
  }
}
