package yui.torture;

import java.util.List;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The wire to the database breaks right behind commits that went through, so that the server never
 * hears of them. As a control clients forget their keys: something must be paid twice.
 */
@Command(
    name = "commit-lost",
    description = "The answer to a commit is lost: the same key later answers the same transfer.",
    mixinStandardHelpOptions = true)
final class CommitLostTorture extends Torment {
  private static final int CLIENTS = 16;

  @Option(names = "--intents", defaultValue = "2000", description = "Vouchers to write (2000).")
  private int intents;

  @Option(names = "--of-hundred", defaultValue = "5", description = "Answers lost of 100 (5).")
  private int ofHundred;

  @Override
  List<String> brokenByControl() {
    return List.of("nothing is paid twice");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      server.kill();
      int real = server.databasePort();
      try (Wire wire = Wire.to(real)) {
        server.findDatabaseAt(wire.port());
        server.startAgainUntilReady();
        Paying paying = Paying.at(server, control);
        wire.loseAnswersToCommits(ofHundred);
        ExecutorService clients = paying.begin(CLIENTS, intents);
        while (paying.answered() < intents && paying.isMoving()) {
          Thread.sleep(2_000);
          say("%d of %d answered, %d commits unheard of", paying.answered(), intents, wire.lost());
        }
        wire.loseAnswersToCommits(0);
        paying.finish(clients);
        findings.figure("commitsUnheardOf", wire.lost());
        findings.promise("answers to commits were lost at all", wire.lost() > 0);
        server.findDatabaseAt(real);
        paying.reckon(findings);
      } finally {
        server.findDatabaseAt(real);
      }
    }
  }
}
