package yui.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Says on stderr how far a phase is, how long it took and how long it may still take. */
final class Progress implements AutoCloseable {
  private static final long START = System.nanoTime();
  private static final long EVERY_NANOS = 5_000_000_000L;

  private final String phase;
  private final long total;
  private final long start = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong told = new AtomicLong(start);

  Progress(String phase, long total) {
    this.phase = phase;
    this.total = Math.max(1, total);
    System.err.printf("[%s] %s …%n", clock(START), phase);
  }

  /** From any thread. */
  void add(long more) {
    long now = System.nanoTime();
    long reached = done.addAndGet(more);
    long last = told.get();
    if (now - last > EVERY_NANOS && told.compareAndSet(last, now)) {
      double part = Math.min(1, reached / (double) total);
      System.err.printf(
          "[%s] %s %.0f %%, %.0f s, about %.0f s to go%n",
          clock(START), phase, 100 * part, seconds(), seconds() * (1 - part) / part);
    }
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    System.err.printf("[%s] %s: %.1f s%n", clock(START), phase, seconds());
  }

  private static String clock(long since) {
    long seconds = (System.nanoTime() - since) / 1_000_000_000L;
    return "%02d:%02d".formatted(seconds / 60, seconds % 60);
  }
}
