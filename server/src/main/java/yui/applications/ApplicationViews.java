package yui.applications;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.people.Resident;
import yui.people.Skill;
import yui.people.SkillLevel;
import yui.people.Skills;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;
import yui.web.Words;

/** Fills in what an application shows to this caller, and nothing they may not know. */
final class ApplicationViews {
  private final Tasks tasks;
  private final People people;
  private final Skills skills;
  private final Caps caps;
  private final Words words;

  ApplicationViews(Tasks tasks, People people, Skills skills, Caps caps, Words words) {
    this.caps = caps;
    this.tasks = tasks;
    this.people = people;
    this.skills = skills;
    this.words = words;
  }

  ApplicationView of(Tx tx, Caller caller, Application application) {
    return of(tx, caller, List.of(application)).getFirst();
  }

  List<ApplicationView> of(Tx tx, Caller caller, List<Application> applications) {
    return tx.seenBy(caller, () -> filled(tx, caller, applications));
  }

  private List<ApplicationView> filled(Tx tx, Caller caller, List<Application> kept) {
    List<Application> applications = Told.of(tx, caller, kept);
    List<PersonId> persons = applications.stream().map(Application::personId).toList();
    Map<TaskId, Task> work =
        tasks.byIds(tx, applications.stream().map(Application::taskId).distinct().toList());
    Map<ApplicationId, Map<SlotId, ApplicationStore.Presence>> presence =
        ApplicationStore.presence(tx, applications.stream().map(Application::id).toList());
    Map<PersonId, String> names = people.displayNames(tx, persons);
    Map<PersonId, Integer> attended = tx.asSystem(() -> ApplicationStore.attended(tx, persons));
    Map<PersonId, Contact> contacts = contacts(tx, caller, applications, work);
    List<ApplicationView> views = new ArrayList<>();
    for (Application application : applications) {
      Task task = Objects.requireNonNull(work.get(application.taskId()));
      boolean hostSide = tasks.isStaff(caller, task);
      PersonId person = application.personId();
      @Nullable Resident resident = hostSide ? people.resident(tx, person).orElse(null) : null;
      Contact contact = contacts.get(person);
      boolean chosen = application.state().isChosen();
      views.add(
          new ApplicationView(
              application.id(),
              application.taskId(),
              task.title(),
              application.communityId(),
              person,
              names.getOrDefault(person, ""),
              application.state(),
              slots(application, presence.getOrDefault(application.id(), Map.of())),
              application.heads(),
              application.message(),
              application.companions(),
              resident == null ? null : resident.skills(),
              hostSide ? attended.getOrDefault(person, 0) : null,
              warnings(tx, caller, task, application, resident),
              chosen && contact != null
                  ? new ApplicationView.Reach(contact.name(), contact.email(), contact.phone())
                  : null,
              Days.at(application.appliedAt()),
              kept.get(views.size()).version()));
    }
    return views;
  }

  // Those who act for the task reach whom they chose.
  private Map<PersonId, Contact> contacts(
      Tx tx, Caller caller, List<Application> applications, Map<TaskId, Task> work) {
    List<PersonId> chosen =
        applications.stream()
            .filter(a -> a.state().isChosen() && !caller.is(a.personId()))
            .filter(a -> tasks.acts(caller, Objects.requireNonNull(work.get(a.taskId()))))
            .map(Application::personId)
            .toList();
    Map<PersonId, Contact> contacts = new HashMap<>();
    for (Contact contact : people.contacts(tx, chosen)) contacts.put(contact.id(), contact);
    return contacts;
  }

  private static List<ApplicationView.AppliedSlot> slots(
      Application application, Map<SlotId, ApplicationStore.Presence> presence) {
    return application.slots().stream()
        .map(
            slot -> {
              ApplicationStore.Presence there =
                  presence.getOrDefault(slot.slotId(), ApplicationStore.Presence.UNKNOWN);
              return new ApplicationView.AppliedSlot(
                  slot.slotId(),
                  Days.at(slot.startsAt()),
                  Days.at(slot.endsAt()),
                  slot.state(),
                  Days.maybeAt(slot.confirmBy()),
                  slot.reason().isEmpty() ? null : slot.reason(),
                  Days.maybeAt(there.checkedInAt()),
                  there.state(),
                  there.present());
            })
        .toList();
  }

  private List<ApplicationView.Warning> warnings(
      Tx tx, Caller caller, Task task, Application application, @Nullable Resident known) {
    List<ApplicationView.Warning> warnings = new ArrayList<>();
    Lang lang = caller.lang();
    Optional<Resident> resident =
        caller.is(application.personId())
            ? people.resident(tx, application.personId())
            : Optional.ofNullable(known);
    List<String> lacking = resident.map(r -> lacking(task, r.skills())).orElse(List.of());
    Map<String, String> names = lacking.isEmpty() ? Map.of() : names(tx, lang);
    for (String skill : lacking) {
      warnings.add(
          new ApplicationView.Warning(
              "skill_below",
              words.say(
                  lang, "warning.skill_below", Map.of("skill", names.getOrDefault(skill, skill)))));
    }
    if (caller.is(application.personId())) {
      for (String clash : clashes(tx, application, lang)) {
        warnings.add(new ApplicationView.Warning("engaged_then", clash));
      }
    } else if (engaged(tx, application)) {
      warnings.add(
          new ApplicationView.Warning("engaged_then", words.say(lang, "warning.engaged_then")));
    }
    if (known != null && application.isLive()) {
      boolean chosen = application.state().isChosen();
      for (Caps.Over over : caps.over(tx, task, application)) {
        warnings.add(
            new ApplicationView.Warning(
                over.code(),
                words.say(
                    lang,
                    "warning." + over.code() + (chosen ? ".chosen" : ""),
                    Map.of(
                        "cap", Spoken.number(over.capYen()), "sum", Spoken.number(over.yen())))));
      }
    }
    return warnings;
  }

  /** Required skills that are not had at the level asked for. */
  static List<String> lacking(Task task, Collection<SkillLevel> had) {
    return task.requiredSkills().stream()
        .filter(
            wanted ->
                had.stream()
                    .noneMatch(s -> s.code().equals(wanted.code()) && s.level() >= wanted.level()))
        .map(wanted -> wanted.code())
        .toList();
  }

  // The applicant is warned of whatever else they asked for, in any community, by its name.
  private List<String> clashes(Tx tx, Application application, Lang lang) {
    return open(application)
        .flatMap(
            slot ->
                ApplicationStore.clashes(
                    tx, application.personId(), slot.startsAt(), slot.endsAt(), application.id())
                    .stream())
        .map(clash -> clash(words, clash, lang))
        .distinct()
        .toList();
  }

  static String clash(Words words, ApplicationStore.Clash clash, Lang lang) {
    return words.say(
        lang,
        "warning.engaged_with",
        Map.of(
            "task", clash.title(),
            "when", Spoken.period(clash.from(), clash.to(), lang),
            "state", words.say(lang, "application.state." + clash.state())));
  }

  // A host is told only of what would refuse, and nothing more of it.
  private static boolean engaged(Tx tx, Application application) {
    return tx.asSystem(
        () ->
            open(application)
                .anyMatch(
                    slot ->
                        ApplicationStore.engaged(
                            tx,
                            application.personId(),
                            List.of(ApplicationState.SELECTED, ApplicationState.CONFIRMED),
                            slot.startsAt(),
                            slot.endsAt(),
                            application.id(),
                            List.of(slot.slotId()))));
  }

  private static Stream<ApplicationSlot> open(Application application) {
    return application.slots().stream()
        .filter(slot -> slot.state().isLive() && slot.state() != ApplicationState.DONE)
        .filter(slot -> !slot.whole());
  }

  private Map<String, String> names(Tx tx, Lang lang) {
    return skills.skills(tx).stream().collect(Collectors.toMap(Skill::code, s -> s.name(lang)));
  }
}
