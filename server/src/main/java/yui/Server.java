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
import io.vertx.ext.web.Router;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.CommunityRoutes;
import yui.communities.Offices;
import yui.communities.Persons;
import yui.communities.Rules;
import yui.db.Database;
import yui.db.Scope;
import yui.identity.AccessTokens;
import yui.identity.LoginRoutes;
import yui.identity.Logins;
import yui.identity.Me;
import yui.identity.Sessions;
import yui.ledger.Funds;
import yui.mail.MailboxPost;
import yui.mail.MailboxRoutes;
import yui.mail.Outbox;
import yui.mail.Post;
import yui.mail.Postman;
import yui.mail.SmtpPost;
import yui.people.People;
import yui.people.ResidentRoutes;
import yui.people.Skills;
import yui.web.Api;
import yui.web.Contract;
import yui.web.Limits;
import yui.web.Pages;
import yui.web.Words;

/** Wires the rooms together, by {@code new}, and opens the doors. */
final class Server implements AutoCloseable {
  private static final int POOL = 16;
  private static final int FEEDER_POOL = 3;

  private final Vertx vertx;
  private final int port;
  private final int metricsPort;

  private Server(Vertx vertx, int port, int metricsPort) {
    this.vertx = vertx;
    this.port = port;
    this.metricsPort = metricsPort;
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
      Wiring wiring = new Wiring(config, databases, clock, registry);
      onVirtualThreads(vertx, () -> wiring);
      for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
        onVirtualThreads(
            vertx, () -> new Door(config, Objects.requireNonNull(wiring.router), wiring.port));
      }
      return new Server(vertx, wiring.port, wiring.metricsPort);
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
    private final Router router;
    private final int port;

    Door(Config config, Router router, int port) {
      this.config = config;
      this.router = router;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(Doors.options(config.host(), port))
          .requestHandler(router)
          .listen();
    }
  }

  /** Where the rooms are made; its own thread then runs the jobs and a share of the requests. */
  private static final class Wiring extends VerticleBase {
    private final Config config;
    private final Databases databases;
    private final InstantSource clock;
    private final PrometheusMeterRegistry registry;
    private @Nullable Router router;
    private int port;
    private int metricsPort;

    Wiring(
        Config config, Databases databases, InstantSource clock, PrometheusMeterRegistry registry) {
      this.config = config;
      this.databases = databases;
      this.clock = clock;
      this.registry = registry;
    }

    @Override
    public Future<?> start() {
      Pool pool = pool(vertx, databases.app(), POOL);
      Database database = new Database(pool, clock);
      Contract contract = Contract.load();
      Words words = Words.load();
      Limits limits = new Limits(InstantSource.system(), config.requestsPerMinute());
      Jobs jobs = new Jobs();

      Outbox outbox = new Outbox();
      Post post =
          config.smtpUrl() == null
              ? new MailboxPost(database)
              : SmtpPost.at(vertx, config.smtpUrl(), config.mailFrom());
      deploy(new Postman(database, outbox, post));

      Persons persons = new Persons();
      Rules rules = new Rules();
      Funds funds = new Funds();
      Communities communities = new Communities(rules, funds::openDefault);
      People people = new People();
      Skills skills = new Skills();
      InstantSource wallClock = InstantSource.system();
      AccessTokens accessTokens = new AccessTokens(vertx, database, wallClock, config.origin());
      Sessions sessions = new Sessions(database, accessTokens, wallClock, config.origin());
      Logins logins =
          new Logins(wallClock, outbox, persons, accessTokens, config.loginMailsPerQuarterHour());
      if (config.adminEmail() != null) {
        String admin = config.adminEmail();
        database.write(
            Scope.ofSystem(),
            tx -> {
              persons.makeAdministrator(tx, admin);
              return admin;
            });
      }
      jobs.every(
          Duration.ofHours(6),
          "forget old logins",
          () ->
              database.write(
                  Scope.ofSystem(),
                  tx -> {
                    logins.forgetOld(tx);
                    return true;
                  }));

      Api api = new Api(contract, database, sessions, limits, words);
      Pages pages =
          new Pages(
              contract,
              database,
              sessions,
              limits,
              words,
              new Offices(database, communities, wallClock),
              config.origin(),
              config.demo());

      // The rooms, each with its API and its pages.
      new LoginRoutes(database, logins, sessions, new Me(people::isResident)).bind(api);
      new CommunityRoutes(communities, persons, rules).bind(api);
      new ResidentRoutes(communities, skills).bind(api);

      Router doors = Doors.open(vertx, contract, () -> faults(database));
      if (config.demo()) {
        new MailboxRoutes(database).mount(doors);
        if (clock instanceof DemoClock demoClock) new ClockRoutes(demoClock).mount(doors);
      }
      doors.route(Api.BASE + "/*").subRouter(api.router(vertx));
      doors.route().subRouter(pages.router(vertx));
      router = doors;
      jobs.start(vertx);
      HttpServer server =
          vertx
              .createHttpServer(Doors.options(config.host(), config.port()))
              .requestHandler(doors)
              .listen()
              .await();
      port = server.actualPort();
      metricsPort =
          vertx
              .createHttpServer(Doors.options("127.0.0.1", config.metricsPort()))
              .requestHandler(Doors.metrics(vertx, registry))
              .listen()
              .await()
              .actualPort();
      return Future.succeededFuture();
    }

    private void deploy(VerticleBase verticle) {
      vertx
          .deployVerticle(
              verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
          .await();
    }

    private static Map<String, String> faults(Database database) {
      Map<String, String> faults = new LinkedHashMap<>();
      try {
        database.read(Scope.ofSystem(), tx -> tx.row("select 1"));
      } catch (RuntimeException e) {
        faults.put("database", String.valueOf(e.getMessage()));
      }
      return faults;
    }
  }
}
