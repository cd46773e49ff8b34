package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.engine.Direction;
import yui.engine.Excluded;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.ResidentRow;

/** The best open tasks for a resident, in the order of the most that each can score. */
final class TaskQuestion {
  private static final int SPARE = 20;

  private final ResidentRow resident;
  private final Excluded excluded;
  private final int k;
  private final Instant asOf;
  private final Suiting suiting;

  TaskQuestion(ResidentRow resident, Excluded excluded, int k, Instant asOf) {
    this.resident = resident;
    this.excluded = excluded;
    this.k = k;
    this.asOf = asOf;
    this.suiting = new Suiting(resident, asOf);
  }

  List<Match> ask(Cluster cluster, String index) {
    if (!resident.active()) return List.of();
    try (Looking looking = new Looking(cluster, index)) {
      Ranked first = page(looking, k + SPARE);
      if (first != null) return first.inOrder();
      looking.freeze();
      Ranked best = page(looking, Math.min(Looking.MOST, 4 * (k + SPARE)));
      if (best == null) throw new IllegalStateException("a frozen view was not read to its end");
      return best.inOrder();
    }
  }

  /** Null when one page does not prove it. */
  private @Nullable Ranked page(Looking looking, int size) {
    Ranked best = new Ranked(k);
    List<Object> after = List.of();
    while (true) {
      List<JsonNode> hits = Looking.hits(looking.ask(search(size, after)));
      for (JsonNode hit : hits) {
        if (MatchEngine.explain(
                RowJson.task(hit.path("_source").path("row")),
                resident,
                Direction.RECOMMENDATIONS,
                asOf)
            instanceof Match match) {
          best.offer(match);
        }
      }
      if (hits.size() < size) return best;
      JsonNode last = hits.getLast().path("sort");
      if (best.isBeyond(last.path(0).doubleValue())) return best;
      if (!looking.isFrozen()) return null;
      after = List.of(last.path(0), last.path(1));
    }
  }

  private Map<String, Object> search(int size, List<Object> after) {
    List<Object> refused = new ArrayList<>();
    refuse(refused, "id", excluded.ids());
    refuse(refused, "community", excluded.communities());
    refuse(refused, "group", excluded.groups());
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("size", size);
    search.put("track_total_hits", false);
    search.put("_source", List.of("row"));
    search.put("query", Map.of("bool", Map.of("filter", suiting.filters(), "must_not", refused)));
    search.put(
        "sort",
        List.of(Clauses.sortedBy(suiting.most(false), false), Clauses.sortedBy("id", true)));
    if (!after.isEmpty()) search.put("search_after", after);
    return search;
  }

  private static void refuse(List<Object> refused, String field, Collection<?> ids) {
    if (!ids.isEmpty()) {
      refused.add(Clauses.anyOf(field, ids.stream().map(Object::toString).toList()));
    }
  }
}
