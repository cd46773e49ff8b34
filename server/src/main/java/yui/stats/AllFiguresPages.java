package yui.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

/** The administrator's year over all communities: sums, a row a community, no single person. */
public final class AllFiguresPages {
  private static final String PATH = "/admin/figures";
  private static final int YEARS_BACK = 5;

  record OfCommunity(CommunityId id, String name, List<String> cells) {}

  record View(
      Typed.Choice year,
      String yearWords,
      boolean hasAnything,
      List<FiguresPages.Tile> tiles,
      List<Chart> charts,
      List<String> headings,
      List<OfCommunity> communities,
      List<FiguresPages.Row> months,
      FiguresPages.Row total,
      String csvHref,
      String xlsxHref) {}

  private final Communities communities;
  private final Words words;

  public AllFiguresPages(Communities communities, Words words) {
    this.communities = communities;
    this.words = words;
  }

  public void bind(Pages pages) {
    pages.getStale(PATH, this::show);
    pages.getStale(PATH + ".csv", (form, tx) -> file(form, tx, "csv", Sheet.CSV_TYPE, Sheet::csv));
    pages.getStale(
        PATH + ".xlsx", (form, tx) -> file(form, tx, "xlsx", Sheet.XLSX_TYPE, Sheet::xlsx));
    pages.atLength("GET " + PATH + ".csv", "figures");
    pages.atLength("GET " + PATH + ".xlsx", "figures");
  }

  private static AllFigures read(Form form, Tx tx) {
    form.caller().known();
    FiscalYear year = FiscalYear.asked(form.filled("year"), Days.of(tx.now()));
    return Counting.readAll(tx, form.caller(), year);
  }

  private Page file(
      Form form, Tx tx, String extension, String type, Function<Sheet, byte[]> written) {
    AllFigures figures = read(form, tx);
    return new Page.File(
        type,
        "figures-all-" + figures.year() + "." + extension,
        written.apply(FiguresSheet.of(figures, communities.all(tx), words)));
  }

  private Page show(Form form, Tx tx) {
    Lang lang = form.lang();
    AllFigures figures = read(form, tx);
    FiscalYear year = new FiscalYear(figures.year());
    Said said = new Said(tx, words, lang);
    Map<String, String> years = new LinkedHashMap<>();
    int now = FiscalYear.of(Days.of(tx.now())).year();
    for (int y = now; y > now - YEARS_BACK; y--) {
      years.put(Integer.toString(y), new FiscalYear(y).words(lang));
    }
    years.putIfAbsent(Integer.toString(year.year()), year.words(lang));
    List<OfCommunity> lines = new ArrayList<>();
    for (Community community : communities.all(tx)) {
      AllFigures.Line line = figures.communities().get(community.id().value());
      if (line == null) continue;
      lines.add(new OfCommunity(community.id(), community.name(lang), cells(line, said, lang)));
    }
    String at = form.base() + PATH;
    return Page.show(
        "admin_figures",
        new View(
            Typed.stored(Map.of("year", year.year())).choice("year", years),
            year.words(lang),
            !lines.isEmpty(),
            tiles(figures.total(), said, lang),
            Stream.of(
                    chart("came", "times", "people", figures, lang),
                    chart("filled", "places", "taken", figures, lang),
                    chart("money", "cash", "travel", figures, lang))
                .filter(chart -> !chart.columns().isEmpty())
                .toList(),
            FiguresSheet.COLUMNS.stream().map(column -> say(lang, column)).toList(),
            lines,
            figures.months().stream()
                .map(
                    m ->
                        new FiguresPages.Row(
                            FiscalYear.month(m.month(), lang), cells(m.line(), said, lang)))
                .toList(),
            new FiguresPages.Row(year.words(lang), cells(figures.total(), said, lang)),
            at + ".csv?year=" + year.year(),
            at + ".xlsx?year=" + year.year()));
  }

  private List<FiguresPages.Tile> tiles(AllFigures.Line total, Said said, Lang lang) {
    List<String> cells = cells(total, said, lang);
    return List.of("people", "times", "first_timers", "hours", "tasks", "cash").stream()
        .map(
            column ->
                new FiguresPages.Tile(
                    cells.get(FiguresSheet.COLUMNS.indexOf(column)), say(lang, column)))
        .toList();
  }

  private List<String> cells(AllFigures.Line line, Said said, Lang lang) {
    List<String> cells = new ArrayList<>();
    List<@Nullable Long> values = FiguresSheet.values(line);
    for (int i = 0; i < values.size(); i++) {
      Long value = values.get(i);
      String column = FiguresSheet.COLUMNS.get(i);
      boolean isYen = column.equals("cash") || column.equals("travel");
      if (value == null) cells.add(say(lang, "few"));
      else cells.add(isYen ? said.amount("JPY", value) : Spoken.number(value));
    }
    return cells;
  }

  /** What is not told is no column. */
  private Chart chart(String id, String first, String second, AllFigures figures, Lang lang) {
    return Chart.of(
        id,
        say(lang, "chart." + id),
        say(lang, first),
        say(lang, second),
        figures.months().stream().map(m -> Integer.toString(m.month().getMonthValue())).toList(),
        column(figures, first),
        column(figures, second),
        n -> Chart.brief(n, lang));
  }

  private static List<Long> column(AllFigures figures, String name) {
    int at = FiguresSheet.COLUMNS.indexOf(name);
    List<Long> column = new ArrayList<>();
    for (AllFigures.Month month : figures.months()) {
      Long value = FiguresSheet.values(month.line()).get(at);
      column.add(value == null ? 0 : value);
    }
    return column;
  }

  private String say(Lang lang, String key) {
    return words.say(lang, "figures." + key);
  }
}
