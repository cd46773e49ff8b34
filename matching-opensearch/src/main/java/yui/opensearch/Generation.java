package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.engine.Unanswered;

/** Two indexes that belong together, of residents and of tasks, and how far they were fed. */
final class Generation {
  private static final JsonNode SETTINGS = Resources.json("settings.json");
  private static final String MARK = "yui_format";

  private final Cluster cluster;
  private final Names names;
  private final int number;
  private final Lease lease;
  private final int shards;

  Generation(Cluster cluster, Names names, int number, Lease lease, int shards) {
    this.cluster = cluster;
    this.names = names;
    this.number = number;
    this.lease = lease;
    this.shards = shards;
  }

  int number() {
    return number;
  }

  String residents() {
    return names.residents(number);
  }

  String tasks() {
    return names.tasks(number);
  }

  /** That of this server's right to feed, which it must still have. */
  long mustBeFedByUs() {
    lease.mustStillBeHeld();
    return lease.term();
  }

  void create() {
    create(residents(), "residents.json");
    create(tasks(), "tasks.json");
  }

  private void create(String index, String mapping) {
    ObjectNode settings = SETTINGS.deepCopy();
    settings.withObject("/index").put("number_of_shards", shards);
    ObjectNode mappings = Resources.json(mapping).deepCopy();
    mappings.putObject("_meta").put(MARK, Names.FORMAT);
    cluster.make(
        index,
        Map.of(
            "settings",
            settings,
            "mappings",
            mappings,
            "aliases",
            Map.of(Names.writing(index), Map.of("is_write_index", true))));
  }

  /** Whether its mappings are ours; an index that a stray write has made has others. */
  boolean isOurs() {
    JsonNode mappings = cluster.get("/" + residents() + "," + tasks() + "/_mapping");
    return List.of(residents(), tasks()).stream()
        .allMatch(
            index ->
                mappings.path(index).path("mappings").path("_meta").path(MARK).asInt()
                    == Names.FORMAT);
  }

  void delete() {
    for (String index : List.of(residents(), tasks())) {
      cluster.delete("/" + index + "?ignore_unavailable=true", null);
    }
  }

  /** Null before anything was applied. */
  @Nullable String position() {
    try {
      JsonNode kept = cluster.get("/" + names.feed() + "/_doc/position-" + number);
      return kept.path("_source").path("position").asText(null);
    } catch (Refused no) {
      if (no.isMissing()) return null;
      throw no;
    }
  }

  void reached(String position) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("position", position);
    try {
      cluster.put(
          "/%s/_doc/position-%d?version=%d&version_type=external_gte"
              .formatted(names.feed(), number, mustBeFedByUs()),
          kept);
    } catch (Refused no) {
      if (!no.isConflict()) throw no;
      throw new Unanswered("another server has taken over the feeding of the index", no);
    }
  }
}
