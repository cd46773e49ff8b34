package yui.opensearch;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import yui.engine.Mesh;

/** The few kinds of clauses that queries are made of. */
final class Clauses {
  private Clauses() {}

  static Map<String, Object> all() {
    return Map.of("match_all", Map.of());
  }

  static Map<String, Object> none() {
    return Map.of("match_none", Map.of());
  }

  static Map<String, Object> term(String field, Object value) {
    return Map.of("term", Map.of(field, Map.of("value", value)));
  }

  static Map<String, Object> anyOf(String field, Collection<?> values) {
    return Map.of("terms", Map.of(field, values));
  }

  static Map<String, Object> exists(String field) {
    return Map.of("exists", Map.of("field", field));
  }

  static Map<String, Object> range(String field, Map<String, Object> ends) {
    return Map.of("range", Map.of(field, ends));
  }

  static Map<String, Object> within(String field, Mesh centre, double km) {
    return Map.of("geo_distance", Map.of("distance", km + "km", field, point(centre)));
  }

  static Map<String, Object> constant(Object filter, double boost) {
    return Map.of("constant_score", Map.of("filter", filter, "boost", boost));
  }

  static Map<String, Object> either(List<?> clauses) {
    return Map.of("bool", Map.of("should", clauses, "minimum_should_match", 1));
  }

  static Map<String, Object> not(Object clause) {
    return Map.of("bool", Map.of("must_not", List.of(clause)));
  }

  static Map<String, Object> filtered(List<?> filters) {
    return Map.of("bool", Map.of("filter", filters));
  }

  static Map<String, Object> point(Mesh cell) {
    return Map.of("lat", cell.lat(), "lon", cell.lon());
  }

  static Map<String, Object> script(String source, Map<String, Object> params) {
    return Map.of("source", source, "params", params);
  }

  /** The larger first unless it rises. */
  static Map<String, Object> sortedBy(Map<String, Object> script, boolean rising) {
    Map<String, Object> sort = new LinkedHashMap<>();
    sort.put("type", "number");
    sort.put("script", script);
    sort.put("order", rising ? "asc" : "desc");
    return Map.of("_script", sort);
  }

  static Map<String, Object> sortedBy(String field, boolean rising) {
    return Map.of(field, Map.of("order", rising ? "asc" : "desc"));
  }
}
