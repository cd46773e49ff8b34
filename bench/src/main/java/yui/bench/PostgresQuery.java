package yui.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The question about a task in SQL: the same filters, the same formula in double. */
final class PostgresQuery {
  /** The ways that were tried; which is better depends on the skill and the place. */
  enum Plan {
    SKILLS("GIN"),
    SKILLS_AND_PLACES("GIN and GiST");

    private final String words;

    Plan(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Above all tokens of skills. */
  static final int LICENCE_TOKEN = 1 << 20;

  private static final String[] ANCHORS = {"base", "second", "stay"};
  private static final double EARTH_KM = 6371.0087714;
  private static final double KM_A_DEGREE = 111.19;

  private static final String SELECT =
      """
      select number, %s as score
      from (
        select *, %s as km
        from residents
        where %s
        offset 0
      ) fitting
      where %s
      order by score desc, number
      limit %d
      """;

  private PostgresQuery() {}

  static String of(Asked task, Plan plan) {
    boolean somewhere = task.cell != Residents.NONE;
    List<String> where = new ArrayList<>();
    where.add("tokens @> array[" + tokens(task) + "]");
    if (task.needed.length > 0) {
      where.add("(free & " + needed(task) + ") <> repeat('0', 364)::bit(364)");
    }
    if (task.thanks != 0) {
      where.add("(wishes = 0 or wishes & " + task.thanks + " <> 0)");
    }
    where.add("(found_by is null or found_by = " + task.community + ")");
    if (task.licence != 0) {
      where.add(licensed(task));
    }
    if (somewhere && plan == Plan.SKILLS_AND_PLACES) {
      where.add(boxes(task));
    }
    return SELECT.formatted(
        score(task),
        somewhere ? nearest(task) : "0::float8",
        String.join("\n    and ", where),
        somewhere ? "km <= reach_km" : "true",
        Top.K);
  }

  private static String tokens(Asked task) {
    IntStream skills =
        IntStream.range(0, task.required.length).map(i -> task.required[i] << 2 | task.levels[i]);
    IntStream licence =
        task.licence == 0 ? IntStream.empty() : IntStream.of(LICENCE_TOKEN + task.licence);
    return IntStream.concat(skills, licence)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private static String needed(Asked task) {
    char[] bits = new char[Calendar.HALF_DAYS];
    Arrays.fill(bits, '0');
    for (int h : task.needed) {
      bits[h] = '1';
    }
    return "B'" + new String(bits) + "'";
  }

  private static String licensed(Asked task) {
    String end = "licence_end_" + task.licence;
    if (task.needed.length == 0) {
      return end + " >= 0";
    }
    return Arrays.stream(task.needed)
        .mapToObj(h -> "get_bit(free, " + h + ") = 1 and " + end + " >= " + h / 2)
        .collect(Collectors.joining(" or ", "(", ")"));
  }

  /** One count a weight, over the tokens of all levels of the skills that have it. */
  private static String score(Asked task) {
    Map<Double, List<Integer>> byWeight = new TreeMap<>();
    for (int i = 0; i < task.required.length; i++) {
      levels(byWeight, task.requiredWeights[i], task.required[i]);
    }
    for (int i = 0; i < task.desired.length; i++) {
      levels(byWeight, task.desiredWeights[i], task.desired[i]);
    }
    List<String> parts = new ArrayList<>();
    byWeight.forEach(
        (weight, tokens) ->
            parts.add(
                task.skill * weight / (3 * task.skillWeights)
                    + " * icount(tokens & array"
                    + tokens
                    + ")"));
    if (task.needed.length == 0) {
      parts.add("" + task.schedule);
    } else {
      parts.add(task.schedule / task.needed.length + " * bit_count(free & " + needed(task) + ")");
    }
    parts.add(task.reliability + " * reliability");
    parts.add(
        task.cell == Residents.NONE ? "" + task.distance : task.distance + " * 10 / (10 + km)");
    return "(" + String.join(" + ", parts) + ")::float8";
  }

  private static void levels(Map<Double, List<Integer>> byWeight, double weight, int skill) {
    List<Integer> tokens = byWeight.computeIfAbsent(weight, w -> new ArrayList<>());
    for (int level = 1; level <= 3; level++) {
      tokens.add(skill << 2 | level);
    }
  }

  /** least() skips what is null: a missing base, a stay on other days. */
  private static String nearest(Asked task) {
    String stay =
        task.needed.length == 0
            ? ""
            : ", case when (stay_free & %s) <> repeat('0', 364)::bit(364) then %s end"
                .formatted(needed(task), km(task, "stay"));
    return "least(" + km(task, "base") + ", " + km(task, "second") + stay + ")";
  }

  private static String km(Asked task, String anchor) {
    return "2 * %s * asin(sqrt(power(sin(radians((%s[1] - %s) / 2)), 2) + cos(radians(%s)) * cos(radians(%s[1])) * power(sin(radians((%s[0] - %s) / 2)), 2)))"
        .formatted(
            EARTH_KM,
            anchor,
            Cells.lat(task.cell),
            Cells.lat(task.cell),
            anchor,
            anchor,
            Cells.lon(task.cell));
  }

  /** For each reach the box that its circle lies in; whoever goes anywhere is in all of them. */
  private static String boxes(Asked task) {
    List<String> reaches = new ArrayList<>();
    for (int reach = 0; reach < Residents.REACH_KM.length; reach++) {
      double km = Residents.REACH_KM[reach];
      String box = box(task, km);
      String places =
          Arrays.stream(ANCHORS)
              .map(anchor -> anchor + " <@ " + box)
              .collect(Collectors.joining(" or "));
      reaches.add(
          km == Double.POSITIVE_INFINITY
              ? "reach = " + reach
              : "reach = " + reach + " and (" + places + ")");
    }
    return reaches.stream().collect(Collectors.joining(") or (", "((", "))"));
  }

  private static String box(Asked task, double km) {
    double lat = Cells.lat(task.cell);
    double lon = Cells.lon(task.cell);
    double north = km / KM_A_DEGREE * 1.02;
    double east = km / (KM_A_DEGREE * Math.cos(Math.toRadians(Math.min(60, lat + north)))) * 1.04;
    return "box(point(%s, %s), point(%s, %s))"
        .formatted(lon - east, lat - north, lon + east, lat + north);
  }
}
