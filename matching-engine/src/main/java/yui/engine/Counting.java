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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.BytesRef;

/** Counts for facets, one found task after another. */
final class Counting {
  private final List<DayRange> asked;
  private final int[] periods;
  private final Map<UUID, Integer> communities = new HashMap<>();
  private final Map<String, Integer> spots = new HashMap<>();
  private final Map<YearMonth, Integer> months = new HashMap<>();
  private final Map<LocalDate, Integer> days = new HashMap<>();
  private final Map<Thanks, Integer> thanks = new HashMap<>();
  private final Map<String, Integer> skills = new HashMap<>();
  private SortedDocValues spot = DocValues.emptySorted();
  private NumericDocValues travel = DocValues.emptyNumeric();
  private int travelPaid;

  Counting(List<DayRange> asked) {
    this.asked = asked;
    this.periods = new int[asked.size()];
  }

  void enter(LeafReader leaf) throws IOException {
    spot = DocValues.getSorted(leaf, Texts.FIRST_SPOT);
    travel = DocValues.getNumeric(leaf, Documents.TRAVEL);
  }

  void count(int doc, TaskSide task) throws IOException {
    communities.merge(task.community, 1, Integer::sum);
    if (spot.advanceExact(doc)) {
      spots.merge(spot.lookupOrd(spot.ordValue()).utf8ToString(), 1, Integer::sum);
    }
    if (travel.advanceExact(doc)) {
      travelPaid++;
    }
    RowFormat.kinds(task.thanks).forEach(kind -> thanks.merge(kind, 1, Integer::sum));
    for (BytesRef skill : task.skillCodes()) {
      skills.merge(skill.utf8ToString(), 1, Integer::sum);
    }
    countDays(toCome(task));
  }

  Facets facets() {
    return new Facets(
        ordered(communities, byCount(Best.BY_ID)),
        ordered(spots, byCount(Comparator.<String>naturalOrder())),
        ordered(months, Map.Entry.comparingByKey()),
        ordered(days, Map.Entry.comparingByKey()),
        IntStream.of(periods).boxed().toList(),
        ordered(thanks, byCount(Comparator.<Thanks>naturalOrder())),
        ordered(skills, byCount(Comparator.<String>naturalOrder())),
        travelPaid);
  }

  private static Set<Long> toCome(TaskSide task) {
    long today = HalfDays.epochDay(task.todayHalfDay);
    Set<Long> toCome = new HashSet<>();
    for (int h : task.halfDays) {
      if (HalfDays.epochDay(h) >= today) {
        toCome.add(HalfDays.epochDay(h));
      }
    }
    return toCome;
  }

  private void countDays(Set<Long> toCome) {
    Set<LocalDate> dates = toCome.stream().map(LocalDate::ofEpochDay).collect(Collectors.toSet());
    dates.forEach(date -> days.merge(date, 1, Integer::sum));
    dates.stream()
        .map(YearMonth::from)
        .distinct()
        .forEach(month -> months.merge(month, 1, Integer::sum));
    for (int i = 0; i < periods.length; i++) {
      periods[i] += toCome.stream().anyMatch(asked.get(i)::holds) ? 1 : 0;
    }
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
