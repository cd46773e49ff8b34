package yui.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import yui.engine.Unanswered;

/**
 * The right to feed, of one server at a time, kept in the cluster. Its holder is heard every few
 * seconds; when it is silent another takes over with the next term. No clocks are compared: each
 * server counts how long by its own clock it has heard nothing new.
 */
final class Lease {
  private static final long BEAT = Duration.ofSeconds(2).toNanos();

  /** How often one who has not got it looks. */
  private static final long LOOK = Duration.ofMillis(250).toNanos();

  private final Cluster cluster;
  private final String path;
  private final long silence;
  private final String self = UUID.randomUUID().toString();
  private volatile long term;
  private boolean held;
  private long beat;
  private long heard;
  private long looks = System.nanoTime();
  private long lastSeen = -1;

  Lease(Cluster cluster, Names names, Duration silence) {
    this.cluster = cluster;
    this.path = "/" + names.feed() + "/_doc/lease";
    this.silence = silence.toNanos();
  }

  /** What documents are written under; 0 before anybody has fed. */
  long term() {
    return term;
  }

  /** Whether this server may feed; takes the right when nobody has it. */
  synchronized boolean isHeld() {
    long now = System.nanoTime();
    if (held && now - beat < BEAT) return true;
    if (!held && now - looks < 0) return false;
    looks = now + LOOK;
    JsonNode kept = kept();
    if (kept.isEmpty()) return write(1, "?op_type=create");
    long seen = kept.path("_seq_no").asLong();
    long known = kept.path("_source").path("term").asLong();
    String holder = kept.path("_source").path("holder").asText();
    // Also what was kept though its answer was lost on the way.
    if (holder.equals(self)) return write(known, after(kept));
    held = false;
    if (seen != lastSeen) {
      lastSeen = seen;
      heard = now;
    }
    if (!holder.isEmpty() && now - heard < silence) return false;
    return write(known + 1, after(kept));
  }

  /** Before anything is written: whoever was silent for a while looks first who feeds by now. */
  synchronized void mustStillBeHeld() {
    if (held && System.nanoTime() - beat < BEAT) return;
    JsonNode kept = held ? kept() : Cluster.JSON.createObjectNode();
    held = kept.path("_source").path("holder").asText().equals(self);
    if (!held || !write(term, after(kept))) {
      throw new Unanswered("another server has taken over the feeding of the index", null);
    }
  }

  /** Takes the right from whoever has it. */
  synchronized void take() {
    if (held && isHeld()) return;
    JsonNode kept = kept();
    boolean taken =
        kept.isEmpty()
            ? write(1, "?op_type=create")
            : write(kept.path("_source").path("term").asLong() + 1, after(kept));
    if (!taken)
      throw new Unanswered("another server is taking over the feeding of the index", null);
  }

  /** Lets another take over at once. */
  synchronized void release() {
    if (!held) return;
    held = false;
    JsonNode kept = kept();
    if (kept.path("_source").path("holder").asText().equals(self)) {
      put(Map.of("term", term, "holder", ""), after(kept));
    }
  }

  private JsonNode kept() {
    try {
      return cluster.get(path);
    } catch (Refused no) {
      if (no.isMissing()) return Cluster.JSON.createObjectNode();
      throw no;
    }
  }

  private static String after(JsonNode kept) {
    return "?if_seq_no=%d&if_primary_term=%d"
        .formatted(kept.path("_seq_no").asLong(), kept.path("_primary_term").asLong());
  }

  private boolean write(long next, String onlyIf) {
    held = put(Map.of("term", next, "holder", self), onlyIf);
    if (held) {
      term = next;
      beat = System.nanoTime();
    }
    return held;
  }

  /** False when somebody else was faster. */
  private boolean put(Map<String, Object> lease, String onlyIf) {
    try {
      cluster.put(path + onlyIf, lease);
      return true;
    } catch (Refused no) {
      if (no.isConflict()) return false;
      throw no;
    }
  }
}
