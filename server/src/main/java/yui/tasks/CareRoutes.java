package yui.tasks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;

/** A task's care over HTTP, and its page. */
public final class CareRoutes {
  /** What its side decides. */
  record Entry(@Nullable String accompaniedBy, @Nullable Boolean verifiedNeeded) {
    Care of(TaskId task) {
      return new Care(
          task,
          Objects.requireNonNullElse(accompaniedBy, "").strip(),
          Boolean.TRUE.equals(verifiedNeeded));
    }
  }

  record Shown(TaskId id, String accompaniedBy, boolean verifiedNeeded) {}

  record View(TaskId id, String title, String accompaniedBy, boolean verifiedNeeded) {}

  private final Tasks tasks;

  public CareRoutes(Tasks tasks) {
    this.tasks = tasks;
  }

  public void bind(Api api) {
    api.read(
        "getCare",
        (rq, tx) ->
            Answer.ok(
                shown(
                    tx.seenBy(
                        rq.caller(),
                        () ->
                            Care.of(
                                tx,
                                tasks
                                    .visible(tx, rq.caller(), new TaskId(rq.id("taskId")))
                                    .id())))));
    api.write(
        "putCare",
        (rq, tx) ->
            Answer.ok(
                shown(
                    Care.decide(
                        tx,
                        rq.caller(),
                        tasks,
                        rq.body(Entry.class).of(new TaskId(rq.id("taskId")))))));
  }

  public void bind(Pages pages) {
    pages.get(
        "/tasks/:id/care",
        (form, tx) -> {
          Task task = tasks.visible(tx, form.caller(), id(form));
          if (!tasks.acts(form.caller(), task)) throw Refusal.forbidden("forbidden");
          Care care = tx.seenBy(form.caller(), () -> Care.of(tx, task.id()));
          return Page.show(
              "care",
              new View(task.id(), task.title(), care.accompaniedBy(), care.verifiedNeeded()));
        });
    pages.post(
        "/tasks/:id/care",
        (form, tx) -> {
          Care.decide(
              tx,
              form.caller(),
              tasks,
              new Entry(form.text("accompaniedBy"), form.ticked("verifiedNeeded")).of(id(form)));
          return Page.elsewhere(form.base() + "/tasks/" + id(form) + "/manage", "care_kept");
        });
  }

  private static TaskId id(Form form) {
    return new TaskId(form.id("id"));
  }

  private static Shown shown(Care care) {
    return new Shown(care.taskId(), care.accompaniedBy(), care.verifiedNeeded());
  }
}
