package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import yui.engine.DayRange;
import yui.engine.Facets;
import yui.engine.HalfDays;
import yui.engine.Thanks;
import yui.engine.Unanswered;

/** Counts of all that is found, made by the cluster. */
final class FacetCounts {
  private static final int MOST_SPOTS = 40_000;
  private static final int MOST = 5_000;

  private final List<DayRange> periods;
  private final LocalDate today;

  FacetCounts(List<DayRange> periods, Instant asOf) {
    this.periods = periods;
    this.today = HalfDays.date(HalfDays.at(asOf));
  }

  Map<String, Object> asked() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("total", Map.of("filter", Clauses.all()));
    counts.put("communities", terms("community", MOST));
    counts.put("spots", terms("first_spot", MOST_SPOTS));
    counts.put("skills", terms("skill", MOST));
    counts.put("thanks", terms("offers", Thanks.values().length + 1));
    counts.put("days", terms("day", MOST));
    counts.put("months", terms("month", MOST));
    counts.put(
        "rest_of_month",
        Map.of("filter", days(new DayRange(today, YearMonth.from(today).atEndOfMonth()))));
    counts.put("travel", Map.of("filter", Clauses.term("travel_paid", true)));
    for (int i = 0; i < periods.size(); i++) {
      counts.put("period-" + i, Map.of("filter", toCome(periods.get(i))));
    }
    return counts;
  }

  private static Map<String, Object> terms(String field, int most) {
    return Map.of("terms", Map.of("field", field, "size", most));
  }

  private Map<String, Object> toCome(DayRange period) {
    LocalDate from = period.from();
    LocalDate to = period.to();
    LocalDate first = from == null || from.isBefore(today) ? today : from;
    return to != null && to.isBefore(first) ? Clauses.none() : days(new DayRange(first, to));
  }

  private static Map<String, Object> days(DayRange days) {
    Map<String, Object> ends = new LinkedHashMap<>();
    LocalDate from = days.from();
    LocalDate to = days.to();
    if (from != null) ends.put("gte", SearchQuestion.dayNumber(from));
    if (to != null) ends.put("lte", SearchQuestion.dayNumber(to));
    return Clauses.range("day", ends);
  }

  int total(JsonNode counts) {
    return counts.path("total").path("doc_count").asInt();
  }

  Facets facets(JsonNode counts) {
    Map<LocalDate, Integer> days = new LinkedHashMap<>();
    buckets(counts, "days", key -> LocalDate.ofEpochDay(Long.parseLong(key)))
        .forEach((day, count) -> putUnless(day.isBefore(today), days, day, count));
    YearMonth month = YearMonth.from(today);
    Map<YearMonth, Integer> months = new LinkedHashMap<>();
    int rest = counts.path("rest_of_month").path("doc_count").asInt();
    putUnless(rest == 0, months, month, rest);
    buckets(counts, "months", FacetCounts::month)
        .forEach((some, count) -> putUnless(!some.isAfter(month), months, some, count));
    Map<Thanks, Integer> thanks = new LinkedHashMap<>();
    buckets(counts, "thanks", key -> key)
        .forEach(
            (kind, count) -> {
              if (!kind.equals(TaskDocument.NO_THANKS)) thanks.put(Thanks.valueOf(kind), count);
            });
    List<Integer> inPeriods = new ArrayList<>();
    for (int i = 0; i < periods.size(); i++) {
      inPeriods.add(counts.path("period-" + i).path("doc_count").asInt());
    }
    return new Facets(
        ordered(
            buckets(counts, "communities", UUID::fromString),
            byCount(Comparator.comparing(UUID::toString))),
        ordered(buckets(counts, "spots", key -> key), byCount(Comparator.<String>naturalOrder())),
        ordered(months, Map.Entry.comparingByKey()),
        ordered(days, Map.Entry.comparingByKey()),
        List.copyOf(inPeriods),
        ordered(thanks, byCount(Comparator.<Thanks>naturalOrder())),
        ordered(buckets(counts, "skills", key -> key), byCount(Comparator.<String>naturalOrder())),
        counts.path("travel").path("doc_count").asInt());
  }

  private static YearMonth month(String key) {
    int number = Integer.parseInt(key);
    return YearMonth.of(Math.floorDiv(number, 12), Math.floorMod(number, 12) + 1);
  }

  private static <K> void putUnless(boolean past, Map<K, Integer> counts, K key, int count) {
    if (!past) counts.put(key, count);
  }

  private static <K> Map<K, Integer> buckets(
      JsonNode counts, String name, Function<String, K> read) {
    JsonNode counted = counts.path(name);
    if (counted.path("sum_other_doc_count").asLong() > 0) {
      throw new Unanswered("there are too many " + name + " to count", null);
    }
    Map<K, Integer> buckets = new LinkedHashMap<>();
    for (JsonNode bucket : counted.path("buckets")) {
      buckets.put(read.apply(bucket.path("key").asText()), bucket.path("doc_count").asInt());
    }
    return buckets;
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
