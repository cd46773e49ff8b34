package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** The cluster understood and said no. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Pattern TOO_WIDE =
      Pattern.compile("(?i)too[_ ]?many|is too large|exceeded the allowed maximum|max_?clause");

  private final int status;
  private final String type;

  Refused(int status, JsonNode answer) {
    super(status + " " + reason(answer));
    this.status = status;
    this.type = answer.path("error").path("type").asText();
  }

  int status() {
    return status;
  }

  boolean isMissing() {
    return status == 404;
  }

  boolean isConflict() {
    return status == 409;
  }

  /** What was asked for is closed for now; the cluster itself is well. */
  boolean isBlock() {
    return says("cluster_block_exception");
  }

  /** The question had more parts than it takes in one; the next may be answered. */
  boolean isTooWide() {
    return status == 400 && TOO_WIDE.matcher(String.valueOf(getMessage())).find();
  }

  /** For operators. */
  String told() {
    return isBlock() && String.valueOf(getMessage()).contains("read-only")
        ? "the cluster takes no writes (its disk may be full), what it has is still answered: "
            + getMessage()
        : "the cluster refuses: " + getMessage();
  }

  boolean says(String kind) {
    return type.equals(kind);
  }

  /** What is behind it counts: that all shards failed says nothing. */
  private static String reason(JsonNode answer) {
    JsonNode error = answer.path("error");
    JsonNode cause = error.path("root_cause").path(0);
    JsonNode told = cause.has("reason") ? cause : error;
    JsonNode deeper = error.path("failed_shards").path(0).path("reason").path("caused_by");
    String reason = told.path("type").asText() + ": " + told.path("reason").asText();
    return deeper.has("reason") ? reason + ": " + deeper.path("reason").asText() : reason;
  }
}
