package yui.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Cursor;
import yui.web.Request;

/** Webhooks over HTTP. */
public final class WebhookRoutes {
  record WebhookEntry(String url, List<Webhook.Topic> events) {}

  record Shown(
      UUID id,
      String url,
      List<Webhook.Topic> events,
      String secret,
      Instant madeAt,
      @Nullable Instant pausedAt) {}

  record DeliveryShown(
      UUID id,
      String type,
      JsonNode data,
      Instant happenedAt,
      Delivery.State state,
      int attempts,
      @Nullable Integer lastStatus,
      String lastError) {}

  private record Place(Instant happenedAt, UUID event) {}

  private final Webhooks webhooks;

  public WebhookRoutes(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  public void bind(Api api) {
    api.read(
        "listWebhooks",
        (rq, tx) ->
            Answer.ok(
                new Cursor<>(
                    webhooks.list(tx, rq.caller(), community(rq)).stream()
                        .map(WebhookRoutes::shown)
                        .toList(),
                    null)));
    api.write(
        "addWebhook",
        (rq, tx) -> {
          WebhookEntry entry = rq.body(WebhookEntry.class);
          return Answer.created(
              shown(webhooks.add(tx, rq.caller(), community(rq), entry.url(), entry.events())));
        });
    api.write(
        "removeWebhook",
        (rq, tx) -> {
          webhooks.remove(tx, rq.caller(), community(rq), rq.id("webhookId"));
          return Answer.nothing();
        });
    api.read("listWebhookDeliveries", this::deliveries);
    api.write(
        "resendWebhookDelivery",
        (rq, tx) ->
            Answer.ok(
                shown(
                    webhooks.resend(
                        tx, rq.caller(), community(rq), rq.id("webhookId"), rq.id("deliveryId")))));
  }

  private Answer deliveries(Request rq, Tx tx) {
    int limit = rq.limit();
    @Nullable Place before = rq.query("cursor").map(WebhookRoutes::place).orElse(null);
    List<Delivery> found =
        webhooks.deliveries(
            tx,
            rq.caller(),
            community(rq),
            rq.id("webhookId"),
            before == null ? null : before.happenedAt(),
            before == null ? null : before.event(),
            limit + 1);
    return Answer.ok(
        Cursor.cut(found, limit, d -> d.happenedAt() + "|" + d.eventId())
            .map(WebhookRoutes::shown));
  }

  private static Place place(String cursor) {
    String[] parts = Cursor.decode(cursor).split("\\|", -1);
    try {
      if (parts.length == 2) return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      // Refused below, as other torn cursors are.
    }
    throw Refusal.invalid("#/query/cursor", "cursor_unknown");
  }

  private static Shown shown(Webhook w) {
    return new Shown(w.id(), w.url(), w.events(), w.secret(), w.madeAt(), w.pausedAt());
  }

  private static DeliveryShown shown(Delivery d) {
    return new DeliveryShown(
        d.eventId(),
        d.type(),
        d.about(),
        d.happenedAt(),
        d.state(),
        d.attempts(),
        d.lastStatus(),
        d.lastError());
  }

  private static CommunityId community(Request rq) {
    return new CommunityId(rq.id("communityId"));
  }
}
