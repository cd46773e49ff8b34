package yui.opensearch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import yui.engine.Unanswered;

/** Spares people the waiting, and a cluster in trouble the questions. */
final class Breaker {
  private static final int TRIES = 3;
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();

  private int failures;
  private long triesAgain;
  private @Nullable Unanswered last;

  /** Turns away while the cluster is silent; one who comes after each pause may try. */
  synchronized void enter() {
    long now = System.nanoTime();
    if (failures < TRIES) return;
    if (now - triesAgain < 0) {
      throw new Unanswered("not asked again yet: " + (last == null ? "" : last.getMessage()), last);
    }
    triesAgain = now + PAUSE;
  }

  synchronized void answered() {
    failures = 0;
    last = null;
  }

  synchronized void failed(Unanswered silent) {
    failures++;
    last = silent;
    triesAgain = System.nanoTime() + PAUSE;
  }
}
