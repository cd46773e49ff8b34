package yui;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import yui.matching.Progress;
import yui.web.Addresses;
import yui.web.Contract;
import yui.web.RequestIds;
import yui.web.Unreadable;

/**
 * Everything that stands before the rooms: headers of safety, files, health, the contract itself.
 */
final class Doors {
  // What pictures may come from stands last: tiles may be added to it.
  private static final String CONTENT_SECURITY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self';"
          + " object-src 'none'; require-trusted-types-for 'script'; trusted-types yui;"
          + " img-src 'self' data:";

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
  private static final int LONGEST_ADDRESS = 8 * 1024;

  private Doors() {}

  /** Limits before anything is read: head sizes, idle connections, no HTTP/2 in the clear. */
  static HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setMaxInitialLineLength(64 * 1024)
        .setMaxHeaderSize(16 * 1024)
        // A field too long is refused by name; the whole body has a limit of its own.
        .setMaxFormAttributeSize(-1)
        .setMaxFormFields(2_000)
        .setIdleTimeout(15)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHttp2ClearTextEnabled(false)
        .setCompressionSupported(true)
        .setCompressionContentSizeThreshold(1024);
  }

  /** A router on which the rooms' doors are mounted afterwards. */
  static Router open(
      Vertx vertx,
      Contract contract,
      Set<String> trustedProxies,
      String tileOrigin,
      Supplier<Health> health,
      Unreadable unreadable,
      Patience patience,
      Farewell farewell) {
    Router router = Router.router(vertx);
    String contentSecurity =
        tileOrigin.isEmpty() ? CONTENT_SECURITY : CONTENT_SECURITY + " " + tileOrigin;
    router
        .route()
        .handler(
            context -> {
              patience.met(context);
              farewell.met(context);
              RequestIds.give(context);
              Addresses.give(context, trustedProxies);
              guard(context.response(), contentSecurity);
              HttpServerRequest request = context.request();
              if (request.uri().length() > LONGEST_ADDRESS) {
                unreadable.answer(context, 414);
              } else if (request.headers().getAll("Host").size() > 1 || !isReadable(context)) {
                unreadable.answer(context, 400);
              } else if (request.method() == HttpMethod.HEAD
                  && !context.normalizedPath().startsWith("/static/")) {
                // Answered as GET is; what must not be sent is left out below us.
                context.reroute(HttpMethod.GET, request.uri());
              } else {
                context.next();
              }
            });
    router.route("/static/*").handler(new StaticFiles("web/static"));
    byte[] worker = resource("web/static/sw.js");
    router
        .get("/sw.js")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/javascript; charset=utf-8")
                    .putHeader("Cache-Control", "no-cache")
                    .end(Buffer.buffer(worker)));
    router.get("/health/live").handler(context -> json(context, 200, "{\"status\":\"UP\"}"));
    router
        .get("/health/ready")
        .handler(context -> ready(context, farewell.isGoing() ? GOING : health.get()));
    byte[] yaml = resource("openapi.yaml");
    String json = contract.tree().toString();
    router
        .get("/api/v1/openapi.yaml")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "application/yaml; charset=utf-8")
                    .end(Buffer.buffer(yaml)));
    router.get("/api/v1/openapi.json").handler(context -> json(context, 200, json));
    return router;
  }

  private static boolean isReadable(RoutingContext context) {
    try {
      return context.normalizedPath() != null;
    } catch (IllegalArgumentException e) { // percents that mean nothing
      return false;
    }
  }

  /** What keeps the server from its work, and what an operator should look at. */
  record Health(Map<String, String> faults, Map<String, String> warnings) {}

  private static final Health GOING = new Health(Map.of("server", "told to end"), Map.of());

  /** The operators' own port, on loopback: figures for Prometheus, and building the index anew. */
  static Router operators(
      Vertx vertx,
      PrometheusMeterRegistry registry,
      Supplier<Optional<Progress>> progress,
      Supplier<Optional<Progress>> reindex) {
    Router router = Router.router(vertx);
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape()));
    router.route("/reindex").handler(Doors::fromThisMachine);
    router
        .get("/reindex")
        .handler(
            context ->
                json(context, 200, progress.get().map(Doors::running).orElse(state("IDLE"))));
    router
        .post("/reindex")
        .handler(
            context -> {
              Optional<Progress> already = reindex.get();
              if (already.isPresent()) json(context, 409, running(already.get()));
              else json(context, 202, state("STARTED"));
            });
    return router;
  }

  // Where figures are read over a network, nobody there can make the server work.
  private static void fromThisMachine(RoutingContext context) {
    if (LOOPBACK.contains(context.request().remoteAddress().hostAddress())) context.next();
    else context.fail(404);
  }

  private static JsonObject state(String status) {
    return new JsonObject().put("status", status);
  }

  private static JsonObject running(Progress progress) {
    return state("RUNNING")
        .put("reason", progress.reason())
        .put("phase", progress.phase())
        .put("done", progress.done())
        .put("total", progress.total())
        .put("secondsLeft", progress.secondsLeft());
  }

  private static void guard(HttpServerResponse response, String contentSecurity) {
    response
        .putHeader("Content-Security-Policy", contentSecurity)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)");
  }

  private static void ready(RoutingContext context, Health health) {
    boolean up = health.faults().isEmpty();
    json(
        context,
        up ? 200 : 503,
        state(up ? "UP" : "DOWN")
            .put("faults", new JsonObject(new LinkedHashMap<>(health.faults())))
            .put("warnings", new JsonObject(new LinkedHashMap<>(health.warnings()))));
  }

  private static void json(RoutingContext context, int status, JsonObject body) {
    json(context, status, body.encode());
  }

  private static void json(RoutingContext context, int status, String body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Doors.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("missing " + name);
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
