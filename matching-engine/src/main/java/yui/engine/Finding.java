package yui.engine;

import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/** Counts what a search finds and keeps one page of it. */
final class Finding extends SimpleCollector {
  private final TaskSearch search;
  private final TaskSort sort;
  private final @Nullable Mesh near;
  private final @Nullable Cursor after;
  private final Best<Found.Hit> page;
  private final Map<UUID, Integer> communities = new HashMap<>();
  private final Map<YearMonth, Integer> months = new HashMap<>();
  private final Map<LocalDate, Integer> days = new HashMap<>();
  private final Map<Thanks, Integer> thanks = new HashMap<>();
  private final Map<String, Integer> skills = new HashMap<>();
  private BinaryDocValues rows = DocValues.emptyBinary();
  private @Nullable Scorable scorer;
  private int total;
  private int behindCursor;

  Finding(TaskSearch search) {
    this.search = search;
    boolean wordless = search.q() == null || search.q().isBlank();
    this.sort = search.sort() == TaskSort.RELEVANCE && wordless ? TaskSort.DATE : search.sort();
    Place centre = search.near();
    this.near = centre == null ? null : centre.mesh();
    String cursor = search.cursor();
    this.after = cursor == null ? null : Cursor.parse(cursor, sort);
    this.page = new Best<>(search.limit());
  }

  @Override
  public ScoreMode scoreMode() {
    return sort == TaskSort.RELEVANCE ? ScoreMode.COMPLETE : ScoreMode.COMPLETE_NO_SCORES;
  }

  @Override
  public void setScorer(Scorable scorer) {
    this.scorer = scorer;
  }

  @Override
  protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
    rows = DocValues.getBinary(leaf.reader(), Documents.ROW);
  }

  @Override
  public void collect(int doc) throws IOException {
    if (!rows.advanceExact(doc)) {
      throw new IllegalStateException("document without a row");
    }
    TaskSide task = TaskSide.decode(rows.binaryValue(), search.asOf());
    Double km = near == null || task.mesh == null ? null : near.km(task.mesh);
    Double within = search.withinKm();
    if (within != null && (km == null || km > within)) {
      return;
    }
    total++;
    count(task);
    double key = key(task, km);
    if (after == null || Best.compare(key, task.id, after.key(), after.id()) > 0) {
      behindCursor++;
      page.offer(key, task.id, new Found.Hit(task.id, km));
    }
  }

  Found found() {
    List<Best.Entry<Found.Hit>> entries = page.inOrder();
    String next = null;
    if (behindCursor > entries.size()) {
      Best.Entry<Found.Hit> last = entries.getLast();
      next = new Cursor(sort, last.key(), last.id()).print();
    }
    Facets facets =
        new Facets(
            ordered(communities, byCount(Best.BY_ID)),
            ordered(months, Map.Entry.comparingByKey()),
            ordered(days, Map.Entry.comparingByKey()),
            ordered(thanks, byCount(Comparator.<Thanks>naturalOrder())),
            ordered(skills, byCount(Comparator.<String>naturalOrder())));
    return new Found(entries.stream().map(Best.Entry::thing).toList(), total, facets, next);
  }

  /** Larger stands first. */
  private double key(TaskSide task, @Nullable Double km) throws IOException {
    return switch (sort) {
      case RELEVANCE -> scorer == null ? 0 : scorer.score();
      case DATE -> -(double) task.nextMs;
      case NEWEST -> task.createdMs;
      case DISTANCE -> km == null ? Double.NEGATIVE_INFINITY : -km;
    };
  }

  private void count(TaskSide task) {
    communities.merge(task.community, 1, Integer::sum);
    RowFormat.kinds(task.thanks).forEach(kind -> thanks.merge(kind, 1, Integer::sum));
    for (String skill : task.skillCodes()) {
      skills.merge(skill, 1, Integer::sum);
    }
    Set<LocalDate> itsDays = new HashSet<>();
    Set<YearMonth> itsMonths = new HashSet<>();
    long today = HalfDays.epochDay(task.todayHalfDay);
    for (int h : task.halfDays) {
      if (HalfDays.epochDay(h) >= today) {
        itsDays.add(HalfDays.date(h));
        itsMonths.add(YearMonth.from(HalfDays.date(h)));
      }
    }
    itsDays.forEach(day -> days.merge(day, 1, Integer::sum));
    itsMonths.forEach(month -> months.merge(month, 1, Integer::sum));
  }

  private static <K> Comparator<Map.Entry<K, Integer>> byCount(Comparator<K> thenBy) {
    return Map.Entry.<K, Integer>comparingByValue(Comparator.reverseOrder())
        .thenComparing(Map.Entry.comparingByKey(thenBy));
  }

  private static <K> Map<K, Integer> ordered(
      Map<K, Integer> counts, Comparator<Map.Entry<K, Integer>> order) {
    Map<K, Integer> ordered = new LinkedHashMap<>();
    counts.entrySet().stream().sorted(order).forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return Collections.unmodifiableMap(ordered);
  }
}
