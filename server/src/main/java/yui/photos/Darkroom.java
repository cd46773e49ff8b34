package yui.photos;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import yui.core.Refusal;

/**
 * Draws pictures anew on two threads of its own, so that large ones keep nobody else waiting;
 * whoever asks waits on a virtual thread, outside any transaction.
 */
public final class Darkroom {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 12;

  private final WorkerExecutor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  public Darkroom(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("darkroom", THREADS);
  }

  /** The picture in each size; refused when it is none that we can read. */
  public Drawn draw(byte[] sent) {
    return draw(sent, "/photo");
  }

  /** The same, where the refusal names another field. */
  public Drawn draw(byte[] sent, String at) {
    return work(() -> Pictures.draw(sent, at));
  }

  /** Other work of the sort that keeps a processor busy, under the same limits. */
  public <T> T work(Callable<T> work) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "busy_try_again");
    }
    try {
      return threads.executeBlocking(work, false).await();
    } finally {
      waiting.decrementAndGet();
    }
  }
}
