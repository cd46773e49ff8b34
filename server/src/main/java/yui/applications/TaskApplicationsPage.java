package yui.applications;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.communities.Fairness;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.FundId;
import yui.ledger.Funds;
import yui.ledger.Said;
import yui.matching.Fit;
import yui.matching.Fitting;
import yui.matching.ShownParts;
import yui.people.Identity;
import yui.people.People;
import yui.people.Skill;
import yui.people.Skills;
import yui.tasks.RewardLine;
import yui.tasks.Slot;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Form;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** The host's page: who applied, and ○ or × for each. */
final class TaskApplicationsPage {
  private static final int MOST = 300;

  record SlotRow(String when, String places, String left) {}

  record Row(
      ApplicationId id,
      String name,
      boolean verified,
      ApplicationState state,
      String stateWords,
      String heads,
      String companions,
      List<String> skills,
      boolean hasSkills,
      String visits,
      String message,
      String appliedAt,
      List<String> slots,
      List<String> cautions,
      boolean hasCautions,
      String confirmBy,
      boolean canSelect,
      boolean canDecline,
      boolean canUndo,
      boolean canWaitlist,
      boolean canCancel,
      String reply,
      String yes,
      String place,
      List<String> why,
      String here,
      @Nullable MatchView match,
      boolean waits,
      boolean canRaise,
      boolean reasonNeeded,
      List<PastLine> history,
      boolean hasHistory,
      boolean buysTravel) {}

  /** How well an applicant suits the task: the score and its four parts. */
  record MatchView(String score, List<Part> parts) {}

  record Part(String label, String value, String number) {}

  record Liking(TaskId taskId, PersonId id, String name) {}

  /** Lots: whether they can be drawn, and what anybody checks them by. */
  record LotsLine(boolean canDraw, String seed, String seedHash) {}

  record View(
      TaskId id,
      String title,
      String when,
      String state,
      String stateWords,
      List<SlotRow> slots,
      List<Row> items,
      boolean hasItems,
      String candidatesHref,
      boolean talks,
      String criteria,
      boolean ordered,
      boolean standsIn,
      List<String> funds,
      @Nullable LotsLine lots,
      String likes,
      List<Liking> liking,
      boolean hasLiking,
      String invitation,
      List<String> shortages,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Applications applications;
  private final Tasks tasks;
  private final ApplicationViews views;
  private final History history;
  private final Fitting fitting;
  private final People people;
  private final Skills skills;
  private final Words words;

  TaskApplicationsPage(
      Applications applications,
      Tasks tasks,
      ApplicationViews views,
      History history,
      Fitting fitting,
      People people,
      Skills skills,
      Words words) {
    this.applications = applications;
    this.tasks = tasks;
    this.views = views;
    this.history = history;
    this.fitting = fitting;
    this.people = people;
    this.skills = skills;
    this.words = words;
  }

  Page show(Form form, Tx tx, TaskId id, List<Typed.Mistake> errors) {
    Caller caller = form.caller();
    Lang lang = form.lang();
    Task task = tasks.visible(tx, caller, id);
    if (!tasks.isStaff(caller, task)) throw Refusal.forbidden("forbidden");
    List<Application> all =
        tx.seenBy(
            caller,
            () ->
                ApplicationStore.read(
                    tx, ApplicationStore.ofTask(tx, task.id(), null, null, MOST)));
    Map<String, String> skillNames =
        skills.skills(tx).stream().collect(Collectors.toMap(Skill::code, s -> s.name(lang)));
    Map<ApplicationId, Ordering.Placed> placed = new LinkedHashMap<>();
    for (Ordering.Placed one : applications.order(tx, caller, task)) {
      placed.put(one.application().id(), one);
    }
    List<Application> sorted = inOrder(tx, caller, task, all, placed);
    Around around =
        new Around(
            applications.fairness(tx, task),
            placed,
            fitting.of(tx, lang, task.id(), sorted.stream().map(Application::personId).toList()),
            history.of(tx, caller, task, sorted),
            sorted.stream().filter(TaskApplicationsPage::waits).map(Application::id).toList());
    List<ApplicationView> shown = views.of(tx, caller, sorted);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      rows.add(row(tx, caller, task, sorted.get(i), shown.get(i), around, skillNames, lang));
    }
    boolean acts = tasks.acts(caller, task);
    List<Liking> liking = liking(tx, caller, task);
    int likes = Interests.count(tx, task.id());
    return Page.show(
        "applications",
        new View(
            task.id(),
            task.title(),
            task.slots().stream().findFirst().map(s -> s.spoken(lang)).orElse(""),
            task.state().name(),
            words.say(lang, "task.state." + task.state().name()),
            task.slots().stream().map(slot -> slotRow(slot, lang)).toList(),
            rows,
            !rows.isEmpty(),
            acts ? form.base() + "/tasks/" + task.id() + "/candidates" : "",
            caller.hosts(task.groupId()) || caller.coordinates(task.communityId()),
            around.fairness().criteria(lang),
            around.fairness().orders(),
            acts && !caller.hosts(task.groupId()),
            acts ? funds(tx, task, lang) : List.of(),
            lots(tx, task, around, acts),
            likes == 0 ? "" : words.say(lang, "applications.likes", Map.of("n", likes)),
            liking,
            !liking.isEmpty(),
            words.say(lang, "candidates.message_words"),
            shortages(tx, task, lang),
            !errors.isEmpty(),
            errors));
  }

  private List<String> funds(Tx tx, Task task, Lang lang) {
    Set<FundId> payers =
        Stream.concat(
                task.rewards().stream().map(RewardLine::payerFund), Stream.of(task.travel().fund()))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return payers.isEmpty()
        ? List.of()
        : new Funds().warnings(tx, words, lang, task.communityId(), payers);
  }

  private static final String SHORT =
      """
      select unit, promised + earned - pledged as missing from pledge_stocks
        where community_id = $1 and group_id = $2 and unit = any ($3)
          and promised + earned > pledged order by unit
      """;

  /** Of what the group promised more than it pledged, among this task's thanks. */
  private List<String> shortages(Tx tx, Task task, Lang lang) {
    Said said = new Said(tx, words, lang);
    return tx.list(
        SHORT,
        row ->
            words.say(
                lang,
                "pledges.short",
                Map.of("n", said.amount(row.getString("unit"), row.getLong("missing")))),
        task.communityId().value(),
        task.groupId().value(),
        task.rewards().stream().map(RewardLine::unit).distinct().toArray(String[]::new));
  }

  /** What is asked once for all rows. */
  private record Around(
      Fairness fairness,
      Map<ApplicationId, Ordering.Placed> placed,
      Map<PersonId, Fit> fits,
      Map<ApplicationId, List<Happening>> past,
      List<ApplicationId> waiting) {}

  // Those to decide on come first, in the order; then the waiting list as it is offered; then whom
  // something came of.
  private static List<Application> inOrder(
      Tx tx,
      Caller caller,
      Task task,
      List<Application> all,
      Map<ApplicationId, Ordering.Placed> placed) {
    Map<ApplicationId, Integer> waitPlaces =
        tx.seenBy(caller, () -> ApplicationStore.waitPlaces(tx, task.id()));
    return all.stream()
        .sorted(
            Comparator.comparingInt(
                    (Application a) ->
                        a.state() == ApplicationState.APPLIED ? 0 : a.isLive() ? 1 : 2)
                .thenComparing(a -> a.state() == ApplicationState.APPLIED ? 0 : a.state().ordinal())
                .thenComparing(a -> waitPlaces.getOrDefault(a.id(), Integer.MAX_VALUE))
                .thenComparing(
                    a -> {
                      Ordering.Placed p = placed.get(a.id());
                      return p == null ? Integer.MAX_VALUE : p.place();
                    })
                .thenComparing(Application::appliedAt))
        .toList();
  }

  static boolean waits(Application application) {
    return application.state() == ApplicationState.WAITLISTED;
  }

  /** The waiting list with one party raised by a place, for the button that does it. */
  List<ApplicationId> raised(Tx tx, Caller caller, Task task, ApplicationId raise) {
    List<Application> all =
        tx.seenBy(
            caller, () -> ApplicationStore.read(tx, ApplicationStore.liveOfTask(tx, task.id())));
    Map<ApplicationId, Ordering.Placed> placed = new LinkedHashMap<>();
    for (Ordering.Placed one : applications.order(tx, caller, task)) {
      placed.put(one.application().id(), one);
    }
    List<ApplicationId> waiting =
        new ArrayList<>(
            inOrder(tx, caller, task, all, placed).stream()
                .filter(TaskApplicationsPage::waits)
                .map(Application::id)
                .toList());
    int at = waiting.indexOf(raise);
    if (at > 0) Collections.swap(waiting, at, at - 1);
    return waiting;
  }

  private @Nullable LotsLine lots(Tx tx, Task task, Around around, boolean acts) {
    if (!around.fairness().lots()) return null;
    return Lots.find(tx, task.id())
        .map(
            lots ->
                new LotsLine(
                    acts && !lots.isDrawn() && around.placed().size() > 1,
                    Objects.requireNonNullElse(lots.seed(), ""),
                    lots.seedHash()))
        .orElse(null);
  }

  private List<Liking> liking(Tx tx, Caller caller, Task task) {
    return tx.seenBy(
        caller,
        () -> {
          List<Interests.Named> named = Interests.named(tx, task.id(), MOST);
          Map<PersonId, String> names =
              people.displayNames(tx, named.stream().map(Interests.Named::person).toList());
          return named.stream()
              .map(n -> new Liking(task.id(), n.person(), names.getOrDefault(n.person(), "")))
              .toList();
        });
  }

  private @Nullable MatchView match(@Nullable Fit fit, Lang lang) {
    if (fit == null) return null;
    ShownParts parts = fit.parts();
    return new MatchView(
        Fit.compared(fit.score(), words, lang),
        List.of(
            part(lang, "skill", parts.skill()),
            part(lang, "schedule", parts.schedule()),
            part(lang, "distance", parts.distance()),
            part(lang, "reliability", parts.reliability())));
  }

  private Part part(Lang lang, String name, double value) {
    return new Part(
        words.say(lang, "candidates.part." + name),
        "%.2f".formatted(value),
        "%.6f".formatted(value));
  }

  private SlotRow slotRow(Slot slot, Lang lang) {
    int left = slot.capacity() - slot.taken();
    return new SlotRow(
        slot.spoken(lang),
        words.say(
            lang,
            "applications.places",
            Map.of("capacity", slot.capacity(), "taken", slot.taken())),
        left > 0
            ? words.say(lang, "task.left", Map.of("n", left))
            : words.say(lang, "application.full"));
  }

  private Row row(
      Tx tx,
      Caller caller,
      Task task,
      Application application,
      ApplicationView view,
      Around around,
      Map<String, String> skillNames,
      Lang lang) {
    Ordering.Placed place = around.placed().get(application.id());
    List<PastLine> past =
        PastLines.of(words, lang, around.past().getOrDefault(application.id(), List.of()));
    boolean acts = tasks.acts(caller, task);
    boolean own = caller.is(application.personId());
    List<String> skillWords =
        view.skills() == null
            ? List.of()
            : view.skills().stream()
                .map(
                    s ->
                        skillNames.getOrDefault(s.code(), s.code())
                            + " "
                            + words.say(lang, "profile.level." + s.level()))
                .toList();
    List<String> cautions =
        Stream.concat(
                view.warnings().stream().map(ApplicationView.Warning::detail),
                applications.companyFor(tx, task, application.personId()).stream()
                    .map(name -> words.say(lang, "care.first_time", Map.of("name", name))))
            .toList();
    return new Row(
        application.id(),
        view.displayName(),
        Identity.isVerified(tx, application.personId()),
        view.state(),
        words.say(lang, "application.state." + view.state().name()),
        words.say(lang, "application.heads", Map.of("heads", view.heads())),
        view.companions().stream().map(Companion::name).collect(Collectors.joining("、")),
        skillWords,
        !skillWords.isEmpty(),
        words.say(
            lang,
            "applications.attended",
            Map.of("n", view.attended() == null ? 0 : view.attended())),
        view.message(),
        Spoken.day(application.appliedAt(), lang),
        application.slots().stream()
            .map(
                s ->
                    s.spoken(lang)
                        + (application.slots().size() > 1
                            ? "　" + words.say(lang, "application.state." + s.state().name())
                            : ""))
            .toList(),
        cautions,
        !cautions.isEmpty(),
        confirmBy(application, lang),
        acts && !own && can(application, Verb.SELECT, tx),
        acts && can(application, Verb.DECLINE, tx),
        acts && Undoing.isLately(application, ApplicationState.DECLINED, tx.now()),
        acts && can(application, Verb.WAITLIST, tx),
        acts && can(application, Verb.CANCEL, tx),
        words.say(lang, "applications.reply_words"),
        words.say(lang, "applications.yes_words"),
        place == null || !around.fairness().orders() ? "" : Integer.toString(place.place()),
        place == null ? List.of() : place.said(words, lang, around.fairness()),
        place == null
            ? ""
            : words.say(lang, "applications.here", Map.of("n", place.attendedHere())),
        match(around.fits().get(application.personId()), lang),
        waits(application),
        acts && around.waiting().indexOf(application.id()) > 0,
        around.fairness().reasonNeeded() && place != null && place.place() > 1,
        past,
        !past.isEmpty(),
        task.travel().paidDirectly()
            && caller.settles(task.communityId())
            && !own
            && (view.state().isChosen() || view.state() == ApplicationState.DONE));
  }

  static boolean can(Application application, Verb verb, Tx tx) {
    return application.slots().stream().anyMatch(s -> s.against(verb, tx.now()).isEmpty());
  }

  static String confirmBy(Application application, Lang lang) {
    return application.slots().stream()
        .filter(s -> s.confirmBy() != null)
        .map(ApplicationSlot::knownConfirmBy)
        .min(Instant::compareTo)
        .map(by -> Spoken.deadline(by, lang))
        .orElse("");
  }
}
