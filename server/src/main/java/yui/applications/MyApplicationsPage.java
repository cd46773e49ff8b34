package yui.applications;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.Caller;
import yui.core.Lang;
import yui.db.Tx;
import yui.tasks.OnCall;
import yui.tasks.SlotId;
import yui.tasks.Spot;
import yui.tasks.Task;
import yui.tasks.TaskCard;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.tasks.ThanksLine;
import yui.tasks.Travel;
import yui.web.Form;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** A resident's own applications, each with its way from applying to being thanked. */
final class MyApplicationsPage {
  private static final int MOST = 100;
  private static final Duration EARLY = Duration.ofHours(1);

  record Row(
      ApplicationId id,
      TaskId taskId,
      String title,
      String when,
      String place,
      String heads,
      ApplicationState state,
      String stateWords,
      List<Step> steps,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String reply,
      String confirmBy,
      boolean canConfirm,
      String asked,
      boolean canWithdraw,
      boolean canUndo,
      boolean canClaim,
      boolean canCheckIn,
      boolean chosen,
      List<OnCall.Number> onCall,
      String company,
      List<PastLine> history) {}

  record Like(TaskId id, String title, String when, boolean open) {}

  record View(
      List<Row> items,
      boolean hasItems,
      List<Like> likes,
      boolean hasLikes,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Done(String title, List<String> slots, String heads, String community, List<Step> steps) {}

  private final Applications applications;
  private final Tasks tasks;
  private final Communities communities;
  private final History history;
  private final Words words;

  MyApplicationsPage(
      Applications applications,
      Tasks tasks,
      Communities communities,
      History history,
      Words words) {
    this.history = history;
    this.applications = applications;
    this.tasks = tasks;
    this.communities = communities;
    this.words = words;
  }

  Page show(Form form, Tx tx, List<Typed.Mistake> errors) {
    List<Application> kept =
        ApplicationStore.read(
            tx, ApplicationStore.ofPerson(tx, form.caller().known(), null, null, MOST));
    List<Application> all = Told.of(tx, form.caller(), kept);
    Map<TaskId, Task> work = tasks.byIds(tx, all.stream().map(Application::taskId).toList());
    Map<ApplicationId, Map<SlotId, ApplicationStore.Presence>> presence =
        ApplicationStore.presence(tx, all.stream().map(Application::id).toList());
    List<Row> rows = new ArrayList<>();
    for (Application application : all) {
      rows.add(
          row(
              tx,
              form.caller(),
              Objects.requireNonNull(work.get(application.taskId())),
              application,
              TaskApplicationsPage.can(application, Verb.WITHDRAW, tx),
              presence.getOrDefault(application.id(), Map.of())));
    }
    List<Like> likes = likes(form, tx, all);
    return Page.show(
        "my_applications",
        new View(rows, !rows.isEmpty(), likes, !likes.isEmpty(), !errors.isEmpty(), errors));
  }

  private List<Like> likes(Form form, Tx tx, List<Application> mine) {
    Set<TaskId> applied =
        mine.stream()
            .filter(Application::isLive)
            .map(Application::taskId)
            .collect(Collectors.toSet());
    List<TaskId> liked =
        Interests.mine(tx, form.caller().known(), null, MOST).stream()
            .map(Interests.Liked::task)
            .filter(id -> !applied.contains(id))
            .toList();
    Map<TaskId, Task> work = tasks.byIds(tx, liked);
    return liked.stream()
        .filter(work::containsKey)
        .map(work::get)
        .map(
            task ->
                new Like(
                    task.id(),
                    task.title(),
                    task.slots().stream().findFirst().map(s -> s.spoken(form.lang())).orElse(""),
                    task.isOpen(tx.now())))
        .toList();
  }

  Page done(Form form, Tx tx, ApplicationId id) {
    Application application =
        Told.of(tx, form.caller(), applications.visible(tx, form.caller(), id));
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    Lang lang = form.lang();
    return Page.show(
        "apply_done",
        new Done(
            task.title(),
            application.slots().stream().map(s -> s.spoken(lang)).toList(),
            heads(application, lang),
            communities.find(tx, task.communityId()).map((Community c) -> c.name(lang)).orElse(""),
            Step.of(words, lang, application, Optional.empty())));
  }

  private Row row(
      Tx tx,
      Caller caller,
      Task task,
      Application application,
      boolean canWithdraw,
      Map<SlotId, ApplicationStore.Presence> presence) {
    Lang lang = caller.lang();
    ApplicationState state = application.state();
    List<ThanksLine> thanks = new TaskCard.Maker(words, communities, lang).rewards(tx, task);
    boolean there = came(presence).orElse(false);
    return new Row(
        application.id(),
        task.id(),
        task.title(),
        application.slots().stream().map(s -> s.spoken(lang)).collect(Collectors.joining(" / ")),
        place(task, state, lang),
        heads(application, lang),
        state,
        words.say(lang, "application.state." + state.name()),
        Step.of(words, lang, application, came(presence)),
        thanks,
        !thanks.isEmpty(),
        application.slots().stream()
            .filter(s -> s.state() != ApplicationState.WITHDRAWN)
            .map(ApplicationSlot::reason)
            .filter(reason -> !reason.isEmpty())
            .findFirst()
            .orElse(""),
        TaskApplicationsPage.confirmBy(application, lang),
        TaskApplicationsPage.can(application, Verb.CONFIRM, tx),
        words.say(
            lang,
            state == ApplicationState.OFFERED
                ? "my_applications.offered"
                : "my_applications.chosen"),
        canWithdraw,
        Undoing.isLately(application, ApplicationState.WITHDRAWN, tx.now()),
        there && task.travel().policy() == Travel.Policy.ACTUAL,
        canCheckIn(tx, application, presence),
        state.isChosen(),
        state.isChosen() && application.slots().stream().anyMatch(s -> !isLongOver(s, tx.now()))
            ? OnCall.numbers(task.onCall())
            : List.of(),
        state.isChosen() && !there
            ? applications
                .companyFor(tx, task, application.personId())
                .map(name -> words.say(lang, "care.with_you", Map.of("name", name)))
                .orElse("")
            : "",
        PastLines.of(words, lang, history.of(tx, caller, application, null, 200)));
  }

  private static boolean isLongOver(ApplicationSlot slot, Instant now) {
    return !slot.whole() && slot.endsAt().plus(Duration.ofDays(1)).isBefore(now);
  }

  private static Optional<Boolean> came(Map<SlotId, ApplicationStore.Presence> presence) {
    List<String> said =
        presence.values().stream()
            .map(ApplicationStore.Presence::state)
            .filter(state -> !state.equals("UNRECORDED"))
            .toList();
    if (said.isEmpty()) return Optional.empty();
    return Optional.of(said.stream().anyMatch(s -> s.equals("ATTENDED") || s.equals("PARTLY")));
  }

  private String place(Task task, ApplicationState state, Lang lang) {
    Spot spot = task.spot();
    if (spot == null) return words.say(lang, "application.remote");
    return state.isChosen() && !spot.meetingPoint().isEmpty()
        ? spot.label() + "　" + spot.meetingPoint()
        : spot.label();
  }

  private static boolean canCheckIn(
      Tx tx, Application application, Map<SlotId, ApplicationStore.Presence> presence) {
    return application.slots().stream()
        .filter(s -> s.state() == ApplicationState.CONFIRMED)
        .filter(
            s ->
                presence.getOrDefault(s.slotId(), ApplicationStore.Presence.UNKNOWN).checkedInAt()
                    == null)
        .anyMatch(
            s -> !tx.now().isBefore(s.startsAt().minus(EARLY)) && tx.now().isBefore(s.endsAt()));
  }

  private String heads(Application application, Lang lang) {
    return words.say(lang, "application.heads", Map.of("heads", application.heads()));
  }
}
