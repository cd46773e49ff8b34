package yui.applications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import yui.core.Refusal;
import yui.db.Tx;
import yui.tasks.MovedSlot;
import yui.tasks.TaskId;
import yui.tasks.TaskPages;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;

/** Calling a task off and moving it, from the page of its own side. */
public final class TaskEndingPages {
  /** Why. */
  record Reasoned(String reason) {}

  private final TaskEndings endings;
  private final WeatherHolds weather;
  private final TaskPages taskPages;

  public TaskEndingPages(TaskEndings endings, WeatherHolds weather, TaskPages taskPages) {
    this.endings = endings;
    this.weather = weather;
    this.taskPages = taskPages;
  }

  public void bind(Pages pages) {
    pages.post("/tasks/:id/weather-hold", this::hold, taskPages::staffAgain);
    pages.post("/tasks/:id/weather-go", this::go, taskPages::staffAgain);
    pages.post("/tasks/:id/cancel", this::cancel, taskPages::staffAgain);
    pages.post("/tasks/:id/postpone", this::postpone, taskPages::staffAgain);
  }

  private Page cancel(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("reason", form.text("reason"));
    Reasoned reasoned = form.body("cancelTask", body, Reasoned.class);
    TaskId id = new TaskId(form.id("id"));
    endings.cancel(tx, form.caller(), id, reasoned.reason(), TaskPages.version(form));
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "cancelled");
  }

  private Page hold(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    TaskPages.moment(form, tx, "decideAt").ifPresent(at -> body.put("decideAt", at));
    body.put("decider", form.text("decider"));
    form.filled("words").ifPresent(said -> body.put("words", said));
    TaskId id = new TaskId(form.id("id"));
    weather.hold(
        tx,
        form.caller(),
        id,
        form.body("holdForWeather", body, WeatherHolds.HoldEntry.class),
        TaskPages.version(form));
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "weather_held");
  }

  private Page go(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("decision", "GO");
    form.filled("words").ifPresent(said -> body.put("words", said));
    TaskId id = new TaskId(form.id("id"));
    weather.decide(
        tx,
        form.caller(),
        id,
        form.body("decideWeather", body, WeatherHolds.DecisionEntry.class),
        TaskPages.version(form));
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "weather_go");
  }

  private Page postpone(Form form, Tx tx) {
    TaskId id = new TaskId(form.id("id"));
    List<MovedSlot> moved = taskPages.moved(form, tx);
    try {
      endings.postpone(tx, form.caller(), id, moved, form.text("reason"), TaskPages.version(form));
    } catch (Refusal refusal) {
      throw taskPages.named(refusal, form, tx, moved);
    }
    return Page.elsewhere(form.base() + "/tasks/" + id + "/manage", "postponed");
  }
}
