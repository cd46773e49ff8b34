package yui.applications;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.Lang;
import yui.db.Tx;
import yui.tasks.Spot;
import yui.tasks.Task;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/**
 * Where a letter's link leads: one application with its buttons, for whoever has the letter.
 * Opening it changes nothing; a button says yes, or that they cannot come.
 */
public final class AnswerPages {
  record View(
      boolean ended,
      String token,
      String title,
      String group,
      String place,
      List<String> slots,
      String heads,
      ApplicationState state,
      String stateWords,
      String confirmBy,
      boolean canConfirm,
      boolean canWithdraw,
      boolean coming,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Applications applications;
  private final Tasks tasks;
  private final Communities communities;
  private final Words words;

  public AnswerPages(Applications applications, Tasks tasks, Communities communities, Words words) {
    this.applications = applications;
    this.tasks = tasks;
    this.communities = communities;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/answers/:token", (form, tx) -> show(form, tx, List.of()));
    pages.post(
        "/answers/:token/confirm",
        (form, tx) -> act(form, tx, Verb.CONFIRM, "confirmed", this::confirm),
        (form, tx, fields, summary) -> show(form, tx, mistake(summary)));
    pages.post(
        "/answers/:token/withdraw",
        (form, tx) -> act(form, tx, Verb.WITHDRAW, "withdrawn", this::withdraw),
        (form, tx, fields, summary) -> show(form, tx, mistake(summary)));
  }

  private interface Deed {
    Application of(Tx tx, Form form, Caller person, ApplicationId id);
  }

  private Page act(Form form, Tx tx, Verb verb, String notice, Deed deed) {
    return opened(
        form,
        tx,
        (person, application) -> {
          // A second click finds it done and says so again.
          boolean done =
              application.slots().stream().anyMatch(s -> s.state() == verb.after(s.state()));
          if (!done || TaskApplicationsPage.can(application, verb, tx)) {
            deed.of(tx, form, person, application.id());
          }
          return Page.elsewhere(form.base() + "/answers/" + form.path("token"), notice);
        });
  }

  private Application confirm(Tx tx, Form form, Caller person, ApplicationId id) {
    return applications.confirm(tx, person, id, null, Optional.empty());
  }

  private Application withdraw(Tx tx, Form form, Caller person, ApplicationId id) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    form.filled("reason").ifPresent(reason -> json.put("reason", reason));
    ApplicationRoutes.Choice choice = form.body("withdraw", json, ApplicationRoutes.Choice.class);
    return applications.withdraw(tx, person, id, null, choice.words(), Optional.empty());
  }

  private Page show(Form form, Tx tx, List<Typed.Mistake> errors) {
    return opened(
        form,
        tx,
        (person, application) -> Page.show("answer", view(tx, form, application, errors)));
  }

  /** Does something as the person whose link it is; a link that has ended says so. */
  private Page opened(Form form, Tx tx, BiFunction<Caller, Application, Page> work) {
    Optional<AnswerLinks.Opened> link = AnswerLinks.find(tx, form.path("token"));
    if (link.isEmpty()) return new Page.Shown(404, "answer", ended());
    Caller person = new Caller(link.get().person(), List.of(), form.lang());
    return tx.asSystem(
        () -> work.apply(person, applications.visible(tx, person, link.get().application())));
  }

  private View view(Tx tx, Form form, Application application, List<Typed.Mistake> errors) {
    Lang lang = form.lang();
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    Spot spot = task.spot();
    return new View(
        false,
        form.path("token"),
        task.title(),
        communities.group(tx, task.groupId()).map(Group::name).orElse(""),
        spot == null ? words.say(lang, "application.remote") : spot.label(),
        application.slots().stream().map(s -> s.spoken(lang)).toList(),
        words.say(lang, "application.heads", Map.of("heads", application.heads())),
        application.state(),
        words.say(lang, "application.state." + application.state().name()),
        TaskApplicationsPage.confirmBy(application, lang),
        TaskApplicationsPage.can(application, Verb.CONFIRM, tx),
        TaskApplicationsPage.can(application, Verb.WITHDRAW, tx),
        application.state() == ApplicationState.CONFIRMED,
        !errors.isEmpty(),
        errors);
  }

  private static View ended() {
    return new View(
        true,
        "",
        "",
        "",
        "",
        List.of(),
        "",
        ApplicationState.EXPIRED,
        "",
        "",
        false,
        false,
        false,
        false,
        List.of());
  }

  private static List<Typed.Mistake> mistake(String summary) {
    return List.of(new Typed.Mistake("main", summary));
  }
}
