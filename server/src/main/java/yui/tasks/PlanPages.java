package yui.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.communities.Rules;
import yui.communities.Season;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** The same as last time, templates, series and the year's work, on pages. */
final class PlanPages {
  record AgainView(
      TaskId id,
      CommunityId communityId,
      String title,
      List<String> last,
      Typed.Field day,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record TemplateLine(UUID id, String name, String title, String whose, boolean removable) {}

  record OccurrenceLine(String day, String href) {}

  record SeriesLine(
      UUID id,
      String title,
      String ruleWords,
      boolean ended,
      String why,
      List<OccurrenceLine> coming) {}

  record SeasonLine(String name, String when, boolean now, String href) {}

  record View(
      UUID communityId,
      String community,
      List<SeasonLine> seasons,
      List<TemplateLine> templates,
      boolean hasTemplates,
      List<SeriesLine> series,
      boolean hasSeries,
      Typed.Choice groups,
      String today,
      boolean posts) {}

  private final Tasks tasks;
  private final Posting posting;
  private final Copies copies;
  private final Templates templates;
  private final Series series;
  private final Communities communities;
  private final Rules rules;
  private final Words words;

  PlanPages(
      Tasks tasks,
      Posting posting,
      Series series,
      Communities communities,
      Rules rules,
      Words words) {
    this.tasks = tasks;
    this.posting = posting;
    this.copies = new Copies(tasks, posting);
    this.templates = new Templates(tasks, copies, communities);
    this.series = series;
    this.communities = communities;
    this.rules = rules;
    this.words = words;
  }

  void bind(Pages pages, Pages.Again staffAgain) {
    pages.get("/tasks/:id/again", (form, tx) -> again(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/tasks/:id/again",
        this::copy,
        (form, tx, fields, summary) -> again(form, tx, Typed.refused(form, fields, summary)));
    pages.get("/communities/:cid/plans", this::plans);
    pages.post("/tasks/:id/template", this::keep, staffAgain);
    pages.post("/tasks/:id/series", this::open, staffAgain);
    pages.post("/templates/:template/use", this::use);
    pages.post("/templates/:template/remove", this::remove);
    pages.post("/series/:series/end", this::end);
  }

  private Page again(Form form, Tx tx, Typed typed) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    if (!tasks.acts(form.caller(), task)) throw Refusal.forbidden("forbidden");
    return Page.show(
        "again",
        new AgainView(
            task.id(),
            task.communityId(),
            task.title(),
            task.slots().stream().map(slot -> slot.spoken(form.lang())).toList(),
            typed.field("day"),
            typed.hasErrors(),
            typed.errors()));
  }

  private Page copy(Form form, Tx tx) {
    LocalDate on = day(form, tx, "day");
    Task copy = copies.copy(tx, form.caller(), new TaskId(form.id("id")), on);
    return Page.elsewhere(form.base() + "/tasks/" + copy.id() + "/check");
  }

  private static LocalDate day(Form form, Tx tx, String field) {
    return TypedWords.day(form.text(field), TaskFormPage.today(tx))
        .orElseThrow(() -> Refusal.invalid("/" + field, "format_date"));
  }

  private Page plans(Form form, Tx tx) {
    CommunityId id = new CommunityId(form.id("cid"));
    Lang lang = form.lang();
    List<Templates.Template> kept = templates.list(tx, form.caller(), id);
    Map<String, String> names = new LinkedHashMap<>();
    for (Group group : communities.groups(tx, id)) names.put(group.id().toString(), group.name());
    Map<String, String> mine = new LinkedHashMap<>();
    for (Group group : posting.groups(tx, form.caller(), id)) {
      mine.put(group.id().toString(), group.name());
    }
    List<SeriesLine> running =
        series.list(tx, form.caller(), id).stream().map(one -> line(form, tx, one)).toList();
    return Page.show(
        "plans",
        new View(
            id.value(),
            communities.get(tx, id).name(lang),
            seasons(form, tx, id),
            kept.stream()
                .map(
                    t ->
                        new TemplateLine(
                            t.id(),
                            t.name(),
                            t.title(),
                            t.groupId() == null
                                ? words.say(lang, "plans.of_all")
                                : names.getOrDefault(t.groupId().toString(), ""),
                            Templates.mayRemove(form.caller(), t)))
                .toList(),
            !kept.isEmpty(),
            running,
            !running.isEmpty(),
            Typed.stored(Map.of()).choice("groupId", mine),
            Days.of(tx.now()).toString(),
            !mine.isEmpty()));
  }

  private SeriesLine line(Form form, Tx tx, Series.Shown one) {
    LocalDate today = Days.of(tx.now());
    return new SeriesLine(
        Objects.requireNonNull(one.id()),
        one.title(),
        spoken(one.rule(), form.lang()),
        one.ended(),
        one.stoppedBy() == null ? "" : words.say(form.lang(), "problem." + one.stoppedBy()),
        one.occurrences().stream()
            .filter(o -> o.taskId() != null && !o.day().isBefore(today))
            .limit(6)
            .map(
                o ->
                    new OccurrenceLine(
                        Spoken.brief(o.day(), form.lang()),
                        form.base() + "/tasks/" + o.taskId() + "/manage"))
            .toList());
  }

  /** A rule as the page offers it, else as it stands. */
  private String spoken(String rule, Lang lang) {
    for (String every : List.of("WEEKLY", "FORTNIGHTLY", "MONTHLY", "YEARLY")) {
      if (rule.startsWith(rule(every, null))) return words.say(lang, "plans.every." + every);
    }
    return rule;
  }

  private static String rule(String every, @Nullable LocalDate from) {
    String head =
        switch (every) {
          case "FORTNIGHTLY" -> "FREQ=WEEKLY;INTERVAL=2";
          case "MONTHLY" -> "FREQ=MONTHLY";
          case "YEARLY" -> "FREQ=YEARLY";
          default -> "FREQ=WEEKLY;INTERVAL=1";
        };
    if (from == null || every.equals("YEARLY")) return head;
    DayOfWeek weekday = from.getDayOfWeek();
    String code = weekday.getDisplayName(TextStyle.SHORT, Locale.ROOT).substring(0, 2);
    String day = code.toUpperCase(Locale.ROOT);
    int which = (from.getDayOfMonth() - 1) / 7 + 1;
    return every.equals("MONTHLY")
        ? head + ";BYDAY=" + (which > 4 ? "-1" : Integer.toString(which)) + day
        : head + ";BYDAY=" + day;
  }

  private List<SeasonLine> seasons(Form form, Tx tx, CommunityId id) {
    LocalDate today = Days.of(tx.now());
    DateTimeFormatter md = DateTimeFormatter.ofPattern("M/d", Locale.ROOT);
    return rules.seasons(tx, id, today).stream()
        .sorted(Comparator.comparing((Season season) -> !season.isOn(today)))
        .map(
            season ->
                new SeasonLine(
                    season.name(form.lang()),
                    md.format(season.from()) + "–" + md.format(season.to()),
                    season.isOn(today),
                    form.base() + "/communities/" + id + "/tasks/new?season=" + season.code()))
        .toList();
  }

  private Page keep(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("taskId", task.id().toString()).put("name", form.text("name"));
    if (!form.ticked("ofAll")) body.put("groupId", task.groupId().toString());
    templates.add(
        tx,
        form.caller(),
        task.communityId(),
        form.body("addTemplate", body, Templates.Entry.class));
    return Page.elsewhere(
        form.base() + "/communities/" + task.communityId() + "/plans", "template_kept");
  }

  private Page open(Form form, Tx tx) {
    Task task = tasks.visible(tx, form.caller(), new TaskId(form.id("id")));
    LocalDate from = day(form, tx, "from");
    series.open(
        tx, form.caller(), task.id(), new Series.Entry(rule(form.text("every"), from), from));
    return Page.elsewhere(
        form.base() + "/communities/" + task.communityId() + "/plans", "series_opened");
  }

  private Page use(Form form, Tx tx) {
    LocalDate on = form.filled("day").isPresent() ? day(form, tx, "day") : null;
    GroupId group = new GroupId(form.filledId("groupId").orElseThrow(Refusal::notFound));
    Task task =
        templates.use(tx, form.caller(), form.id("template"), new Templates.UseEntry(group, on));
    return Page.elsewhere(form.base() + "/tasks/" + task.id() + "/edit");
  }

  private Page remove(Form form, Tx tx) {
    templates.remove(tx, form.caller(), form.id("template"));
    return Page.elsewhere(
        form.base() + "/communities/" + form.text("communityId") + "/plans", "template_removed");
  }

  private Page end(Form form, Tx tx) {
    series.end(tx, form.caller(), form.id("series"));
    return Page.elsewhere(
        form.base() + "/communities/" + form.text("communityId") + "/plans", "series_ended");
  }
}
