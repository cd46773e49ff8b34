package yui.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import yui.engine.Change;

/** Profiles that change a hundred times a second while answers are watched. */
final class Changes implements AutoCloseable {
  private static final int A_SECOND = 100;
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int REFRESH_TICKS = 10;

  private final Ours ours;
  private final Population population;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final CompletableFuture<Void> writer;
  private volatile boolean stopped;
  private int applied;

  Changes(Ours ours, Population population) {
    this.ours = ours;
    this.population = population;
    writer = CompletableFuture.runAsync(this::write, task -> new Thread(task, "changes").start());
  }

  /** The writer changes people of odd places; those of even ones are the prober's. */
  private void write() {
    SplittableRandom random = new SplittableRandom(5);
    int half = population.residents.count / 2;
    long start = System.nanoTime();
    for (int tick = 1; !stopped; tick++) {
      LockSupport.parkNanos(TICK_NANOS);
      lock.lock();
      try {
        long due = (System.nanoTime() - start) * A_SECOND / 1_000_000_000L;
        while (applied < due) {
          int at = 2 * random.nextInt(half) + 1;
          population.redraw(at, ++applied);
          put(at);
        }
        if (tick % REFRESH_TICKS == 0) {
          ours.engine().refresh();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void put(int at) {
    ours.engine().apply(List.of(new Change.PutResident(population.residents.row(at))), "bench");
  }

  /**
   * From handing a changed profile to the engine until it stands in an answer; the profile is made
   * to fit the task, so that it must come first.
   */
  Timings visible(List<Asked> tasks, int probes) {
    SplittableRandom random = new SplittableRandom(6);
    double[] ms = new double[probes];
    try (Progress progress = new Progress("visibility of changes", probes)) {
      for (int i = 0; i < probes; i++) {
        LockSupport.parkNanos(TICK_NANOS * (2 + random.nextInt(5)));
        Asked task = tasks.get(i % tasks.size());
        int at = 2 * random.nextInt(population.residents.count / 2);
        population.residents.fit(at, task);
        long start = System.nanoTime();
        put(at);
        do {
          ours.engine().refresh();
        } while (!contains(ours.ask(task), population.residents.number[at]));
        ms[i] = (System.nanoTime() - start) / 1e6;
        progress.add(1);
      }
    }
    return new Timings(ms);
  }

  private static boolean contains(Answer answer, int number) {
    for (int found : answer.numbers()) {
      if (found == number) {
        return true;
      }
    }
    return false;
  }

  /** How many answers differ from the scan's of the same moment. */
  int wrong(List<Asked> tasks, Scan scan) {
    int wrong = 0;
    try (Progress progress = new Progress("comparing while profiles change", tasks.size())) {
      for (Asked task : tasks) {
        lock.lock();
        try {
          ours.engine().refresh();
          wrong += ours.ask(task).same(scan.ask(task)) ? 0 : 1;
        } finally {
          lock.unlock();
        }
        progress.add(1);
      }
    }
    return wrong;
  }

  @Override
  public void close() {
    stopped = true;
    writer.join();
  }
}
