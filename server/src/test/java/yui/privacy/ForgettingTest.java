package yui.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Town;
import yui.Visitor;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.Days;
import yui.db.Database;

/** What has run out goes, once, and is counted. */
class ForgettingTest {
  private final Vertx vertx = Vertx.vertx();
  private Town town;
  private Pool pool;
  private Forgetting job;
  private String application;

  @BeforeEach
  void open() throws Exception {
    town = Town.furnished();
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(4))
            .connectingTo(town.app())
            .using(vertx)
            .build();
    Rules rules = new Rules();
    job =
        new Forgetting(
            new Database(pool, town::now),
            new Communities(rules, (tx, of) -> {}),
            rules,
            Terms.SHIPPED);
    Visitor owner = town.as("r1@town.example");
    String task = town.posted(town.mowing());
    String slot = owner.get("/tasks/" + task).body().at("/slots/0/id").asText();
    application =
        owner
            .post(
                "/tasks/" + task + "/applications",
                Map.of(
                    "slotIds",
                    List.of(slot),
                    "message",
                    "canary-message",
                    "companions",
                    List.of(Map.of("name", "canary-companion"))))
            .is(201)
            .id();
    owner.post("/applications/" + application + "/messages", Map.of("body", "canary-body")).is(201);
  }

  @AfterEach
  void close() {
    pool.close();
    vertx.close();
    town.close();
  }

  @Test
  void words_andNames_goWhenTheirDaysAreOver() throws Exception {
    job.run();
    assertEquals("canary-body", text("select body from messages"));
    town.reach(town.now().plus(Duration.ofDays(400)));
    job.run();
    assertEquals("—", text("select body from messages"));
    assertEquals("", text("select message from applications"));
    assertEquals("canary-companion", text("select name from companions"));
    assertEquals("1", expired("applications"));
    town.reach(town.now().plus(Duration.ofDays(1_500)));
    job.run();
    assertEquals("0", text("select count(*) from companions"));
  }

  /** More than one statement takes: in one night all the same, and each piece is counted. */
  @Test
  void words_ofVeryMany_goInPieces() throws Exception {
    execute(
        """
        insert into applications (id, task_id, community_id, person_id, heads, message, live,
            created_at, changed_at)
          select gen_random_uuid(), task_id, community_id, person_id, 1, 'canary-' || i, false,
              created_at, created_at
            from applications, generate_series(1, 1201) i
        """);
    town.reach(town.now().plus(Duration.ofDays(400)));
    job.run();
    assertEquals("0", text("select count(*) from applications where message <> ''"));
    assertEquals("0", text("select count(*) from applications where quiet_at is null"));
    assertEquals(
        "500 500 202",
        text(
            "select string_agg(about ->> 'applications', ' ' order by id) from audit_log where deed = 'data_expired' and about ? 'applications'"));
    job.run();
    assertEquals(
        "3",
        text(
            "select count(*) from audit_log where deed = 'data_expired' and about ? 'applications'"));
  }

  @Test
  void days_asTheCommunityDecided_hold() throws Exception {
    town.as("desk@town.example")
        .post(
            "/communities/" + town.community() + "/rules",
            Map.of(
                "rule",
                "RETENTION",
                "from",
                town.now().atZone(Days.TOKYO).toLocalDate().plusDays(1).toString(),
                "value",
                Map.of("wordDays", 1000, "nameDays", 30, "householdDays", 30, "paymentYears", 5),
                "source",
                "文書管理規則"))
        .is(201);
    town.reach(town.now().plus(Duration.ofDays(400)));
    job.run();
    assertEquals("canary-body", text("select body from messages"));
    assertEquals("0", text("select count(*) from companions"));
  }

  @Test
  void night_onSeveralServers_isCountedOnce() throws Exception {
    town.reach(town.now().plus(Duration.ofDays(400)));
    List<CompletableFuture<Void>> servers = new ArrayList<>();
    for (int i = 0; i < 4; i++) servers.add(CompletableFuture.runAsync(job));
    for (CompletableFuture<Void> server : servers) server.get();
    assertEquals(
        "1",
        text(
            "select count(*) from audit_log where deed = 'data_expired' and community_id is not null"));
    assertEquals("1", expired("applications"));
  }

  @Test
  void log_olderThanItsYears_goes() throws Exception {
    execute("update audit_log set at = at - interval '11 years' where deed = 'login'");
    assertTrue(Integer.parseInt(text("select count(*) from audit_log where deed = 'login'")) > 0);
    job.run();
    assertEquals("0", text("select count(*) from audit_log where deed = 'login'"));
  }

  @Test
  void history_byTheServer_staysWhateverItSays() throws Exception {
    try (Connection server = town.asServer();
        Statement statement = server.createStatement()) {
      statement.execute("select set_config('yui.system', 'on', false)");
      statement.execute("select set_config('yui.expiring', 'on', false)");
      for (String table : List.of("settlement_exports", "year_lists", "transfers")) {
        SQLException refused =
            assertThrows(
                SQLException.class, () -> statement.execute("update " + table + " set id = id"));
        assertEquals("42501", refused.getSQLState(), table);
      }
    }
  }

  private String expired(String what) throws SQLException {
    return text(
        "select about ->> '%s' from audit_log where deed = 'data_expired' and about ? '%s'"
            .formatted(what, what));
  }

  private String text(String sql) throws SQLException {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      statement.execute(sql);
    }
  }
}
