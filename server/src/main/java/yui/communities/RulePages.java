package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** What a community decided, and the desk's forms that decide it from a day on. */
public final class RulePages {
  record Option(String value, String label, boolean checked) {}

  record Line(String name, String from, String value, String source) {}

  record View(
      CommunityId communityId,
      String community,
      boolean decides,
      String today,
      List<Option> days,
      String hoursFrom,
      String hoursTo,
      String closed,
      List<Option> accompanied,
      List<Option> refused,
      String wordsDays,
      String askHost,
      String askDesk,
      List<Line> lines,
      boolean hasLines,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Communities communities;
  private final Rules rules;
  private final Words words;

  public RulePages(Communities communities, Rules rules, Words words) {
    this.communities = communities;
    this.rules = rules;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get("/communities/:cid/rules", (form, tx) -> page(form, tx, List.of()));
    pages.post(
        "/communities/:cid/rules",
        this::decide,
        (form, tx, errors, summary) -> page(form, tx, mistakes(errors, summary)));
  }

  private static List<Typed.Mistake> mistakes(Map<String, String> errors, String summary) {
    List<Typed.Mistake> mistakes = new ArrayList<>();
    errors.forEach((at, text) -> mistakes.add(new Typed.Mistake("main", text)));
    if (mistakes.isEmpty()) mistakes.add(new Typed.Mistake("main", summary));
    return mistakes;
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private Page decide(Form form, Tx tx) {
    communities.get(tx, community(form));
    Rule rule = rule(form.text("rule"));
    JsonNode value = value(form, rule);
    List<FieldError> errors = rule.errors(value);
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    rules.decide(
        tx,
        form.caller(),
        community(form),
        rule,
        from(form.text("from")),
        value.isObject() ? new JsonObject(value.toString()) : value.asInt(),
        form.text("source"));
    return Page.elsewhere(form.base() + "/communities/" + community(form) + "/rules", "decided");
  }

  private static Rule rule(String name) {
    try {
      return Rule.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw Refusal.notFound();
    }
  }

  private static LocalDate from(String typed) {
    try {
      return LocalDate.parse(typed);
    } catch (DateTimeException e) {
      throw Refusal.invalid("/from", "format_date");
    }
  }

  private static JsonNode value(Form form, Rule rule) {
    ObjectNode value = Json.MAPPER.createObjectNode();
    return switch (rule) {
      case OFFICE_HOURS -> {
        ArrayNode days = value.putArray("days");
        form.all("days").forEach(day -> days.add(Typed.number(day)));
        value.put("from", form.text("hoursFrom")).put("to", form.text("hoursTo"));
        ArrayNode closed = value.putArray("closed");
        for (String day : form.text("closed").split("[\\s,、]+")) {
          if (!day.isEmpty()) closed.add(day);
        }
        yield value;
      }
      case SAFETY -> {
        for (String list : List.of("accompanied", "refused")) {
          ArrayNode classes = value.putArray(list);
          form.all(list).forEach(classes::add);
        }
        yield value;
      }
      case ASK_ATTENDANCE -> {
        value.set("host", Typed.number(form.text("host")));
        value.set("desk", Typed.number(form.text("desk")));
        yield value;
      }
      case WORDS_DAYS -> Typed.number(form.text("value"));
      default -> throw Refusal.notFound();
    };
  }

  private Page page(Form form, Tx tx, List<Typed.Mistake> mistakes) {
    Caller caller = form.caller();
    caller.known();
    Lang lang = form.lang();
    CommunityId id = community(form);
    Community community = communities.get(tx, id);
    LocalDate today = Days.of(tx.now());
    OfficeHours hours = rules.officeHours(tx, id, today);
    Safety safety = rules.safety(tx, id, today);
    Rules.AskHours ask = rules.askHours(tx, id, today);
    List<Line> lines =
        rules.decided(tx, id).stream()
            .map(
                d ->
                    new Line(
                        words
                            .find(lang, "rule." + d.rule().toUpperCase(Locale.ROOT))
                            .orElse(d.rule()),
                        d.from().toString(),
                        d.value().toString(),
                        d.source()))
            .toList();
    return Page.show(
        "rules",
        new View(
            id,
            community.name(lang),
            caller.isAdmin() || caller.coordinates(id),
            today.toString(),
            days(hours, lang),
            hours.from().toString(),
            hours.to().toString(),
            hours.closed().stream()
                .sorted()
                .map(LocalDate::toString)
                .collect(Collectors.joining(" ")),
            classes(safety.accompanied(), lang),
            classes(safety.refused(), lang),
            Integer.toString(rules.wordsDays(tx, id, today)),
            Integer.toString(ask.host()),
            Integer.toString(ask.desk()),
            lines,
            !lines.isEmpty(),
            !mistakes.isEmpty(),
            mistakes));
  }

  private static List<Option> days(OfficeHours hours, Lang lang) {
    List<Option> days = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.add(
          new Option(
              Integer.toString(day.getValue()),
              day.getDisplayName(
                  TextStyle.SHORT, lang == Lang.EN ? Locale.ENGLISH : Locale.JAPANESE),
              hours.days().contains(day.getValue())));
    }
    return days;
  }

  private List<Option> classes(Set<String> chosen, Lang lang) {
    return Safety.CLASSES.stream()
        .map(c -> new Option(c, words.say(lang, "safety." + c), chosen.contains(c)))
        .toList();
  }
}
