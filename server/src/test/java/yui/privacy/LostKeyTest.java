package yui.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.Town;
import yui.db.Database;
import yui.db.Scope;
import yui.vault.Vault;
import yui.web.Words;

/** Copies that nobody can open any more go all the same when their days are over. */
class LostKeyTest {
  @TempDir private Path folder;

  @Test
  void copies_sealedUnderALostKey_goOnTheirDayAndHoldUpNothing() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Town town = Town.furnished()) {
      Pool pool = PgBuilder.pool().connectingTo(town.app()).using(vertx).build();
      Database database = new Database(pool, town::now);
      town.as("r1@town.example").post("/me/data-exports", null).is(201);
      Vault other = Vault.at(folder.resolve("bank.keys"));
      Records records = new Records(Register.load(), other, (tx, of) -> Map.of(), Words.load());
      assertEquals(
          Vault.idsIn(town.bankKeys()), database.read(Scope.ofSystem(), records::missingKeys));
      assertEquals(0, database.write(Scope.ofSystem(), records::reseal));
      assertEquals(0, database.write(Scope.ofSystem(), records::forget), "it has days left");
      town.reach(town.now().plus(Duration.ofDays(2)));
      assertEquals(1, database.write(Scope.ofSystem(), records::forget));
      assertEquals(Set.of(), database.read(Scope.ofSystem(), records::missingKeys));
      pool.close();
    } finally {
      vertx.close();
    }
  }
}
