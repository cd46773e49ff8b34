package yui.torture;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.Migrations;

/**
 * The server is told to end under load: whoever it listened to is answered. It is started in wrong
 * orders and twice. As a control it is killed instead: requests under way must fail.
 */
@Command(
    name = "process",
    description = "Told to end under load no accepted request fails; starts in any order.",
    mixinStandardHelpOptions = true)
final class ProcessTorture extends Torment {
  private static final int CLIENTS = 32;
  private static final int BUSY = 400;
  private static final String OLD = "40";

  @Option(names = "--rounds", defaultValue = "10", description = "How often it is ended (10).")
  private int rounds;

  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Map<String, Integer> otherwise = new ConcurrentSkipListMap<>();

  @Override
  List<String> brokenByControl() {
    return List.of("accepted requests that fail: 0");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      double[] seconds = new double[rounds];
      int unclean = 0;
      for (int round = 0; round < rounds; round++) {
        boolean[] over = new boolean[1];
        ExecutorService clients = load(server, over);
        awaitWork();
        long told = System.nanoTime();
        if (control) server.kill();
        else server.terminate();
        int code = server.exitCode(30);
        seconds[round] = (System.nanoTime() - told) / 1e9;
        if (code != 0 && !control) unclean++;
        over[0] = true;
        clients.close();
        say(
            "round %d of %d: exit %d after %.1f s; %d answered, %d cut, %d turned away",
            round + 1, rounds, code, seconds[round], answered.get(), cut.get(), turnedAway.get());
        server.startAgainUntilReady();
      }
      Arrays.sort(seconds);
      findings.figure("answered", answered.get());
      findings.figure("cutOff", cut.get());
      findings.figure("turnedAway", turnedAway.get());
      findings.figure("endMaxSeconds", seconds[rounds - 1]);
      otherwise.forEach((what, many) -> say("%s: %d", what, many));
      findings.promise("accepted requests that fail: 0", cut.get() == 0 && otherwise.isEmpty());
      findings.promise("it ends with 0", unclean == 0);
      findings.promise("within 10 s", seconds[rounds - 1] <= 10);
      if (!control) starts(findings, server);
    }
  }

  /** Until it is warm and busy. */
  private void awaitWork() throws InterruptedException {
    int before = answered.get();
    long end = System.nanoTime() + 20_000_000_000L;
    Thread.sleep(1_500);
    while (answered.get() < before + BUSY && System.nanoTime() < end) Thread.sleep(10);
  }

  private ExecutorService load(DemoServer server, boolean[] over) {
    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    for (int client = 0; client < CLIENTS; client++) {
      String path = client % 2 == 0 ? "/tasks" : "/api/v1/tasks?limit=20";
      // Of four clients one comes anew each time; the others ask again as long as they may.
      boolean anew = client % 4 == 3;
      clients.execute(
          () -> {
            while (!over[0]) ask(server, path, anew, over);
          });
    }
    return clients;
  }

  /**
   * A request that nobody took is sent elsewhere by a proxy; one that was taken must be answered.
   */
  private void ask(DemoServer server, String path, boolean anew, boolean[] over) {
    try (Line line = new Line(server.port())) {
      while (!over[0] && !line.isEnded()) {
        int status = line.get(path, anew);
        if (status == 200) answered.incrementAndGet();
        else otherwise.merge("status " + status, 1, Integer::sum);
      }
    } catch (ConnectException e) {
      turnedAway.incrementAndGet();
      pause();
    } catch (IOException e) {
      cut.incrementAndGet();
      otherwise.merge(String.valueOf(e), 1, Integer::sum);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void starts(Findings findings, DemoServer server) throws Exception {
    // Twice on one port: the second says so and leaves the first alone.
    int second = server.command("demo", "--as-it-is");
    findings.promise("a second one on the same port is refused", second != 0);
    findings.promise("and the first goes on", server.readiness() == 200);
    server.terminate();
    server.exitCode(30);
    // Its database is still there after a kill, and is found again.
    server.startAgainUntilReady();
    server.kill();
    findings.figure("readyOnRunningDatabaseSeconds", server.startAgainUntilReady());
    server.terminate();
    server.exitCode(30);
    findings.figure("readyOnRestedDatabaseSeconds", server.startAgainUntilReady());
    twiceOnOneDatabase(findings, server, "yui_fresh", "nothing");
    twiceOnOneDatabase(findings, server, "yui_old", OLD);
    beforeItsDatabase(findings, server);
    String log = Files.readString(server.log());
    findings.promise("nothing broke out of its frame", !log.contains("Exception in thread"));
  }

  /** Two installations start in one moment on a database that is empty, or of an older version. */
  private static void twiceOnOneDatabase(
      Findings findings, DemoServer server, String database, String schema) throws Exception {
    say("two start at once on a database with %s …", schema);
    Installation.create(server, database);
    if (!schema.equals("nothing")) {
      Migrations.runTo(server.url("yui_owner", database), schema);
    }
    try (Installation one = Installation.on(server, database);
        Installation other = Installation.on(server, database)) {
      one.awaitReady();
      findings.promise(
          "who says ready has the whole schema, from " + schema,
          Installation.migrations(server, database) == Installation.known());
      other.awaitReady();
      findings.promise(
          "two at once bring it up to date once, from " + schema,
          Installation.migrations(server, database) == Installation.known());
    }
  }

  /** It says no while it has no database, and is started again by whoever watches it. */
  private static void beforeItsDatabase(Findings findings, DemoServer server) throws Exception {
    try (Installation early = Installation.on(server, "yui_later")) {
      findings.promise("one without its database ends and says so", early.exitCode(60) == 1);
      Installation.create(server, "yui_later");
      early.startAgain();
      early.awaitReady();
      findings.promise("and starts once it is there", early.readiness() == 200);
    }
  }
}
