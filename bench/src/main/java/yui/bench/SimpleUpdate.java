package yui.bench;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * pgbench's "simple update" (one row changed, read, and noted, in a transaction) by the driver and
 * the pool that the ledger has; and pgbench itself on the same tables where it is installed.
 */
final class SimpleUpdate {
  private static final int SCALE = 10;
  private static final int ROWS = 100_000 * SCALE;
  private static final List<String> TABLES =
      List.of(
          "create table pgbench_branches (bid int primary key, bbalance int, filler char(88))",
          "create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84))",
          """
          create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84))
            with (fillfactor = 100)
          """,
          """
          create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp,
            filler char(22))
          """,
          "insert into pgbench_branches select b, 0, '' from generate_series(1, %d) b"
              .formatted(SCALE),
          "insert into pgbench_tellers select t, (t - 1) / 10 + 1, 0, '' from generate_series(1, %d) t"
              .formatted(10 * SCALE),
          """
          insert into pgbench_accounts
            select a, (a - 1) / 100000 + 1, 0, '' from generate_series(1, %d) a
          """
              .formatted(ROWS),
          "grant select, insert, update on pgbench_accounts, pgbench_history to yui_app",
          "analyze pgbench_accounts");

  private static final String CHANGE =
      "update pgbench_accounts set abalance = abalance + $1 where aid = $2";
  private static final String READ = "select abalance from pgbench_accounts where aid = $1";
  private static final String NOTE =
      """
      insert into pgbench_history (tid, bid, aid, delta, mtime)
        values ($1, $2, $3, $4, current_timestamp)
      """;

  private final Pool pool;

  /** Makes pgbench's tables at its scale 10, as the database's owner. */
  SimpleUpdate(Pool owner, Pool pool) {
    this.pool = pool;
    for (String table : TABLES) done(owner.query(table).execute());
  }

  void once() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int account = random.nextInt(1, ROWS + 1);
    int delta = random.nextInt(-5_000, 5_001);
    SqlConnection connection = done(pool.getConnection());
    try {
      done(connection.query("begin").execute());
      done(connection.preparedQuery(CHANGE).execute(Tuple.of(delta, account)));
      done(connection.preparedQuery(READ).execute(Tuple.of(account)));
      done(
          connection
              .preparedQuery(NOTE)
              .execute(
                  Tuple.of(
                      random.nextInt(1, 10 * SCALE + 1),
                      random.nextInt(1, SCALE + 1),
                      account,
                      delta)));
      done(connection.query("commit").execute());
    } finally {
      connection.close();
    }
  }

  /** Transactions a second by pgbench itself; empty where it is not installed. */
  static OptionalDouble byPgbench(String url, int clients, int seconds)
      throws IOException, InterruptedException {
    Path program;
    try (Stream<Path> places =
        Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of),
            installed())) {
      program =
          places
              .map(place -> place.resolve("pgbench"))
              .filter(Files::isExecutable)
              .findFirst()
              .orElse(null);
    }
    if (program == null) return OptionalDouble.empty();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--no-vacuum",
                "--builtin=simple-update",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + seconds,
                url)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher tps = Pattern.compile("tps = ([0-9.]+)").matcher(said);
    if (process.waitFor() != 0 || !tps.find()) {
      System.err.println("pgbench would not: " + said.strip());
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(tps.group(1)));
  }

  private static Stream<Path> installed() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) return Stream.empty();
    return Files.list(versions).map(version -> version.resolve("bin"));
  }

  private static <T> T done(Future<T> future) {
    return future.timeout(60, TimeUnit.SECONDS).await();
  }
}
