package yui.opensearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import yui.engine.Anchor;
import yui.engine.HalfDays;
import yui.engine.Licence;
import yui.engine.Mesh;
import yui.engine.ResidentRow;
import yui.engine.SkillLevel;
import yui.engine.Thanks;

/**
 * A resident as the cluster's tasks are held against them: what a task must be that may fit, and a
 * script that says how well at most. Weights differ from task to task, so that no boosts can tell
 * it.
 */
final class Suiting {
  private static final String SCRIPT = Resources.text("suits.painless");
  private static final int TOP_LEVEL = 3;

  /** Circles are drawn wider by this share and 100 m; the row decides. */
  private static final double WIDER = 1.0001;

  private static final double HALF_ROUND_THE_EARTH_KM = 20_000;

  private final ResidentRow resident;
  private final Instant asOf;
  private final List<Integer> free;

  Suiting(ResidentRow resident, Instant asOf) {
    this.resident = resident;
    this.asOf = asOf;
    int now = HalfDays.at(asOf);
    this.free = resident.freeHalfDays().stream().filter(halfDay -> halfDay >= now).toList();
  }

  /** Every task that fits passes; not every one that passes fits. */
  List<Object> filters() {
    List<Object> filters = new ArrayList<>();
    List<Object> able = new ArrayList<>(List.of(Clauses.term("requires_count", 0)));
    List<String> held = held();
    if (!held.isEmpty()) {
      able.add(
          Map.of(
              "terms_set",
              Map.of(
                  "requires",
                  Map.of("terms", held, "minimum_should_match_field", "requires_count"))));
    }
    filters.add(Clauses.either(able));
    if (!resident.wishes().isEmpty()) {
      List<String> accepted = new ArrayList<>(List.of(TaskDocument.NO_THANKS));
      for (Thanks kind : resident.wishes()) accepted.add(kind.name());
      filters.add(Clauses.anyOf("offers", accepted));
    }
    List<Object> sometime = new ArrayList<>(List.of(Clauses.not(Clauses.exists("starts"))));
    if (!free.isEmpty()) sometime.add(Clauses.anyOf("needs", free));
    filters.add(Clauses.either(sometime));
    filters.add(Clauses.either(somewhere()));
    return filters;
  }

  private List<String> held() {
    List<String> held = new ArrayList<>();
    for (SkillLevel skill : resident.skills()) {
      for (int level = 1; level <= skill.level(); level++) {
        held.add(ResidentDocument.can(skill.code(), level));
      }
    }
    for (Licence licence : resident.licences()) held.add(ResidentDocument.holds(licence.code()));
    return held;
  }

  private List<Object> somewhere() {
    List<Object> somewhere = new ArrayList<>(List.of(Clauses.not(Clauses.exists("place"))));
    if (resident.anchors().isEmpty()) return somewhere;
    Double limit = resident.maxDistanceKm();
    double km = limit == null ? HALF_ROUND_THE_EARTH_KM : limit * WIDER + 0.1;
    if (km >= HALF_ROUND_THE_EARTH_KM) {
      somewhere.add(Clauses.exists("place"));
    } else {
      for (Mesh cell : cells()) somewhere.add(Clauses.within("place", cell, km));
    }
    return somewhere;
  }

  private List<Mesh> cells() {
    return resident.anchors().stream()
        .map(Anchor::place)
        .map(place -> place.mesh())
        .distinct()
        .toList();
  }

  /**
   * The most that a task which passes the filters can score, in the mean with its words or alone.
   */
  Map<String, Object> most(boolean withWords) {
    Map<String, Object> params = new LinkedHashMap<>();
    char[] levels = new char[TaskDocument.SLOTS];
    Arrays.fill(levels, '0');
    for (SkillLevel skill : resident.skills()) {
      int slot = TaskDocument.slot(skill.code());
      int level = Math.min(TOP_LEVEL, skill.level());
      levels[slot] = (char) Math.max(levels[slot], '0' + level);
    }
    params.put("levels", new String(levels));
    int first = HalfDays.at(asOf);
    int last = free.stream().mapToInt(halfDay -> halfDay).max().orElse(first);
    char[] bits = new char[last - first + 1];
    Arrays.fill(bits, '0');
    free.forEach(halfDay -> bits[halfDay - first] = '1');
    params.put("free", new String(bits));
    params.put("first", first);
    params.put("asOf", asOf.toEpochMilli());
    params.put("lats", cells().stream().map(cell -> Math.toRadians(cell.lat())).toList());
    params.put("lons", cells().stream().map(cell -> Math.toRadians(cell.lon())).toList());
    params.put("reliability", (resident.attended() + 3.0) / (resident.committed() + 4.0));
    if (withWords) params.put("words", true);
    return Clauses.script(SCRIPT, params);
  }
}
