package yui.people;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import yui.calendars.BusyCalendar;
import yui.core.Refusal;

/**
 * Reads calendars that people send on a thread of its own, so that a large one keeps nobody else
 * waiting; whoever asks waits on a virtual thread, outside any transaction.
 */
public final class CalendarReader {
  private static final int MOST_WAITING = 8;

  private final WorkerExecutor thread;
  private final InstantSource clock;
  private final AtomicInteger waiting = new AtomicInteger();

  public CalendarReader(Vertx vertx, InstantSource clock) {
    this.thread = vertx.createSharedWorkerExecutor("calendars", 1);
    this.clock = clock;
  }

  BusyCalendar.Found read(byte[] file) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "busy_try_again");
    }
    try {
      return thread.executeBlocking(() -> BusyTimes.read(file, clock.instant()), false).await();
    } finally {
      waiting.decrementAndGet();
    }
  }
}
