package yui;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.core.Refusal;
import yui.ledger.Proof;

/**
 * Proves every community's books while a server runs or rests; leaves with 1 where they disagree,
 * with 2 where the database did not answer and nothing is known of them.
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
    try (Installation installation = Installation.open(environment, data)) {
      return verify(installation.databases().app());
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.UNAVAILABLE) throw refusal;
      System.err.println("yui: the database did not answer; the books were not looked at");
      return 2;
    }
  }

  static int verify(String url) throws Exception {
    return proved(url, proof -> proof.tell(System.out::println)) ? 0 : 1;
  }

  static boolean proved(String url, Predicate<Proof> look) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      return look.test(new Proof(Server.patient(vertx, url, InstantSource.system())));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }
}
