package yui.backups;

import java.time.Duration;
import java.util.function.Consumer;

/** Says now and then how far a long work is. */
final class Progress {
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Consumer<String> out;
  private final String verb;
  private final long expected;
  private long done;
  private long said = System.nanoTime();

  /**
   * @param expected bytes in all; 0 where nobody knows
   */
  Progress(Consumer<String> out, String verb, long expected) {
    this.out = out;
    this.verb = verb;
    this.expected = expected;
  }

  /** Tells of so many bytes of one table. */
  void at(String table, long bytes) {
    if (System.nanoTime() - said < PAUSE_NANOS) return;
    said = System.nanoTime();
    String share =
        expected > 0 ? "%3d %%  ".formatted(Math.min(99, 100 * (done + bytes) / expected)) : "";
    out.accept("  %s%s %s, %,d MB".formatted(share, verb, table, (done + bytes) >> 20));
  }

  void done(long bytes) {
    done += bytes;
  }
}
