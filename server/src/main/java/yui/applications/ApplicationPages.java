package yui.applications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import yui.communities.Communities;
import yui.core.Refusal;
import yui.db.Tx;
import yui.matching.Fitting;
import yui.people.People;
import yui.people.Skills;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Applying, my applications, and a task's applications, as pages. */
public final class ApplicationPages {
  private interface Deed {
    Application of(Tx tx, Form form, ApplicationId id, ApplicationRoutes.Choice choice);
  }

  private final Applications applications;
  private final Tasks tasks;
  private final Interests interests;
  private final ApplyPage applying;
  private final MyApplicationsPage mine;
  private final TaskApplicationsPage ofTask;

  public ApplicationPages(
      Applications applications,
      Tasks tasks,
      Communities communities,
      People people,
      Skills skills,
      Fitting fitting,
      Words words) {
    this.applications = applications;
    this.tasks = tasks;
    this.interests = new Interests(tasks, people);
    History history = new History(tasks, people, communities, words);
    this.applying = new ApplyPage(applications, tasks, communities, words);
    this.mine = new MyApplicationsPage(applications, tasks, communities, history, words);
    this.ofTask =
        new TaskApplicationsPage(
            applications,
            tasks,
            new ApplicationViews(tasks, people, skills, applications.caps(), words),
            history,
            fitting,
            people,
            skills,
            words);
  }

  public void bind(Pages pages) {
    pages.get("/tasks/:id/apply", applying::show);
    pages.post(
        "/tasks/:id/apply",
        this::apply,
        (form, tx, fields, summary) ->
            applying.again(form, tx, Typed.refused(ApplyPage.typed(form), fields, summary), 0));
    pages.get("/me/applications", (form, tx) -> mine.show(form, tx, List.of()));
    pages.get(
        "/me/applications/:id/done",
        (form, tx) -> mine.done(form, tx, new ApplicationId(form.id("id"))));
    bindMine(
        pages,
        "confirm",
        "confirmed",
        (tx, form, id, choice) ->
            applications.confirm(tx, form.caller(), id, null, Optional.empty()));
    bindMine(
        pages,
        "withdraw",
        "withdrawn",
        (tx, form, id, choice) ->
            applications.withdraw(tx, form.caller(), id, null, choice.words(), Optional.empty()));
    bindMine(
        pages,
        "undoWithdraw",
        "undone",
        (tx, form, id, choice) ->
            applications.undoWithdraw(tx, form.caller(), id, Optional.empty()));
    pages.getNoted(
        "/tasks/:id/applications",
        (form, tx) -> {
          TaskId id = new TaskId(form.id("id"));
          Page page = ofTask.show(form, tx, id, List.of());
          HostLooks.atAll(tx, form.caller(), tasks.visible(tx, form.caller(), id));
          return page;
        });
    pages.post("/tasks/:id/interest", this::like);
    pages.post(
        "/tasks/:id/lots",
        (form, tx) -> {
          TaskId id = new TaskId(form.id("id"));
          applications.draw(tx, form.caller(), id);
          return Page.elsewhere(form.base() + "/tasks/" + id + "/applications", "lots_drawn");
        });
    pages.post("/applications/:id/raise", this::raise);
    bindHost(
        pages,
        "select",
        "selected",
        (tx, form, id, choice) ->
            applications.select(
                tx, form.caller(), id, null, choice.said(), choice.why(), Optional.empty()));
    bindHost(
        pages,
        "waitlist",
        "waitlisted",
        (tx, form, id, choice) ->
            applications.waitlist(tx, form.caller(), id, null, Optional.empty()));
    bindHost(
        pages,
        "decline",
        "declined",
        (tx, form, id, choice) ->
            applications.decline(tx, form.caller(), id, null, choice.words(), Optional.empty()));
    bindHost(
        pages,
        "undoDecline",
        "undone",
        (tx, form, id, choice) ->
            applications.undoDecline(tx, form.caller(), id, Optional.empty()));
    bindHost(
        pages,
        "cancel",
        "called_off",
        (tx, form, id, choice) ->
            applications.cancel(tx, form.caller(), id, null, choice.words(), Optional.empty()));
  }

  /** One tap likes it; the same place takes it back or says whether the host may see who. */
  private Page like(Form form, Tx tx) {
    TaskId id = new TaskId(form.id("id"));
    String there = form.base() + "/tasks/" + id + "#interest";
    switch (form.text("do")) {
      case "drop" -> {
        interests.drop(tx, form.caller(), id);
        return Page.elsewhere(there, "interest_dropped");
      }
      case "name", "hide" -> interests.show(tx, form.caller(), id, form.text("do").equals("name"));
      default -> interests.show(tx, form.caller(), id, null);
    }
    return Page.elsewhere(there, "interest_shown");
  }

  private Page raise(Form form, Tx tx) {
    ApplicationId id = new ApplicationId(form.id("id"));
    Application application = applications.visible(tx, form.caller(), id);
    Task task = tasks.ours(tx, form.caller(), application.taskId());
    applications.arrange(tx, form.caller(), task.id(), ofTask.raised(tx, form.caller(), task, id));
    return Page.elsewhere(
        form.base() + "/tasks/" + task.id() + "/applications#a-" + id, "arranged");
  }

  private Page apply(Form form, Tx tx) {
    if (form.filled("_more").isPresent()) {
      return applying.again(form, tx, Typed.of(ApplyPage.typed(form)), 1);
    }
    if (form.filled("sheetVersion").isPresent() && !form.ticked("sheetRead")) {
      throw Refusal.invalid("/sheetRead", "sheet_unread");
    }
    ApplicationEntry entry = form.body("apply", ApplyPage.body(form), ApplicationEntry.class);
    Application application =
        applications.apply(tx, form.caller(), new TaskId(form.id("id")), entry);
    return Page.elsewhere(form.base() + "/me/applications/" + application.id() + "/done");
  }

  private void bindMine(Pages pages, String operation, String notice, Deed deed) {
    pages.post(
        "/me/applications/:id/" + operation,
        (form, tx) -> {
          Application after = done(form, tx, operation, deed);
          return Page.elsewhere(form.base() + "/me/applications#a-" + after.id(), notice);
        },
        (form, tx, fields, summary) -> mine.show(form, tx, mistake(form, summary)));
  }

  private void bindHost(Pages pages, String operation, String notice, Deed deed) {
    pages.post(
        "/applications/:id/" + operation,
        (form, tx) -> {
          Application after = done(form, tx, operation, deed);
          return Page.elsewhere(
              form.base() + "/tasks/" + after.taskId() + "/applications#a-" + after.id(), notice);
        },
        (form, tx, fields, summary) ->
            ofTask.show(
                form,
                tx,
                applications.visible(tx, form.caller(), new ApplicationId(form.id("id"))).taskId(),
                mistake(form, summary)));
  }

  private static Application done(Form form, Tx tx, String operation, Deed deed) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    form.filled("message").ifPresent(message -> json.put("message", message));
    form.filled("reason").ifPresent(reason -> json.put("reason", reason));
    return deed.of(
        tx,
        form,
        new ApplicationId(form.id("id")),
        form.body(operation, json, ApplicationRoutes.Choice.class));
  }

  private static List<Typed.Mistake> mistake(Form form, String summary) {
    return List.of(new Typed.Mistake("a-" + form.id("id"), summary));
  }
}
