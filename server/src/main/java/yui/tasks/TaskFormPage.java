package yui.tasks;

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
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.ledger.Fund;
import yui.ledger.Funds;
import yui.ledger.Units;
import yui.people.Skills;
import yui.web.Form;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** Writing a task: empty, as last time, or the one that is there. */
final class TaskFormPage {
  private static final int ROWS = 2;
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
  private static final String LAST =
      """
      select id from tasks where community_id = $1 and group_id = any($2)
      order by created_at desc limit $3
      """;

  private final Tasks tasks;
  private final Posting posting;
  private final Communities communities;
  private final Skills skills;
  private final Funds funds;
  private final Words words;

  TaskFormPage(
      Tasks tasks,
      Posting posting,
      Communities communities,
      Skills skills,
      Funds funds,
      Words words) {
    this.tasks = tasks;
    this.posting = posting;
    this.communities = communities;
    this.skills = skills;
    this.funds = funds;
    this.words = words;
  }

  /** A new task's page, filled with what the last one says, or with the one to copy. */
  Page fresh(Form form, Tx tx) {
    CommunityId id = new CommunityId(form.id("cid"));
    Community community = communities.get(tx, id);
    List<Group> groups = groups(tx, form, id);
    Map<String, Object> values = new LinkedHashMap<>();
    Optional<Task> copied =
        form.filled("copy")
            .filter(text -> text.length() == 36)
            .map(text -> tasks.visible(tx, form.caller(), new TaskId(UUID.fromString(text))))
            .filter(task -> task.communityId().equals(id));
    if (copied.isPresent()) {
      values.putAll(TypedTask.stored(copied.get(), false));
    } else {
      values.put("groupId", groups.getFirst().id().toString());
      values.put("kind", TaskKind.WORK.name());
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
    form.filled("need").ifPresent(need -> values.put("needId", need));
    form.filled("words").ifPresent(words -> values.put("description", words));
    return page(form, tx, id, null, Typed.stored(values), ROWS, ROWS);
  }

  Page edit(Form form, Tx tx) {
    Task task = mine(form, tx);
    return tx.seenBy(
        form.caller(),
        () ->
            page(
                form,
                tx,
                task.communityId(),
                task,
                Typed.stored(TypedTask.stored(task, true)),
                Math.max(1, task.slots().size()),
                Math.max(
                    ROWS, Math.max(task.requiredSkills().size(), task.desiredSkills().size()))));
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
                Math.max(
                    ROWS,
                    rows(form, "requiredSkills.", "level") + (more.equals("skills") ? 1 : 0))));
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

  private Page page(
      Form form,
      Tx tx,
      CommunityId community,
      @Nullable Task task,
      Typed typed,
      int slotRows,
      int skillRows) {
    Lang lang = form.lang();
    List<Group> groups = groups(tx, form, community);
    String base = form.base();
    List<TaskForm.Copy> copies =
        task != null
            ? List.of()
            : last(tx, form, community, groups).stream()
                .map(
                    old ->
                        new TaskForm.Copy(
                            base + "/communities/" + community + "/tasks/new?copy=" + old.id(),
                            old.title()))
                .toList();
    Map<String, String> items = new LinkedHashMap<>();
    for (Units.Item item : Units.items(tx, community, "", ALL)) {
      items.put(item.item(), lang.isEnglish() ? item.en() : item.ja());
    }
    Map<String, String> fundNames = new LinkedHashMap<>();
    for (Fund fund : funds.list(tx, community, null, ALL)) {
      if (fund.unit().equals("JPY")) fundNames.put(fund.id().toString(), fund.name());
    }
    Map<String, String> payers = new LinkedHashMap<>(fundNames);
    payers.put("group", words.say(lang, "task_form.payer_group"));
    return Page.show(
        "task_form",
        new TaskForm(
            task == null
                ? base + "/communities/" + community + "/tasks/new"
                : base + "/tasks/" + task.id() + "/edit",
            task == null,
            task == null ? "" : Integer.toString(task.version()),
            typed.value("needId"),
            typed.hasErrors(),
            typed.errors(),
            task != null && task.state() == TaskState.RETURNED ? task.reason() : "",
            copies,
            !copies.isEmpty(),
            typed.field("title"),
            typed.field("description"),
            typed.field("place.label"),
            typed.field("place.meetingPoint"),
            typed.field("place.lat"),
            typed.field("place.lon"),
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
            travel(typed, lang),
            typed.choice("travel.fundId", fundNames),
            typed.choice("cash.payer", payers),
            slots(typed, slotRows),
            skills(tx, typed, skillRows, lang),
            desired(tx, typed, skillRows, lang),
            !typed.value("travel.paidDirectly").isEmpty(),
            !typed.value("requiredLicences").isEmpty()));
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

  private TaskForm.HelpedChoice travel(Typed typed, Lang lang) {
    Typed.Choice choice =
        typed.choice(
            "travel.policy", said(lang, "task_form.travel.", names(Travel.Policy.values())));
    return new TaskForm.HelpedChoice(
        choice.id(),
        choice.options().stream()
            .map(
                option ->
                    new TaskForm.Helped(
                        option.value(),
                        option.label(),
                        words.say(lang, "task_form.travel." + option.value() + "_help"),
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

  private List<TaskForm.SkillRow> skills(Tx tx, Typed typed, int rows, Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    skills.skills(tx).forEach(skill -> names.put(skill.code(), skill.name(lang)));
    Map<String, String> levels = said(lang, "reason.level.", List.of("1", "2", "3"));
    List<TaskForm.SkillRow> shown = new ArrayList<>();
    for (int n = 0; n < Math.min(rows, TypedTask.MOST_SKILLS); n++) {
      String row = "requiredSkills." + n + ".";
      shown.add(
          new TaskForm.SkillRow(
              n, typed.choice(row + "code", names), typed.choice(row + "level", levels)));
    }
    return shown;
  }

  private List<TaskForm.DesiredRow> desired(Tx tx, Typed typed, int rows, Lang lang) {
    Map<String, String> names = new LinkedHashMap<>();
    skills.skills(tx).forEach(skill -> names.put(skill.code(), skill.name(lang)));
    List<TaskForm.DesiredRow> shown = new ArrayList<>();
    for (int n = 0; n < Math.min(rows, TypedTask.MOST_SKILLS); n++) {
      shown.add(new TaskForm.DesiredRow(n, typed.choice("desiredSkills." + n + ".code", names)));
    }
    return shown;
  }

  static LocalDate today(Tx tx) {
    return Days.of(tx.now());
  }
}
