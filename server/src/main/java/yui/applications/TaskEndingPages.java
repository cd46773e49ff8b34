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
  private final TaskPages taskPages;

  public TaskEndingPages(TaskEndings endings, TaskPages taskPages) {
    this.endings = endings;
    this.taskPages = taskPages;
  }

  public void bind(Pages pages) {
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
