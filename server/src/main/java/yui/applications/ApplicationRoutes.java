package yui.applications;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.People;
import yui.people.Skills;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;
import yui.web.Words;

/** Applications over HTTP. */
public final class ApplicationRoutes {
  /** The body of a verb: which slots, and words that go with it. */
  record Choice(@Nullable List<SlotId> slotIds, @Nullable String message, @Nullable String reason) {
    static final Choice ALL = new Choice(null, null, null);

    /** What is said to the applicant. */
    String said() {
      return Objects.requireNonNullElse(message, "");
    }

    /** What the host's side notes for itself. */
    String why() {
      return Objects.requireNonNullElse(reason, "");
    }

    String words() {
      return Objects.requireNonNullElse(message != null ? message : reason, "");
    }
  }

  private interface Verdict {
    Application of(Tx tx, Caller caller, ApplicationId id, Choice choice, Optional<Integer> read);
  }

  private final Applications applications;
  private final ApplicationViews views;
  private final History history;
  private final Tasks tasks;

  public ApplicationRoutes(
      Applications applications,
      Tasks tasks,
      Communities communities,
      People people,
      Skills skills,
      Words words) {
    this.applications = applications;
    this.history = new History(tasks, people, communities, words);
    this.views = new ApplicationViews(tasks, people, skills, applications.caps(), words);
    this.tasks = tasks;
  }

  public void bind(Api api) {
    api.write("apply", this::apply);
    api.look("listTaskApplications", this::ofTask);
    api.read("listMyApplications", this::mine);
    api.look(
        "getApplication",
        (rq, tx) -> {
          Application application = applications.visible(tx, rq.caller(), id(rq));
          HostLooks.at(tx, rq.caller(), application);
          return answer(tx, rq.caller(), application);
        });
    api.look("listApplicationEvents", this::events);
    bind(
        api,
        "select",
        (tx, who, id, choice, read) ->
            applications.select(tx, who, id, choice.slotIds(), choice.said(), choice.why(), read));
    bind(
        api,
        "decline",
        (tx, who, id, choice, read) ->
            applications.decline(tx, who, id, choice.slotIds(), choice.words(), read));
    bind(
        api,
        "undoDecline",
        (tx, who, id, choice, read) -> applications.undoDecline(tx, who, id, read));
    bind(
        api,
        "undoWithdraw",
        (tx, who, id, choice, read) -> applications.undoWithdraw(tx, who, id, read));
    bind(
        api,
        "waitlist",
        (tx, who, id, choice, read) -> applications.waitlist(tx, who, id, choice.slotIds(), read));
    bind(
        api,
        "cancel",
        (tx, who, id, choice, read) ->
            applications.cancel(tx, who, id, choice.slotIds(), choice.words(), read));
    bind(
        api,
        "confirm",
        (tx, who, id, choice, read) -> applications.confirm(tx, who, id, choice.slotIds(), read));
    bind(
        api,
        "withdraw",
        (tx, who, id, choice, read) ->
            applications.withdraw(tx, who, id, choice.slotIds(), choice.words(), read));
  }

  private void bind(Api api, String operation, Verdict verdict) {
    api.write(
        operation,
        (rq, tx) -> {
          Choice choice = rq.hasBody() ? rq.body(Choice.class) : Choice.ALL;
          return answer(tx, rq.caller(), verdict.of(tx, rq.caller(), id(rq), choice, rq.ifMatch()));
        });
  }

  private Answer apply(Request rq, Tx tx) {
    Application application =
        applications.apply(
            tx, rq.caller(), new TaskId(rq.id("taskId")), rq.body(ApplicationEntry.class));
    return Answer.created(views.of(tx, rq.caller(), application)).tagged(application.version());
  }

  private Answer ofTask(Request rq, Tx tx) {
    Caller caller = rq.caller();
    Task task = tasks.visible(tx, caller, new TaskId(rq.id("taskId")));
    if (!tasks.isStaff(caller, task)) throw Refusal.forbidden("forbidden");
    HostLooks.atAll(tx, caller, task);
    return page(
        tx,
        rq,
        tx.seenBy(
            caller,
            () ->
                ApplicationStore.read(
                    tx,
                    ApplicationStore.ofTask(tx, task.id(), state(rq), place(rq), rq.limit() + 1))));
  }

  private Answer mine(Request rq, Tx tx) {
    PersonId person = rq.caller().known();
    return page(
        tx,
        rq,
        ApplicationStore.read(
            tx, ApplicationStore.ofPerson(tx, person, state(rq), place(rq), rq.limit() + 1)));
  }

  private Answer events(Request rq, Tx tx) {
    Application application = applications.visible(tx, rq.caller(), id(rq));
    HostLooks.at(tx, rq.caller(), application);
    return Answer.ok(
        Cursor.cut(
            history.of(tx, rq.caller(), application, place(rq), rq.limit() + 1),
            rq.limit(),
            h -> h.at().toInstant() + "|" + h.id()));
  }

  private Answer page(Tx tx, Request rq, List<Application> fetched) {
    Cursor<Application> page = Cursor.cut(fetched, rq.limit(), ApplicationStore.Place::words);
    return Answer.ok(new Cursor<>(views.of(tx, rq.caller(), page.items()), page.nextCursor()));
  }

  private Answer answer(Tx tx, Caller caller, Application application) {
    return Answer.ok(views.of(tx, caller, application)).tagged(application.version());
  }

  private static @Nullable ApplicationState state(Request rq) {
    return rq.query("state").map(ApplicationState::valueOf).orElse(null);
  }

  private static ApplicationStore.@Nullable Place place(Request rq) {
    return rq.query("cursor").map(Cursor::decode).map(ApplicationStore.Place::of).orElse(null);
  }

  private static ApplicationId id(Request rq) {
    return new ApplicationId(rq.id("applicationId"));
  }
}
