package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.engine.Unanswered;

/**
 * One question's look at an index. Most need one request; whoever needs several looks at a frozen
 * view, in which nothing moves from a page that is still to come to one that was read.
 */
final class Looking implements Closeable {
  static final int MOST = 2000;

  private static final String ALIVE = "1m";

  private final Cluster cluster;
  private final String index;
  private @Nullable String frozen;

  Looking(Cluster cluster, String index) {
    this.cluster = cluster;
    this.index = index;
  }

  /** From now on nothing changes. */
  void freeze() {
    if (frozen != null) return;
    frozen =
        cluster
            .post("/" + index + "/_search/point_in_time?keep_alive=" + ALIVE, null)
            .path("pit_id")
            .asText();
  }

  boolean isFrozen() {
    return frozen != null;
  }

  JsonNode ask(Map<String, Object> search) {
    JsonNode answer;
    if (frozen == null) {
      answer = cluster.post("/" + index + "/_search?allow_partial_search_results=false", search);
    } else {
      Map<String, Object> pinned = new LinkedHashMap<>(search);
      pinned.put("pit", Map.of("id", frozen, "keep_alive", ALIVE));
      answer = cluster.post("/_search?allow_partial_search_results=false", pinned);
    }
    if (answer.path("timed_out").asBoolean() || answer.path("_shards").path("failed").asInt() > 0) {
      throw new Unanswered("a part of the index " + index + " did not answer", null);
    }
    return answer;
  }

  static List<JsonNode> hits(JsonNode answer) {
    List<JsonNode> hits = new ArrayList<>();
    answer.path("hits").path("hits").forEach(hits::add);
    return hits;
  }

  @Override
  public void close() {
    if (frozen == null) return;
    try {
      cluster.delete("/_search/point_in_time", Map.of("pit_id", List.of(frozen)));
    } catch (Unanswered | Refused forgotten) {
      // It ends by itself a minute later.
      frozen = null;
    }
  }
}
