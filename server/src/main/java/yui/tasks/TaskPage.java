package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.People;
import yui.people.Skills;
import yui.places.MapPicture;
import yui.places.Maps;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Typed;
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

  record Alongside(String href, String title, String when) {}

  record Sky(String state, String words, String said) {}

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
      String engagementWords,
      String description,
      List<SlotLine> slots,
      String deadline,
      String place,
      String meetingPoint,
      String bring,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String travelWords,
      JourneyWords.@Nullable ByDistance byDistance,
      JourneyWords.@Nullable Shown journey,
      List<PhotoPages.Shown> photos,
      boolean hasPhotos,
      @Nullable MapPicture map,
      List<Hard> hardParts,
      boolean hasHardParts,
      List<Asked> skills,
      List<String> licences,
      boolean needsSomething,
      String insurance,
      List<String> care,
      boolean hasCare,
      List<OnCall.Number> onCall,
      @Nullable Asker asker,
      String reason,
      boolean canApply,
      @Nullable Interest interest,
      @Nullable Mine myApplication,
      boolean mustLogin,
      String applyNote,
      List<String> hostHas,
      List<String> helperBrings,
      boolean hasEquipment,
      String opens,
      String farWords,
      String accuracyWords,
      String groupAccuracyWords,
      @Nullable Sky weather,
      boolean asksSheet,
      List<Typed.Option> sheetAnswers,
      boolean isBlind,
      boolean seesHouse,
      List<Alongside> alongside,
      boolean hasAlongside,
      @Nullable Staff staff,
      String summary,
      String linkedData) {}

  private final Tasks tasks;
  private final Households households;
  private final Communities communities;
  private final People people;
  private final Skills skills;
  private final Rules rules;
  private final Maps maps;
  private final Words words;
  private final String origin;
  private final TaskWords taskWords;
  private final Sheets sheets;
  private final Fares fares;

  TaskPage(
      Tasks tasks,
      Households households,
      Communities communities,
      People people,
      Skills skills,
      Rules rules,
      Maps maps,
      Words words,
      String origin) {
    this.origin = origin;
    this.tasks = tasks;
    this.households = households;
    this.communities = communities;
    this.people = people;
    this.skills = skills;
    this.rules = rules;
    this.maps = maps;
    this.words = words;
    this.sheets = new Sheets(tasks);
    this.fares = new Fares(rules, people);
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
    boolean open = task.isOpen(tx.now()) && !task.isPast(tx.now());
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
    List<String> care =
        Care.notes(tx, rules, task).stream().map(code -> words.say(lang, code)).toList();
    Spot spot = task.spot();
    ShownPlace shown = ShownPlace.of(spot, sight);
    List<Alongside> alongside = alongside(tx, form, task);
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
            words.say(lang, "engagement." + task.engagement()),
            task.description(),
            slots(tx, task, cards, lang),
            task.applyUntil() == null ? "" : Spoken.deadline(task.applyUntil(), lang),
            taskWords.place(task, lang),
            spot != null && sight.isExact() ? spot.meetingPoint() : "",
            task.bring(),
            cards.rewards(tx, task),
            !task.rewards().isEmpty(),
            taskWords.travel(task.travel(), lang),
            new JourneyWords(words, lang).byDistance(tx, fares, caller, task),
            open ? journey(tx, caller, task, cards, lang) : null,
            photos,
            !photos.isEmpty(),
            shown == null ? null : maps.place(tx, lang, shown.lat(), shown.lon(), shown.exact()),
            hardParts(task, lang),
            !task.hardParts().isEmpty(),
            asked,
            licences,
            !asked.isEmpty() || !licences.isEmpty(),
            task.insurance(),
            care,
            !care.isEmpty(),
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
            things(task, Equipment.By.HOST),
            things(task, Equipment.By.HELPER),
            !task.equipment().isEmpty(),
            task.opening().isLater(tx.now()) && task.opening().opensAt() != null
                ? Spoken.moment(task.opening().opensAt(), lang)
                : "",
            farWords(tx, task, lang),
            accuracy(Sheets.of(tx, task), "task.accuracy", lang),
            accuracy(Sheets.ofGroup(tx, task), "task.accuracy_group", lang),
            sky(tx, caller, task, lang),
            sheets.wasThere(tx, caller, task.id()),
            sheetAnswers(tx, caller, task, lang),
            households.isBlind(tx, task),
            households.isReleased(tx, caller, task.id()),
            alongside,
            !alongside.isEmpty(),
            tasks.acts(caller, task) ? staff(tx, form, task) : null,
            summary(tx, task, cards, lang),
            open && !households.isBlind(tx, task)
                ? LinkedData.of(
                    task,
                    group == null ? community.name(lang) : group.name(),
                    taskWords.place(task, lang),
                    taskWords.url(origin, task.id(), lang))
                : ""));
  }

  private JourneyWords.@Nullable Shown journey(
      Tx tx, Caller caller, Task task, TaskCard.Maker cards, Lang lang) {
    return Journeys.of(tx, caller.person())
        .to(tx, task)
        .map(
            journey ->
                new JourneyWords(words, lang)
                    .shown(
                        journey,
                        rules.travelCost(tx, task.communityId(), Days.of(tx.now())),
                        cards.rewards(tx, task)))
        .orElse(null);
  }

  /** What a link to the page shows: when, where, what it is thanked with. */
  private String summary(Tx tx, Task task, TaskCard.Maker cards, Lang lang) {
    return Stream.of(
            Stream.of(taskWords.when(task.slots(), lang), taskWords.place(task, lang)),
            cards.rewards(tx, task).stream().map(ThanksLine::text))
        .flatMap(part -> part)
        .filter(part -> !part.isEmpty())
        .map(part -> part.replace("\n", "、"))
        .collect(Collectors.joining(" ｜ "));
  }

  /** The other jobs of a work day. */
  private List<Alongside> alongside(Tx tx, Form form, Task task) {
    return tasks.listed(tx, form.caller(), WorkDays.alongside(tx, task.id())).stream()
        .map(Listed::task)
        .map(
            other ->
                new Alongside(
                    form.base() + "/tasks/" + other.id(),
                    other.title(),
                    taskWords.when(other.slots(), form.lang())))
        .toList();
  }

  private static List<String> things(Task task, Equipment.By by) {
    return task.equipment().stream()
        .filter(thing -> thing.by() == by)
        .map(Equipment::name)
        .toList();
  }

  private String farWords(Tx tx, Task task, Lang lang) {
    Opening opening = task.opening();
    if (opening.farPlaces() == 0 || task.state() != TaskState.OPEN) return "";
    return words.say(
        lang,
        opening.isForTheFar(tx.now()) ? "task.far_only" : "task.far",
        Map.of("places", opening.farPlaces(), "km", opening.farKm()));
  }

  private String accuracy(Accuracy accuracy, String key, Lang lang) {
    return accuracy.all() == 0
        ? ""
        : words.say(
            lang,
            key,
            Map.of(
                "yes",
                accuracy.asWritten(),
                "partly",
                accuracy.partly(),
                "no",
                accuracy.different()));
  }

  private @Nullable Sky sky(Tx tx, Caller caller, Task task, Lang lang) {
    return tx.seenBy(caller, () -> Weather.of(tx, task.id()))
        .filter(w -> w.state() == Weather.State.WAITING || w.state() == Weather.State.GO)
        .map(
            w ->
                new Sky(
                    w.state().name(),
                    words.say(
                        lang,
                        "weather." + w.state().name(),
                        Map.of(
                            "decideAt", Spoken.deadline(w.decideAt(), lang),
                            "decider", w.decider())),
                    w.words()))
        .orElse(null);
  }

  private List<Typed.Option> sheetAnswers(Tx tx, Caller caller, Task task, Lang lang) {
    if (caller.isStranger()) return List.of();
    Sheets.Answered mine = sheets.mine(tx, caller, task.id()).orElse(null);
    List<Typed.Option> options = new ArrayList<>();
    for (Sheets.Answered answer : Sheets.Answered.values()) {
      options.add(
          new Typed.Option(
              answer.name(), words.say(lang, "sheet." + answer.name()), answer == mine));
    }
    return options;
  }

  Page answerSheet(Form form, Tx tx) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("answer", form.text("answer"));
    form.filled("words").ifPresent(said -> body.put("words", said));
    TaskId id = new TaskId(form.id("id"));
    sheets.answer(tx, form.caller(), id, form.body("answerSheet", body, Sheets.AnswerEntry.class));
    return Page.elsewhere(form.base() + "/tasks/" + id, "sheet_answered");
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
    return taskWords.hardParts(task, lang).entrySet().stream()
        .map(part -> new Hard(part.getKey(), part.getValue()))
        .toList();
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
