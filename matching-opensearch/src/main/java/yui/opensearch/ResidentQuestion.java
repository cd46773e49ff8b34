package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import yui.engine.DesiredSkill;
import yui.engine.Direction;
import yui.engine.Excluded;
import yui.engine.HalfDays;
import yui.engine.Match;
import yui.engine.MatchEngine;
import yui.engine.Mesh;
import yui.engine.Place;
import yui.engine.RequiredSkill;
import yui.engine.SlotRow;
import yui.engine.Stage;
import yui.engine.TaskRow;
import yui.engine.Thanks;
import yui.engine.Weights;

/**
 * The best residents for a task. Skills, half-days, distance and reliability are clauses of a query
 * whose boosts are what each adds to the score; their sum is a bound, since stays count on every
 * day, licences whether or not they have run out, and reliability is rounded up.
 *
 * <p>Where nothing but reliability tells people apart, that bound would leave thousands even; they
 * are read in the order of the score itself.
 */
final class ResidentQuestion {
  private static final int TOP_LEVEL = 3;
  private static final int SPARE = 20;

  /** Circles are drawn wider by this share and 100 m; the row decides. */
  private static final double WIDER = 1.0001;

  private static final double HALF_ROUND_THE_EARTH_KM = 20_000;

  /**
   * What the cluster's distance may be wrong by, in km, and what a km is worth at most: its own
   * rounding of places is a centimetre, of arcs half a metre.
   */
  private static final double DISTANCE_ERROR = 0.002 * 0.1;

  /** Floats of a sum in [0, 1], and of each of its parts. */
  private static final double FLOAT_ERROR = 1.0 / (1 << 22);

  /** A share of the score from which on no two reliabilities can be rounded to the same. */
  private static final double LEAST_TELLING = 0.001;

  private final TaskRow task;
  private final Excluded excluded;
  private final int k;
  private final Instant asOf;
  private final Set<Integer> needed = new TreeSet<>();
  private final List<Object> filters = new ArrayList<>();
  private final List<Object> gains = new ArrayList<>();
  private double base;
  private boolean onlyReliability;
  private double error;

  ResidentQuestion(TaskRow task, Excluded excluded, int k, Instant asOf) {
    this.task = task;
    this.excluded = excluded;
    this.k = k;
    this.asOf = asOf;
    for (SlotRow slot : task.slots()) {
      if (!slot.full() && slot.startsAt().isAfter(asOf)) {
        needed.addAll(HalfDays.needed(slot.startsAt(), slot.endsAt()));
      }
    }
  }

  List<Match> ask(Cluster cluster, String index) {
    if (task.stage() == Stage.HIDDEN || (!task.slots().isEmpty() && needed.isEmpty())) {
      return List.of();
    }
    tell();
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
                task, RowJson.resident(hit.path("_source").path("row")), Direction.CANDIDATES, asOf)
            instanceof Match match) {
          best.offer(match);
        }
      }
      if (hits.size() < size) return best;
      JsonNode last = hits.getLast();
      boolean proved =
          onlyReliability
              ? best.isFull()
              : best.isBeyond(base + last.path("_score").asDouble() + error);
      if (proved) return best;
      if (!looking.isFrozen()) return null;
      after = new ArrayList<>();
      for (JsonNode key : last.path("sort")) after.add(key);
    }
  }

  private Map<String, Object> search(int size, List<Object> after) {
    Map<String, Object> query = new HashMap<>(Map.of("filter", filters, "should", gains));
    query.put("minimum_should_match", 0);
    if (!excluded.ids().isEmpty()) {
      List<String> ids = excluded.ids().stream().map(Object::toString).toList();
      query.put("must_not", List.of(Clauses.anyOf("id", ids)));
    }
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("size", size);
    search.put("track_total_hits", false);
    search.put("_source", List.of("row"));
    search.put("query", Map.of("bool", query));
    search.put("sort", order());
    if (!after.isEmpty()) search.put("search_after", after);
    return search;
  }

  private List<Object> order() {
    Map<String, Object> byId = Clauses.sortedBy("id", true);
    if (!onlyReliability) return List.of(Clauses.sortedBy("_score", false), byId);
    // Where nothing at all tells people apart, only their ids do.
    return task.weights().reliability() == 0
        ? List.of(byId)
        : List.of(Clauses.sortedBy("reliability", false), byId);
  }

  private void tell() {
    Weights w = task.weights();
    double sum = w.skill() + w.schedule() + w.distance() + w.reliability();
    for (String licence : task.requiredLicences()) is(List.of(ResidentDocument.holds(licence)));
    skills(w.skill() / sum);
    is(List.of(ResidentDocument.FOUND_BY_ALL, ResidentDocument.foundBy(task.communityId())));
    if (!task.thanks().isEmpty()) {
      List<String> accepted = new ArrayList<>(List.of(ResidentDocument.WISHLESS));
      for (Thanks kind : task.thanks()) accepted.add(ResidentDocument.wish(kind));
      is(accepted);
    }
    schedule(w.schedule() / sum);
    distance(w.distance() / sum);
    double reliability = w.reliability() / sum;
    onlyReliability = gains.isEmpty() && (reliability == 0 || reliability > LEAST_TELLING);
    if (reliability > 0 && !onlyReliability) {
      gains.add(
          Map.of(
              "rank_feature",
              Map.of("field", "odds", "saturation", Map.of("pivot", 1), "boost", reliability)));
    }
    error += (gains.size() + 8) * FLOAT_ERROR;
  }

  private void skills(double weight) {
    Map<String, Double> shares = new LinkedHashMap<>();
    Map<String, Integer> least = new HashMap<>();
    for (RequiredSkill skill : task.requiredSkills()) {
      least.put(skill.code(), skill.level());
      shares.merge(skill.code(), skill.weight(), Double::sum);
      is(List.of(ResidentDocument.can(skill.code(), skill.level())));
    }
    for (DesiredSkill skill : task.desiredSkills()) {
      shares.merge(skill.code(), skill.weight(), Double::sum);
    }
    double asked = shares.values().stream().mapToDouble(share -> share).sum();
    if (asked == 0) base += weight;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      double level = weight * share.getValue() / asked / TOP_LEVEL;
      int from = least.getOrDefault(share.getKey(), 0);
      base += level * from;
      for (int held = from + 1; held <= TOP_LEVEL; held++) {
        gain(ResidentDocument.can(share.getKey(), held), level);
      }
    }
  }

  private void schedule(double weight) {
    if (task.slots().isEmpty()) {
      base += weight;
      return;
    }
    is(needed.stream().map(ResidentDocument::free).toList());
    for (int halfDay : needed) gain(ResidentDocument.free(halfDay), weight / needed.size());
  }

  private void distance(double weight) {
    Place place = task.place();
    if (place == null) {
      base += weight;
      return;
    }
    Mesh cell = place.mesh();
    filters.add(Clauses.exists("places"));
    filters.add(Clauses.either(circles(cell)));
    if (weight > 0) {
      gains.add(
          Map.of(
              "distance_feature",
              Map.of(
                  "field",
                  "places",
                  "origin",
                  Clauses.point(cell),
                  "pivot",
                  "10km",
                  "boost",
                  weight)));
      error += weight * DISTANCE_ERROR;
    }
  }

  private static List<Object> circles(Mesh cell) {
    List<Object> circles = new ArrayList<>();
    for (int reach = 0; reach < ResidentDocument.reaches(); reach++) {
      double km = ResidentDocument.mostKm(reach) * WIDER + 0.1;
      Map<String, Object> within = Clauses.term("reach", reach);
      circles.add(
          km >= HALF_ROUND_THE_EARTH_KM
              ? within
              : Clauses.filtered(List.of(within, Clauses.within("places", cell, km))));
    }
    return circles;
  }

  /** One of the tokens must be there. */
  private void is(List<String> tokens) {
    filters.add(
        tokens.size() == 1
            ? Clauses.term(ResidentDocument.TOKENS, tokens.getFirst())
            : Clauses.anyOf(ResidentDocument.TOKENS, tokens));
  }

  private void gain(String token, double boost) {
    if (boost > 0) {
      gains.add(Clauses.constant(Clauses.term(ResidentDocument.TOKENS, token), boost));
    }
  }
}
