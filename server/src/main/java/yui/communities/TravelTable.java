package yui.communities;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import yui.core.FieldError;

/**
 * Travel money by distance, a head, there and back: for each band up to how many kilometres how
 * many yen. Whoever lives beyond the last band gets as much as the last.
 */
public record TravelTable(List<Band> bands) {

  /** From the band before up to so many kilometres, that one included. */
  public record Band(int toKm, int yen) {}

  /** About half of the fares there and back, until a community decides its own. */
  static final TravelTable SHIPPED =
      new TravelTable(
          List.of(
              new Band(30, 500),
              new Band(60, 1_000),
              new Band(100, 2_000),
              new Band(200, 5_000),
              new Band(400, 8_000),
              new Band(800, 12_000)));

  private static final int MOST_BANDS = 20;
  private static final int MOST_KM = 3_000;
  private static final int MOST_YEN = 100_000;

  static void check(JsonNode value, List<FieldError> errors) {
    if (!value.isArray() || value.isEmpty() || value.size() > MOST_BANDS) {
      errors.add(
          !value.isArray()
              ? new FieldError("/value", "wrong_type")
              : value.isEmpty()
                  ? new FieldError("/value", "missing")
                  : new FieldError("/value", "too_many", Map.of("max", MOST_BANDS)));
      return;
    }
    int before = 0;
    for (int i = 0; i < value.size(); i++) {
      JsonNode band = value.path(i);
      String at = "/value/" + i;
      Rule.number(band.path("toKm"), at + "/toKm", 1, MOST_KM, errors);
      Rule.number(band.path("yen"), at + "/yen", 0, MOST_YEN, errors);
      Rule.onlyAt(band, at, Set.of("toKm", "yen"), errors);
      int km = band.path("toKm").asInt();
      if (km <= before && band.path("toKm").isIntegralNumber()) {
        errors.add(new FieldError(at + "/toKm", "bands_must_rise"));
      }
      before = Math.max(before, km);
    }
  }

  static TravelTable of(JsonArray decided) {
    return new TravelTable(
        IntStream.range(0, decided.size())
            .mapToObj(decided::getJsonObject)
            .map(TravelTable::band)
            .toList());
  }

  private static Band band(JsonObject band) {
    return new Band(band.getInteger("toKm"), band.getInteger("yen"));
  }

  /** What one head gets for so many kilometres one way. */
  public long yen(double km) {
    return bands.stream()
        .filter(band -> km <= band.toKm())
        .findFirst()
        .orElse(bands.getLast())
        .yen();
  }

  /** The most that anybody gets. */
  public long mostYen() {
    return bands.stream().mapToLong(Band::yen).max().orElse(0);
  }

  /** The table as lines of text, one a band. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    int from = 0;
    for (Band band : bands) {
      rows.add(new Row(from, band.toKm(), band.yen(), band == bands.getLast()));
      from = band.toKm();
    }
    return rows;
  }

  /** A band with where it begins. */
  public record Row(int fromKm, int toKm, int yen, boolean last) {}
}
