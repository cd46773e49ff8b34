package yui.applications;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;
import yui.tasks.JourneyWords;
import yui.tasks.Slot;
import yui.tasks.Task;
import yui.tasks.TaskCard;
import yui.tasks.TaskId;
import yui.tasks.TaskWords;
import yui.tasks.Tasks;
import yui.tasks.ThanksLine;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Typed;
import yui.web.Words;

/** The page on which a resident applies. */
final class ApplyPage {
  private static final int ROWS = 2;
  private static final int MOST_COMPANIONS = 19;

  record Option(String value, String label, String note, String left, boolean checked) {}

  record Slots(String id, String error, List<Option> options) {}

  record CompanionRow(int n, Typed.Field name, Typed.Field age) {}

  /** Somebody who came along before: one tick and they come again. */
  record KnownRow(int n, String name, String age, String said, boolean checked) {}

  record Hard(String label, String note) {}

  record View(
      TaskId id,
      String title,
      String group,
      String place,
      List<ThanksLine> thanks,
      boolean hasThanks,
      String travelWords,
      JourneyWords.@Nullable ByDistance byDistance,
      Slots slotIds,
      List<CompanionRow> companions,
      boolean companionsOpen,
      List<KnownRow> known,
      boolean hasKnown,
      boolean asksAges,
      String criteria,
      Typed.Field message,
      List<Hard> hardParts,
      Typed.Field sheetRead,
      boolean isSheetRead,
      String sheetVersion,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private static final int MOST_KNOWN = 6;

  private final Applications applications;
  private final Tasks tasks;
  private final Communities communities;
  private final Words words;
  private final TaskWords taskWords;

  ApplyPage(Applications applications, Tasks tasks, Communities communities, Words words) {
    this.applications = applications;
    this.tasks = tasks;
    this.communities = communities;
    this.words = words;
    this.taskWords = new TaskWords(words);
  }

  Page show(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    if (applications.liveOf(tx, task.id(), form.caller().known()).isPresent()) {
      return Page.elsewhere(form.base() + "/me/applications");
    }
    Map<String, Object> chosen = new LinkedHashMap<>();
    List<Slot> open = task.slots().stream().filter(slot -> !slot.isPast(tx.now())).toList();
    if (open.size() == 1) chosen.put("slotIds", List.of(open.getFirst().id()));
    return page(form, tx, task, Typed.stored(chosen), ROWS);
  }

  /** With everything typed, one row more or the mistakes named. */
  Page again(Form form, Tx tx, Typed typed, int more) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    return page(form, tx, task, typed, Math.max(ROWS, shown(form) + more));
  }

  private static int shown(Form form) {
    int rows = 0;
    while (form.fields().contains("companions." + rows + ".name")) rows++;
    return rows;
  }

  private Page page(Form form, Tx tx, Task task, Typed typed, int rows) {
    Lang lang = form.lang();
    PersonId person = form.caller().known();
    List<CompanionRow> companions = new ArrayList<>();
    for (int n = 0; n < Math.min(rows, MOST_COMPANIONS); n++) {
      companions.add(
          new CompanionRow(
              n,
              typed.field("companions." + n + ".name"),
              typed.field("companions." + n + ".age")));
    }
    boolean named =
        companions.stream()
            .anyMatch(
                row -> !(row.name().value() + row.age().value() + row.name().error()).isEmpty());
    boolean asksAges = applications.asksAges(tx, task);
    List<KnownRow> known = known(form, tx, person, asksAges, lang);
    List<ThanksLine> thanks = new TaskCard.Maker(words, communities, lang).rewards(tx, task);
    return Page.show(
        "apply",
        new View(
            task.id(),
            task.title(),
            communities.group(tx, task.groupId()).map(Group::name).orElse(""),
            taskWords.place(task, lang),
            thanks,
            !thanks.isEmpty(),
            taskWords.travel(task.travel(), lang),
            new JourneyWords(words, lang).byDistance(tx, applications.fares(), form.caller(), task),
            new Slots(
                "slotIds",
                typed.field("slotIds").error(),
                options(tx, task, person, chosen(task, typed), lang)),
            companions,
            named || rows > ROWS,
            known,
            !known.isEmpty(),
            asksAges,
            applications.fairness(tx, task).criteria(lang),
            typed.field("message"),
            hardParts(task, lang),
            typed.field("sheetRead"),
            !typed.value("sheetVersion").isEmpty(),
            Integer.toString(task.sheetVersion()),
            typed.hasErrors(),
            typed.errors()));
  }

  // Ticked as the last time, or as the form was sent; whose age is asked and unknown is typed anew.
  private List<KnownRow> known(Form form, Tx tx, PersonId person, boolean asksAges, Lang lang) {
    List<KnownRow> known = new ArrayList<>();
    for (ApplicationStore.Known one : ApplicationStore.companionsOf(tx, person, MOST_KNOWN)) {
      Integer age = one.companion().age();
      if (asksAges && age == null) continue;
      int n = known.size();
      known.add(
          new KnownRow(
              n,
              one.companion().name(),
              age == null ? "" : age.toString(),
              age == null
                  ? one.companion().name()
                  : words.say(
                      lang, "apply.known", Map.of("name", one.companion().name(), "age", age)),
              form.isPost() ? form.ticked("known." + n) : one.lately()));
    }
    return known;
  }

  private List<Hard> hardParts(Task task, Lang lang) {
    return taskWords.hardParts(task, lang).entrySet().stream()
        .map(part -> new Hard(part.getKey(), part.getValue()))
        .toList();
  }

  private static Set<String> chosen(Task task, Typed typed) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Slot slot : task.slots()) ids.put(slot.id().toString(), "");
    return typed.choice("slotIds", ids).options().stream()
        .filter(Typed.Option::checked)
        .map(Typed.Option::value)
        .collect(Collectors.toSet());
  }

  private List<Option> options(Tx tx, Task task, PersonId person, Set<String> chosen, Lang lang) {
    return task.slots().stream()
        .filter(slot -> !slot.isPast(tx.now()))
        .map(
            slot ->
                new Option(
                    slot.id().toString(),
                    slot.spoken(lang),
                    clashes(tx, person, slot, lang),
                    left(slot, lang),
                    chosen.contains(slot.id().toString())))
        .toList();
  }

  private String clashes(Tx tx, PersonId person, Slot slot, Lang lang) {
    if (slot.whole()) return "";
    return ApplicationStore.clashes(tx, person, slot.startsAt(), slot.endsAt(), null).stream()
        .map(clash -> ApplicationViews.clash(words, clash, lang))
        .collect(Collectors.joining("\n"));
  }

  private String left(Slot slot, Lang lang) {
    int left = slot.capacity() - slot.taken();
    return left > 0
        ? words.say(lang, "task.left", Map.of("n", left))
        : words.say(lang, "application.full");
  }

  /** What was typed, as the operation's body; rows left empty do not count. */
  static ObjectNode typed(Form form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode slots = body.putArray("slotIds");
    form.all("slotIds").forEach(slots::add);
    form.filled("message").ifPresent(message -> body.put("message", message));
    form.filled("sheetVersion")
        .filter(version -> form.ticked("sheetRead"))
        .ifPresent(version -> body.set("sheetVersion", Typed.number(version)));
    ArrayNode companions = body.putArray("companions");
    for (int n = 0; n < MOST_COMPANIONS; n++) {
      String name = form.text("companions." + n + ".name");
      String age = form.text("companions." + n + ".age");
      if (name.isEmpty() && age.isEmpty()) continue;
      ObjectNode companion = companions.addObject().put("name", name);
      if (!age.isEmpty()) companion.set("age", Typed.number(age));
    }
    return body;
  }

  /** With those of before who come again, behind those typed, so that errors name their fields. */
  static ObjectNode body(Form form) {
    ObjectNode body = typed(form);
    ArrayNode companions = body.withArray("companions");
    for (int n = 0; n < MOST_KNOWN; n++) {
      if (!form.ticked("known." + n)) continue;
      ObjectNode companion = companions.addObject().put("name", form.text("known." + n + ".name"));
      form.filled("known." + n + ".age").ifPresent(age -> companion.set("age", Typed.number(age)));
    }
    return body;
  }
}
