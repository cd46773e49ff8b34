package yui.torture;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
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
  private static final double READY_WITHIN_SECONDS = 5;

  @Option(names = "--kills", defaultValue = "200", description = "How often it is killed (200).")
  private int kills;

  @Option(names = "--intents", defaultValue = "20000", description = "Vouchers to write (20000).")
  private int intents;

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      Paying paying = Paying.at(server, control);
      double[] ready = new double[kills];
      try (ExecutorService clients = paying.begin(CLIENTS, intents)) {
        for (int kill = 0; kill < kills; kill++) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(100, 1_500));
          server.kill();
          ready[kill] = server.startAgainUntilReady();
          say(
              "kill %d of %d, ready again after %.1f s, %d of %d answered",
              kill + 1, kills, ready[kill], paying.answered(), intents);
        }
        while (paying.answered() < intents && paying.isMoving()) Thread.sleep(200);
        paying.finish(clients);
      }
      Arrays.sort(ready);
      findings.figure("kills", kills);
      findings.figure("readyP50Seconds", ready[kills / 2]);
      findings.figure("readyMaxSeconds", ready[kills - 1]);
      findings.promise(
          "ready within 5 s of the start, half the time", ready[kills / 2] <= READY_WITHIN_SECONDS);
      paying.reckon(findings);
    }
  }
}
