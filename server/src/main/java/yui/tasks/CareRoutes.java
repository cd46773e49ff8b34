package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;

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

  record View(
      TaskId id,
      String title,
      Typed.Field accompaniedBy,
      boolean verifiedNeeded,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

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
    String at = "/tasks/:id/care";
    pages.get(
        at,
        (form, tx) -> {
          Care care = tx.seenBy(form.caller(), () -> Care.of(tx, id(form)));
          return page(form, tx, Typed.of(Json.MAPPER.valueToTree(shown(care))));
        });
    pages.post(
        at,
        (form, tx) -> {
          Entry entry = form.body("putCare", entry(form), Entry.class);
          Care.decide(tx, form.caller(), tasks, entry.of(id(form)));
          return Page.elsewhere(form.base() + "/tasks/" + id(form) + "/manage", "care_kept");
        },
        (form, tx, errors, summary) -> page(form, tx, Typed.refused(entry(form), errors, summary)));
  }

  private static ObjectNode entry(Form form) {
    return Json.MAPPER
        .createObjectNode()
        .put("accompaniedBy", form.text("accompaniedBy"))
        .put("verifiedNeeded", form.ticked("verifiedNeeded"));
  }

  private Page page(Form form, Tx tx, Typed typed) {
    Task task = tasks.visible(tx, form.caller(), id(form));
    if (!tasks.acts(form.caller(), task)) throw Refusal.forbidden("forbidden");
    return Page.show(
        "care",
        new View(
            task.id(),
            task.title(),
            typed.field("accompaniedBy"),
            typed.value("verifiedNeeded").equals("true"),
            typed.hasErrors(),
            typed.errors()));
  }

  private static TaskId id(Form form) {
    return new TaskId(form.id("id"));
  }

  private static Shown shown(Care care) {
    return new Shown(care.taskId(), care.accompaniedBy(), care.verifiedNeeded());
  }
}
