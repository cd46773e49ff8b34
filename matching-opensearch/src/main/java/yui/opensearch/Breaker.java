package yui.opensearch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import yui.engine.Unanswered;

/** Spares people the waiting, and a cluster in trouble the questions. */
final class Breaker {
  private static final int TRIES = 3;
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();
  private static final long LONG = Duration.ofSeconds(1).toNanos();

  private int failures;
  private boolean trying;
  private long triesAgain;
  private long answered = System.nanoTime();
  private @Nullable Unanswered last;

  /**
   * Turns away while the cluster is silent; after each pause one may try, and is waited for.
   *
   * @return when it was let in
   */
  synchronized long enter() {
    long now = System.nanoTime();
    if (failures < TRIES) return now;
    if (trying || now - triesAgain < 0) {
      throw new Unanswered("not asked again yet: " + (last == null ? "" : last.getMessage()), last);
    }
    trying = true;
    return now;
  }

  synchronized void answered() {
    failures = 0;
    trying = false;
    answered = System.nanoTime();
    last = null;
  }

  /** Whoever tried ended otherwise: another may try. */
  synchronized void stumbled() {
    trying = false;
  }

  /** Who has waited long while nobody was answered need not be followed by others. */
  synchronized void failed(long entered, Unanswered silent) {
    long now = System.nanoTime();
    failures = now - entered > LONG && answered - entered < 0 ? TRIES : failures + 1;
    trying = false;
    last = silent;
    triesAgain = now + PAUSE;
  }
}
