package yui.matching;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Role;
import yui.db.Database;
import yui.db.Scope;
import yui.engine.Excluded;
import yui.engine.Match;
import yui.engine.TaskRow;
import yui.engine.Thanks;
import yui.mail.Outbox;
import yui.people.People;
import yui.people.Skills;
import yui.tasks.Board;
import yui.tasks.TaskId;
import yui.tasks.TaskWords;
import yui.tasks.Tasks;
import yui.web.Words;

/** A village with one community and one group, on a real database, with the feed running. */
final class Village {
  /** A Friday noon in Japan; the work is on the Saturday morning after. */
  static final Instant NOW = Instant.parse("2026-12-04T03:00:00Z");

  private static EmbeddedPostgres postgres;
  private static int number;

  final Vertx vertx = Vertx.vertx();
  final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  final CommunityId community = new CommunityId(Ids.next());
  final GroupId group = new GroupId(Ids.next());
  final PersonId hostPerson = new PersonId(Ids.next());
  final Caller host =
      new Caller(hostPerson, List.of(new Membership(community, group, Role.HOST, null)), Lang.JA);
  final Tasks tasks = new Tasks();
  final People people = new People();
  final Words words = Words.load();
  final Database app;
  private final String name;
  final Database feeder;
  private final Path directory;
  Index index;
  Feed feed;
  Matching matching;
  Searching searching;
  Invitations invitations;
  Feeding running;

  Village(Path directory) throws Exception {
    this.directory = directory;
    this.name = fresh();
    this.app = database("yui_app");
    this.feeder = database("yui_feeder");
    sql(
        """
        insert into communities (id, code, name, lat, lon, created_at)
          values ('%s', '074055', '西会津町', 37.587, 139.648, now());
        insert into groups (id, community_id, name, created_at) values ('%s', '%s', '奥川', now());
        insert into persons (id, email, email_folded, name, created_at)
          values ('%s', 'ward@okugawa.example', 'ward@okugawa.example', '区長', now());
        """
            .formatted(community, group, community, hostPerson));
    open();
  }

  private static synchronized String fresh() throws Exception {
    if (postgres == null) {
      postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      try (Connection root = postgres.getPostgresDatabase().getConnection();
          Statement sql = root.createStatement()) {
        for (String role : List.of("yui_owner", "yui_app", "yui_feeder")) {
          sql.execute("create role " + role + " login");
        }
      }
    }
    String name = "village_" + ++number;
    try (Connection root = postgres.getPostgresDatabase().getConnection();
        Statement sql = root.createStatement()) {
      sql.execute("create database " + name + " owner yui_owner");
    }
    try (Connection root = postgres.getDatabase("postgres", name).getConnection();
        Statement sql = root.createStatement()) {
      sql.execute("alter schema public owner to yui_owner");
    }
    Flyway.configure()
        .dataSource(url(name), "yui_owner", "")
        .locations("classpath:db/migration")
        .load()
        .migrate();
    return name;
  }

  private static String url(String database) {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
  }

  private Database database(String role) {
    return new Database(
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(4))
            .connectingTo(
                new PgConnectOptions()
                    .setHost("localhost")
                    .setPort(postgres.getPort())
                    .setDatabase(name)
                    .setUser(role))
            .using(vertx)
            .build(),
        clock::get);
  }

  /** Starts the feed, on the index that is there. */
  void open() throws Exception {
    begin();
    until(() -> index.isReady());
  }

  /** The same, without waiting for the index. */
  void begin() throws Exception {
    running = feeding(directory);
    index = running.index();
    feed = running.feed();
    matching =
        new Matching(
            app,
            index,
            tasks,
            people,
            new Skills(),
            new Communities(new Rules(), (tx, id) -> {}),
            words);
    searching =
        new Searching(
            app,
            index,
            tasks,
            new Board(),
            new Communities(new Rules(), (tx, id) -> {}),
            new Skills(),
            words);
    invitations =
        new Invitations(tasks, people, new Outbox(), new TaskWords(words), "http://yui.example");
  }

  /** A feed with an index of its own, as each server has one. */
  record Feeding(Index index, Feed feed, SimpleMeterRegistry figures, String deployment) {
    double figure(String name) {
      return figures.get(name).gauge().value();
    }
  }

  Feeding feeding(Path directory) throws Exception {
    SimpleMeterRegistry figures = new SimpleMeterRegistry();
    Index fed = new Index(directory, figures);
    Feed feeding = new Feed(feeder, fed, figures, new Feed.Patience(0.5, 1));
    return new Feeding(
        fed,
        feeding,
        figures,
        vertx
            .deployVerticle(
                feeding, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS));
  }

  /** Stops the feed and closes the index. */
  void stop() throws Exception {
    stop(running);
  }

  void stop(Feeding feeding) throws Exception {
    vertx
        .undeploy(feeding.deployment())
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  void close() throws Exception {
    if (vertx.deploymentIDs().contains(running.deployment())) stop();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Where another process' feed connects. */
  String feederUrl() {
    return "postgresql://yui_feeder@localhost:" + postgres.getPort() + "/" + name;
  }

  /** A connection with every right; whoever begins with it decides when to commit. */
  Connection root() throws SQLException, IOException {
    return postgres.getDatabase("postgres", name).getConnection();
  }

  /** A connection as the server's role in the system's scope. */
  Connection asServer() throws SQLException {
    Connection connection = DriverManager.getConnection(url(name), "yui_app", "");
    try (Statement sql = connection.createStatement()) {
      sql.execute("set yui.system = 'on'");
    }
    return connection;
  }

  void sql(String statements) throws Exception {
    try (Connection root = root();
        Statement sql = root.createStatement()) {
      sql.execute(statements);
    }
  }

  /** The one value that a query answers. */
  String one(String query) throws Exception {
    try (Connection root = root();
        Statement sql = root.createStatement();
        ResultSet answer = sql.executeQuery(query)) {
      answer.next();
      return answer.getString(1);
    }
  }

  /** An open task on Saturday morning in Okugawa that asks for mowing and thanks with cash. */
  TaskId task(String title) throws Exception {
    TaskId id = new TaskId(Ids.next());
    sql(taskSql(id, title, "OPEN"));
    return id;
  }

  String taskSql(TaskId id, String title, String state) {
    return """
    insert into tasks (id, community_id, group_id, state, kind, title, description, lat, lon,
      place_label, required_skills, check_in_code, created_by, created_at, published_at,
      changed_at)
    values ('%1$s', '%2$s', '%3$s', '%4$s', 'WORK', '%5$s', '', 37.66, 139.63, '奥川',
      '[{"code": "mowing", "level": 1, "weight": 1}]', '%1$s', '%6$s', now(), now(), now());
    insert into slots (id, task_id, community_id, starts_at, ends_at, capacity)
    values ('%7$s', '%1$s', '%2$s', '2026-12-04T23:30:00Z', '2026-12-05T02:30:00Z', 3);
    insert into task_rewards (task_id, community_id, line, kind, unit, amount)
    values ('%1$s', '%2$s', 1, 'CASH', 'JPY', 3000);
    """
        .formatted(id, community, group, state, title, hostPerson, Ids.next());
  }

  /** A resident with a base where the work is, mowing at level 3, free on Saturday morning. */
  PersonId resident(String display) throws Exception {
    PersonId id = new PersonId(Ids.next());
    sql(
        """
        insert into persons (id, email, email_folded, name, created_at)
          values ('%1$s', '%1$s@tokyo.example', '%1$s@tokyo.example', '%2$s', now());
        insert into residents (person_id, display_name, findable, max_distance_km, reward_wishes,
            created_at, changed_at)
          values ('%1$s', '%2$s', 'ALL', 50, '{CASH,MEAL}', now(), now());
        insert into resident_skills values ('%1$s', 'mowing', 3);
        insert into bases values ('%3$s', '%1$s', 'HOME', '自宅', 35.7, 139.7, null),
          ('%4$s', '%1$s', 'SECOND_BASE', '奥川', 37.66, 139.63, null);
        insert into availability select '%1$s', 2 * (date '2026-12-05' - date '2020-01-01');
        """
            .formatted(id, display, Ids.next(), Ids.next()));
    return id;
  }

  Caller caller(PersonId person) {
    return new Caller(person, List.of(), Lang.JA);
  }

  /** Who of an index suits a task, by id, at most a thousand. */
  Map<UUID, Match> candidates(Index asked, TaskId id) {
    TaskRow task = app.read(Scope.ofSystem(), tx -> Rows.task(tx, id.value())).orElseThrow();
    return asked
        .ask(
            Index.Asked.RESIDENTS_FOR_TASK,
            engine -> engine.residentsFor(task, Excluded.NONE, 1_000, clock.get()))
        .stream()
        .collect(Collectors.toMap(Match::id, match -> match));
  }

  /** So many residents at once, as {@link #resident}, made by the database; the n-th of them. */
  void crowd(int from, int until) throws Exception {
    sql(
        """
        insert into persons (id, email, email_folded, name, created_at)
          select crowd(i), i || '@tokyo.example', i || '@tokyo.example', 'c', now()
            from generate_series(%1$d, %2$d) i;
        insert into residents (person_id, display_name, findable, max_distance_km, reward_wishes,
            created_at, changed_at)
          select crowd(i), 'c', 'ALL', 50, '{CASH,MEAL}', now(), now()
            from generate_series(%1$d, %2$d) i;
        insert into resident_skills select crowd(i), 'mowing', 3 from generate_series(%1$d, %2$d) i;
        insert into bases (id, person_id, kind, label, lat, lon)
          select gen_random_uuid(), crowd(i), 'SECOND_BASE', '奥川', 37.66, 139.63
            from generate_series(%1$d, %2$d) i;
        insert into availability select crowd(i), 2 * (date '2026-12-05' - date '2020-01-01')
            from generate_series(%1$d, %2$d) i;
        """
            .replace("crowd(i)", "md5('crowd' || i)::uuid")
            .formatted(from, until));
  }

  /** The ids a search for a word finds. */
  List<UUID> found(String q) {
    return searching
        .search(Caller.stranger(Lang.JA), asking(q, Thanks.CASH), false)
        .items()
        .stream()
        .map(found -> found.task().id().value())
        .toList();
  }

  static Search asking(String q, Thanks reward) {
    return new SearchFilters(q, null, null, null, null, null, null, null, null, reward, null, null)
        .page(20, null);
  }

  /**
   * Waits until something holds, not long: five seconds, for a machine that also does other work;
   * that it is one at most is proved by {@code ./yui torture feed}.
   */
  static void soon(Callable<Boolean> holds) throws Exception {
    await(holds, 5_000);
  }

  static void until(Callable<Boolean> holds) throws Exception {
    await(holds, 20_000);
  }

  private static void await(Callable<Boolean> holds, long millis) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!holds.call()) {
      if (System.nanoTime() > end) throw new AssertionError("not within " + millis + " ms");
      Thread.sleep(10);
    }
  }
}
