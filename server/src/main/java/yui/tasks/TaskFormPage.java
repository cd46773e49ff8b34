package yui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Group;
import yui.communities.Rules;
import yui.communities.Season;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Fund;
import yui.ledger.Funds;
import yui.ledger.Units;
import yui.people.Skill;
import yui.people.Skills;
import yui.places.Picking;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** Writing a task: empty, as last time, or the one that is there. */
final class TaskFormPage {
  // Rows for skills come when asked for: each is as long as the list of skills.
  private static final int ROWS = 2;
  private static final String ETAG = "_etag";
  private static final String STEP = "_step";
  private static final int COPIES = 5;
  private static final int ALL = 10_000;
  private static final List<String> HARD =
      List.of(
          "SLOPE",
          "HEAVY",
          "INSECTS",
          "ANIMALS",
          "SNOW",
          "HEAT",
          "MUD",
          "EARLY",
          "TOILET",
          "NO_SIGNAL",
          "NOISE",
          "CUSTOMS",
          "LEVIES");
  private static final Duration JUST_NOW = Duration.ofDays(1);
  private static final String DRAFTS =
      """
      select id from tasks
      where community_id = $1 and created_by = $2 and state = 'DRAFT' and created_at > $3
      order by created_at desc limit $4
      """;
  private static final String LAST =
      """
      select id from (
        select distinct on (title) id, created_at from (
          select id, title, state, created_at from tasks
           where community_id = $1 and group_id = any($2)
           order by created_at desc limit 100) latest
         order by title, state = 'DRAFT', created_at desc) work
      order by created_at desc limit $3
      """;

  private final Tasks tasks;
  private final Posting posting;
  private final Communities communities;
  private final Rules rules;
  private final Skills skills;
  private final Funds funds;
  private final Picking picking;
  private final Words words;

  TaskFormPage(
      Tasks tasks,
      Posting posting,
      Communities communities,
      Rules rules,
      Skills skills,
      Funds funds,
      Picking picking,
      Words words) {
    this.tasks = tasks;
    this.posting = posting;
    this.communities = communities;
    this.rules = rules;
    this.skills = skills;
    this.funds = funds;
    this.picking = picking;
    this.words = words;
  }

  /** A new task's page, filled with what the last one says, or with the one to copy. */
  Page fresh(Form form, Tx tx) {
    CommunityId id = new CommunityId(form.id("cid"));
    Optional<TaskId> made =
        form.filledId("unfinished").flatMap(begun -> Unfinished.made(tx, form.caller(), begun));
    if (made.isPresent()) return Page.elsewhere(form.base() + "/tasks/" + made.get() + "/edit");
    Community community = communities.get(tx, id);
    List<Group> groups = groups(tx, form, id);
    Map<String, Object> values = new LinkedHashMap<>();
    Optional<Task> copied =
        form.filledId("copy")
            .map(copy -> tasks.visible(tx, form.caller(), new TaskId(copy)))
            .filter(task -> task.communityId().equals(id));
    if (copied.isPresent()) {
      values.putAll(TypedTask.stored(copied.get(), false));
    } else {
      values.put("groupId", groups.getFirst().id().toString());
      values.put("kind", TaskKind.WORK.name());
      values.put("engagement", Engagement.THANKS.name());
      values.put("cash.per", Per.PERSON.name());
      values.put("travel.policy", Travel.Policy.NONE.name());
      Spot last =
          last(tx, form, id, groups).stream()
              .map(Task::spot)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      values.put("place.lat", TypedTask.plain(last == null ? community.lat() : last.lat()));
      values.put("place.lon", TypedTask.plain(last == null ? community.lon() : last.lon()));
    }
    season(form, tx, id).ifPresent(season -> begin(values, season, form.lang()));
    form.filled("need").ifPresent(need -> values.put("needId", need));
    form.filled("words").ifPresent(words -> values.put("description", words));
    Optional<Unfinished.Kept> kept = kept(form, tx);
    Typed typed = Typed.stored(kept.isPresent() ? kept.get().values() : values);
    return page(
        form,
        tx,
        id,
        null,
        typed,
        Math.max(ROWS, typed.rows("slots")),
        Math.max(typed.rows("requiredSkills"), typed.rows("desiredSkills")));
  }

  private Optional<Season> season(Form form, Tx tx, CommunityId id) {
    return form.filled("season")
        .flatMap(
            code ->
                rules.seasons(tx, id, today(tx)).stream()
                    .filter(season -> season.code().equals(code))
                    .findFirst());
  }

  private static void begin(Map<String, Object> values, Season season, Lang lang) {
    values.put("title", season.name(lang));
    for (int n = 0; n < season.skills().size(); n++) {
      values.put("requiredSkills." + n + ".code", season.skills().get(n));
      values.put("requiredSkills." + n + ".level", 1);
    }
  }

  private static Optional<Unfinished.Kept> kept(Form form, Tx tx) {
    return form.filledId("unfinished").flatMap(id -> Unfinished.find(tx, form.caller(), id));
  }

  /** As it was typed, right or wrong: nothing is lost by going away. */
  Page keep(Form form, Tx tx) {
    CommunityId id = new CommunityId(form.id("cid"));
    communities.get(tx, id);
    UUID kept = form.filledId("_unfinished").orElseThrow(Refusal::notFound);
    ObjectNode body = Json.MAPPER.createObjectNode().put("communityId", id.toString());
    form.filledId("_task").ifPresent(task -> body.put("taskId", task.toString()));
    ArrayNode fields = body.putArray("fields");
    for (String name : form.fields().names()) {
      if (name.startsWith("_") && !name.equals(ETAG)) continue;
      ObjectNode field = fields.addObject().put("name", name);
      form.fields().getAll(name).forEach(field.putArray("values")::add);
    }
    Unfinished.Entry entry = form.body("keepUnfinished", body, Unfinished.Entry.class);
    Unfinished.keep(tx, form.caller(), kept, entry);
    TaskId task = entry.taskId();
    String there = task == null ? "/communities/" + id + "/tasks/new" : "/tasks/" + task + "/edit";
    String back = form.base() + there + "?unfinished=" + kept;
    return form.ticked("_quiet") ? Page.elsewhere(back) : Page.elsewhere(back, "draft_kept");
  }

  Page forget(Form form, Tx tx) {
    Unfinished.Kept kept =
        Unfinished.find(tx, form.caller(), form.id("unfinished")).orElseThrow(Refusal::notFound);
    Unfinished.remove(tx, form.caller(), kept.id());
    TaskId task = kept.taskId();
    String there =
        task == null
            ? "/communities/" + kept.communityId() + "/tasks/new"
            : "/tasks/" + task + "/edit";
    return Page.elsewhere(form.base() + there, "draft_forgotten");
  }

  /** What is written down properly is no longer unfinished. */
  static void written(Form form, Tx tx) {
    form.filledId("_unfinished").ifPresent(id -> Unfinished.remove(tx, form.caller(), id));
  }

  /** The same for a new task, which is remembered: whoever goes back and sends again means it. */
  static void became(Form form, Tx tx, Task task) {
    written(form, tx);
    form.filledId("_unfinished").ifPresent(id -> Unfinished.became(tx, form.caller(), id, task));
  }

  static Optional<TaskId> made(Form form, Tx tx) {
    return form.filledId("_unfinished").flatMap(id -> Unfinished.made(tx, form.caller(), id));
  }

  Page edit(Form form, Tx tx) {
    Task task = mine(form, tx);
    Optional<Unfinished.Kept> kept = kept(form, tx);
    Typed typed =
        Typed.stored(kept.isPresent() ? kept.get().values() : TypedTask.stored(task, true));
    return tx.seenBy(
        form.caller(),
        () ->
            page(
                form,
                tx,
                task.communityId(),
                task,
                typed,
                Math.max(1, typed.rows("slots")),
                Math.max(typed.rows("requiredSkills"), typed.rows("desiredSkills"))));
  }

  /** What was typed, with a place picked. */
  Page picked(Form form, Tx tx) {
    return again(form, tx, Typed.again(form, picking.picked(form, tx)));
  }

  /** What was typed, with the mistakes named or a row more. */
  Page again(Form form, Tx tx, Typed typed) {
    boolean isNew = form.fields().contains("groupId") && !isEdit(form);
    Task task = isNew ? null : mine(form, tx);
    CommunityId id = task == null ? new CommunityId(form.id("cid")) : task.communityId();
    String more = form.text("_more");
    return tx.seenBy(
        form.caller(),
        () ->
            page(
                form,
                tx,
                id,
                task,
                typed,
                Math.max(ROWS, rows(form, "slots.", "capacity") + (more.equals("slots") ? 1 : 0)),
                rows(form, "requiredSkills.", "level") + (more.equals("skills") ? 1 : 0)));
  }

  private static boolean isEdit(Form form) {
    return !form.text("_etag").isEmpty();
  }

  private Task mine(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    if (!tasks.acts(form.caller(), task)) throw Refusal.forbidden("forbidden");
    return task;
  }

  private static int rows(Form form, String prefix, String last) {
    int rows = 0;
    while (form.fields().contains(prefix + rows + "." + last)) rows++;
    return rows;
  }

  private List<Group> groups(Tx tx, Form form, CommunityId id) {
    List<Group> groups = posting.groups(tx, form.caller(), id);
    if (groups.isEmpty()) throw Refusal.forbidden("forbidden");
    return groups;
  }

  private List<Task> last(Tx tx, Form form, CommunityId id, List<Group> groups) {
    UUID[] ids = groups.stream().map(group -> group.id().value()).toArray(UUID[]::new);
    List<TaskId> last =
        tx.seenBy(
            form.caller(),
            () -> tx.list(LAST, row -> new TaskId(row.getUUID("id")), id.value(), ids, COPIES));
    return List.copyOf(tx.seenBy(form.caller(), () -> tasks.byIds(tx, last)).values());
  }

  /** With its day, for the same work comes again and again. */
  private static String named(Task task, Lang lang) {
    if (task.slots().isEmpty()) return task.title();
    return task.title()
        + (lang.isEnglish() ? ", " : " ")
        + Spoken.brief(Days.of(task.slots().getFirst().startsAt()), lang);
  }

  /** Drafts of the last day: whoever goes back from checking one finds it here. */
  private List<TaskForm.Copy> drafts(Tx tx, Form form, CommunityId community) {
    return tx.seenBy(
        form.caller(),
        () -> {
          List<TaskId> ids =
              tx.list(
                  DRAFTS,
                  row -> new TaskId(row.getUUID("id")),
                  community.value(),
                  form.caller().known().value(),
                  tx.now().minus(JUST_NOW),
                  COPIES);
          return tasks.byIds(tx, ids).values().stream()
              .map(
                  draft ->
                      new TaskForm.Copy(
                          form.base() + "/tasks/" + draft.id() + "/edit", draft.title()))
              .toList();
        });
  }

  private Page page(
      Form form,
      Tx tx,
      CommunityId community,
      @Nullable Task task,
      Typed typed,
      int slotRows,
      int skillRows) {
    Lang lang = form.lang();
    boolean isOffered = form.filled("season").isPresent() || form.filled("copy").isPresent();
    List<Group> groups = groups(tx, form, community);
    String base = form.base();
    UUID unfinished = unfinishedId(form);
    List<TaskForm.Copy> copies =
        task != null
            ? List.of()
            : last(tx, form, community, groups).stream()
                .map(
                    old ->
                        new TaskForm.Copy(
                            old.slots().isEmpty()
                                ? base + "/communities/" + community + "/tasks/new?copy=" + old.id()
                                : base + "/tasks/" + old.id() + "/again",
                            named(old, lang)))
                .toList();
    Map<String, String> items = new LinkedHashMap<>();
    for (Units.Item item : Units.items(tx, community, "", ALL)) {
      items.put(item.item(), lang.isEnglish() ? item.en() : item.ja());
    }
    Map<String, String> fundNames = new LinkedHashMap<>();
    for (Fund fund : funds.list(tx, community, null, ALL)) {
      if (fund.unit().equals("JPY")) {
        fundNames.put(fund.id().toString(), Funds.spoken(fund, tx, words, lang));
      }
    }
    Map<String, String> payers = new LinkedHashMap<>(fundNames);
    payers.put("group", words.say(lang, "task_form.payer_group"));
    String action =
        task == null
            ? base + "/communities/" + community + "/tasks/new"
            : base + "/tasks/" + task.id() + "/edit";
    return Page.show(
        "task_form",
        new TaskForm(
            action,
            task == null,
            etag(task, typed),
            typed.value("needId"),
            typed.hasErrors(),
            typed.errors(),
            community.value(),
            task == null ? "" : task.id().toString(),
            unfinished,
            !form.isPost() && kept(form, tx).isPresent(),
            isStepwise(form, task),
            form.text(STEP).matches("\\d") ? form.text(STEP) : "",
            begun(form, tx, community, task, unfinished),
            task == null ? drafts(tx, form, community) : List.of(),
            task == null ? seasons(form, tx, community) : List.of(),
            task != null && task.state() == TaskState.RETURNED ? task.reason() : "",
            copies,
            !copies.isEmpty(),
            typed.field("title"),
            typed.field("description"),
            typed.field("place.label"),
            typed.field("place.meetingPoint"),
            picking.field(tx, typed, "place", action, false, lang),
            typed.field("bring"),
            typed.field("hardPartsNote"),
            typed.field("cash.amountYen"),
            typed.field("meal.count"),
            typed.field("meal.note"),
            typed.field("produce.quantity"),
            typed.field("produce.availableFrom"),
            typed.field("travel.amountYen"),
            typed.field("travel.capYen"),
            typed.field("insurance"),
            typed.field("onCall.name"),
            typed.field("onCall.phone"),
            typed.field("onCall.backup.name"),
            typed.field("onCall.backup.phone"),
            typed.field("applyUntil"),
            typed.choice("groupId", groupNames(groups, task)),
            typed.choice("kind", said(lang, "task.kind.", names(TaskKind.values()))),
            helped(typed, "engagement", "engagement.", names(Engagement.values()), lang),
            typed.choice("hardParts", said(lang, "hard.", HARD)).error(),
            hard(typed, lang),
            typed.field("opensAt"),
            typed.field("far.places"),
            typed.field("far.km"),
            typed.field("far.nearUntil"),
            typed.field("equipmentHost"),
            typed.field("equipmentHelper"),
            !(typed.value("opensAt") + typed.value("far.places")).isEmpty(),
            typed.choice("requiredLicences", licences(tx, lang)),
            typed.choice("cash.per", said(lang, "thanks.per.", names(Per.values()))),
            typed.choice("produce.item", items),
            typed.choice(
                "produce.unit",
                said(lang, "measure.", List.of("kg", "g", "piece", "bag", "box", "l"))),
            helped(
                typed, "travel.policy", "task_form.travel.", names(Travel.Policy.values()), lang),
            typed.choice("travel.fundId", fundNames),
            typed.choice("cash.payer", payers),
            slots(typed, slotRows),
            skills(tx, typed, skillRows, lang, isOffered),
            desired(
                tx, typed, isOffered ? typed.rows("desiredSkills") : skillRows, lang, isOffered),
            !typed.value("travel.paidDirectly").isEmpty(),
            !typed.value("requiredLicences").isEmpty()));
  }

  /** A new one is written part by part; what is copied is only looked through. */
  private static boolean isStepwise(Form form, @Nullable Task task) {
    if (task != null) return false;
    return form.isPost() ? form.filled(STEP).isPresent() : form.filled("copy").isEmpty();
  }

  // What was typed on an older version stays on it: saving it says that the task has changed.
  private static String etag(@Nullable Task task, Typed typed) {
    if (task == null) return "";
    String read = typed.value(ETAG);
    return read.isEmpty() ? Integer.toString(task.version()) : read;
  }

  private static UUID unfinishedId(Form form) {
    return form.filledId("_unfinished").or(() -> form.filledId("unfinished")).orElseGet(Ids::next);
  }

  /** What the caller has begun here and not finished, but for what is shown. */
  private List<TaskForm.Begun> begun(
      Form form, Tx tx, CommunityId community, @Nullable Task task, UUID shown) {
    TaskId of = task == null ? null : task.id();
    String at =
        form.base()
            + (of == null ? "/communities/" + community + "/tasks/new" : "/tasks/" + of + "/edit");
    return Unfinished.list(tx, form.caller()).stream()
        .filter(kept -> kept.communityId().equals(community) && Objects.equals(kept.taskId(), of))
        .filter(kept -> !kept.id().equals(shown))
        .limit(COPIES)
        .map(
            kept ->
                new TaskForm.Begun(
                    kept.id(),
                    at + "?unfinished=" + kept.id(),
                    kept.title().isEmpty()
                        ? words.say(form.lang(), "task_form.nameless")
                        : kept.title(),
                    Spoken.moment(kept.changedAt().toInstant(), form.lang())))
        .toList();
  }

  private List<TaskForm.Copy> seasons(Form form, Tx tx, CommunityId community) {
    LocalDate today = today(tx);
    return rules.seasons(tx, community, today).stream()
        .filter(season -> season.isOn(today) || season.isOn(today.plusDays(21)))
        .map(
            season ->
                new TaskForm.Copy(
                    form.base()
                        + "/communities/"
                        + community
                        + "/tasks/new?season="
                        + season.code(),
                    season.name(form.lang())))
        .toList();
  }

  private static Map<String, String> groupNames(List<Group> groups, @Nullable Task task) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Group group : groups) {
      // A task stays with its group.
      if (task == null || task.groupId().equals(group.id())) {
        names.put(group.id().toString(), group.name());
      }
    }
    return names;
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private Map<String, String> said(Lang lang, String prefix, List<String> codes) {
    Map<String, String> said = new LinkedHashMap<>();
    for (String code : codes) said.put(code, words.say(lang, prefix + code).strip());
    return said;
  }

  private Map<String, String> licences(Tx tx, Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    skills.licences(tx).forEach(licence -> names.put(licence.code(), licence.name(lang)));
    return names;
  }

  private TaskForm.HelpedChoice helped(
      Typed typed, String field, String prefix, List<String> codes, Lang lang) {
    Typed.Choice choice = typed.choice(field, said(lang, prefix, codes));
    return new TaskForm.HelpedChoice(
        choice.id(),
        choice.options().stream()
            .map(
                option ->
                    new TaskForm.Helped(
                        option.value(),
                        option.label(),
                        words.say(lang, prefix + option.value() + "_help"),
                        option.checked()))
            .toList(),
        choice.error());
  }

  /** Each hard part with its own note: only what is ticked counts. */
  private List<TaskForm.HardRow> hard(Typed typed, Lang lang) {
    return typed.choice("hardParts", said(lang, "hard.", HARD)).options().stream()
        .map(
            option ->
                new TaskForm.HardRow(
                    option.value(),
                    option.label(),
                    option.checked(),
                    typed.field("hardNotes." + option.value())))
        .toList();
  }

  private static List<TaskForm.SlotRow> slots(Typed typed, int rows) {
    List<TaskForm.SlotRow> slots = new ArrayList<>();
    for (int n = 0; n < Math.min(rows, TypedTask.MOST_SLOTS); n++) {
      String row = "slots." + n + ".";
      slots.add(
          new TaskForm.SlotRow(
              n,
              typed.field(row + "date"),
              typed.field(row + "from"),
              typed.field(row + "to"),
              typed.field(row + "capacity")));
    }
    return slots;
  }

  private List<TaskForm.SkillRow> skills(
      Tx tx, Typed typed, int rows, Lang lang, boolean isOffered) {
    List<Skill> all = skills.skills(tx);
    Map<String, String> levels = said(lang, "reason.level.", List.of("1", "2", "3"));
    List<TaskForm.SkillRow> shown = new ArrayList<>();
    for (int n = 0; n < Math.min(rows, TypedTask.MOST_SKILLS); n++) {
      String row = "requiredSkills." + n + ".";
      Map<String, String> names = names(all, typed.value(row + "code"), lang, isOffered);
      shown.add(
          new TaskForm.SkillRow(
              n, typed.choice(row + "code", names), typed.choice(row + "level", levels)));
    }
    return shown;
  }

  private List<TaskForm.DesiredRow> desired(
      Tx tx, Typed typed, int rows, Lang lang, boolean isOffered) {
    List<Skill> all = skills.skills(tx);
    List<TaskForm.DesiredRow> shown = new ArrayList<>();
    for (int n = 0; n < Math.min(rows, TypedTask.MOST_SKILLS); n++) {
      String name = "desiredSkills." + n + ".code";
      Map<String, String> names = names(all, typed.value(name), lang, isOffered);
      shown.add(new TaskForm.DesiredRow(n, typed.choice(name, names)));
    }
    return shown;
  }

  // What is offered comes with its skill and those of its kind: the whole list comes with the next
  // row, so that the form stays light.
  private static Map<String, String> names(
      List<Skill> all, String chosen, Lang lang, boolean isOffered) {
    Optional<String> kind =
        all.stream().filter(one -> one.code().equals(chosen)).map(Skill::group).findFirst();
    Map<String, String> names = new LinkedHashMap<>();
    for (Skill one : all) {
      if (!isOffered || kind.isEmpty() || kind.get().equals(one.group())) {
        names.put(one.code(), one.name(lang));
      }
    }
    return names;
  }

  static LocalDate today(Tx tx) {
    return Days.of(tx.now());
  }
}
