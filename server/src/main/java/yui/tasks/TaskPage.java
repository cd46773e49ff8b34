package yui.tasks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.people.Skills;
import yui.web.Form;
import yui.web.Page;
import yui.web.Words;

/** The page of one task, as whole as its reader may know it. */
final class TaskPage {
  private static final String MY_PLACE =
      """
      select application_id, state from my_place where task_id = $1 and person_id = $2
      """;
  private static final String MY_INTEREST =
      """
      select named from interested where task_id = $1 and person_id = $2
      """;
  private static final String WAITING =
      """
      select applied from task_heads where task_id = $1
      """;

  record SlotLine(String when, String left, boolean full) {}

  record Hard(String label, String note) {}

  record Asked(String name, String level) {}

  record Asker(String name, String words) {}

  record Mine(String stateWords, String state, String href) {}

  /** One tap: nothing yet, or liked, with or without the name. */
  record Interest(boolean shown, boolean named) {}

  record Staff(
      String manageHref,
      String applicationsHref,
      String candidatesHref,
      String posterHref,
      String editHref,
      String waiting) {}

  record View(
      TaskId id,
      String title,
      TaskState state,
      String stateWords,
      boolean isOpen,
      String group,
      UUID communityId,
      String community,
      String kindWords,
      String description,
      List<SlotLine> slots,
      String deadline,
      String place,
      String meetingPoint,
      String bring,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String travelWords,
      List<PhotoPages.Shown> photos,
      boolean hasPhotos,
      List<Hard> hardParts,
      boolean hasHardParts,
      List<Asked> skills,
      List<String> licences,
      boolean needsSomething,
      String insurance,
      List<OnCall.Number> onCall,
      @Nullable Asker asker,
      String reason,
      boolean canApply,
      @Nullable Interest interest,
      @Nullable Mine myApplication,
      boolean mustLogin,
      String applyNote,
      boolean isBlind,
      boolean seesHouse,
      @Nullable Staff staff) {}

  private final Tasks tasks;
  private final Households households;
  private final Communities communities;
  private final People people;
  private final Skills skills;
  private final Words words;
  private final TaskWords taskWords;

  TaskPage(
      Tasks tasks,
      Households households,
      Communities communities,
      People people,
      Skills skills,
      Words words) {
    this.tasks = tasks;
    this.households = households;
    this.communities = communities;
    this.people = people;
    this.skills = skills;
    this.words = words;
    this.taskWords = new TaskWords(words);
  }

  Page show(Form form, Tx tx) {
    Caller caller = form.caller();
    Lang lang = form.lang();
    Task task = tasks.visible(tx, caller, new TaskId(form.id("id")));
    Sight sight = tasks.sight(tx, caller, task);
    TaskCard.Maker cards = new TaskCard.Maker(words, communities, lang);
    Community community = communities.get(tx, task.communityId());
    Group group = communities.group(tx, task.groupId()).orElse(null);
    Mine mine = mine(tx, form, task);
    boolean open = task.isOpen(tx.now());
    boolean staff = tasks.isStaff(caller, task);
    String note = "";
    if (open
        && mine == null
        && !caller.isStranger()
        && !staff
        && !people.isResident(tx, caller.known())) {
      note = words.say(lang, "problem.resident_needed");
    }
    List<Asked> asked = asked(tx, task, lang);
    List<String> licences = licences(tx, task, lang);
    Spot spot = task.spot();
    List<PhotoPages.Shown> photos =
        tasks.photos(tx, caller, task).stream().map(PhotoPages.Shown::of).toList();
    return Page.show(
        "task",
        new View(
            task.id(),
            task.title(),
            task.state(),
            words.say(lang, "task.state." + task.state().name()),
            open,
            group == null ? "" : group.name(),
            task.communityId().value(),
            community.name(lang),
            words.say(lang, "task.kind." + task.kind().name()),
            task.description(),
            slots(tx, task, cards, lang),
            task.applyUntil() == null ? "" : Spoken.deadline(task.applyUntil(), lang),
            taskWords.place(task, lang),
            spot != null && sight.isExact() ? spot.meetingPoint() : "",
            task.bring(),
            cards.rewards(tx, task),
            !task.rewards().isEmpty(),
            taskWords.travel(task.travel(), lang),
            photos,
            !photos.isEmpty(),
            hardParts(task, lang),
            !task.hardParts().isEmpty(),
            asked,
            licences,
            !asked.isEmpty() || !licences.isEmpty(),
            task.insurance(),
            sight.isExact() ? OnCall.numbers(task.onCall()) : List.of(),
            group == null || group.about().isEmpty()
                ? null
                : new Asker(group.name(), group.about()),
            task.reason(),
            open && mine == null && !caller.isStranger() && note.isEmpty() && !staff,
            open && mine == null && !caller.isStranger() && note.isEmpty() && !staff
                ? interest(tx, caller, task)
                : null,
            mine,
            open && caller.isStranger(),
            note,
            households.isBlind(tx, task),
            households.isReleased(tx, caller, task.id()),
            tasks.acts(caller, task) ? staff(tx, form, task) : null));
  }

  private List<SlotLine> slots(Tx tx, Task task, TaskCard.Maker cards, Lang lang) {
    if (task.slots().isEmpty()) {
      return List.of(new SlotLine(words.say(lang, "task.slots_none"), "", false));
    }
    return task.slots().stream()
        .map(
            slot ->
                new SlotLine(
                    slot.spoken(lang),
                    slot.isPast(tx.now())
                        ? words.say(lang, "task.state.DONE")
                        : cards.left(slot.capacity() - slot.taken()),
                    slot.isFull()))
        .toList();
  }

  private List<Hard> hardParts(Task task, Lang lang) {
    List<Hard> parts = new ArrayList<>();
    for (HardPart part : task.hardParts()) {
      String label = words.find(lang, "hard." + part.code()).orElse(words.say(lang, "hard.OTHER"));
      boolean said = words.find(Lang.JA, "hard." + part.code()).orElse("").equals(part.note());
      parts.add(new Hard(label, said ? "" : part.note()));
    }
    return parts;
  }

  private List<Asked> asked(Tx tx, Task task, Lang lang) {
    Map<String, String> names = new HashMap<>();
    skills.skills(tx).forEach(skill -> names.put(skill.code(), skill.name(lang)));
    return task.requiredSkills().stream()
        .map(
            skill ->
                new Asked(
                    names.getOrDefault(skill.code(), skill.code()),
                    words.say(lang, "reason.level." + skill.level())))
        .toList();
  }

  private List<String> licences(Tx tx, Task task, Lang lang) {
    Map<String, String> names = new HashMap<>();
    skills.licences(tx).forEach(licence -> names.put(licence.code(), licence.name(lang)));
    return task.requiredLicences().stream().map(code -> names.getOrDefault(code, code)).toList();
  }

  private static Interest interest(Tx tx, Caller caller, Task task) {
    return tx.row(MY_INTEREST, task.id().value(), caller.known().value())
        .map(row -> new Interest(true, row.getBoolean("named")))
        .orElse(new Interest(false, false));
  }

  private @Nullable Mine mine(Tx tx, Form form, Task task) {
    if (form.caller().isStranger()) return null;
    return tx.row(MY_PLACE, task.id().value(), form.caller().known().value())
        .map(
            row ->
                new Mine(
                    words.say(form.lang(), "application.state." + row.getString("state")),
                    Objects.requireNonNull(row.getString("state")),
                    form.base() + "/me/applications#a-" + row.getUUID("application_id")))
        .orElse(null);
  }

  private static Staff staff(Tx tx, Form form, Task task) {
    String at = form.base() + "/tasks/" + task.id();
    int waiting =
        tx.row(WAITING, task.id().value()).map(row -> row.getInteger("applied")).orElse(0);
    return new Staff(
        at + "/manage",
        at + "/applications",
        at + "/candidates",
        at + "/poster",
        at + "/edit",
        Integer.toString(waiting));
  }
}
