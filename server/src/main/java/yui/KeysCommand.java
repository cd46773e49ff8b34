package yui;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;
import yui.db.Database;
import yui.db.Scope;
import yui.identity.SigningKeys;
import yui.vault.Vault;

/** The keys that secrets are sealed under, and those that access tokens are signed with. */
@Command(name = "keys", description = "The keys of secrets at rest and of access tokens.")
final class KeysCommand {
  private final Map<String, String> environment;

  KeysCommand() {
    this(System.getenv());
  }

  KeysCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Command(
      name = "rotate",
      description =
          "Adds keys: running servers seal under the new one and reseal the rest within hours; they"
              + " sign with the new one within a minute, and nobody has to log in again.")
  int rotate() throws Exception {
    Path file = Config.bankKeysOfServer(environment);
    String url = environment.getOrDefault("DATABASE_URL", "");
    Path directory = Config.dataOfServer(environment).resolve("postgres");
    if (!url.isBlank()) {
      sign(url, file);
    } else if (!Files.exists(directory)) {
      add(file);
      System.out.println("no database in " + directory + " yet, so no signing key to follow");
    } else if (EmbeddedDatabase.isRunning(directory)) {
      sign(EmbeddedDatabase.found(directory, Running.DATABASE).app(), file);
    } else {
      try (EmbeddedDatabase started = EmbeddedDatabase.start(directory, Running.DATABASE)) {
        sign(started.databases(Running.DATABASE).app(), file);
      }
    }
    return 0;
  }

  private static void add(Path file) throws IOException {
    System.out.println("key " + Vault.addKey(file) + " added to " + file + "; keep a copy of it");
  }

  private static void sign(String url, Path keys) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      InstantSource clock = InstantSource.system();
      Database database = Server.patient(vertx, url, clock);
      // The database answers before the file is written, or each try would leave a key in it.
      database.read(Scope.ofSystem(), tx -> tx.rows("select 1"));
      add(keys);
      Vault vault = Vault.at(keys);
      String id =
          database.write(Scope.ofSystem(), tx -> SigningKeys.rotate(tx, vault, clock.instant()));
      System.out.println("signing key " + id + " made; the one before it verifies a while longer");
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }
}
