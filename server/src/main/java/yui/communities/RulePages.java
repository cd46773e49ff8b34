package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** What holds in a community and what it decided, and the desk's forms that decide it. */
public final class RulePages {
  /** One field of a rule's form; of the kinds one is true. */
  record Field(
      String id,
      String name,
      String label,
      String value,
      String unit,
      String error,
      boolean number,
      boolean line,
      boolean text,
      boolean tick,
      boolean checked,
      boolean one,
      boolean some,
      List<Typed.Option> options) {}

  record Panel(
      Rule rule,
      String name,
      String said,
      String help,
      boolean open,
      List<Field> fields,
      Typed.Field from,
      String source) {}

  record Line(
      String name,
      String rule,
      String from,
      String day,
      String value,
      String source,
      String withdrawn,
      boolean canWithdraw) {}

  record View(
      CommunityId communityId,
      String community,
      boolean decides,
      List<Panel> panels,
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
    pages.get("/communities/:cid/rules", (form, tx) -> page(form, tx, null));
    pages.post(
        "/communities/:cid/rules",
        this::decide,
        (form, tx, errors, summary) -> page(form, tx, Typed.refused(form, errors, summary)));
    pages.post(
        "/communities/:cid/rules/withdraw",
        this::withdraw,
        (form, tx, errors, summary) -> page(form, tx, Typed.refused(form, errors, summary)));
  }

  private Page withdraw(Form form, Tx tx) {
    communities.get(tx, community(form));
    ObjectNode body = Json.MAPPER.createObjectNode();
    for (String name : List.of("rule", "from", "reason")) body.put(name, form.text(name));
    CommunityRoutes.WithdrawalEntry entry =
        form.body("withdrawRule", body, CommunityRoutes.WithdrawalEntry.class);
    rules.withdraw(tx, form.caller(), community(form), entry.rule(), entry.from(), entry.reason());
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/rules#decided", "rule_withdrawn");
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private Page decide(Form form, Tx tx) {
    communities.get(tx, community(form));
    Rule rule = Rule.named(form.text("rule")).orElseThrow(Refusal::notFound);
    JsonNode value = RuleForm.typed(form, rule);
    List<FieldError> errors = new ArrayList<>(rule.errors(value));
    LocalDate from = from(form.text("from"), errors);
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    rules.decide(
        tx,
        form.caller(),
        community(form),
        rule,
        from,
        CommunityRoutes.stored(value),
        form.text("source"));
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/rules#" + rule, "decided");
  }

  private static LocalDate from(String typed, List<FieldError> errors) {
    try {
      return LocalDate.parse(typed);
    } catch (DateTimeException e) {
      errors.add(new FieldError("/from", "format_date"));
      return LocalDate.EPOCH;
    }
  }

  /**
   * @param refused what was typed and refused, of one rule; null when nothing was
   */
  private Page page(Form form, Tx tx, @Nullable Typed refused) {
    Caller caller = form.caller();
    caller.known();
    CommunityId id = community(form);
    Community community = communities.get(tx, id);
    LocalDate today = Days.of(tx.now());
    RuleForm said = new RuleForm(words, form.lang());
    List<Panel> panels = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      @Nullable Typed typed = form.text("rule").equals(rule.name()) ? refused : null;
      JsonNode holds = RuleForm.holds(rules, tx, id, rule, today);
      panels.add(
          new Panel(
              rule,
              words.say(form.lang(), "rule." + rule),
              said.said(rule, holds),
              words.find(form.lang(), "rule." + rule + ".help").orElse(""),
              typed != null,
              fields(said, rule, holds, typed),
              new Typed.Field(
                  rule + ".from",
                  typed == null ? today.toString() : form.text("from"),
                  typed == null ? "" : typed.field("from").error()),
              typed == null ? "" : form.text("source")));
    }
    boolean decides = caller.isAdmin() || caller.coordinates(id);
    List<Line> lines =
        rules.decided(tx, id).stream()
            .map(decided -> line(decided, said, form, decides, today))
            .toList();
    List<Typed.Mistake> mistakes =
        refused == null
            ? List.of()
            : refused.errors().stream()
                .map(m -> new Typed.Mistake(anchor(form.text("rule"), m.id()), m.text()))
                .toList();
    return Page.show(
        "rules",
        new View(
            id,
            community.name(form.lang()),
            decides,
            panels,
            lines,
            !lines.isEmpty(),
            !mistakes.isEmpty(),
            mistakes));
  }

  private static String anchor(String rule, String field) {
    return field.equals("main") ? rule : rule + "." + field;
  }

  private static List<Field> fields(
      RuleForm said, Rule rule, JsonNode holds, @Nullable Typed refused) {
    List<Field> fields = new ArrayList<>();
    for (RuleForm.Asked asked : RuleForm.asked(rule)) {
      JsonNode part = asked.name().isEmpty() ? holds : holds.path(asked.name());
      ObjectNode stored = Json.MAPPER.createObjectNode();
      stored.set("field", part);
      Typed shown = refused == null ? Typed.of(stored) : refused;
      String at = refused == null ? "field" : asked.field();
      RuleForm.Kind kind = asked.kind();
      String value = shown.value(at);
      fields.add(
          new Field(
              rule + "." + asked.field(),
              asked.field(),
              said.label(rule, asked),
              refused == null ? said.written(asked, part) : value,
              said.unit(asked),
              shown.field(at).error(),
              kind == RuleForm.Kind.NUMBER,
              kind == RuleForm.Kind.LINE
                  || kind == RuleForm.Kind.DATES
                  || kind == RuleForm.Kind.PERCENT,
              kind == RuleForm.Kind.TEXT
                  || kind == RuleForm.Kind.SEASONS
                  || kind == RuleForm.Kind.BANDS
                  || kind == RuleForm.Kind.PLANS,
              kind == RuleForm.Kind.TICK,
              value.equals("true") || value.equals("1"),
              kind == RuleForm.Kind.ONE_OF,
              kind == RuleForm.Kind.SOME_OF,
              shown.choice(at, said.options(asked)).options()));
    }
    return fields;
  }

  private Line line(
      Rules.Decided decided, RuleForm said, Form form, boolean decides, LocalDate today) {
    String name = decided.rule().toUpperCase(Locale.ROOT);
    JsonNode value = RuleForm.tree(decided.value());
    Instant withdrawnAt = decided.withdrawnAt();
    return new Line(
        words.find(form.lang(), "rule." + name).orElse(name),
        name,
        decided.from().toString(),
        Spoken.dayOfYear(decided.from(), form.lang()),
        Rule.named(name).map(rule -> said.said(rule, value)).orElseGet(value::toString),
        decided.source(),
        withdrawnAt == null
            ? ""
            : words.say(
                form.lang(),
                "rules.withdrawn",
                Map.of(
                    "day",
                    Spoken.dayOfYear(Days.of(withdrawnAt), form.lang()),
                    "reason",
                    decided.reason())),
        decides
            && withdrawnAt == null
            && decided.from().isAfter(today)
            && Rule.named(name).isPresent());
  }
}
