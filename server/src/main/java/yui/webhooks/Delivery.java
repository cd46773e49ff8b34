package yui.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one webhook.
 *
 * @param eventId the same in each try, so that a receiver can drop a repeat
 * @param type such as {@code application.select}
 * @param about ids and the state, never what a person typed
 */
record Delivery(
    UUID webhookId,
    UUID eventId,
    String type,
    JsonNode about,
    Instant happenedAt,
    int attempts,
    @Nullable Instant deliveredAt,
    @Nullable Instant givenUpAt,
    @Nullable Integer lastStatus,
    String lastError) {

  /** Whether it arrived, waits, or was given up. */
  enum State {
    WAITING,
    DELIVERED,
    GIVEN_UP
  }

  State state() {
    if (deliveredAt != null) return State.DELIVERED;
    return givenUpAt != null ? State.GIVEN_UP : State.WAITING;
  }
}
