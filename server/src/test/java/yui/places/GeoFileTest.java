package yui.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoFileTest {
  static final String CRS =
      """
      "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::6668"}},\
      """;

  static String feature(String code, String square) {
    return """
        {"type":"Feature","properties":{"N03_001":"福島県","N03_002":null,"N03_003":"耶麻郡",\
        "N03_004":"西会津町","N03_005":null,"N03_007":%s},\
        "geometry":{"type":"Polygon","coordinates":[%s]}}"""
        .formatted(code, square);
  }

  /** A square with its lower left corner and its side, in degrees. */
  static String square(double lon, double lat, double side) {
    return "[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]"
        .formatted(lon, lat, lon + side, lat + side);
  }

  static String file(String... features) {
    return "{\"type\":\"FeatureCollection\","
        + CRS
        + "\"features\":["
        + String.join(",", features)
        + "]}";
  }

  private static List<Shape> read(String text) throws Exception {
    return GeoFile.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), features -> {});
  }

  @Test
  void read_aMunicipalityOfTwoFeatures_isOneShapeUnderItsOwnName() throws Exception {
    List<Shape> shapes =
        read(
            file(
                feature("\"07405\"", square(139.5, 37.5, 0.25)),
                feature("null", square(139.0, 37.5, 0.1)),
                feature("\"07405\"", square(139.9, 37.5, 0.05)),
                feature("\"07999\"", square(140.1, 37.5, 0.05))));
    assertEquals(List.of("07405", "07999"), shapes.stream().map(Shape::code).toList());
    assertEquals("耶麻郡西会津町", shapes.getFirst().name());
    assertEquals(2, shapes.getFirst().rings().size());
    double[] inside = shapes.getFirst().inside();
    assertEquals(37.625, inside[0], 1e-6);
    assertEquals(139.625, inside[1], 1e-6);
    assertTrue(shapes.getFirst().holds(37.6, 139.6));
  }

  @Test
  void read_rocksInTheSea_areLeftOutUnlessTheyAreAll() throws Exception {
    String rock = square(139.2, 37.2, 0.0015);
    List<Shape> shapes =
        read(
            file(
                feature("\"07405\"", square(139.5, 37.5, 0.25)),
                feature("\"07405\"", rock),
                feature("\"07999\"", rock)));
    assertEquals(1, shapes.getFirst().rings().size());
    assertEquals(1, shapes.getLast().rings().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "| it is no GeoJSON object",
        "[1,2] | it is no GeoJSON object",
        "これは | it is not JSON at line 1",
        "{\"type\":\"FeatureCollection\"} | it has no features",
        "{\"features\":{}} | no list",
        "{\"features\":[]} | none of its 0 features",
        "{\"features\":[{\"properties\":{\"name\":\"a\"}}]} | feature 1 has no N03_001",
        "{\"features\":[{\"properties\":{\"N03_001\":\"a\",\"N03_007\":\"7405\"}}]} | the code 7405",
        "{\"features\":[{\"properties\":{\"N03_001\":\"a\",\"N03_007\":\"48001\"}}]} | the code 48001",
        "{\"features\":[{\"properties\":{\"N03_001\":\"a\",\"N03_007\":\"07405\"},\"geometry\":{\"type\":\"Point\"}}]}"
            + " | has no area",
        "{\"crs\":{\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::2451\"}},\"features\":[]} | EPSG::2451",
      })
  void read_somethingElse_saysWhatIsWrong(String text, String said) {
    GeoFile.Unusable unusable =
        assertThrows(GeoFile.Unusable.class, () -> read(text == null ? "" : text));
    assertTrue(String.valueOf(unusable.getMessage()).contains(said), unusable.getMessage());
  }

  @Test
  void read_metresInsteadOfDegrees_saysWhichPoint() {
    GeoFile.Unusable unusable =
        assertThrows(
            GeoFile.Unusable.class,
            () -> read(file(feature("\"07405\"", square(12_000, 174_000, 50)))));
    assertTrue(
        String.valueOf(unusable.getMessage()).contains("no longitude and latitude in Japan"));
  }

  @Test
  void read_aFileCutShort_saysSo() {
    String whole = file(feature("\"07405\"", square(139.5, 37.5, 0.25)));
    for (int end : new int[] {whole.length() - 1, whole.length() - 2, whole.length() / 2}) {
      assertThrows(GeoFile.Unusable.class, () -> read(whole.substring(0, end)), "until " + end);
    }
  }
}
