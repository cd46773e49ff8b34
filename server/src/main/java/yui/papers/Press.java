package yui.papers;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import yui.core.Refusal;

/**
 * Prints PDFs on a thread of its own, so that a thick one keeps nobody else waiting; whoever asks
 * waits on a virtual thread.
 */
public final class Press {
  public static final String CONTENT_TYPE = "application/pdf";
  private static final int MOST_WAITING = 20;

  private final WorkerExecutor thread;
  private final AtomicInteger waiting = new AtomicInteger();

  public Press(Vertx vertx) {
    this.thread = vertx.createSharedWorkerExecutor("press", 1);
  }

  /** The paper as a PDF; the same paper gives the same bytes. */
  public byte[] print(Paper paper) {
    return print(paper, (done, total) -> {});
  }

  /** Is told how many of a paper's sheets are set. */
  public interface Told {
    void at(long done, long total);
  }

  /** The same, telling how far it is. */
  public byte[] print(Paper paper, Told told) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "busy_try_again");
    }
    try {
      return thread.executeBlocking(() -> Typesetter.print(paper, told), false).await();
    } finally {
      waiting.decrementAndGet();
    }
  }
}
