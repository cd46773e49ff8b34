package yui.applications;

import java.util.List;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.tasks.Weather;

/** A job: asks whoever decides about the weather, once, when the time for it has passed. */
final class WeatherAsking implements Runnable {
  private final Database database;
  private final Tasks tasks;
  private final Correspondence correspondence;

  WeatherAsking(Database database, Tasks tasks, Correspondence correspondence) {
    this.database = database;
    this.tasks = tasks;
    this.correspondence = correspondence;
  }

  @Override
  public void run() {
    List<TaskId> undecided = database.read(Scope.ofSystem(), Weather::undecided);
    for (TaskId id : undecided) database.write(Scope.ofSystem(), tx -> ask(tx, id));
  }

  private TaskId ask(Tx tx, TaskId id) {
    if (Weather.ask(tx, id)) {
      correspondence.weatherDue(
          tx, tasks.find(tx, id).orElseThrow(), Weather.of(tx, id).orElseThrow());
    }
    return id;
  }
}
