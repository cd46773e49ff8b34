package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import yui.core.FieldError;

/**
 * What a way costs and how long it takes, roughly: from the distance as the crow flies, by car or
 * by train and bus. Never money that anybody is paid.
 *
 * @param detourPercent how long roads and rails are, of the crow's way
 * @param carYen fuel, oil and tyres a kilometre of road
 * @param tollFromKm from which kilometre of road on people take the motorway
 * @param tollYen the toll a kilometre
 * @param localYen a kilometre by local train and bus
 * @param expressFromKm from which kilometre of rail on people take the express
 */
public record TravelCost(
    int detourPercent,
    int carYen,
    int tollFromKm,
    int tollYen,
    int carKmh,
    int tollKmh,
    int localYen,
    int expressFromKm,
    int expressYen,
    int localKmh,
    int expressKmh) {

  /**
   * Roads are about a third longer than the crow's way. 15 yen: a litre of petrol of 170 yen drives
   * 15 km, the rest for oil and tyres. 25 yen: the motorways' common rate of 24.6. 18 yen: what
   * country lines take beyond short hops. 38 yen: Tokyo to Nagano by Shinkansen, 222 km for 8,340.
   */
  static final TravelCost SHIPPED = new TravelCost(130, 15, 50, 25, 40, 75, 18, 100, 38, 50, 110);

  private static final int STEP_YEN = 500;
  private static final int STEP_MINUTES = 10;

  /** What may be said of each part. */
  private record Range(int min, int max) {}

  private static final Map<String, Range> RANGES =
      Map.ofEntries(
          Map.entry("detourPercent", new Range(100, 300)),
          Map.entry("carYen", new Range(0, 200)),
          Map.entry("tollFromKm", new Range(0, 3_000)),
          Map.entry("tollYen", new Range(0, 200)),
          Map.entry("carKmh", new Range(10, 120)),
          Map.entry("tollKmh", new Range(10, 120)),
          Map.entry("localYen", new Range(0, 200)),
          Map.entry("expressFromKm", new Range(0, 3_000)),
          Map.entry("expressYen", new Range(0, 200)),
          Map.entry("localKmh", new Range(10, 120)),
          Map.entry("expressKmh", new Range(10, 300)));

  /** In the order in which they are asked and read. */
  static final List<String> NAMES =
      List.of(
          "detourPercent",
          "carYen",
          "tollFromKm",
          "tollYen",
          "carKmh",
          "tollKmh",
          "localYen",
          "expressFromKm",
          "expressYen",
          "localKmh",
          "expressKmh");

  static void check(JsonNode value, List<FieldError> errors) {
    for (String name : NAMES) {
      Range range = Objects.requireNonNull(RANGES.get(name));
      Rule.number(value.path(name), "/value/" + name, range.min(), range.max(), errors);
    }
    Rule.onlyAt(value, "/value", Set.copyOf(NAMES), errors);
  }

  static TravelCost of(JsonObject value) {
    List<Integer> parts = new ArrayList<>();
    for (String name : NAMES) parts.add(value.getInteger(name));
    return new TravelCost(
        parts.get(0),
        parts.get(1),
        parts.get(2),
        parts.get(3),
        parts.get(4),
        parts.get(5),
        parts.get(6),
        parts.get(7),
        parts.get(8),
        parts.get(9),
        parts.get(10));
  }

  /** By which people come. */
  public enum Way {
    CAR,
    PUBLIC;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * There and back, in yen rounded up to 500, and one way in minutes rounded up to ten.
   *
   * @param km of road or rail, one way
   */
  public record Estimate(Way way, int km, long yen, int minutes) {}

  public Estimate estimate(Way way, double crowKm) {
    double km = crowKm * detourPercent / 100;
    int fastFrom = way == Way.CAR ? tollFromKm : expressFromKm;
    double slow = Math.min(km, fastFrom);
    double fast = km - slow;
    double yen =
        way == Way.CAR ? carYen * km + tollYen * fast : localYen * slow + expressYen * fast;
    double hours =
        way == Way.CAR ? slow / carKmh + fast / tollKmh : slow / localKmh + fast / expressKmh;
    return new Estimate(
        way,
        (int) Math.round(km),
        (long) Math.ceil(2 * yen / STEP_YEN) * STEP_YEN,
        (int) Math.ceil(60 * hours / STEP_MINUTES) * STEP_MINUTES);
  }
}
