package yui.tasks;

import io.vertx.sqlclient.Row;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.communities.Rules;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.web.Form;
import yui.web.Page;
import yui.web.QrCode;
import yui.web.Typed;
import yui.web.Words;

/** What its own side sees of one task: how it goes, the check before publishing, the sheets. */
final class StaffPage {
  private static final String HEADS =
      """
      select coalesce((select applied from task_heads where task_id = $1), 0) as applied,
        coalesce(sum(chosen), 0)::int as chosen, coalesce(sum(confirmed), 0)::int as confirmed
      from (
        select max(s.heads) filter (where s.state in ('SELECTED', 'OFFERED', 'CONFIRMED', 'DONE'))
              as chosen,
            max(s.heads) filter (where s.state in ('CONFIRMED', 'DONE')) as confirmed
          from application_slots s join applications a on a.id = s.application_id
         where a.task_id = $1 group by a.person_id) party
      """;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  record SlotLine(String when, String places, String left, int percent) {}

  record EventLine(String at, String who, String what, String note) {}

  record View(
      TaskId id,
      UUID communityId,
      String title,
      String group,
      TaskState state,
      String stateWords,
      String reason,
      String etag,
      String applied,
      String chosen,
      String confirmed,
      List<SlotLine> slots,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String engagementWords,
      List<String> advice,
      boolean canPublish,
      boolean canReturn,
      boolean canClose,
      boolean canPostpone,
      boolean canCancel,
      boolean canEdit,
      boolean canRecord,
      boolean canHandOver,
      boolean hasCandidates,
      String workDayHref,
      boolean canCopy,
      boolean canSeries,
      boolean isDesk,
      Typed.Field from,
      Typed.Field name,
      boolean canRelease,
      boolean canHold,
      boolean waitsForWeather,
      String weatherWords,
      Typed.Field decideDate,
      Typed.Field decideTime,
      Typed.Field decider,
      List<PhotoPages.Shown> photos,
      Typed.Field photo,
      Typed.Field alt,
      List<TaskForm.SlotRow> postponeRows,
      boolean postponeOpen,
      List<EventLine> events,
      boolean hasEvents,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record CheckRow(String label, String text, String anchor) {}

  record Check(
      TaskId id,
      String title,
      boolean willReview,
      boolean isOpen,
      List<CheckRow> rows,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String travelWords,
      List<String> advice,
      String cost,
      String etag,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Done(TaskId id, String title, boolean inReview, UUID communityId, String office) {}

  record Poster(
      TaskId id,
      String title,
      String group,
      String community,
      List<String> slots,
      String place,
      String meetingPoint,
      String bring,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String travelWords,
      String description,
      String onCall,
      String office,
      String taskQr,
      String taskUrl,
      String checkInQr,
      String checkInCode) {}

  private final Tasks tasks;
  private final Households households;
  private final Communities communities;
  private final Rules rules;
  private final People people;
  private final Words words;
  private final TaskWords taskWords;
  private final String origin;

  StaffPage(
      Tasks tasks,
      Households households,
      Communities communities,
      Rules rules,
      People people,
      Words words,
      String origin) {
    this.tasks = tasks;
    this.households = households;
    this.communities = communities;
    this.rules = rules;
    this.people = people;
    this.words = words;
    this.taskWords = new TaskWords(words);
    this.origin = origin;
  }

  private Task task(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    if (!tasks.isStaff(form.caller(), task)) throw Refusal.forbidden("forbidden");
    return task;
  }

  Page show(Form form, Tx tx, Typed typed) {
    Task task = task(form, tx);
    return tx.seenBy(form.caller(), () -> show(form, tx, task, typed));
  }

  private Page show(Form form, Tx tx, Task task, Typed typed) {
    Lang lang = form.lang();
    boolean acts = tasks.acts(form.caller(), task);
    boolean approves = form.caller().isAdmin() || form.caller().coordinates(task.communityId());
    Row heads = tx.row(HEADS, task.id().value()).orElseThrow();
    List<EventLine> events = events(tx, task, lang);
    TaskState state = task.state();
    Weather weather = Weather.of(tx, task.id()).orElse(null);
    return Page.show(
        "task_staff",
        new View(
            task.id(),
            task.communityId().value(),
            task.title(),
            communities.group(tx, task.groupId()).map(Group::name).orElse(""),
            state,
            words.say(lang, "task.state." + state.name()),
            task.reason(),
            Integer.toString(task.version()),
            String.valueOf(heads.getInteger("applied")),
            String.valueOf(heads.getInteger("chosen")),
            String.valueOf(heads.getInteger("confirmed")),
            slots(task, lang),
            new TaskCard.Maker(words, communities, lang).rewards(tx, task),
            !task.rewards().isEmpty(),
            words.say(lang, "engagement." + task.engagement()),
            advice(tx, task, lang),
            acts
                && (Set.of(TaskState.DRAFT, TaskState.RETURNED, TaskState.POSTPONED).contains(state)
                    || approves && state == TaskState.REVIEW),
            approves && state == TaskState.REVIEW,
            acts && state == TaskState.OPEN,
            acts
                && !task.slots().isEmpty()
                && Set.of(TaskState.OPEN, TaskState.CLOSED, TaskState.POSTPONED).contains(state),
            acts && !Set.of(TaskState.DONE, TaskState.SETTLED, TaskState.CANCELLED).contains(state),
            acts && !Set.of(TaskState.DONE, TaskState.SETTLED, TaskState.CANCELLED).contains(state),
            acts && task.isPublic() && !task.slots().isEmpty(),
            form.caller().actsFor(task.communityId(), task.groupId())
                && task.isPublic()
                && !task.rewards().isEmpty(),
            acts && (state == TaskState.OPEN || state == TaskState.REVIEW),
            WorkDays.ofJob(tx, task.id()).map(day -> form.base() + "/work-days/" + day).orElse(""),
            acts,
            acts && !Copies.hours(task).isEmpty(),
            approves,
            typed.field("from"),
            typed.field("name"),
            approves && task.isPublic() && households.isBlind(tx, task),
            acts && (state == TaskState.OPEN || state == TaskState.CLOSED),
            acts && weather != null && weather.state() == Weather.State.WAITING,
            weather == null
                ? ""
                : words.say(
                    lang,
                    "weather." + weather.state().name(),
                    Map.of(
                        "decideAt", Spoken.deadline(weather.decideAt(), lang),
                        "decider", weather.decider())),
            typed.field("decideAt.date"),
            typed.field("decideAt.time"),
            typed.field("decider"),
            tasks.photos(tx, form.caller(), task).stream().map(PhotoPages.Shown::of).toList(),
            typed.field("photo"),
            typed.field("alt"),
            postponeRows(task, typed),
            typed.hasErrors() && typed.rows("slots") > 0,
            events,
            !events.isEmpty(),
            typed.hasErrors(),
            typed.errors()));
  }

  private List<SlotLine> slots(Task task, Lang lang) {
    return task.slots().stream()
        .map(
            slot ->
                new SlotLine(
                    slot.spoken(lang),
                    words.say(
                        lang,
                        "task_staff.places",
                        Map.of("capacity", slot.capacity(), "taken", slot.taken())),
                    words.say(lang, "task.left", Map.of("n", slot.capacity() - slot.taken())),
                    100 * slot.taken() / slot.capacity()))
        .toList();
  }

  private static List<TaskForm.SlotRow> postponeRows(Task task, Typed typed) {
    Map<String, Object> stored = TypedTask.stored(task, true);
    Typed shown = typed.hasErrors() ? typed : Typed.stored(stored);
    List<TaskForm.SlotRow> rows = new ArrayList<>();
    for (int n = 0; n < task.slots().size(); n++) {
      String row = "slots." + n + ".";
      rows.add(
          new TaskForm.SlotRow(
              n,
              shown.field(row + "date"),
              shown.field(row + "from"),
              shown.field(row + "to"),
              shown.field(row + "capacity")));
    }
    return rows;
  }

  private List<EventLine> events(Tx tx, Task task, Lang lang) {
    List<TaskEvent> events = TaskStore.events(tx, task.id());
    Set<PersonId> who =
        events.stream().map(TaskEvent::by).filter(Objects::nonNull).collect(Collectors.toSet());
    Map<PersonId, String> names = new HashMap<>();
    for (Contact contact : people.contacts(tx, who)) names.put(contact.id(), contact.name());
    return events.reversed().stream()
        .map(
            event ->
                new EventLine(
                    MOMENT.format(ZonedDateTime.ofInstant(event.at(), Days.TOKYO)),
                    who(event, names, lang),
                    words
                        .find(lang, "task_event." + event.verb())
                        .orElse(words.say(lang, "task.state." + event.state().name())),
                    event.reason()))
        .toList();
  }

  private String who(TaskEvent event, Map<PersonId, String> names, Lang lang) {
    if (event.by() == null) return "";
    String name = names.getOrDefault(event.by(), "");
    return event.byDesk() ? words.say(lang, "task_event.by_desk", Map.of("name", name)) : name;
  }

  /** The answers once more, before they go out. */
  Page check(Form form, Tx tx, Typed typed) {
    Lang lang = form.lang();
    Task task = task(form, tx);
    boolean approves = form.caller().isAdmin() || form.caller().coordinates(task.communityId());
    List<CheckRow> rows = new ArrayList<>();
    row(rows, lang, "task_form.name", task.title(), "title");
    row(rows, lang, "task_form.description", task.description(), "description");
    row(rows, lang, "task_form.kind", words.say(lang, "task.kind." + task.kind().name()), "kind");
    row(
        rows,
        lang,
        "engagement.short",
        words.say(lang, "engagement." + task.engagement()),
        "engagement");
    row(rows, lang, "task.when", taskWords.when(task.slots(), lang), "slots.0.date");
    Spot spot = task.spot();
    row(rows, lang, "task.place", taskWords.place(task, lang), "place.label");
    row(rows, lang, "task.meet", spot == null ? "" : spot.meetingPoint(), "place.meetingPoint");
    row(rows, lang, "task.bring", task.bring(), "bring");
    row(
        rows,
        lang,
        "task.hard",
        task.hardParts().stream().map(HardPart::note).collect(Collectors.joining("\n")),
        "hardParts");
    row(
        rows,
        lang,
        "task.equipment",
        task.equipment().stream().map(Equipment::name).collect(Collectors.joining("\n")),
        "equipmentHost");
    row(rows, lang, "task.insurance", task.insurance(), "insurance");
    OnCall onCall = task.onCall();
    row(rows, lang, "task.on_call", onCall == null ? "" : onCall.spoken(), "onCall.name");
    List<ThanksLine> thanks = new TaskCard.Maker(words, communities, lang).rewards(tx, task);
    return Page.show(
        "task_check",
        new Check(
            task.id(),
            task.title(),
            !approves && rules.reviewsTasks(tx, task.communityId(), Days.of(tx.now())),
            task.state() == TaskState.OPEN,
            rows,
            thanks,
            !thanks.isEmpty(),
            taskWords.travel(task.travel(), lang),
            advice(tx, task, lang),
            cost(tx, task, lang),
            Integer.toString(task.version()),
            typed.hasErrors(),
            typed.errors()));
  }

  private List<String> advice(Tx tx, Task task, Lang lang) {
    return Advice.of(tx, rules, task).stream().map(a -> a.said(words, lang)).toList();
  }

  private void row(List<CheckRow> rows, Lang lang, String label, String text, String anchor) {
    rows.add(new CheckRow(words.say(lang, label), text, anchor));
  }

  /** What it costs at most in yen when every place is taken. */
  private String cost(Tx tx, Task task, Lang lang) {
    long heads = task.slots().stream().mapToLong(Slot::capacity).sum();
    long most = task.slots().stream().mapToLong(Slot::capacity).max().orElse(0);
    long cash =
        task.rewards().stream()
            .filter(line -> line.kind() == RewardKind.CASH)
            .mapToLong(line -> Math.multiplyExact(line.amount(), heads))
            .sum();
    long travel = Math.multiplyExact(new Fares(rules, people).most(tx, task), most);
    if (cash + travel == 0) return "";
    return words.say(
        lang,
        "task_check.cost_words",
        Map.of("cash", Spoken.yen(cash, lang), "travel", Spoken.yen(travel, lang)));
  }

  Page done(Form form, Tx tx) {
    Task task = task(form, tx);
    Community community = communities.get(tx, task.communityId());
    return Page.show(
        "task_done",
        new Done(
            task.id(),
            task.title(),
            task.state() == TaskState.REVIEW,
            task.communityId().value(),
            (community.officeName() + " " + community.officePhone()).strip()));
  }

  Page poster(Form form, Tx tx) {
    Lang lang = form.lang();
    Task task = task(form, tx);
    Community community = communities.get(tx, task.communityId());
    String url = taskWords.url(origin, task.id(), lang);
    Spot spot = task.spot();
    OnCall onCall = task.onCall();
    List<ThanksLine> thanks = new TaskCard.Maker(words, communities, lang).rewards(tx, task);
    return Page.show(
        "poster",
        new Poster(
            task.id(),
            task.title(),
            communities.group(tx, task.groupId()).map(Group::name).orElse(""),
            community.name(lang),
            List.of(taskWords.when(task.slots(), lang).split("\n")),
            taskWords.place(task, lang),
            spot == null ? "" : spot.meetingPoint(),
            task.bring(),
            thanks,
            !thanks.isEmpty(),
            taskWords.travel(task.travel(), lang),
            task.description(),
            onCall == null ? "" : onCall.spoken(),
            ((community.officeName().isEmpty() ? community.name(lang) : community.officeName())
                    + " "
                    + community.officePhone())
                .strip(),
            QrCode.svg(url),
            url,
            QrCode.svg(origin + "/c/" + task.checkInCode()),
            task.checkInCode().substring(0, 5) + "-" + task.checkInCode().substring(5)));
  }
}
