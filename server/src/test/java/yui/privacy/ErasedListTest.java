package yui.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.EmptyDatabase;
import yui.Town;
import yui.db.Database;

/** Who has left stays away, though an older database comes back. */
class ErasedListTest {
  @TempDir private Path data;

  @Test
  void list_overAnOlderDatabase_erasesAgainAndOnce() throws Exception {
    UUID person = UUID.randomUUID();
    EmptyDatabase first = add(person);
    erase(first, person);
    assertEquals(0, replay(first));
    assertTrue(Files.readString(data.resolve("erased.list")).contains(person.toString()));

    EmptyDatabase restored = add(person);
    assertEquals(1, replay(restored));
    assertEquals(0, replay(restored));
    assertEquals("erased-" + person + "@erased.invalid", address(restored, person));

    replay(EmptyDatabase.open());
    assertTrue(
        Files.readString(data.resolve("erased.list")).contains(person.toString()),
        "a database that never knew them takes nobody off the list");
  }

  @Test
  void start_overAnOlderDatabase_erasesBeforeAnybodyIsServed() throws Exception {
    UUID person = UUID.randomUUID();
    Files.writeString(data.resolve("erased.list"), "what is this?\n" + person + "\n");
    EmptyDatabase restored = add(person);
    try (Town town = Town.on(restored, data)) {
      town.stranger().get("/communities").is(200);
      assertEquals("erased-" + person + "@erased.invalid", address(restored, person));
    }
  }

  @Test
  void start_withAListThatCannotBeRead_servesNobody() throws Exception {
    Files.createDirectory(data.resolve("erased.list"));
    assertThrows(UncheckedIOException.class, () -> Town.on(EmptyDatabase.open(), data));
  }

  private static String address(EmptyDatabase database, UUID person) throws Exception {
    try (Connection all = database.superuser();
        Statement statement = all.createStatement();
        ResultSet row =
            statement.executeQuery("select email from persons where id = '" + person + "'")) {
      row.next();
      return row.getString(1);
    }
  }

  private static EmptyDatabase add(UUID person) throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    try (Connection all = database.superuser();
        Statement statement = all.createStatement()) {
      statement.execute(
          """
          insert into persons (id, email, email_folded, created_at)
          values ('%s', 'mika@tokyo.example', 'mika@tokyo.example', now())
          """
              .formatted(person));
    }
    return database;
  }

  private static void erase(EmptyDatabase database, UUID person) throws Exception {
    try (Connection all = database.superuser();
        Statement statement = all.createStatement()) {
      statement.execute("select set_config('yui.system', 'on', false)");
      statement.execute("select erase_person('" + person + "')");
    }
  }

  private int replay(EmptyDatabase database) {
    Vertx vertx = Vertx.vertx();
    Pool pool = PgBuilder.pool().connectingTo(database.app()).using(vertx).build();
    try {
      return new ErasedList(data).replay(new Database(pool, InstantSource.system()));
    } finally {
      pool.close();
      vertx.close();
    }
  }
}
