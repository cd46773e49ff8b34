package yui.applications;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.Identity;
import yui.people.Skill;
import yui.people.Skills;
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
      boolean canWaitlist,
      boolean canCancel,
      String reply) {}

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
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Tasks tasks;
  private final ApplicationViews views;
  private final Skills skills;
  private final Words words;

  TaskApplicationsPage(Tasks tasks, ApplicationViews views, Skills skills, Words words) {
    this.tasks = tasks;
    this.views = views;
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
    List<ApplicationView> shown = views.of(tx, caller, all);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      rows.add(row(tx, caller, task, all.get(i), shown.get(i), skillNames, lang));
    }
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
            form.base() + "/tasks/" + task.id() + "/candidates",
            !errors.isEmpty(),
            errors));
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
      Map<String, String> skillNames,
      Lang lang) {
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
        view.warnings().stream().map(ApplicationView.Warning::detail).toList(),
        !view.warnings().isEmpty(),
        confirmBy(application, lang),
        acts && !own && can(application, Verb.SELECT, tx),
        acts && can(application, Verb.DECLINE, tx),
        acts && can(application, Verb.WAITLIST, tx),
        acts && can(application, Verb.CANCEL, tx),
        words.say(lang, "applications.reply_words"));
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
