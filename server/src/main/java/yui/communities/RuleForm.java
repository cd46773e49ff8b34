package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Typed;
import yui.web.Words;

/** How a rule is typed, and how its value is said in words. */
final class RuleForm {
  /** What a field takes. */
  enum Kind {
    NUMBER,
    /** Hundredths of a percent, shown and typed as percent. */
    PERCENT,
    LINE,
    TEXT,
    TICK,
    ONE_OF,
    SOME_OF,
    DATES,
    SEASONS,
    BANDS,
    PLANS
  }

  /**
   * One field.
   *
   * @param name within the rule's value; empty where the rule is one value
   * @param unit of a number, empty without
   * @param options of a choice: what it may be
   */
  record Asked(String name, Kind kind, String unit, List<String> options) {
    private static Asked number(String name, String unit) {
      return new Asked(name, Kind.NUMBER, unit, List.of());
    }

    private static Asked of(String name, Kind kind) {
      return new Asked(name, kind, "", List.of());
    }

    /** As the form names it. */
    String field() {
      return name.isEmpty() ? "value" : "value." + name;
    }
  }

  private static final List<String> WEEKDAYS =
      Arrays.stream(DayOfWeek.values()).map(day -> Integer.toString(day.getValue())).toList();

  private final Words words;
  private final Lang lang;

  RuleForm(Words words, Lang lang) {
    this.words = words;
    this.lang = lang;
  }

  static List<Asked> asked(Rule rule) {
    return switch (rule) {
      case REVIEW_TASKS -> List.of(Asked.of("", Kind.TICK));
      case FAIRNESS ->
          List.of(
              Asked.of("newcomersFirst", Kind.TICK),
              Asked.number("mostPerWeek", "times"),
              Asked.number("liftedDaysBefore", "days"),
              Asked.of("lots", Kind.TICK),
              Asked.of("reasonNeeded", Kind.TICK),
              Asked.of("criteria", Kind.TEXT),
              Asked.of("criteriaEn", Kind.TEXT));
      case CONFIRM_HOURS ->
          List.of(
              Asked.number("usual", "hours"),
              Asked.number("soon", "hours"),
              Asked.number("far", "hours"),
              Asked.number("farSoon", "hours"),
              Asked.number("farKm", "km"));
      case QUIET_HOURS -> List.of(Asked.number("from", "o_clock"), Asked.number("to", "o_clock"));
      case COMPANION_AGES ->
          List.of(new Asked("", Kind.ONE_OF, "", List.of("NEVER", "INSURED", "ALWAYS")));
      case OFFICE_HOURS ->
          List.of(
              new Asked("days", Kind.SOME_OF, "", WEEKDAYS),
              Asked.of("from", Kind.LINE),
              Asked.of("to", Kind.LINE),
              Asked.of("closed", Kind.DATES));
      case SAFETY ->
          List.of(
              new Asked("accompanied", Kind.SOME_OF, "", Safety.CLASSES),
              new Asked("refused", Kind.SOME_OF, "", Safety.CLASSES));
      case ASK_ATTENDANCE -> List.of(Asked.number("host", "hours"), Asked.number("desk", "hours"));
      case SEASONS -> List.of(Asked.of("", Kind.SEASONS));
      case ANSWER_DAYS,
          TRAVEL_CLAIM_DAYS,
          PRODUCE_EXPIRY_DAYS,
          WORDS_DAYS,
          HOUSEHOLD_RELEASE_DAYS ->
          List.of(Asked.number("", "days"));
      case FOUR_EYES, MINIMUM_WAGE, PAYMENT_STATEMENT_ABOVE -> List.of(Asked.number("", "yen"));
      case SUBSIDY_CAPS ->
          List.of(Asked.number("travelYen", "yen"), Asked.number("cashYen", "yen"));
      case INSURANCE -> List.of(Asked.of("plans", Kind.PLANS), Asked.of("usual", Kind.LINE));
      case WITHHOLDING ->
          List.of(
              new Asked("engagements", Kind.SOME_OF, "", Withholding.ENGAGEMENTS),
              Asked.of("withTravel", Kind.TICK),
              Asked.of("basisPoints", Kind.PERCENT),
              Asked.number("limitYen", "yen"),
              Asked.of("aboveBasisPoints", Kind.PERCENT));
      case TRAVEL_TABLE -> List.of(Asked.of("", Kind.BANDS));
      case TRAVEL_COST ->
          TravelCost.NAMES.stream().map(name -> Asked.number(name, unitOf(name))).toList();
      case RECEIPT_YEARS -> List.of(Asked.number("", "years"));
      case RETENTION ->
          List.of(
              Asked.number("wordDays", "days"),
              Asked.number("nameDays", "days"),
              Asked.number("householdDays", "days"),
              Asked.number("paymentYears", "years"));
    };
  }

  private static String unitOf(String name) {
    if (name.endsWith("Kmh")) return "km_h";
    if (name.endsWith("Km")) return "km";
    return name.endsWith("Percent") ? "percent" : "yen_km";
  }

  /** What holds, decided or shipped. */
  static JsonNode holds(Rules rules, Tx tx, CommunityId id, Rule rule, LocalDate day) {
    return switch (rule) {
      case REVIEW_TASKS -> BooleanNode.valueOf(rules.reviewsTasks(tx, id, day));
      case FAIRNESS -> Json.MAPPER.valueToTree(rules.fairness(tx, id, day));
      case CONFIRM_HOURS -> Json.MAPPER.valueToTree(rules.confirmHours(tx, id, day));
      case QUIET_HOURS -> Json.MAPPER.valueToTree(rules.quietHours(tx, id, day));
      case COMPANION_AGES -> TextNode.valueOf(rules.companionAges(tx, id, day));
      case OFFICE_HOURS -> hours(rules.officeHours(tx, id, day));
      case WITHHOLDING -> Json.MAPPER.valueToTree(rules.withholding(tx, id, day).value());
      case MINIMUM_WAGE ->
          Json.MAPPER.valueToTree(
              rules.minimumWage(tx, id, day).map(MinimumWage::yen).orElse(null));
      case SUBSIDY_CAPS -> Json.MAPPER.valueToTree(rules.subsidyCaps(tx, id, day).value());
      case INSURANCE -> Json.MAPPER.valueToTree(rules.insurance(tx, id, day).value());
      case SAFETY -> Json.MAPPER.valueToTree(rules.safety(tx, id, day));
      case ASK_ATTENDANCE -> Json.MAPPER.valueToTree(rules.askHours(tx, id, day));
      case SEASONS ->
          Json.MAPPER.valueToTree(
              rules.seasons(tx, id, day).stream().map(season -> season.shown(day)).toList());
      case ANSWER_DAYS -> Json.MAPPER.valueToTree(rules.answerDays(tx, id, day));
      case TRAVEL_CLAIM_DAYS -> Json.MAPPER.valueToTree(rules.travelClaimDays(tx, id, day));
      case PRODUCE_EXPIRY_DAYS -> Json.MAPPER.valueToTree(rules.produceExpiryDays(tx, id, day));
      case FOUR_EYES -> Json.MAPPER.valueToTree(rules.fourEyesAbove(tx, id, day));
      case PAYMENT_STATEMENT_ABOVE ->
          Json.MAPPER.valueToTree(rules.paymentStatementAbove(tx, id, day));
      case TRAVEL_TABLE -> Json.MAPPER.valueToTree(rules.travelTable(tx, id, day).bands());
      case TRAVEL_COST -> Json.MAPPER.valueToTree(rules.travelCost(tx, id, day));
      case RETENTION -> Json.MAPPER.valueToTree(rules.retention(tx, id, day));
      case RECEIPT_YEARS -> Json.MAPPER.valueToTree(rules.receiptYears(tx, id, day));
      case WORDS_DAYS -> Json.MAPPER.valueToTree(rules.wordsDays(tx, id, day));
      case HOUSEHOLD_RELEASE_DAYS ->
          Json.MAPPER.valueToTree(rules.householdReleaseDays(tx, id, day));
    };
  }

  private static ObjectNode hours(OfficeHours hours) {
    ObjectNode value = Json.MAPPER.createObjectNode();
    ArrayNode days = value.putArray("days");
    hours.days().forEach(days::add);
    value.put("from", hours.from().toString()).put("to", hours.to().toString());
    ArrayNode closed = value.putArray("closed");
    hours.closed().stream().sorted().map(LocalDate::toString).forEach(closed::add);
    return value;
  }

  /** A value as the database gives it. */
  static JsonNode tree(Object value) {
    return Json.MAPPER.valueToTree(
        switch (value) {
          case JsonObject object -> object.getMap();
          case JsonArray array -> array.getList();
          default -> value;
        });
  }

  /** The value that was typed; what was left empty is left out. */
  static JsonNode typed(Form form, Rule rule) {
    ObjectNode value = Json.MAPPER.createObjectNode();
    for (Asked asked : asked(rule)) {
      String text = form.text(asked.field());
      switch (asked.kind()) {
        case TICK -> value.put(asked.name(), form.ticked(asked.field()));
        case NUMBER -> {
          if (!text.isEmpty() || asked.name().isEmpty()) {
            value.set(asked.name(), Typed.number(text));
          }
        }
        case PERCENT -> value.set(asked.name(), basisPoints(text));
        case LINE, TEXT, ONE_OF -> value.put(asked.name(), text);
        case SOME_OF -> {
          ArrayNode chosen = value.putArray(asked.name());
          form.all(asked.field())
              .forEach(
                  one ->
                      chosen.add(
                          asked.options() == WEEKDAYS ? Typed.number(one) : TextNode.valueOf(one)));
        }
        case SEASONS -> value.set(asked.name(), rows(text, SEASONS));
        case BANDS -> value.set(asked.name(), bands(text));
        case PLANS -> value.set(asked.name(), rows(text, PLANS));
        case DATES -> {
          ArrayNode days = value.putArray(asked.name());
          for (String day : text.split("[\\s,、]+")) if (!day.isEmpty()) days.add(day);
        }
      }
    }
    return value.has("") ? value.path("") : value;
  }

  // 10.21 is 1021; what is no percentage stays as it was typed, to be refused by name.
  private static JsonNode basisPoints(String text) {
    try {
      BigDecimal points = new BigDecimal(Typed.number(text).asText()).movePointRight(2);
      return IntNode.valueOf(points.intValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return TextNode.valueOf(text);
    }
  }

  private static String percent(JsonNode basisPoints) {
    return basisPoints.isIntegralNumber()
        ? BigDecimal.valueOf(basisPoints.asLong(), 2).stripTrailingZeros().toPlainString()
        : basisPoints.asText();
  }

  private record Columns(List<String> texts, List<String> numbers, String list) {
    private List<String> single() {
      return Stream.concat(texts.stream(), numbers.stream()).toList();
    }
  }

  private static final Columns SEASONS =
      new Columns(List.of("code", "ja", "en", "from", "to"), List.of(), "skills");
  private static final Columns PLANS =
      new Columns(List.of("code", "name"), List.of("yenPerDay"), "covers");

  // One a line, its parts between bars, the last a list.
  private static ArrayNode rows(String text, Columns columns) {
    ArrayNode rows = Json.MAPPER.createArrayNode();
    List<String> single = columns.single();
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      String[] parts = line.split("[|｜]", -1);
      ObjectNode row = rows.addObject();
      for (int i = 0; i < single.size(); i++) {
        String part = i < parts.length ? parts[i].strip() : "";
        String name = single.get(i);
        if (columns.numbers().contains(name)) row.set(name, Typed.number(part));
        else row.put(name, part);
      }
      ArrayNode list = row.putArray(columns.list());
      if (parts.length > single.size()) {
        for (String one : parts[single.size()].strip().split("[\\s,、]+")) {
          if (!one.isEmpty()) list.add(one);
        }
      }
    }
    return rows;
  }

  private static String written(JsonNode rows, Columns columns) {
    List<String> lines = new ArrayList<>();
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      columns.single().forEach(column -> cells.add(row.path(column).asText()));
      List<String> list = new ArrayList<>();
      row.path(columns.list()).forEach(one -> list.add(one.asText()));
      cells.add(String.join(" ", list));
      lines.add(String.join(" | ", cells));
    }
    return String.join("\n", lines);
  }

  // One a line: up to how many kilometres, and how many yen.
  private static ArrayNode bands(String text) {
    ArrayNode bands = Json.MAPPER.createArrayNode();
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      String[] parts = line.split("[|｜]", -1);
      ObjectNode band = bands.addObject().set("toKm", Typed.number(parts[0].strip()));
      band.set("yen", Typed.number(parts.length > 1 ? parts[1].strip() : ""));
      if (parts.length > 2) band.put("more", parts[2]);
    }
    return bands;
  }

  /** A value as its field shows it, to be typed over. */
  String written(Asked asked, JsonNode part) {
    if (asked.kind() == Kind.BANDS) {
      List<String> lines = new ArrayList<>();
      part.forEach(b -> lines.add(b.path("toKm").asText() + " | " + b.path("yen").asText()));
      return String.join("\n", lines);
    }
    if (asked.kind() == Kind.DATES) {
      List<String> days = new ArrayList<>();
      part.forEach(day -> days.add(day.asText()));
      return String.join(" ", days);
    }
    if (asked.kind() == Kind.PERCENT) return percent(part);
    if (asked.kind() == Kind.SEASONS) return written(part, SEASONS);
    if (asked.kind() == Kind.PLANS) return written(part, PLANS);
    return part.isValueNode() && !part.isNull() ? part.asText() : "";
  }

  String label(Rule rule, Asked asked) {
    return words.say(
        lang, asked.name().isEmpty() ? "rule." + rule : "rule." + rule + "." + asked.name());
  }

  String unit(Asked asked) {
    return asked.unit().isEmpty() ? "" : words.say(lang, "rules.unit." + asked.unit());
  }

  Map<String, String> options(Asked asked) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String option : asked.options()) labels.put(option, option(asked, option));
    return labels;
  }

  private String option(Asked asked, String option) {
    if (asked.options() == WEEKDAYS) {
      return DayOfWeek.of(Integer.parseInt(option))
          .getDisplayName(TextStyle.SHORT, lang.isEnglish() ? Locale.ENGLISH : Locale.JAPANESE);
    }
    String prefix =
        asked.kind() == Kind.ONE_OF
            ? "rules.ages."
            : asked.name().equals("engagements") ? "engagement." : "safety.";
    return words.say(lang, prefix + option);
  }

  /** The value in words: each part by its name, what is not asked for left out. */
  String said(Rule rule, JsonNode value) {
    List<String> parts = new ArrayList<>();
    for (Asked asked : asked(rule)) {
      JsonNode part = asked.name().isEmpty() ? value : value.path(asked.name());
      String said = said(asked, part);
      if (said.isEmpty()) continue;
      boolean named = !asked.name().isEmpty();
      if (asked.kind() == Kind.TICK) parts.add(named ? label(rule, asked) : said);
      else
        parts.add(
            named
                ? words.say(lang, "rules.part", Map.of("name", label(rule, asked), "value", said))
                : said);
    }
    return parts.isEmpty()
        ? words.say(lang, "rules.nothing")
        : String.join(lang.isEnglish() ? "; " : "／", parts);
  }

  /** One part of a value in words; empty where it asks for nothing. */
  String said(Asked asked, JsonNode part) {
    if (part.isMissingNode() || part.isNull()) return "";
    return switch (asked.kind()) {
      case TICK ->
          asked.name().isEmpty()
              ? words.say(lang, part.asBoolean() ? "rules.yes" : "rules.no")
              : part.asBoolean() ? "yes" : "";
      case NUMBER ->
          (asked.unit().equals("yen") ? Spoken.number(part.asLong()) : part.asText()) + unit(asked);
      case PERCENT -> percent(part);
      case LINE, TEXT -> part.asText();
      case ONE_OF -> option(asked, part.asText());
      case SOME_OF ->
          asked.options().stream()
              .filter(option -> contains(part, option))
              .map(option -> option(asked, option))
              .collect(Collectors.joining(lang.isEnglish() ? ", " : "・"));
      case SEASONS -> seasons(part);
      case BANDS -> bands(part);
      case PLANS -> plans(part);
      case DATES -> {
        List<String> days = new ArrayList<>();
        part.forEach(day -> days.add(Spoken.dayOfYear(LocalDate.parse(day.asText()), lang)));
        yield String.join(lang.isEnglish() ? "; " : "、", days);
      }
    };
  }

  private String seasons(JsonNode part) {
    List<String> seasons = new ArrayList<>();
    for (JsonNode season : part) {
      seasons.add(
          "%s %s–%s"
              .formatted(
                  season.path(lang.isEnglish() ? "en" : "ja").asText(),
                  Spoken.day(MonthDay.parse("--" + season.path("from").asText()), lang),
                  Spoken.day(MonthDay.parse("--" + season.path("to").asText()), lang)));
    }
    return String.join("\n", seasons);
  }

  private String bands(JsonNode part) {
    List<String> bands = new ArrayList<>();
    for (JsonNode band : part) {
      bands.add(
          words.say(
              lang,
              "rules.band",
              Map.of(
                  "km",
                  band.path("toKm").asInt(),
                  "yen",
                  Spoken.number(band.path("yen").asLong()))));
    }
    return String.join(lang.isEnglish() ? ", " : "、", bands);
  }

  private String plans(JsonNode part) {
    List<String> plans = new ArrayList<>();
    for (JsonNode plan : part) {
      List<String> covers = new ArrayList<>();
      plan.path("covers").forEach(one -> covers.add(words.say(lang, "safety." + one.asText())));
      plans.add(
          words.say(
              lang,
              plan.path("yenPerDay").asInt() == 0 ? "rules.plan_free" : "rules.plan",
              Map.of(
                  "code", plan.path("code").asText(),
                  "name", plan.path("name").asText(),
                  "yen", plan.path("yenPerDay").asText(),
                  "covers", String.join(lang.isEnglish() ? ", " : "・", covers))));
    }
    return String.join("\n", plans);
  }

  private static boolean contains(JsonNode list, String option) {
    for (JsonNode one : list) if (one.asText().equals(option)) return true;
    return false;
  }
}
