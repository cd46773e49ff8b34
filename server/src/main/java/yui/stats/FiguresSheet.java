package yui.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.communities.Community;
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

  /** A line a community, then each month of all, the year last. */
  static Sheet of(AllFigures figures, List<Community> communities, Words words) {
    List<String> headings = new ArrayList<>(List.of(words.say(Lang.JA, "figures.of")));
    for (String column : COLUMNS) headings.add(words.say(Lang.JA, "figures." + column));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    String few = words.say(Lang.JA, "figures.few");
    for (Community community : communities) {
      AllFigures.Line line = figures.communities().get(community.id().value());
      if (line != null) rows.add(row(community.name(Lang.JA), values(line), few));
    }
    for (AllFigures.Month month : figures.months()) {
      rows.add(row(FiscalYear.month(month.month(), Lang.JA), values(month.line()), few));
    }
    rows.add(row(new FiscalYear(figures.year()).words(Lang.JA), values(figures.total()), few));
    return new Sheet("実績", headings, rows);
  }

  /** In the order of {@link #COLUMNS}; null what is not told. */
  static List<@Nullable Long> values(AllFigures.Line line) {
    AllFigures.Work work = line.work();
    AllFigures.Came came = line.came();
    return Arrays.asList(
        work.tasks(),
        work.places(),
        work.taken(),
        work.applications(),
        came == null ? null : came.people(),
        came == null ? null : came.times(),
        came == null ? null : came.firstTimers(),
        came == null ? null : came.hours(),
        came == null ? null : came.cashYen(),
        came == null ? null : came.travelYen(),
        came == null ? null : came.meals(),
        work.needs(),
        work.solved());
  }

  private static List<@Nullable Object> row(String name, List<@Nullable Long> values, String few) {
    List<@Nullable Object> cells = new ArrayList<>(List.of(name));
    for (Long value : values) cells.add(value == null ? few : value);
    return cells;
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
