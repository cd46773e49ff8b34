package yui.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/**
 * A program that torments a server of its own and holds promises against what it saw. As a control
 * it makes a fault of its own, and succeeds only when that is seen.
 */
abstract class Torment implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Torment.class);
  private static final int DELETES = 60;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--control", description = "With a fault of its own, which must be seen.")
  private boolean control;

  /** The promises that a control's faults break, by their words: each must be seen broken. */
  abstract List<String> brokenByControl();

  /** Torments, says how far it is, and writes into the findings what was measured and promised. */
  abstract void torment(Findings findings, boolean control) throws Exception;

  @Override
  public final Integer call() {
    Findings findings = new Findings();
    try {
      torment(findings, control);
    } catch (Exception e) {
      LOG.error("the run ended early", e);
      findings.endedEarly();
    }
    return findings.verdict(control, control ? brokenByControl() : List.of(), json);
  }

  /** Takes away a folder with all that is in it, once whoever still writes there has ended. */
  static void delete(Path folder) throws IOException {
    for (int tries = 1; ; tries++) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
        return;
      } catch (DirectoryNotEmptyException | UncheckedIOException e) {
        if (tries == DELETES) throw e;
      }
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  static void say(String words, Object... values) {
    System.err.printf(words + "%n", values);
  }
}
