package yui;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.db.Database;
import yui.ledger.Proof;

/**
 * Proves every community's books while a server runs or rests; leaves with 1 where they disagree.
 */
@Command(name = "verify", description = "Prove the books: seals, entries, balances, closed months.")
final class VerifyCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--data",
      description = "Where the embedded PostgreSQL lies (YUI_DATA, else data/serve).")
  private Path data;

  VerifyCommand() {
    this(System.getenv());
  }

  VerifyCommand(Map<String, String> environment) {
    this.environment = environment;
    this.data = Config.dataOfServer(environment);
  }

  @Override
  public Integer call() throws Exception {
    String url = environment.getOrDefault("DATABASE_URL", "");
    if (!url.isBlank()) return verify(url);
    Path directory = data.resolve("postgres");
    if (!Files.exists(directory)) {
      System.err.println("yui: there is no database in " + data + "; say --data or DATABASE_URL");
      return 2;
    }
    if (EmbeddedDatabase.isRunning(directory)) {
      return verify(EmbeddedDatabase.found(directory, Running.DATABASE).app());
    }
    try (EmbeddedDatabase started = EmbeddedDatabase.start(directory, Running.DATABASE)) {
      return verify(started.databases(Running.DATABASE).app());
    }
  }

  static int verify(String url) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Database database = new Database(Server.pool(vertx, url, 1), InstantSource.system());
      return new Proof(database).tell(System.out::println) ? 0 : 1;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }
}
