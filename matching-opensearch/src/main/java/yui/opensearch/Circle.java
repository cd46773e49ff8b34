package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import yui.engine.Mesh;
import yui.engine.TooWide;

/**
 * Tasks within so many km, ends included. The cluster's arcs are a few centimetres off, so the
 * cells on the line are asked for first and decided here; there are few.
 */
record Circle(Mesh centre, double km) {
  private static final double LINE_KM = 0.005;
  private static final double HALF_ROUND_THE_EARTH_KM = 20_016;
  private static final int MOST_CELLS = 60_000;

  Map<String, Object> filter(Looking looking) {
    if (km >= HALF_ROUND_THE_EARTH_KM) return Clauses.exists("place");
    Map<String, Object> outside = Clauses.within("place", centre, km + LINE_KM);
    if (km <= LINE_KM) return byCells(looking, outside);
    Map<String, Object> inside = Clauses.within("place", centre, km - LINE_KM);
    Map<String, Object> line =
        Map.of("bool", Map.of("filter", List.of(outside), "must_not", List.of(inside)));
    return Clauses.either(List.of(inside, byCells(looking, line)));
  }

  private Map<String, Object> byCells(Looking looking, Map<String, Object> some) {
    JsonNode answer =
        looking.ask(
            Map.of(
                "size",
                0,
                "query",
                Clauses.filtered(List.of(some)),
                "aggs",
                Map.of("cells", Map.of("terms", Map.of("field", "cell", "size", MOST_CELLS)))));
    if (answer.path("aggregations").path("cells").path("sum_other_doc_count").asLong() > 0) {
      throw new TooWide("there are too many places on the line of a circle", null);
    }
    List<String> within = new ArrayList<>();
    for (JsonNode bucket : answer.path("aggregations").path("cells").path("buckets")) {
      String cell = bucket.path("key").asText();
      int comma = cell.indexOf(',');
      Mesh mesh =
          new Mesh(
              Integer.parseInt(cell.substring(0, comma)),
              Integer.parseInt(cell.substring(comma + 1)));
      if (centre.km(mesh) <= km) within.add(cell);
    }
    return Clauses.anyOf("cell", within);
  }
}
