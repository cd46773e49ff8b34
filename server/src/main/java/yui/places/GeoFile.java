package yui.places;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Administrative boundaries as 国土数値情報 publishes them (N03, GeoJSON): read feature by feature, a
 * file may have hundreds of megabytes, and thinned at once.
 */
final class GeoFile {
  /** What is wrong with a file, in a sentence. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String what) {
      super(what);
    }
  }

  /** About 100 m, well under what a map of a neighbourhood shows. */
  private static final double TOLERANCE = 0.001;

  /** About four hectares: rocks in the sea are the bulk of the file. */
  private static final double LEAST_AREA = 0.000004;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, List<Ring>> rings = new TreeMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private final LongConsumer progress;
  private long features;

  private GeoFile(LongConsumer progress) {
    this.progress = progress;
  }

  /** The municipalities of a file, by code; {@code progress} is told after each feature. */
  static List<Shape> read(InputStream in, LongConsumer progress) throws IOException, Unusable {
    GeoFile file = new GeoFile(progress);
    try (JsonParser json = MAPPER.getFactory().createParser(in)) {
      file.collection(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new Unusable(
          at == null
              ? "it is not JSON that can be read (" + e.getOriginalMessage() + ")"
              : "it is not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
    } catch (CharConversionException e) {
      throw new Unusable("it is not JSON in UTF-8");
    }
    return file.shapes();
  }

  private void collection(JsonParser json) throws IOException, Unusable {
    if (json.nextToken() != JsonToken.START_OBJECT) throw new Unusable("it is no GeoJSON object");
    boolean found = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "features" -> {
          if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new Unusable("its features are no list");
          }
          found = true;
          while (json.nextToken() == JsonToken.START_OBJECT) {
            features++;
            feature(MAPPER.readTree(json));
            progress.accept(features);
          }
        }
        case "crs" -> system(MAPPER.readTree(json));
        default -> json.skipChildren();
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new Unusable("it ends in the middle; was it copied whole?");
    }
    if (!found) throw new Unusable("it has no features; is it the GeoJSON file of N03?");
  }

  /** JGD2011 and what is the same within a metre; anything else would lie elsewhere. */
  private static void system(JsonNode crs) throws Unusable {
    String name = crs.path("properties").path("name").asText();
    if (!name.isEmpty() && !name.matches(".*(6668|4612|4326|CRS84|6697)$")) {
      throw new Unusable("its coordinates are in " + name + "; JGD2011 (EPSG:6668) is needed");
    }
  }

  private void feature(JsonNode feature) throws Unusable {
    JsonNode properties = feature.path("properties");
    if (!properties.has("N03_001") || !properties.has("N03_007")) {
      throw new Unusable("feature " + features + " has no N03_001 or N03_007; is it N03?");
    }
    String code = properties.path("N03_007").asText("");
    boolean nobodys = properties.path("N03_004").asText().equals("所属未定地");
    if (nobodys || properties.path("N03_007").isNull() || code.isEmpty()) return;
    if (!code.matches("[0-9]{5}") || !Prefectures.isCode(code.substring(0, 2))) {
      throw new Unusable("feature " + features + " has the code " + code + "; five digits are due");
    }
    names.putIfAbsent(code, name(code, properties));
    JsonNode geometry = feature.path("geometry");
    List<Ring> ofCode = rings.computeIfAbsent(code, key -> new ArrayList<>());
    switch (geometry.path("type").asText()) {
      case "Polygon" -> polygon(ofCode, geometry.path("coordinates"));
      case "MultiPolygon" -> {
        for (JsonNode polygon : geometry.path("coordinates")) polygon(ofCode, polygon);
      }
      default -> throw new Unusable("feature " + features + " (" + code + ") has no area");
    }
  }

  private static String name(String code, JsonNode properties) throws Unusable {
    String found = Municipalities.find(code).map(Municipality::name).orElse("");
    if (!found.isEmpty()) return found;
    // Merged or renamed since this release: the file's own words.
    StringBuilder name = new StringBuilder();
    for (String part : List.of("N03_003", "N03_004", "N03_005")) {
      String words = properties.path(part).asText("");
      if (!properties.path(part).isNull() && name.indexOf(words) < 0) name.append(words);
    }
    if (name.isEmpty()) throw new Unusable("the code " + code + " has no name (N03_004)");
    return name.toString();
  }

  private void polygon(List<Ring> to, JsonNode lines) throws Unusable {
    for (JsonNode line : lines) {
      int n = line.size();
      if (n < Ring.FEWEST + 1) throw new Unusable("feature " + features + " has a line too short");
      double[] lons = new double[n - 1];
      double[] lats = new double[n - 1];
      for (int i = 0; i < n - 1; i++) {
        lons[i] = line.path(i).path(0).asDouble(Double.NaN);
        lats[i] = line.path(i).path(1).asDouble(Double.NaN);
        boolean inJapan = lats[i] >= 20 && lats[i] <= 46 && lons[i] >= 122 && lons[i] <= 154;
        if (!inJapan) {
          throw new Unusable(
              "feature "
                  + features
                  + " has the point "
                  + line.path(i)
                  + ", which is no longitude and latitude in Japan");
        }
      }
      to.add(new Ring(lons, lats).thinned(TOLERANCE));
    }
  }

  private List<Shape> shapes() throws Unusable {
    List<Shape> shapes = new ArrayList<>();
    rings.forEach(
        (code, all) -> {
          double most = all.stream().mapToDouble(Ring::area).max().orElse(0);
          List<Ring> kept =
              all.stream()
                  .filter(ring -> ring.size() >= Ring.FEWEST)
                  .filter(ring -> ring.area() >= Math.min(LEAST_AREA, most))
                  .sorted(Comparator.comparingDouble(Ring::area).reversed())
                  .toList();
          if (!kept.isEmpty()) shapes.add(Shape.of(code, names.getOrDefault(code, code), kept));
        });
    if (shapes.isEmpty()) {
      throw new Unusable("none of its " + features + " features has a municipality");
    }
    return shapes;
  }
}
