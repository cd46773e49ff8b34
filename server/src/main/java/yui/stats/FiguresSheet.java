package yui.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.web.Sheet;
import yui.web.Words;

/** The year's figures for a spreadsheet: a line a month, the year last. */
final class FiguresSheet {
  /** What is counted, in the order of the tables. */
  static final List<String> COLUMNS =
      List.of(
          "tasks",
          "places",
          "taken",
          "applications",
          "people",
          "times",
          "first_timers",
          "hours",
          "cash",
          "travel",
          "meals",
          "needs",
          "solved");

  private FiguresSheet() {}

  static Sheet of(Figures figures, Words words) {
    List<String> headings = new ArrayList<>(List.of(words.say(Lang.JA, "figures.month")));
    for (String column : COLUMNS) headings.add(words.say(Lang.JA, "figures." + column));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Figures.Month month : figures.months()) {
      rows.add(row(FiscalYear.month(month.month(), Lang.JA), month.counts()));
    }
    rows.add(row(new FiscalYear(figures.year()).words(Lang.JA), figures.total()));
    return new Sheet("実績", headings, rows);
  }

  /** In the order of {@link #COLUMNS}. */
  static List<Long> values(Figures.Counts c) {
    return List.of(
        c.tasks(),
        c.places(),
        c.taken(),
        c.applications(),
        c.people(),
        c.times(),
        c.firstTimers(),
        c.hours(),
        c.cashYen(),
        c.travelYen(),
        c.meals(),
        c.needs(),
        c.solved());
  }

  private static List<@Nullable Object> row(String name, Figures.Counts counts) {
    Object[] cells = new Object[COLUMNS.size() + 1];
    cells[0] = name;
    for (int i = 0; i < COLUMNS.size(); i++) cells[i + 1] = values(counts).get(i);
    return Arrays.asList(cells);
  }
}
