package yui.torture;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import yui.db.Database;
import yui.engine.Excluded;
import yui.engine.Match;
import yui.engine.Place;
import yui.engine.Stage;
import yui.engine.TaskRow;
import yui.engine.TaskText;
import yui.engine.Weights;
import yui.matching.Feed;
import yui.matching.Index;

/**
 * A feed with an index of its own, in a process that can be killed. It reads {@code number resident
 * cell} a line and prints {@code seen number millis} when the index has that resident there, and
 * answers {@code where resident cell} by {@code here} or {@code elsewhere}.
 */
final class Feeding {
  private static final int ROWS = 2_400;

  private record Expected(UUID resident, int cell) {}

  private Feeding() {}

  /** A mesh cell for a number, no two the same within millions. */
  static double lat(int cell) {
    return 24 + cell % ROWS / 120.0;
  }

  static double lon(int cell) {
    return 123 + cell / ROWS % ROWS / 80.0;
  }

  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    SimpleMeterRegistry figures = new SimpleMeterRegistry();
    Index index = new Index(Path.of(args[0]), figures);
    Database database =
        new Database(
            PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(3))
                .connectingTo(PgConnectOptions.fromUri(args[1]))
                .using(vertx)
                .build(),
            InstantSource.system());
    vertx
        .deployVerticle(
            new Feed(database, index, figures),
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    while (!index.isReady()) Thread.sleep(10);
    System.out.println("ready");
    Map<String, Expected> expected = new ConcurrentHashMap<>();
    Thread.ofPlatform().daemon().start(() -> look(index, expected));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      Expected one = new Expected(UUID.fromString(words[1]), Integer.parseInt(words[2]));
      if (words[0].equals("where")) System.out.println(isThere(index, one) ? "here" : "elsewhere");
      else expected.put(words[0], one);
    }
    System.exit(0);
  }

  private static void look(Index index, Map<String, Expected> expected) {
    while (true) {
      for (Map.Entry<String, Expected> one : expected.entrySet()) {
        if (isThere(index, one.getValue())) {
          expected.remove(one.getKey());
          System.out.println("seen " + one.getKey() + " " + System.currentTimeMillis());
        }
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean isThere(Index index, Expected expected) {
    TaskRow task = task(expected);
    List<Match> found =
        index.ask(
            Index.Asked.RESIDENTS_FOR_TASK,
            engine -> engine.residentsFor(task, Excluded.NONE, 1, Instant.EPOCH));
    if (found.isEmpty()) return false;
    Double km = found.getFirst().distanceKm();
    return km != null && km < 0.001;
  }

  /** Work in a cell, without hours, that asks for the licence which one resident alone has. */
  private static TaskRow task(Expected expected) {
    return new TaskRow(
        new UUID(0, 1),
        new UUID(0, 2),
        null,
        Stage.OPEN,
        new Place(lat(expected.cell()), lon(expected.cell())),
        List.of(),
        List.of(),
        Set.of(expected.resident().toString().replace("-", "")),
        List.of(),
        Set.of(),
        false,
        new Weights(0, 0, 1, 0),
        Instant.parse("2026-01-01T00:00:00Z"),
        TaskText.NONE);
  }
}
