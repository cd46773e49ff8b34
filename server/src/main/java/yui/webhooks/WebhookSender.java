package yui.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.web.Json;

/**
 * Sends what waits, at least once, until the receiver says yes or days have passed. To be run on
 * virtual threads.
 */
public final class WebhookSender {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final int A_TURN = 50;
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);
  private static final long PATIENCE_SECONDS = 15;
  private static final int GONE = 410;
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /**
   * @param status 0 when nobody answered
   */
  private record Outcome(int status, String error) {
    boolean arrived() {
      return status / 100 == 2;
    }
  }

  private final Vertx vertx;
  private final Database database;
  private final InstantSource wallClock;
  private final Receivers receivers;
  private final HttpClientAgent client;

  /**
   * @param local whether programs on this machine may be told over http, as in demonstrations
   */
  public WebhookSender(Vertx vertx, Database database, InstantSource wallClock, boolean local) {
    this.vertx = vertx;
    this.database = database;
    this.wallClock = wallClock;
    this.receivers = new Receivers(local);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setIdleTimeout(10)
                .setKeepAlive(false)
                .setMaxHeaderSize(8_192));
  }

  /** Sends what is due. */
  public void run() {
    for (int i = 0; i < A_TURN; i++) {
      Optional<Delivery> taken =
          database.write(Scope.ofSystem(), tx -> WebhookStore.take(tx, tx.now().plus(KEPT)));
      if (taken.isEmpty()) return;
      carry(taken.get());
    }
  }

  /** Forgets what ended a month ago. */
  public void forget() {
    database.write(
        Scope.ofSystem(), tx -> WebhookStore.forget(tx, tx.now().minus(FORGOTTEN_AFTER)));
  }

  private void carry(Delivery delivery) {
    Optional<Webhook> webhook =
        database.read(Scope.ofSystem(), tx -> WebhookStore.find(tx, delivery.webhookId()));
    if (webhook.isEmpty()) return;
    Outcome outcome = sent(webhook.get(), delivery);
    database.write(
        Scope.ofSystem(),
        tx -> {
          if (outcome.arrived()) {
            WebhookStore.delivered(tx, delivery, outcome.status());
            return true;
          }
          boolean over = delivery.attempts() > WAITS.size();
          boolean gone = outcome.status() == GONE;
          Instant next = over || gone ? null : tx.now().plus(WAITS.get(delivery.attempts() - 1));
          WebhookStore.failed(tx, delivery, outcome.status(), outcome.error(), next);
          if (next == null) WebhookStore.pause(tx, delivery.webhookId());
          return false;
        });
    LOG.info(
        "webhook {} event {} try {}: {}",
        delivery.webhookId(),
        delivery.eventId(),
        delivery.attempts(),
        outcome.arrived() ? "arrived" : outcome.error());
  }

  private Outcome sent(Webhook webhook, Delivery delivery) {
    Optional<URI> uri = receivers.read(webhook.url());
    if (uri.isEmpty()) return new Outcome(0, "address not allowed");
    try {
      InetAddress address =
          vertx.executeBlocking(() -> InetAddress.getByName(uri.get().getHost())).await();
      if (!receivers.allows(address)) return new Outcome(0, "address not allowed");
      int status = post(uri.get(), address, webhook.secret(), delivery);
      return new Outcome(status, status / 100 == 2 ? "" : "answered " + status);
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      return new Outcome(0, e.getClass().getSimpleName());
    }
  }

  // Connected to the address that was looked at, whatever the name says a moment later.
  private int post(URI uri, InetAddress address, String secret, Delivery delivery) {
    boolean tls = uri.getScheme().equals("https");
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    String body = body(delivery);
    Instant now = wallClock.instant();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(uri.getHost())
            .setPort(port)
            .setSsl(tls)
            .setURI(path(uri))
            .putHeader("content-type", "application/json")
            .putHeader("user-agent", "Yui")
            .putHeader("webhook-id", delivery.eventId().toString())
            .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .putHeader("webhook-signature", Signature.of(secret, delivery.eventId(), now, body));
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(response -> response.end().map(response.statusCode()))
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .await();
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static String body(Delivery delivery) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("type", delivery.type());
    body.put("timestamp", Days.at(delivery.happenedAt()).toString());
    body.set("data", delivery.about());
    return Json.write(body);
  }
}
