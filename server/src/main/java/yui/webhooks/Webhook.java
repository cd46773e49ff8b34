package yui.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;

/**
 * An address that a community tells what happens.
 *
 * @param secret signs what is sent, {@code whsec_} and base64
 * @param pausedAt since when nothing is sent, because nobody answered for days
 */
record Webhook(
    UUID id,
    CommunityId communityId,
    String url,
    List<Topic> events,
    String secret,
    Instant madeAt,
    @Nullable Instant pausedAt) {

  /** What one can be told of. */
  enum Topic {
    TASK,
    APPLICATION,
    ATTENDANCE
  }
}
