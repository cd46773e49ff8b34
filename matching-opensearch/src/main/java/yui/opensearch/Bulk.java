package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.engine.Unanswered;

/**
 * Writes many documents with few requests. Each carries the term of the server that feeds: what a
 * server writes late, whose place another has taken, does not replace what that one wrote.
 */
final class Bulk {
  private static final int MOST_CHARS = 4 << 20;

  private final Cluster cluster;
  private final Generation generation;
  private final long term;
  private final StringBuilder lines = new StringBuilder();

  Bulk(Cluster cluster, Generation generation) {
    this.cluster = cluster;
    this.generation = generation;
    this.term = generation.mustBeFedByUs();
  }

  void put(String index, UUID id, Map<String, Object> document) {
    action("index", index, id);
    lines.append(Cluster.text(document)).append('\n');
    sendWhenLong();
  }

  void delete(String index, UUID id) {
    action("delete", index, id);
    sendWhenLong();
  }

  private void action(String action, String index, UUID id) {
    Map<String, Object> target =
        Map.of(
            "_index",
            Names.writing(index),
            "_id",
            id.toString(),
            "version",
            term,
            "version_type",
            "external_gte");
    lines.append(Cluster.text(Map.of(action, target))).append('\n');
  }

  private void sendWhenLong() {
    if (lines.length() > MOST_CHARS) send();
  }

  void send() {
    if (lines.isEmpty()) return;
    if (generation.mustBeFedByUs() != term) {
      throw new Unanswered("another server has fed the index meanwhile", null);
    }
    JsonNode answer = cluster.bulk("/_bulk?require_alias=true", lines.toString());
    lines.setLength(0);
    if (!answer.path("errors").asBoolean()) return;
    for (JsonNode item : answer.path("items")) {
      String refused = refused(item.elements().next());
      if (refused != null) throw new Unanswered(refused, null);
    }
  }

  /** What was not there to be deleted is as it should be. */
  private static @Nullable String refused(JsonNode item) {
    int status = item.path("status").asInt();
    JsonNode error = item.path("error");
    if (status < 300 || (status == 404 && error.isMissingNode())) return null;
    if (status == 409) return "another server has taken over the feeding of the index";
    String reason = error.path("reason").asText();
    if (error.path("type").asText().equals("cluster_block_exception")) {
      return "the cluster takes no writes (its disk may be full), what it has is still answered: "
          + reason;
    }
    return "the cluster refuses a document: " + error.path("type").asText() + ": " + reason;
  }
}
