package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Outlines of municipalities: taken whole, or not at all. */
class AdminCommandTest {
  private static Town town;
  @TempDir Path folder;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static String feature(String code, double lon, double lat) {
    return """
        {"type":"Feature","properties":{"N03_001":"鳥取県","N03_003":"八頭郡","N03_004":"智頭町",\
        "N03_007":"%1$s"},"geometry":{"type":"Polygon","coordinates":\
        [[[%2$s,%3$s],[%4$s,%3$s],[%4$s,%5$s],[%2$s,%5$s],[%2$s,%3$s]]]}}"""
        .formatted(code, lon, lat, lon + 0.2, lat + 0.2);
  }

  private Path file(String... features) throws Exception {
    return Files.writeString(
        folder.resolve("N03.geojson"),
        "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}");
  }

  private static String imported(Path file, int exit) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      CommandLine line =
          new CommandLine(new AdminCommand.Geo(Map.of("DATABASE_OWNER_URL", town.ownerUrl())));
      assertEquals(exit, line.execute("import", file.toString()));
    } finally {
      System.setErr(err);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Where the towns of Tottori lie, as far as anybody has said. */
  private static Map<String, Double> known() throws Exception {
    Map<String, Double> known = new TreeMap<>();
    for (var item :
        town.stranger().get("/municipalities?prefecture=31").is(200).body().path("items")) {
      if (item.has("lat"))
        known.put(item.path("code").asText(), Math.round(item.path("lat").asDouble() * 1e6) / 1e6);
    }
    return known;
  }

  @Test
  void geoImport_goodThenBadThenLess_keepsTheLastGoodOneWhole() throws Exception {
    imported(file(feature("31328", 134.1, 35.1), feature("31329", 134.3, 35.1)), 0);
    assertEquals(Map.of("31328", 35.2, "31329", 35.2), known());

    String bad = imported(file(feature("31328", 134.1, 35.3), feature("3132", 134.3, 35.1)), 1);
    assertTrue(bad.contains("feature 2 has the code 3132"), bad);
    assertTrue(bad.contains("nothing has changed"), bad);
    assertEquals(Map.of("31328", 35.2, "31329", 35.2), known());

    assertTrue(imported(folder.resolve("none.geojson"), 1).contains("there is no file"));

    imported(file(feature("31328", 134.1, 35.3)), 0);
    assertEquals(Map.of("31328", 35.4), known());

    Reader ward = town.reader().comesIn("ward@town.example");
    String form = "/communities/" + town.community() + "/tasks/new";
    ward.get(form).is(200);
    ward.post(
            form,
            "groupId",
            town.group(),
            "_at.place.municipality",
            "31328",
            "_place",
            "place:municipality")
        .is(200)
        .says("鳥取県八頭郡智頭町")
        .says("class=\"towns\"")
        .says("国土数値情報（行政区域データ）");
  }
}
