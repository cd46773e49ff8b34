package yui.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;
import yui.web.Json;

/** The tables of webhooks and of what is on its way to them. */
final class WebhookStore {
  private WebhookStore() {}

  private static final String WEBHOOKS =
      "select id, community_id, url, events, secret, made_at, paused_at from webhooks";
  private static final String OF_COMMUNITY = WEBHOOKS + " where community_id = $1 order by id";
  private static final String ONE = WEBHOOKS + " where id = $1";

  static List<Webhook> ofCommunity(Tx tx, CommunityId community) {
    return tx.list(OF_COMMUNITY, WebhookStore::webhook, community.value());
  }

  static Optional<Webhook> find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(WebhookStore::webhook);
  }

  private static final String ADD =
      """
      insert into webhooks (id, community_id, url, events, secret, made_by, made_at)
        values ($1, $2, $3, $4, $5, $6, $7)
      """;

  static void add(Tx tx, Webhook webhook, PersonId by) {
    tx.change(
        ADD,
        webhook.id(),
        webhook.communityId().value(),
        webhook.url(),
        webhook.events().stream().map(Enum::name).toArray(String[]::new),
        webhook.secret(),
        by.value(),
        webhook.madeAt());
  }

  private static final String REMOVE = "delete from webhooks where id = $1";

  static void remove(Tx tx, UUID id) {
    tx.change(REMOVE, id);
  }

  private static final String DELIVERIES =
      """
      select webhook_id, event_id, type, about, happened_at, attempts, delivered_at, given_up_at,
        last_status, last_error
      from webhook_deliveries
      """;
  private static final String NEWEST =
      DELIVERIES
          + """
            where webhook_id = $1
              and ($2::timestamptz is null or (happened_at, event_id) < ($2, $3))
            order by happened_at desc, event_id desc limit $4
            """;

  /** Newest first, before a place in that order. */
  static List<Delivery> newest(
      Tx tx, UUID webhook, @Nullable Instant before, @Nullable UUID event, int most) {
    return tx.list(NEWEST, WebhookStore::delivery, webhook, before, event, most);
  }

  private static final String ONE_DELIVERY =
      DELIVERIES + " where webhook_id = $1 and event_id = $2";

  static Optional<Delivery> delivery(Tx tx, UUID webhook, UUID event) {
    return tx.row(ONE_DELIVERY, webhook, event).map(WebhookStore::delivery);
  }

  private static final String AGAIN =
      """
      update webhook_deliveries set next_try_at = '-infinity', attempts = 0, delivered_at = null,
          given_up_at = null
        where webhook_id = $1 and event_id = $2
      """;
  private static final String RESUME = "update webhooks set paused_at = null where id = $1";

  /** Tries again soon, whatever became of it; a webhook that rested is told again. */
  static boolean again(Tx tx, UUID webhook, UUID event) {
    tx.change(RESUME, webhook);
    return tx.change(AGAIN, webhook, event) == 1;
  }

  private static final String TAKE =
      """
      update webhook_deliveries set attempts = attempts + 1, next_try_at = $2
      where (webhook_id, event_id) = (
        select d.webhook_id, d.event_id from webhook_deliveries d
          join webhooks w on w.id = d.webhook_id
        where d.next_try_at <= $1 and d.delivered_at is null and d.given_up_at is null
          and w.paused_at is null
        order by d.next_try_at, d.happened_at
        limit 1
        for update of d skip locked)
      returning webhook_id, event_id, type, about, happened_at, attempts, delivered_at,
        given_up_at, last_status, last_error
      """;

  /** The next that is due, in system scope; nobody else gets it before a moment. */
  static Optional<Delivery> take(Tx tx, Instant keptUntil) {
    return tx.row(TAKE, tx.now(), keptUntil).map(WebhookStore::delivery);
  }

  private static final String DELIVERED =
      """
      update webhook_deliveries set delivered_at = $3, last_status = $4, last_error = ''
        where webhook_id = $1 and event_id = $2
      """;

  static void delivered(Tx tx, Delivery delivery, int status) {
    tx.change(DELIVERED, delivery.webhookId(), delivery.eventId(), tx.now(), status);
  }

  private static final String FAILED =
      """
      update webhook_deliveries set last_status = $3::int, last_error = $4, given_up_at = $5::timestamptz,
          next_try_at = coalesce($6::timestamptz, next_try_at)
        where webhook_id = $1 and event_id = $2
      """;
  private static final String REST =
      """
      update webhook_deliveries set next_try_at = greatest(next_try_at, $2)
        where webhook_id = $1 and delivered_at is null and given_up_at is null
      """;

  /** Notes why it did not arrive; all that waits for the same webhook rests with it. */
  static void failed(Tx tx, Delivery delivery, int status, String error, @Nullable Instant next) {
    tx.change(
        FAILED,
        delivery.webhookId(),
        delivery.eventId(),
        status == 0 ? null : status,
        error,
        next == null ? tx.now() : null,
        next);
    if (next != null) tx.change(REST, delivery.webhookId(), next);
  }

  private static final String PAUSE =
      "update webhooks set paused_at = $2 where id = $1 and paused_at is null";

  static void pause(Tx tx, UUID webhook) {
    tx.change(PAUSE, webhook, tx.now());
  }

  private static final String FORGET =
      "delete from webhook_deliveries where coalesce(delivered_at, given_up_at) < $1";

  static int forget(Tx tx, Instant before) {
    return tx.change(FORGET, before);
  }

  private static Webhook webhook(Row row) {
    return new Webhook(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        row.getString("url"),
        Arrays.stream(row.getArrayOfStrings("events")).map(Webhook.Topic::valueOf).toList(),
        row.getString("secret"),
        Instants.of(row, "made_at"),
        Instants.maybe(row, "paused_at"));
  }

  private static Delivery delivery(Row row) {
    return new Delivery(
        row.getUUID("webhook_id"),
        row.getUUID("event_id"),
        row.getString("type"),
        Json.read(row.getJsonObject("about").encode(), JsonNode.class),
        Instants.of(row, "happened_at"),
        row.getInteger("attempts"),
        Instants.maybe(row, "delivered_at"),
        Instants.maybe(row, "given_up_at"),
        row.getInteger("last_status"),
        row.getString("last_error"));
  }
}
