package yui.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** So many clients, each doing the next thing as soon as the last is done. */
final class Clients {
  private final int many;

  Clients(int many) {
    this.many = many;
  }

  /**
   * @param latency of each thing done, waiting for a connection included
   * @param firstError why the first thing failed that did; null when none did
   */
  record Round(double perSecond, Timings latency, long errors, @Nullable Throwable firstError) {}

  /** Does it for a while, with the client's number. */
  Round keepBusy(int seconds, IntConsumer thing) throws InterruptedException {
    List<double[]> taken = new ArrayList<>();
    for (int client = 0; client < many; client++) taken.add(new double[0]);
    AtomicLong errors = new AtomicLong();
    List<Throwable> first = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(many);
    long[] began = new long[1];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < many; client++) {
        int number = client;
        threads.execute(
            () -> {
              ready.countDown();
              await(ready);
              long end = System.nanoTime() + seconds * 1_000_000_000L;
              double[] ms = new double[1024];
              int done = 0;
              for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                try {
                  thing.accept(number);
                } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
                  if (errors.incrementAndGet() == 1) {
                    synchronized (first) {
                      first.add(e);
                    }
                  }
                  continue;
                }
                if (done == ms.length) ms = Arrays.copyOf(ms, 2 * done);
                ms[done++] = (System.nanoTime() - start) / 1e6;
              }
              synchronized (taken) {
                taken.set(number, Arrays.copyOf(ms, done));
              }
            });
      }
      await(ready);
      began[0] = System.nanoTime();
    }
    double elapsed = (System.nanoTime() - began[0]) / 1e9;
    double[] all = taken.stream().flatMapToDouble(Arrays::stream).toArray();
    return new Round(
        all.length / elapsed,
        new Timings(all),
        errors.get(),
        first.isEmpty() ? null : first.getFirst());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
