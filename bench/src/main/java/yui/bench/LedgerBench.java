package yui.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.Databases;
import yui.EmbeddedDatabase;
import yui.Migrations;
import yui.db.Database;

/**
 * Settlements a second beside pgbench's simple update on the same durable database, in turn; then
 * the books of one community grow, and what is read of them is timed.
 */
@Command(
    name = "ledger",
    description = "Settlements beside pgbench's simple update, and books that grow.")
final class LedgerBench implements Callable<Integer> {
  private static final String DATABASE = "yui";
  private static final int CONNECTIONS = 16;
  private static final int PEOPLE = 2_000;
  private static final int CROWDED = 16;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--clients", defaultValue = "64", description = "At once (64).")
  private int clients;

  @Option(names = "--seconds", defaultValue = "5", description = "Length of a round (5).")
  private int seconds;

  @Option(names = "--rounds", defaultValue = "5", description = "Counted rounds of each (5).")
  private int rounds;

  @Option(
      names = "--transfers",
      defaultValue = "1000000",
      description = "How far the books grow (1000000).")
  private long transfers;

  private long errors;

  /** What was read of books of this size. */
  private record Grown(
      long transfers,
      double settlements,
      double statementMs,
      double statementP99Ms,
      double balancesMs,
      double sealSeconds,
      double verifySeconds) {}

  @Override
  public Integer call() throws Exception {
    Path data = Files.createTempDirectory("yui-bench");
    Vertx vertx = Vertx.vertx();
    try (EmbeddedDatabase postgres = EmbeddedDatabase.start(data, DATABASE)) {
      Databases urls = postgres.databases(DATABASE);
      Migrations.run(urls.owner());
      Pool owner = pool(vertx, urls.owner(), 1);
      Pool pool = pool(vertx, urls.app(), CONNECTIONS);
      Database database = new Database(pool, InstantSource.system());
      System.err.println("opening the books …");
      PaidTown town = new PaidTown(database, PEOPLE);
      SimpleUpdate update = new SimpleUpdate(owner, pool);
      JsonObject figures = race(town, update, urls.owner());
      figures.put("growth", grow(town));
      figures.put("errors", errors);
      if (json) System.out.println(figures.encode());
      return errors == 0 ? 0 : 1;
    } finally {
      vertx.close().await();
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private JsonObject race(PaidTown town, SimpleUpdate update, String owner) throws Exception {
    Clients crowd = new Clients(clients);
    System.err.println("warming up …");
    round(crowd, client -> update.once());
    round(crowd, client -> town.settle(client, PEOPLE));
    List<Clients.Round> simple = new ArrayList<>();
    List<Clients.Round> settled = new ArrayList<>();
    List<Clients.Round> crowded = new ArrayList<>();
    List<Clients.Round> watched = new ArrayList<>();
    List<Clients.Round> free = new ArrayList<>();
    for (int i = 1; i <= rounds; i++) {
      simple.add(round(crowd, client -> update.once()));
      settled.add(round(crowd, client -> town.settle(client, PEOPLE)));
      crowded.add(round(crowd, client -> town.settle(client, CROWDED)));
      watched.add(round(crowd, client -> town.thank(true)));
      free.add(round(crowd, client -> town.thank(false)));
      System.err.printf(
          "round %d of %d: %.0f simple updates, %.0f settlements a second%n",
          i, rounds, simple.getLast().perSecond(), settled.getLast().perSecond());
    }
    double baseline = median(simple, Clients.Round::perSecond);
    OptionalDouble pgbench = SimpleUpdate.byPgbench(owner, Math.min(clients, CONNECTIONS), seconds);
    System.out.printf(
        "%n%d clients over %d connections, %d rounds of %d s each in turn, medians; %d processors,"
            + " load %.1f%n%n",
        clients,
        CONNECTIONS,
        rounds,
        seconds,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.out.println("| a transaction | a second | of the baseline | p50 ms | p99 ms | errors |");
    System.out.println("| --- | --: | --: | --: | --: | --: |");
    print("pgbench's simple update, by our driver", simple, baseline);
    print("settlement: two people paid, half the clients the other way round", settled, baseline);
    print("the same among " + CROWDED + " people only", crowded, baseline);
    print("one thanked from one fund with a limit", watched, baseline);
    print("one thanked from one fund without", free, baseline);
    if (pgbench.isPresent()) {
      System.out.printf(
          "%npgbench itself, %d clients: %.0f a second.%n",
          Math.min(clients, CONNECTIONS), pgbench.getAsDouble());
    }
    double settlements = median(settled, Clients.Round::perSecond);
    return new JsonObject()
        .put("settlementsPerSecond", settlements)
        .put("baselineTps", baseline)
        .put("ratio", settlements / baseline)
        .put("p99Ms", median(settled, round -> round.latency().percentile(0.99)))
        .put("crowdedPerSecond", median(crowded, Clients.Round::perSecond))
        .put("hotFundPerSecond", median(watched, Clients.Round::perSecond))
        .put("freeFundPerSecond", median(free, Clients.Round::perSecond))
        .put("pgbenchTps", pgbench.isPresent() ? pgbench.getAsDouble() : null);
  }

  private JsonArray grow(PaidTown town) throws Exception {
    System.out.println(
        """

        | transfers | settlements a second | statement p50 ms | p99 ms | balances p50 ms | sealed: ms a thousand | proved: s |
        | --: | --: | --: | --: | --: | --: | --: |\
        """);
    JsonArray all = new JsonArray();
    town.seal();
    long size = 0;
    for (long target = transfers / 100; target <= transfers; target *= 10) {
      long more = target - size;
      try (Progress progress = new Progress("growing to %,d transfers".formatted(target), more)) {
        town.fill(more, progress);
      }
      size = target;
      double sealed = town.seal();
      Clients.Round settled = round(new Clients(clients), client -> town.settle(client, PEOPLE));
      town.seal();
      Clients one = new Clients(1);
      Clients.Round statements = round(one, client -> town.readStatement());
      Clients.Round balances = round(one, client -> town.readBalances());
      Grown grown =
          new Grown(
              target,
              settled.perSecond(),
              statements.latency().percentile(0.5),
              statements.latency().percentile(0.99),
              balances.latency().percentile(0.5),
              1_000_000 * sealed / more,
              town.verify());
      System.out.printf(
          "| %,d | %.0f | %.1f | %.1f | %.1f | %.0f | %.2f |%n",
          grown.transfers(),
          grown.settlements(),
          grown.statementMs(),
          grown.statementP99Ms(),
          grown.balancesMs(),
          grown.sealSeconds(),
          grown.verifySeconds());
      all.add(JsonObject.mapFrom(grown));
    }
    return all;
  }

  private Clients.Round round(Clients crowd, java.util.function.IntConsumer thing)
      throws InterruptedException {
    Clients.Round round = crowd.keepBusy(seconds, thing);
    errors += round.errors();
    tell(round.firstError());
    return round;
  }

  private static void tell(@Nullable Throwable error) {
    if (error != null) System.err.println("failed: " + error);
  }

  private static void print(String what, List<Clients.Round> rounds, double baseline) {
    double perSecond = median(rounds, Clients.Round::perSecond);
    System.out.printf(
        "| %s | %.0f | %.2f | %.1f | %.1f | %d |%n",
        what,
        perSecond,
        perSecond / baseline,
        median(rounds, round -> round.latency().percentile(0.5)),
        median(rounds, round -> round.latency().percentile(0.99)),
        rounds.stream().mapToLong(Clients.Round::errors).sum());
  }

  private static double median(List<Clients.Round> rounds, ToDoubleFunction<Clients.Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Pool pool(Vertx vertx, String url, int size) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(size))
        .connectingTo(PgConnectOptions.fromUri(url).setCachePreparedStatements(true))
        .using(vertx)
        .build();
  }
}
