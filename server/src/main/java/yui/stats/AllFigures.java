package yui.stats;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fiscal year over all communities. Where fewer than five people came, nothing is told of what
 * they did or got; and where that leaves one line to be found by subtracting the others from the
 * sum, the next smallest line is not told either.
 *
 * @param months April to March, all communities together
 * @param communities each community's year
 */
record AllFigures(int year, List<Month> months, Line total, Map<UUID, Line> communities) {
  private static final int FEW = 5;

  /** What tells of no single person. */
  record Work(long tasks, long places, long taken, long applications, long needs, long solved) {}

  /** What people did and got. */
  record Came(
      long people,
      long times,
      long firstTimers,
      long hours,
      long cashYen,
      long travelYen,
      long meals) {}

  /**
   * @param came null where so few came that it would tell of single persons
   */
  record Line(Work work, @Nullable Came came) {}

  record Month(YearMonth month, Line line) {}

  static AllFigures of(
      int year,
      List<Figures.Month> months,
      Figures.Counts total,
      Map<UUID, Figures.Counts> communities) {
    List<UUID> ids = new ArrayList<>(communities.keySet());
    List<Figures.Counts> years = ids.stream().map(communities::get).toList();
    Set<Integer> shyYears = untold(years);
    Map<UUID, Line> lines = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      lines.put(ids.get(i), line(years.get(i), shyYears.contains(i)));
    }
    Set<Integer> shyMonths = untold(months.stream().map(Figures.Month::counts).toList());
    List<Month> told = new ArrayList<>();
    for (int i = 0; i < months.size(); i++) {
      Figures.Month month = months.get(i);
      told.add(new Month(month.month(), line(month.counts(), shyMonths.contains(i))));
    }
    boolean alone = shyYears.size() == 1 || shyMonths.size() == 1;
    return new AllFigures(year, told, line(total, isFew(total) || alone), lines);
  }

  private static boolean isFew(Figures.Counts counts) {
    return counts.people() < FEW && (counts.people() > 0 || counts.cashYen() != 0);
  }

  /** Which lines are not told; one alone only where there is no other to hide it. */
  private static Set<Integer> untold(List<Figures.Counts> lines) {
    Set<Integer> untold = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) if (isFew(lines.get(i))) untold.add(i);
    if (untold.size() != 1) return untold;
    IntStream.range(0, lines.size())
        .filter(i -> !untold.contains(i) && lines.get(i).people() > 0)
        .boxed()
        .min(Comparator.comparingLong(i -> lines.get(i).people()))
        .ifPresent(untold::add);
    return untold;
  }

  private static Line line(Figures.Counts c, boolean untold) {
    return new Line(
        new Work(c.tasks(), c.places(), c.taken(), c.applications(), c.needs(), c.solved()),
        untold
            ? null
            : new Came(
                c.people(),
                c.times(),
                c.firstTimers(),
                c.hours(),
                c.cashYen(),
                c.travelYen(),
                c.meals()));
  }
}
