package yui;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.db.Database;

/** A running server: migrated, wired ({@link Rooms}), listening on every core. */
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final long ANSWERS_SECONDS = 5;
  private static final int COMMAND_SECONDS = 120;

  private final Vertx vertx;
  private final Rooms rooms;
  private final List<Door> doors;

  private Server(Vertx vertx, Rooms rooms, List<Door> doors) {
    this.vertx = vertx;
    this.rooms = rooms;
    this.doors = doors;
  }

  /** Migrates, wires, listens. Blocks until the server answers, or throws why it cannot. */
  static Server start(Config config, Databases databases, InstantSource clock) throws Exception {
    int migrations = Migrations.run(databases.owner());
    if (migrations > 0)
      LOG.info("the database was brought up to date by {} migrations", migrations);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setMetricsOptions(
                        new MicrometerMetricsOptions()
                            .setEnabled(true)
                            .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))))
            .withMetrics(new SteadyMetrics(new MicrometerMetricsFactory(registry)))
            .build();
    try {
      Rooms rooms = new Rooms(config, databases, clock, registry);
      onVirtualThreads(vertx, () -> rooms);
      List<Door> doors = new ArrayList<>();
      for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
        Door door = new Door(config, rooms, rooms.port());
        onVirtualThreads(vertx, () -> door);
        doors.add(door);
      }
      return new Server(vertx, rooms, doors);
    } catch (Exception e) {
      stop(vertx);
      throw e;
    }
  }

  int port() {
    return rooms.port();
  }

  int metricsPort() {
    return rooms.metricsPort();
  }

  /** For the console: what makes somebody the first administrator, where there is none. */
  Optional<String> administratorCode() {
    return rooms.administratorCode();
  }

  /**
   * Lets nobody in, answers whoever is in and what is on its way, lets the postman finish, then
   * stops.
   */
  @Override
  public void close() {
    Future<?> answered = rooms.farewell().say().compose(said -> shutDoors());
    try {
      Future.join(answered, rooms.restPostman())
          .toCompletionStage()
          .toCompletableFuture()
          .get(ANSWERS_SECONDS + 2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not everything was finished before the end: {}", String.valueOf(e.getMessage()));
    }
    stop(vertx);
  }

  private Future<?> shutDoors() {
    List<Future<Void>> ends = new ArrayList<>();
    ends.add(rooms.closeDoor(ANSWERS_SECONDS, TimeUnit.SECONDS));
    for (Door door : doors) ends.add(door.server().shutdown(ANSWERS_SECONDS, TimeUnit.SECONDS));
    return Future.join(ends);
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

  /** For a command that nobody waits behind. */
  static Database patient(Vertx vertx, String url, InstantSource clock) {
    return Database.patient(pool(vertx, url, 1, COMMAND_SECONDS, COMMAND_SECONDS), clock);
  }

  static Pool pool(Vertx vertx, String url, int size) {
    return pool(vertx, url, size, 4, 5);
  }

  private static Pool pool(
      Vertx vertx, String url, int size, int connectSeconds, int statementSeconds) {
    PgConnectOptions options =
        PgConnectOptions.fromUri(url)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(512);
    options.addProperty("application_name", "yui");
    options.addProperty("TimeZone", "UTC");
    options.addProperty("statement_timeout", statementSeconds + "000");
    options.addProperty("idle_in_transaction_session_timeout", "15000");
    // A machine that vanishes says no goodbye: what it held is free within a minute.
    options.addProperty("tcp_keepalives_idle", "30");
    options.addProperty("tcp_keepalives_interval", "10");
    options.addProperty("tcp_keepalives_count", "3");
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(size)
                .setShared(false)
                .setConnectionTimeout(connectSeconds)
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
    private @Nullable HttpServer server;

    Door(Config config, Rooms rooms, int port) {
      this.config = config;
      this.rooms = rooms;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      server = rooms.patience().watch(vertx.createHttpServer(Doors.options(config.host(), port)));
      return server
          .requestHandler(rooms.router())
          .invalidRequestHandler(rooms.unreadable()::answer)
          .listen();
    }

    HttpServer server() {
      if (server == null) throw new IllegalStateException("not started");
      return server;
    }
  }
}
