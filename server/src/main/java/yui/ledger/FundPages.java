package yui.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Sheet;
import yui.web.Typed;
import yui.web.Words;

/** A community's funds at a glance, and one fund with what was decided about it. */
public final class FundPages {
  private static final int MOST = 200;
  private static final int YEARS_BACK = 5;

  /**
   * A stripe of {@code paid}, {@code earned} and {@code promised} in percent of the limit (without
   * one: of what is used), each beginning where the one before ends; {@code soft} is where the
   * warning stands, empty without one.
   */
  record Bar(
      String paid,
      String earnedAt,
      String earned,
      String promisedAt,
      String promised,
      String soft,
      String words) {}

  record Row(
      String href,
      String name,
      String budgetLine,
      String source,
      String unit,
      String limit,
      String promised,
      String earned,
      String paid,
      String left,
      String inYear,
      String days,
      Bar bar,
      String warning,
      boolean closed) {}

  record SourceRow(
      String name, String limit, String promised, String earned, String paid, String inYear) {}

  record FundsView(
      CommunityId communityId,
      String community,
      boolean figures,
      Typed.Choice year,
      String yearWords,
      String csvHref,
      String xlsxHref,
      boolean hasItems,
      List<Row> items,
      boolean hasSources,
      List<SourceRow> sources,
      boolean mayAdd,
      Typed.Field name,
      Typed.Field budgetLine,
      Typed.Choice source,
      Typed.Field sourceName,
      Typed.Choice unit,
      Typed.Field limit,
      Typed.Field softLimit,
      Typed.Field from,
      Typed.Field to,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Decided(String at, String words, String reason, String by) {}

  record FundView(
      CommunityId communityId,
      FundId id,
      String name,
      List<Row> rows,
      List<Decided> decisions,
      String standing,
      boolean mayDecide,
      boolean mayLimit,
      Typed.Field limit,
      Typed.Field softLimit,
      Typed.Field reason,
      Typed.Field closeReason,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final Funds funds = new Funds();
  private final Words words;

  public FundPages(Words words) {
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.get(
        "/communities/:id/funds",
        (form, tx) -> list(form, tx, Typed.stored(Map.of("unit", "JPY", "source", "CITY"))));
    pages.post(
        "/communities/:id/funds",
        this::add,
        (form, tx, fields, summary) -> list(form, tx, Typed.refused(form, fields, summary)));
    pages.get("/communities/:id/funds.csv", (form, tx) -> sheet(form, tx, false));
    pages.get("/communities/:id/funds.xlsx", (form, tx) -> sheet(form, tx, true));
    pages.atLength("GET /communities/:id/funds.csv", "funds");
    pages.atLength("GET /communities/:id/funds.xlsx", "funds");
    pages.get("/communities/:id/funds/:fund", this::stored);
    pages.post(
        "/communities/:id/funds/:fund/limits",
        this::limit,
        (form, tx, fields, summary) -> one(form, tx, Typed.refused(form, fields, summary)));
    pages.post(
        "/communities/:id/funds/:fund/close",
        this::close,
        (form, tx, fields, summary) ->
            one(form, tx, Typed.refused(form, renamed(fields), summary)));
  }

  // Two forms on one page have a reason each.
  private static Map<String, String> renamed(Map<String, String> fields) {
    Map<String, String> renamed = new LinkedHashMap<>();
    fields.forEach((at, text) -> renamed.put(at.equals("/reason") ? "/closeReason" : at, text));
    return renamed;
  }

  private Page add(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    for (String text :
        List.of("name", "budgetLine", "source", "sourceName", "unit", "from", "to")) {
      Typing.text(body, text, form);
    }
    Typing.number(body, "limit", form);
    Typing.number(body, "softLimit", form);
    funds.open(tx, form.caller(), community(form), form.body("addFund", body, Funds.Opening.class));
    return Page.elsewhere(form.base() + "/communities/" + community(form) + "/funds", "fund_added");
  }

  private Page limit(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    Typing.number(body, "limit", form);
    Typing.number(body, "softLimit", form);
    Typing.text(body, "reason", form);
    funds.limit(
        tx,
        form.caller(),
        community(form),
        fund(form),
        form.body("limitFund", body, Funds.Limits.class));
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/funds/" + fund(form), "fund_limited");
  }

  private Page close(Form form, Tx tx) {
    ObjectNode body = Typing.body();
    form.filled("closeReason").ifPresent(reason -> body.put("reason", reason));
    funds.close(
        tx,
        form.caller(),
        community(form),
        fund(form),
        form.body("closeFund", body, FundRoutes.Reason.class).reason());
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/funds/" + fund(form), "fund_closed");
  }

  private Page sheet(Form form, Tx tx, boolean workbook) {
    Rights.read(form.caller(), community(form));
    FiscalYear year = year(form, tx);
    List<FundFigures.Line> lines =
        FundFigures.of(tx, community(form), funds.list(tx, community(form), null, MOST), year);
    Sheet sheet = FundSheet.of(lines, year, words);
    String name = "funds-" + year.year();
    return workbook
        ? new Page.File(Sheet.XLSX_TYPE, name + ".xlsx", sheet.xlsx())
        : new Page.File(Sheet.CSV_TYPE, name + ".csv", sheet.csv());
  }

  private static FiscalYear year(Form form, Tx tx) {
    return FiscalYear.asked(form.filled("year"), Days.of(tx.now()));
  }

  private Page list(Form form, Tx tx, Typed typed) {
    CommunityId community = community(form);
    Rights.readFunds(form.caller(), community);
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    FiscalYear year = year(form, tx);
    List<FundFigures.Line> lines =
        FundFigures.of(tx, community, funds.list(tx, community, null, MOST), year);
    Map<String, String> years = new LinkedHashMap<>();
    int now = FiscalYear.of(Days.of(tx.now())).year();
    for (int y = now; y > now - YEARS_BACK; y--) {
      years.put(Integer.toString(y), new FiscalYear(y).words(lang));
    }
    String at = form.base() + "/communities/" + community + "/funds";
    List<FundFigures.BySource> sources = FundFigures.bySource(lines);
    Map<String, String> kinds = new LinkedHashMap<>();
    Arrays.stream(Fund.Source.values())
        .forEach(source -> kinds.put(source.name(), source(source, lang)));
    boolean figures = form.caller().coordinates(community) || form.caller().audits(community);
    return Page.show(
        "funds",
        new FundsView(
            community,
            Naming.community(tx, community, lang),
            figures,
            Typed.stored(Map.of("year", year.year())).choice("year", years),
            year.words(lang),
            at + ".csv?year=" + year.year(),
            at + ".xlsx?year=" + year.year(),
            !lines.isEmpty(),
            lines.stream().map(line -> row(line, at, lang, said)).toList(),
            sources.size() > 1,
            sources.stream().map(s -> row(s, lang, said)).toList(),
            form.caller().settles(community),
            typed.field("name"),
            typed.field("budgetLine"),
            typed.choice("source", kinds),
            typed.field("sourceName"),
            typed.choice("unit", units(tx, community, lang)),
            typed.field("limit"),
            typed.field("softLimit"),
            typed.field("from"),
            typed.field("to"),
            typed.hasErrors(),
            typed.errors()));
  }

  private Page stored(Form form, Tx tx) {
    Fund fund = funds.find(tx, community(form), fund(form)).orElseThrow(Refusal::notFound);
    Map<String, Object> stored = new LinkedHashMap<>();
    if (fund.limit() != null) stored.put("limit", fund.limit());
    if (fund.softLimit() != null) stored.put("softLimit", fund.softLimit());
    return one(form, tx, Typed.stored(stored));
  }

  private Page one(Form form, Tx tx, Typed typed) {
    CommunityId community = community(form);
    Rights.read(form.caller(), community);
    Lang lang = form.lang();
    Said said = new Said(tx, words, lang);
    Fund fund = funds.find(tx, community, fund(form)).orElseThrow(Refusal::notFound);
    List<Funds.Decision> decisions = funds.decisions(tx, fund.id());
    Map<UUID, String> names = FundRoutes.deciders(tx, decisions);
    List<FundFigures.Line> lines =
        FundFigures.of(tx, community, List.of(fund), FiscalYear.of(Days.of(tx.now())));
    String at = form.base() + "/communities/" + community + "/funds";
    String promised = said.amount(fund.unit(), fund.promised());
    return Page.show(
        "fund",
        new FundView(
            community,
            fund.id(),
            fund.name(),
            lines.stream().map(line -> row(line, at, lang, said)).toList(),
            decisions.stream().map(d -> decided(d, fund, names, lang, said)).toList(),
            fund.promised() == 0
                ? ""
                : words.say(lang, "funds.standing", Map.of("amount", promised)),
            form.caller().settles(community) && fund.closedAt() == null,
            decisions.getFirst().limit() != null || !isForAnything(tx, fund),
            typed.field("limit"),
            typed.field("softLimit"),
            typed.field("reason"),
            typed.field("closeReason"),
            typed.hasErrors(),
            typed.errors()));
  }

  private boolean isForAnything(Tx tx, Fund fund) {
    return funds.gives(tx, fund.id(), "MEAL") && funds.gives(tx, fund.id(), "JPY");
  }

  private Decided decided(
      Funds.Decision d, Fund fund, Map<UUID, String> names, Lang lang, Said said) {
    PersonId by = d.decidedBy();
    String limits =
        words.say(
            lang,
            "funds.decided." + d.deed(),
            Map.of(
                "limit", limit(d.limit(), fund.unit(), lang, said),
                "soft", limit(d.softLimit(), fund.unit(), lang, said)));
    return new Decided(
        said.day(d.decidedAt()),
        limits,
        d.reason(),
        by == null ? "" : names.getOrDefault(by.value(), ""));
  }

  private String limit(@Nullable Long limit, String unit, Lang lang, Said said) {
    return limit == null ? words.say(lang, "funds.no_limit") : said.amount(unit, limit);
  }

  private Row row(FundFigures.Line l, String at, Lang lang, Said said) {
    Fund fund = l.fund();
    Long left = l.left();
    String unit = l.unit();
    String limit = limit(l.limit(), unit, lang, said);
    String promised = said.amount(unit, l.promised());
    String earned = said.amount(unit, l.earned());
    String paid = said.amount(unit, l.paid());
    String spare = left == null ? "–" : said.amount(unit, left);
    boolean closed = fund.closedAt() != null;
    boolean soft = l.softLimit() != null && l.used() > l.softLimit();
    return new Row(
        at + "/" + fund.id(),
        fund.name(),
        fund.budgetLine(),
        source(fund.source(), fund.sourceName(), lang),
        said.unit(unit),
        limit,
        promised,
        earned,
        paid,
        spare,
        said.amount(unit, l.earnedInYear()),
        days(fund.from(), said)
            + (fund.from() == null && fund.to() == null ? "" : "–")
            + days(fund.to(), said),
        bar(
            l,
            words.say(
                lang,
                "funds.bar",
                Map.of(
                    "name",
                    fund.name(),
                    "limit",
                    limit,
                    "promised",
                    promised,
                    "earned",
                    earned,
                    "paid",
                    paid,
                    "left",
                    spare))),
        left != null && left <= 0
            ? words.say(lang, "funds.nothing_left")
            : soft ? words.say(lang, "funds.soft_passed") : "",
        closed);
  }

  private static Bar bar(FundFigures.Line l, String said) {
    long whole = Math.max(Objects.requireNonNullElse(l.limit(), l.used()), 1);
    double paid = percent(l.paid(), whole);
    double earned = percent(l.earned(), whole);
    double promised = percent(l.promised(), whole);
    Long soft = l.limit() == null ? null : l.softLimit();
    return new Bar(
        number(paid),
        number(paid),
        number(earned),
        number(paid + earned),
        number(promised),
        soft == null ? "" : number(percent(soft, whole)),
        said);
  }

  private static double percent(long part, long whole) {
    return Math.clamp(100.0 * part / whole, 0, 100);
  }

  private static String number(double percent) {
    return String.format(Locale.ROOT, "%.2f%%", Math.min(percent, 100));
  }

  private SourceRow row(FundFigures.BySource s, Lang lang, Said said) {
    return new SourceRow(
        source(s.source(), s.name(), lang) + "　" + said.unit(s.unit()),
        limit(s.limit(), s.unit(), lang, said),
        said.amount(s.unit(), s.promised()),
        said.amount(s.unit(), s.earned()),
        said.amount(s.unit(), s.paid()),
        said.amount(s.unit(), s.earnedInYear()));
  }

  private String source(Fund.Source source, Lang lang) {
    return words.say(lang, "funds.source." + source);
  }

  private String source(Fund.Source source, String name, Lang lang) {
    return name.isEmpty() ? source(source, lang) : source(source, lang) + " " + name;
  }

  private static String days(@Nullable LocalDate day, Said said) {
    return day == null ? "" : said.day(day);
  }

  private Map<String, String> units(Tx tx, CommunityId community, Lang lang) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("JPY", words.say(lang, "thanks.cash"));
    labels.put("MEAL", words.say(lang, "thanks.meal"));
    List<Units.Item> items = new ArrayList<>(Units.items(tx, community, "", MOST));
    for (Units.Item item : items) labels.put(item.unit(), lang.isEnglish() ? item.en() : item.ja());
    return labels;
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("id"));
  }

  private static FundId fund(Form form) {
    return new FundId(form.id("fund"));
  }
}
