package yui;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A running server: migrated, wired ({@link Rooms}), listening on every core. */
final class Server implements AutoCloseable {
  private final Vertx vertx;
  private final int port;
  private final int metricsPort;

  private final Optional<String> administratorCode;

  private Server(Vertx vertx, Rooms rooms) {
    this.vertx = vertx;
    this.port = rooms.port();
    this.metricsPort = rooms.metricsPort();
    this.administratorCode = rooms.administratorCode();
  }

  /** Migrates, wires, listens. Blocks until the server answers, or throws why it cannot. */
  static Server start(Config config, Databases databases, InstantSource clock) throws Exception {
    Migrations.run(databases.owner());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setMetricsOptions(
                        new MicrometerMetricsOptions()
                            .setEnabled(true)
                            .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))))
            .withMetrics(new MicrometerMetricsFactory(registry))
            .build();
    try {
      Rooms rooms = new Rooms(config, databases, clock, registry);
      onVirtualThreads(vertx, () -> rooms);
      for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
        onVirtualThreads(vertx, () -> new Door(config, rooms, rooms.port()));
      }
      return new Server(vertx, rooms);
    } catch (Exception e) {
      stop(vertx);
      throw e;
    }
  }

  int port() {
    return port;
  }

  int metricsPort() {
    return metricsPort;
  }

  /** For the console: what makes somebody the first administrator, where there is none. */
  Optional<String> administratorCode() {
    return administratorCode;
  }

  /** Lets accepted requests finish, then stops. */
  @Override
  public void close() {
    stop(vertx);
  }

  private static void stop(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void onVirtualThreads(Vertx vertx, Supplier<VerticleBase> verticle)
      throws Exception {
    try {
      vertx
          .deployVerticle(
              verticle.get(),
              new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
          .toCompletionStage()
          .toCompletableFuture()
          .get(120, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  static Pool pool(Vertx vertx, String url, int size) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(url)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(512);
    options.addProperty("application_name", "yui");
    options.addProperty("TimeZone", "UTC");
    options.addProperty("statement_timeout", "5000");
    options.addProperty("idle_in_transaction_session_timeout", "15000");
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(size)
                .setShared(false)
                .setConnectionTimeout(4)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setMaxWaitQueueSize(2_000))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  /** Another listener on the same port, with an event loop of its own. */
  private static final class Door extends VerticleBase {
    private final Config config;
    private final Rooms rooms;
    private final int port;

    Door(Config config, Rooms rooms, int port) {
      this.config = config;
      this.rooms = rooms;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return rooms
          .patience()
          .watch(vertx.createHttpServer(Doors.options(config.host(), port)))
          .requestHandler(rooms.router())
          .invalidRequestHandler(rooms.unreadable()::answer)
          .listen();
    }
  }
}
