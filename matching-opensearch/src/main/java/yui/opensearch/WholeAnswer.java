package yui.opensearch;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All bytes of an answer, or none when they are not there in time. The client's own timeout ends
 * with the head: it would wait without end for a body that stops.
 */
final class WholeAnswer implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ScheduledExecutorService clock;
  private final long end;
  private @Nullable ScheduledFuture<?> bell;

  private WholeAnswer(ScheduledExecutorService clock, long end) {
    this.clock = clock;
    this.end = end;
    bytes.getBody().whenComplete(this::told);
  }

  /**
   * @param end by {@link System#nanoTime}
   */
  static BodyHandler<byte[]> until(long end, ScheduledExecutorService clock) {
    return head -> new WholeAnswer(clock, end);
  }

  private void told(byte[] all, @Nullable Throwable failed) {
    if (bell != null) bell.cancel(false);
    if (failed == null) whole.complete(all);
    else whole.completeExceptionally(failed);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription body) {
    bell =
        clock.schedule(
            () -> {
              whole.completeExceptionally(new HttpTimeoutException("it stopped within its answer"));
              body.cancel();
            },
            end - System.nanoTime(),
            TimeUnit.NANOSECONDS);
    bytes.onSubscribe(body);
  }

  @Override
  public void onNext(List<ByteBuffer> some) {
    bytes.onNext(some);
  }

  @Override
  public void onError(Throwable failed) {
    bytes.onError(failed);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
