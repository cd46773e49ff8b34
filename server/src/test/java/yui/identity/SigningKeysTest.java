package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.EmptyDatabase;
import yui.db.Database;
import yui.db.Scope;
import yui.vault.Vault;

/** Servers on one database whose files of keys differ, or are lost. */
class SigningKeysTest {
  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private EmptyDatabase empty;
  private Pool pool;
  private Database database;
  private Instant now = Instant.parse("2026-12-05T00:00:00Z");

  @BeforeEach
  void open() throws Exception {
    empty = EmptyDatabase.open();
    pool = PgBuilder.pool().connectingTo(empty.app()).using(vertx).build();
    database = new Database(pool, () -> now);
  }

  @AfterEach
  void close() {
    pool.close();
    vertx.close();
  }

  private SigningKeys server(String file) {
    return new SigningKeys(
        vertx, database, Vault.at(folder.resolve(file)), () -> now, "issuer", "audience");
  }

  private void pass(Duration time, SigningKeys... servers) {
    for (Instant until = now.plus(time); now.isBefore(until); now = now.plusSeconds(30)) {
      for (SigningKeys server : servers) server.look();
    }
  }

  @Test
  void servers_withDifferentFiles_signBesideEachOtherAndSaySo() throws Exception {
    SigningKeys one = server("one");
    SigningKeys other = server("other");
    pass(Duration.ofMinutes(12), one, other);
    assertEquals(2, count("select count(*) from signing_keys"), "each made one and no more");
    assertNotEquals(one.signer().id(), other.signer().id());
    assertTrue(one.verifier(other.signer().id()).isPresent());
    assertTrue(other.verifier(one.signer().id()).isPresent());
    assertEquals(Vault.idsIn(folder.resolve("other")), one.foreign());
    assertEquals(Vault.idsIn(folder.resolve("one")), other.foreign());

    database.write(
        Scope.ofSystem(),
        tx -> SigningKeys.rotate(tx, Vault.at(folder.resolve("one")), database.now()));
    pass(Duration.ofMinutes(12), one, other);
    assertEquals(2, count("select count(*) from signing_keys where retired_at is null"));
    assertTrue(other.verifier(one.signer().id()).isPresent());
  }

  @Test
  void server_whoseFileIsLost_signsWithANewKeyAndLetsTheOldOneGo() throws Exception {
    SigningKeys lost = server("lost");
    String before = lost.signer().id();
    SigningKeys after = server("new");
    assertEquals(Vault.idsIn(folder.resolve("lost")), after.foreign());
    assertTrue(after.verifier(before).isPresent(), "whoever is logged in stays so");
    pass(Duration.ofMinutes(11), after);
    assertEquals(Set.of(), after.foreign());
    assertEquals(1, count("select count(*) from signing_keys where sealed is not null"));
    pass(Duration.ofMinutes(16), after);
    assertEquals(1, count("select count(*) from signing_keys"));
  }

  private long count(String sql) throws SQLException {
    try (Connection all = empty.superuser();
        Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
