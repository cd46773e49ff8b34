package yui.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.communities.Community;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.ledger.Said;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Sheet;
import yui.web.Typed;
import yui.web.Words;

/** A community's year as pictures, with the tables beneath, for paper and spreadsheets too. */
public final class FiguresPages {
  private static final int YEARS_BACK = 5;

  record Tile(String number, String label) {}

  record Row(String name, List<String> cells) {}

  record GroupRow(String name, String tasks, String people, String times) {}

  record View(
      CommunityId communityId,
      String community,
      Typed.Choice year,
      String yearWords,
      boolean hasAnything,
      List<Tile> tiles,
      List<Chart> charts,
      List<String> headings,
      List<Row> months,
      Row total,
      boolean hasGroups,
      List<GroupRow> groups,
      String goods,
      String csvHref,
      String xlsxHref) {}

  private final Communities communities;
  private final Words words;

  public FiguresPages(Communities communities, Words words) {
    this.communities = communities;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.getStale("/communities/:cid/figures", this::show);
    pages.getStale(
        "/communities/:cid/figures.csv",
        (form, tx) -> file(form, tx, "csv", Sheet.CSV_TYPE, Sheet::csv));
    pages.getStale(
        "/communities/:cid/figures.xlsx",
        (form, tx) -> file(form, tx, "xlsx", Sheet.XLSX_TYPE, Sheet::xlsx));
    pages.atLength("GET /communities/:cid/figures.csv", "figures");
    pages.atLength("GET /communities/:cid/figures.xlsx", "figures");
  }

  private Page file(
      Form form, Tx tx, String extension, String type, Function<Sheet, byte[]> written) {
    Figures figures = read(form, tx);
    return new Page.File(
        type,
        "figures-" + figures.year() + "." + extension,
        written.apply(FiguresSheet.of(figures, words)));
  }

  private Figures read(Form form, Tx tx) {
    CommunityId community = new CommunityId(form.id("cid"));
    FiscalYear year = FiscalYear.asked(form.filled("year"), Days.of(tx.now()));
    return Counting.read(tx, form.caller(), community, year);
  }

  private Page show(Form form, Tx tx) {
    Lang lang = form.lang();
    Figures figures = read(form, tx);
    CommunityId id = new CommunityId(form.id("cid"));
    Community community = communities.get(tx, id);
    FiscalYear year = new FiscalYear(figures.year());
    Said said = new Said(tx, words, lang);
    Map<String, String> years = new LinkedHashMap<>();
    int now = FiscalYear.of(Days.of(tx.now())).year();
    for (int y = now; y > now - YEARS_BACK; y--) {
      years.put(Integer.toString(y), new FiscalYear(y).words(lang));
    }
    years.putIfAbsent(Integer.toString(year.year()), year.words(lang));
    String at = form.base() + "/communities/" + id + "/figures";
    List<String> headings = FiguresSheet.COLUMNS.stream().map(column -> say(lang, column)).toList();
    return Page.show(
        "figures",
        new View(
            id,
            community.name(lang),
            Typed.stored(Map.of("year", year.year())).choice("year", years),
            year.words(lang),
            FiguresSheet.values(figures.total()).stream().anyMatch(n -> n != 0),
            tiles(figures.total(), lang, said),
            charts(figures, lang),
            headings,
            figures.months().stream()
                .map(m -> row(FiscalYear.month(m.month(), lang), m.counts(), said))
                .toList(),
            row(year.words(lang), figures.total(), said),
            !figures.groups().isEmpty(),
            figures.groups().stream()
                .map(
                    g ->
                        new GroupRow(
                            g.name(),
                            Spoken.number(g.tasks()),
                            Spoken.number(g.people()),
                            Spoken.number(g.times())))
                .toList(),
            figures.goods().stream()
                .map(g -> said.amount(g.unit(), g.amount()))
                .collect(Collectors.joining(lang.isEnglish() ? ", " : "、")),
            at + ".csv?year=" + year.year(),
            at + ".xlsx?year=" + year.year()));
  }

  private List<Tile> tiles(Figures.Counts total, Lang lang, Said said) {
    return List.of(
        new Tile(Spoken.number(total.people()), say(lang, "people")),
        new Tile(Spoken.number(total.times()), say(lang, "times")),
        new Tile(Spoken.number(total.firstTimers()), say(lang, "first_timers")),
        new Tile(Spoken.number(total.hours()), say(lang, "hours")),
        new Tile(Spoken.number(total.tasks()), say(lang, "tasks")),
        new Tile(said.amount("JPY", total.cashYen() + total.travelYen()), say(lang, "money")));
  }

  private List<Chart> charts(Figures figures, Lang lang) {
    List<String> names =
        figures.months().stream().map(m -> Integer.toString(m.month().getMonthValue())).toList();
    return List.of(
        chart("came", "times", "people", names, figures, lang),
        chart("filled", "places", "taken", names, figures, lang),
        chart("money", "cash", "travel", names, figures, lang));
  }

  private Chart chart(
      String id, String first, String second, List<String> names, Figures figures, Lang lang) {
    return Chart.of(
        id,
        say(lang, "chart." + id),
        say(lang, first),
        say(lang, second),
        names,
        column(figures, first),
        column(figures, second),
        n -> Chart.brief(n, lang));
  }

  private static List<Long> column(Figures figures, String name) {
    int at = FiguresSheet.COLUMNS.indexOf(name);
    List<Long> column = new ArrayList<>();
    for (Figures.Month month : figures.months()) {
      column.add(FiguresSheet.values(month.counts()).get(at));
    }
    return column;
  }

  private static Row row(String name, Figures.Counts counts, Said said) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < FiguresSheet.COLUMNS.size(); i++) {
      String column = FiguresSheet.COLUMNS.get(i);
      long value = FiguresSheet.values(counts).get(i);
      boolean isYen = column.equals("cash") || column.equals("travel");
      cells.add(isYen ? said.amount("JPY", value) : Spoken.number(value));
    }
    return new Row(name, cells);
  }

  private String say(Lang lang, String key) {
    return words.say(lang, "figures." + key);
  }
}
