package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL that follows another by streaming: what is read there, and when it is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NAME = "yui";

  private EmbeddedDatabase first;
  private EmbeddedDatabase replica;
  private Town town;

  @BeforeAll
  void follow(@TempDir Path directory) throws Exception {
    Path origin = directory.resolve("first");
    first = EmbeddedDatabase.start(origin, NAME);
    Files.writeString(
        origin.resolve("data/pg_hba.conf"),
        "host replication all 127.0.0.1/32 scram-sha-256\n",
        StandardOpenOption.APPEND);
    first.close();
    Path copy = directory.resolve("second");
    copy(origin, copy);
    Properties secrets = new Properties();
    try (var in = Files.newBufferedReader(copy.resolve("secrets.properties"))) {
      secrets.load(in);
    }
    Files.writeString(copy.resolve("data/standby.signal"), "");
    Files.writeString(
        copy.resolve("data/postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%s user=postgres password=%s'%n"
            .formatted(secrets.getProperty("port"), secrets.getProperty("postgres")),
        StandardOpenOption.APPEND);
    secrets.setProperty("port", String.valueOf(Town.freePort()));
    try (var out = Files.newBufferedWriter(copy.resolve("secrets.properties"))) {
      secrets.store(out, null);
    }
    first = EmbeddedDatabase.start(origin, NAME);
    replica = EmbeddedDatabase.start(copy, NAME);
    town = Town.furnished(Town.on(EmptyDatabase.followed(first, NAME, replica)));
  }

  @AfterAll
  void close() throws Exception {
    town.close();
    replica.close();
    first.close();
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void onReplica(String sql) throws Exception {
    try (Connection connection = replica.superuser(NAME);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int posted() throws Exception {
    return town.as("desk@town.example")
        .get("/communities/" + town.community() + "/figures")
        .is(200)
        .body()
        .path("total")
        .path("tasks")
        .asInt(-1);
  }

  private JsonNode search(String title) throws Exception {
    return town.stranger()
        .get("/tasks?q=" + URLEncoder.encode(title, StandardCharsets.UTF_8))
        .is(200)
        .body();
  }

  private static void until(String what, Callable<Boolean> check) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!check.call()) {
      assertTrue(Instant.now().isBefore(end), what);
      Thread.sleep(100);
    }
  }

  private void post(String title) throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("title", title);
    town.posted(task);
  }

  @Test
  @Order(1)
  void replicaThatFollows_isWhatSearchesRead() throws Exception {
    post("水路の泥上げ");
    until("the new task is found", () -> search("泥上げ").path("items").size() == 1);

    onReplica("select pg_wal_replay_pause()");
    post("神社の雪囲い");
    // The index knows it from the database; the replica, which is asked for its words, not yet.
    until("the index finds it", () -> search("雪囲い").path("total").asInt() == 1);
    boolean readThere = search("雪囲い").path("items").isEmpty();
    onReplica("select pg_wal_replay_resume()");
    assertTrue(readThere, "the search was not read from the replica");
    until("the replica has caught up", () -> search("雪囲い").path("items").size() == 1);
  }

  @Test
  @Order(2)
  void replicaTooFarBehind_isNotAsked() throws Exception {
    onReplica("select pg_wal_replay_pause()");
    post("公民館の大掃除");
    // Behind for longer than the two seconds of this town's settings.
    until("read from the database itself", () -> search("大掃除").path("items").size() == 1);
    onReplica("select pg_wal_replay_resume()");
  }

  @Test
  @Order(3)
  void replicaGone_everythingIsAnsweredFromTheDatabase() throws Exception {
    assertEquals(3, posted());
    replica.close();
    for (int i = 0; i < 20; i++) assertEquals(3, posted());
    post("獣よけの柵なおし");
    until("found without the replica", () -> search("獣よけ").path("items").size() == 1);
  }
}
