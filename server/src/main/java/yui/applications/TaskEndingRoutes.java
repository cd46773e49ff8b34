package yui.applications;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.tasks.MovedSlot;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Answer;
import yui.web.Api;

/** Calling a task off and moving it, over HTTP. */
public final class TaskEndingRoutes {
  record Reasoned(String reason) {}

  record Postponement(List<MovedSlot> slots, @Nullable String reason) {}

  private final TaskEndings endings;
  private final WeatherHolds weather;
  private final Tasks tasks;

  public TaskEndingRoutes(TaskEndings endings, WeatherHolds weather, Tasks tasks) {
    this.endings = endings;
    this.weather = weather;
    this.tasks = tasks;
  }

  public void bind(Api api) {
    api.write(
        "holdForWeather",
        (rq, tx) -> {
          WeatherHolds.HoldEntry entry = rq.body(WeatherHolds.HoldEntry.class);
          TaskId id = new TaskId(rq.id("taskId"));
          Task task = weather.hold(tx, rq.caller(), id, entry, rq.ifMatch());
          return Answer.ok(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
        });
    api.write(
        "decideWeather",
        (rq, tx) -> {
          WeatherHolds.DecisionEntry entry = rq.body(WeatherHolds.DecisionEntry.class);
          TaskId id = new TaskId(rq.id("taskId"));
          Task task = weather.decide(tx, rq.caller(), id, entry, rq.ifMatch());
          return Answer.ok(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
        });
    api.write(
        "cancelTask",
        (rq, tx) -> {
          String reason = rq.body(Reasoned.class).reason();
          Task task =
              endings.cancel(tx, rq.caller(), new TaskId(rq.id("taskId")), reason, rq.ifMatch());
          return Answer.ok(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
        });
    api.write(
        "postponeTask",
        (rq, tx) -> {
          Postponement to = rq.body(Postponement.class);
          Task task =
              endings.postpone(
                  tx,
                  rq.caller(),
                  new TaskId(rq.id("taskId")),
                  to.slots(),
                  to.reason(),
                  rq.ifMatch());
          return Answer.ok(tasks.shown(tx, rq.caller(), task)).tagged(task.version());
        });
  }
}
