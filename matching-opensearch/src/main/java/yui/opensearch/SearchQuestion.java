package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.engine.Cursor;
import yui.engine.DayRange;
import yui.engine.Direction;
import yui.engine.Facets;
import yui.engine.Found;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.Mesh;
import yui.engine.Place;
import yui.engine.Relevance;
import yui.engine.SlotRow;
import yui.engine.TaskFilter;
import yui.engine.TaskRow;
import yui.engine.TaskSearch;
import yui.engine.TaskSort;
import yui.engine.TaskWords;

/**
 * One search over open tasks. The cluster finds, counts and orders: exactly by day, age or words;
 * by distance, or by how well each suits, at least as near and as well as it is. What a page needs
 * is read in that order until nothing that is left can stand on it.
 */
final class SearchQuestion {
  private static final String NEXT = Resources.text("next.painless");
  private static final String NEAR = Resources.text("near.painless");
  private static final int SPARE = 20;
  private static final double DECIMALS = 1e6;
  private static final UUID FIRST = new UUID(0, 0);

  /** More than the cluster's distance can be off by. */
  private static final double KM_ERROR = 1e-5;

  private static final double NOWHERE = 1e300;

  private final TaskSearch search;
  private final TaskWords words;
  private final TaskSort sort;
  private final @Nullable Mesh near;
  private final @Nullable Suiting suiting;
  private final @Nullable Cursor after;

  SearchQuestion(TaskSearch search, TaskWords words) {
    this.search = search;
    this.words = words;
    TaskSearch.Asker asker = search.asker();
    boolean nothingToWeigh = !hasWords() && asker == null;
    this.sort =
        search.sort() == TaskSort.RELEVANCE && nothingToWeigh ? TaskSort.DATE : search.sort();
    Place centre = search.filter().near();
    this.near = centre == null ? null : centre.mesh();
    this.suiting =
        sort == TaskSort.RELEVANCE && asker != null
            ? new Suiting(asker.resident(), search.asOf())
            : null;
    String cursor = search.cursor();
    this.after = cursor == null ? null : Cursor.parse(cursor, sort);
  }

  private boolean hasWords() {
    String q = search.q();
    return q != null && !q.isBlank();
  }

  /** A task on the page: where it stands, and what is told of it. */
  private record Standing(Cursor place, Found.Hit hit) {}

  Found ask(Cluster cluster, String index) {
    try (Looking looking = new Looking(cluster, index)) {
      if (search.filter().withinKm() != null) looking.freeze();
      Found found = found(looking);
      if (found == null) {
        looking.freeze();
        found = found(looking);
      }
      return Objects.requireNonNull(found, "a frozen view was not read to its end");
    }
  }

  /** Null when one request does not prove it. */
  private @Nullable Found found(Looking looking) {
    List<Object> filters = filters(looking);
    int once = search.limit() + SPARE;
    int size = looking.isFrozen() ? Math.min(Looking.MOST, 4 * once) : once;
    // One more than the page tells whether there is another.
    PriorityQueue<Standing> page =
        new PriorityQueue<>(Comparator.comparing(Standing::place).reversed());
    FacetCounts counts = new FacetCounts(search.periods(), search.asOf());
    List<Stream> streams =
        suiting == null
            ? List.of(new Stream(filters, null, false))
            : List.of(new Stream(filters, suiting, true), new Stream(filters, suiting, false));
    Facets facets = null;
    int total = 0;
    for (Stream stream : streams) {
      boolean counting = stream == streams.getFirst();
      while (counting || !isFull(page) || !isBeyond(page, stream.most())) {
        if (!counting && stream.isRead()) break;
        if (!counting && !looking.isFrozen()) return null;
        JsonNode answer = looking.ask(stream.search(size, counting ? counts.asked() : Map.of()));
        if (counting) {
          facets = counts.facets(answer.path("aggregations"));
          total = counts.total(answer.path("aggregations"));
        }
        counting = false;
        for (Standing standing : stream.read(answer, size)) keep(page, standing);
      }
    }
    return told(page, total, Objects.requireNonNull(facets));
  }

  private boolean isFull(PriorityQueue<Standing> page) {
    return page.size() > search.limit();
  }

  private static boolean isBeyond(PriorityQueue<Standing> page, Cursor most) {
    return page.element().place().compareTo(most) <= 0;
  }

  private void keep(PriorityQueue<Standing> page, Standing standing) {
    if (after != null && after.compareTo(standing.place()) >= 0) return;
    page.add(standing);
    if (page.size() > search.limit() + 1) page.remove();
  }

  private Found told(PriorityQueue<Standing> page, int total, Facets facets) {
    List<Standing> inOrder = new ArrayList<>(page);
    inOrder.sort(Comparator.comparing(Standing::place));
    boolean more = inOrder.size() > search.limit();
    if (more) inOrder.removeLast();
    return new Found(
        inOrder.stream().map(Standing::hit).toList(),
        total,
        facets,
        more ? inOrder.getLast().place().print() : null);
  }

  private List<Object> filters(Looking looking) {
    List<Object> filters = new ArrayList<>();
    TaskFilter filter = search.filter();
    if (filter.communities() != null) {
      filters.add(
          Clauses.anyOf("community", filter.communities().stream().map(Object::toString).toList()));
    }
    if (filter.spot() != null) filters.add(Clauses.term("spot", words.spot(filter.spot())));
    if (filter.skill() != null) filters.add(Clauses.term("skill", filter.skill()));
    if (filter.reward() != null) filters.add(Clauses.term("offers", filter.reward().name()));
    if (filter.travelPaid() != null) {
      filters.add(Clauses.term("travel_paid", filter.travelPaid()));
    }
    if (filter.days() != null) {
      filters.add(days(filter.days()));
    } else {
      // Open until who came is told; but nobody can come any more.
      filters.add(
          Clauses.either(
              List.of(
                  Clauses.not(Clauses.exists("starts")),
                  Clauses.range("starts", Map.of("gt", search.asOf().toEpochMilli())))));
    }
    Double km = filter.withinKm();
    if (near != null && km != null) filters.add(new Circle(near, km).filter(looking));
    return filters;
  }

  private static Map<String, Object> days(DayRange days) {
    Map<String, Object> ends = new LinkedHashMap<>();
    LocalDate from = days.from();
    LocalDate to = days.to();
    if (from != null) ends.put("gte", dayNumber(from));
    if (to != null) ends.put("lte", dayNumber(to));
    return ends.isEmpty() ? Clauses.exists("day") : Clauses.range("day", ends);
  }

  static int dayNumber(LocalDate day) {
    return Math.clamp(day.toEpochDay(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Tasks in the order of their bounds: all, those that may suit, or those that surely do not. */
  private final class Stream {
    private final List<Object> filters;
    private final @Nullable Suiting suiting;
    private final boolean mayFit;
    private List<Object> searchAfter;
    private Cursor most;
    private boolean read;

    Stream(List<Object> filters, @Nullable Suiting suiting, boolean mayFit) {
      this.filters = filters;
      this.suiting = suiting;
      this.mayFit = mayFit;
      boolean surelyNot = suiting != null && !mayFit;
      this.most =
          new Cursor(
              sort,
              surelyNot ? (hasWords() ? 0.5 : 0) : Double.POSITIVE_INFINITY,
              Long.MIN_VALUE,
              FIRST);
      this.searchAfter = after == null ? List.of() : behind(after);
    }

    /** Nothing that is still to be read stands before this. */
    Cursor most() {
      return most;
    }

    boolean isRead() {
      return read;
    }

    Map<String, Object> search(int size, Map<String, Object> counts) {
      Map<String, Object> bool = new LinkedHashMap<>();
      Map<String, Object> body = new LinkedHashMap<>();
      List<Object> filtering = new ArrayList<>(filters);
      Object fitting = suiting == null ? null : fitting(suiting);
      if (fitting != null && counts.isEmpty()) filtering.add(fitting);
      bool.put("filter", filtering);
      if (hasWords()) bool.put("must", List.of(WordsQuery.of(words.query(search.q()))));
      body.put("size", size);
      body.put("track_total_hits", false);
      body.put("track_scores", hasWords());
      body.put("_source", List.of("row"));
      body.put("query", Map.of("bool", bool));
      if (!counts.isEmpty()) {
        body.put("aggs", counts);
        if (fitting != null) body.put("post_filter", fitting);
      }
      body.put("sort", order());
      if (!searchAfter.isEmpty()) body.put("search_after", searchAfter);
      return body;
    }

    private Object fitting(Suiting suiting) {
      Map<String, Object> fits = Clauses.filtered(suiting.filters());
      return mayFit ? fits : Clauses.not(fits);
    }

    private List<Object> order() {
      Map<String, Object> next =
          Clauses.sortedBy(
              Clauses.script(NEXT, Map.of("asOf", search.asOf().toEpochMilli())), true);
      Map<String, Object> byId = Clauses.sortedBy("id", true);
      return switch (sort) {
        case DATE -> List.of(next, byId);
        case NEWEST -> List.of(Clauses.sortedBy("created", false), byId);
        case DISTANCE -> List.of(Clauses.sortedBy(near(), true), byId);
        case RELEVANCE -> List.of(Clauses.sortedBy(value(), false), next, byId);
      };
    }

    private Map<String, Object> near() {
      Mesh centre = Objects.requireNonNull(near);
      return Clauses.script(
          NEAR, Map.of("lat", Math.toRadians(centre.lat()), "lon", Math.toRadians(centre.lon())));
    }

    private Map<String, Object> value() {
      if (suiting != null && mayFit) return suiting.most(hasWords());
      String text = hasWords() ? "Math.rint(_score * 1000000.0) / 1000000.0" : "0.0";
      return Clauses.script("return " + text + (suiting == null ? ";" : " / 2;"), Map.of());
    }

    private boolean isExact() {
      return sort != TaskSort.DISTANCE && (suiting == null || !mayFit);
    }

    /** Where to go on so that nothing behind the cursor is left out. */
    private List<Object> behind(Cursor cursor) {
      String id = cursor.id().toString();
      return switch (sort) {
        case DATE -> List.of(-cursor.key(), id);
        case NEWEST -> List.of((long) cursor.key(), id);
        case DISTANCE ->
            cursor.key() == Double.NEGATIVE_INFINITY
                ? List.of(NOWHERE, id)
                : List.of(-cursor.key() - KM_ERROR, "");
        case RELEVANCE ->
            // What may suit well at most may suit little: it is read from the beginning.
            isExact() ? List.of(cursor.key(), (double) cursor.second(), id) : List.of();
      };
    }

    List<Standing> read(JsonNode answer, int size) {
      List<Standing> standing = new ArrayList<>();
      List<JsonNode> hits = Looking.hits(answer);
      for (JsonNode hit : hits) standing.add(standing(hit));
      read = hits.size() < size;
      if (read) {
        most = new Cursor(sort, Double.NEGATIVE_INFINITY, Long.MAX_VALUE, new UUID(-1, -1));
      } else {
        most = bound(hits.getLast(), standing.getLast().place());
        searchAfter = new ArrayList<>();
        hits.getLast().path("sort").forEach(searchAfter::add);
      }
      return standing;
    }

    /** What stands behind this in the cluster's order stands behind this bound in ours. */
    private Cursor bound(JsonNode last, Cursor place) {
      double key = last.path("sort").path(0).doubleValue();
      if (isExact()) return place;
      if (sort == TaskSort.DISTANCE) {
        double bound = key == NOWHERE ? Double.NEGATIVE_INFINITY : -key;
        return new Cursor(sort, bound, place.second(), place.id());
      }
      return new Cursor(sort, key, place.second(), place.id());
    }
  }

  private Standing standing(JsonNode hit) {
    TaskRow task = RowJson.task(hit.path("_source").path("row"));
    Place at = task.place();
    Double km = near == null || at == null ? null : near.km(at.mesh());
    Relevance relevance = sort == TaskSort.RELEVANCE ? relevance(hit, task) : null;
    Match match = relevance == null ? null : relevance.match();
    Double shown = km == null && match != null ? match.distanceKm() : km;
    return new Standing(place(task, km, relevance), new Found.Hit(task.id(), shown, relevance));
  }

  private Cursor place(TaskRow task, @Nullable Double km, @Nullable Relevance relevance) {
    return switch (sort) {
      case RELEVANCE ->
          new Cursor(sort, relevance == null ? 0 : relevance.value(), nextMs(task), task.id());
      case DATE -> new Cursor(sort, -(double) nextMs(task), 0, task.id());
      case NEWEST -> new Cursor(sort, task.createdAt().toEpochMilli(), 0, task.id());
      case DISTANCE -> new Cursor(sort, km == null ? Double.NEGATIVE_INFINITY : -km, 0, task.id());
    };
  }

  private long nextMs(TaskRow task) {
    Instant asOf = search.asOf();
    return task.slots().stream()
        .map(SlotRow::startsAt)
        .mapToLong(Instant::toEpochMilli)
        .filter(start -> start > asOf.toEpochMilli())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private Relevance relevance(JsonNode hit, TaskRow task) {
    Double text = hasWords() ? text(hit) : null;
    TaskSearch.Asker asker = search.asker();
    if (asker == null) return new Relevance(text == null ? 0 : text, text, null);
    Match match =
        !asker.applied().contains(task.id())
                && MatchEngine.explain(
                        task, asker.resident(), Direction.RECOMMENDATIONS, search.asOf())
                    instanceof Match fits
            ? fits
            : null;
    double suits = match == null ? 0 : match.score();
    return new Relevance(text == null ? suits : (text + suits) / 2, text, match);
  }

  private static double text(JsonNode hit) {
    float score = Float.parseFloat(hit.path("_score").asText());
    return Math.rint(score * DECIMALS) / DECIMALS;
  }
}
