package yui.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The disk that holds the database, the index and the log is filled to its last byte again and
 * again while clients write vouchers. As a control it stays full: nobody can be well again.
 */
@Command(
    name = "disk",
    description = "The disk is full: nothing answered without its row, well again by itself.",
    mixinStandardHelpOptions = true)
final class DiskTorture extends Torment {
  private static final int CLIENTS = 32;
  private static final int WELL_WITHIN_SECONDS = 60;

  @Option(names = "--rounds", defaultValue = "5", description = "How often it is filled (5).")
  private int rounds;

  @Option(names = "--full", defaultValue = "30", description = "Seconds that it is full (30).")
  private int full;

  @Option(names = "--size", defaultValue = "1000", description = "Of the disk, in MB (1000).")
  private int size;

  @Override
  List<String> brokenByControl() {
    return List.of("well again by itself within a minute");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town on a small disk …");
    try (SmallDisk disk = SmallDisk.of(size);
        DemoServer server = DemoServer.startIn(disk.directory())) {
      Paying paying = Paying.at(server, false);
      ExecutorService clients = paying.begin(CLIENTS, Integer.MAX_VALUE);
      List<Double> well = new ArrayList<>();
      int felt = 0;
      for (int round = 1; round <= rounds; round++) {
        Thread.sleep(3_000);
        int before = paying.answered();
        boolean noticed = fill(disk, server, paying);
        if (noticed) felt++;
        int meanwhile = paying.answered() - before;
        if (!control) disk.empty();
        well.add(wellAgain(server, paying));
        say(
            "round %d of %d: %d answered while it filled, well again after %.1f s, %d answered",
            round, rounds, meanwhile, well.getLast(), paying.answered());
        if (control) break;
      }
      disk.empty();
      paying.finish(clients);
      findings.figure("rounds", well.size());
      findings.figure("roundsInWhichNothingWentThrough", felt);
      findings.figure("wellAgainMaxSeconds", Collections.max(well));
      findings.promise("the full disk was felt each time", felt == well.size());
      findings.promise(
          "well again by itself within a minute", Collections.max(well) <= WELL_WITHIN_SECONDS);
      findings.promise("the server was never started again", server.isAlive());
      paying.reckon(findings);
      server.terminate();
      findings.promise("it ends by itself after all that", server.exitCode(20) == 0);
    }
  }

  /** Keeps it full for a while; whether nothing went through at the end of it. */
  private boolean fill(SmallDisk disk, DemoServer server, Paying paying) throws Exception {
    long end = System.nanoTime() + full * 1_000_000_000L;
    while (System.nanoTime() < end) {
      disk.fill();
      useUpLog(server);
      Thread.sleep(200);
    }
    return System.nanoTime() - paying.lastGood() > 3_000_000_000L;
  }

  /** The database keeps some room for its log ready; a full disk is felt when that is used up. */
  private static void useUpLog(DemoServer server) throws IOException {
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement()) {
      sql.execute("select pg_switch_wal()");
    } catch (SQLException e) {
      // it has felt it
    }
  }

  /** Seconds until vouchers go through again and the server calls itself ready. */
  private static double wellAgain(DemoServer server, Paying paying) throws InterruptedException {
    long from = System.nanoTime();
    while (System.nanoTime() - from < 2 * WELL_WITHIN_SECONDS * 1_000_000_000L) {
      if (paying.lastGood() > from && server.readiness() == 200) break;
      Thread.sleep(100);
    }
    return (System.nanoTime() - from) / 1e9;
  }
}
