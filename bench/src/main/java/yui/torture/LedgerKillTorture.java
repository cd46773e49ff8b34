package yui.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The server is killed (-9) again and again while clients write vouchers, each said again with its
 * key until it is answered. As a control they forget their keys: something must be paid twice.
 */
@Command(
    name = "ledger-kill",
    description = "The server is killed while clients pay: nothing lost, nothing twice.",
    mixinStandardHelpOptions = true)
final class LedgerKillTorture extends Torment {
  private static final int CLIENTS = 64;
  private static final int MOST_AWAITED_SECONDS = 20;
  private static final double READY_WITHIN_SECONDS = 5;

  @Option(names = "--kills", defaultValue = "200", description = "How often it is killed (200).")
  private int kills;

  @Option(names = "--intents", defaultValue = "20000", description = "Vouchers to write (20000).")
  private int intents;

  @Option(
      names = "--minutes",
      defaultValue = "40",
      description = "It kills and means no more after so long (40).")
  private int minutes;

  @Override
  List<String> brokenByControl() {
    return List.of("nothing is paid twice");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      // Otherwise most of the time goes into starting Java.
      server.layClassesReady();
      Paying paying = Paying.at(server, control);
      List<Double> ready = new ArrayList<>();
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
      try (ExecutorService clients = paying.begin(CLIENTS, intents)) {
        while (ready.size() < kills && System.nanoTime() < end) {
          awaitSome(paying);
          server.kill();
          ready.add(server.startAgainUntilReady());
          say(
              "kill %d of %d, ready again after %.1f s, %d of %d answered",
              ready.size(), kills, ready.getLast(), paying.answered(), intents);
        }
        while (paying.answered() < intents && paying.isMoving() && System.nanoTime() < end) {
          Thread.sleep(200);
        }
        paying.finish(clients);
      }
      Collections.sort(ready);
      double half = ready.get(ready.size() / 2);
      findings.figure("kills", ready.size());
      findings.figure("readyP50Seconds", half);
      findings.figure("readyMaxSeconds", ready.getLast());
      findings.promise(
          "ready within 5 s of the start, half the time", half <= READY_WITHIN_SECONDS);
      paying.reckon(findings);
    }
  }

  /** A kill in which nothing was going on would show nothing. */
  private void awaitSome(Paying paying) throws InterruptedException {
    int share = Math.max(1, intents / kills);
    int due = paying.answered() + ThreadLocalRandom.current().nextInt(1, 2 * share + 1);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_AWAITED_SECONDS);
    while (paying.answered() < due && System.nanoTime() < end) Thread.sleep(5);
  }
}
