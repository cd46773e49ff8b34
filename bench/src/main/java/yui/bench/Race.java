package yui.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Asks several contenders the same questions in turn, so that all meet the same weather. */
final class Race {
  /** What the asking thread computed: who else uses the machine does not count. */
  static final LongSupplier CPU = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;

  /** What passed, for those who compute in another process. */
  static final LongSupplier WALL = System::nanoTime;

  private static final int ROUNDS = 3;

  /** All kinds of the worst tasks. */
  static final int FEWEST = 8;

  /** Until the code is compiled. */
  private static final double WARM_SECONDS = 1;

  private Race() {}

  /**
   * The middle one of three times each. A slow contender is asked fewer questions, the first of
   * them, so that it takes about so many seconds; a very slow one is timed once.
   */
  static List<Timings> run(
      String what,
      LongSupplier clock,
      List<Contender> contenders,
      List<Asked> tasks,
      double secondsEach) {
    int[] many = new int[contenders.size()];
    int[] rounds = new int[contenders.size()];
    double[][][] ms = new double[contenders.size()][tasks.size()][];
    try (Progress progress = new Progress(what, (long) ROUNDS * tasks.size())) {
      for (int c = 0; c < many.length; c++) {
        many[c] = warm(contenders.get(c), tasks, secondsEach);
        rounds[c] = many[c] == FEWEST ? 1 : ROUNDS;
        for (int i = 0; i < many[c]; i++) {
          ms[c][i] = new double[rounds[c]];
        }
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < tasks.size(); i++) {
          for (int c = 0; c < many.length; c++) {
            if (i < many[c] && round < rounds[c]) {
              long start = clock.getAsLong();
              contenders.get(c).ask(tasks.get(i));
              ms[c][i][round] = (clock.getAsLong() - start) / 1e6;
            }
          }
          progress.add(1);
        }
      }
    }
    List<Timings> timings = new ArrayList<>();
    for (int c = 0; c < many.length; c++) {
      double[] middle =
          Arrays.stream(ms[c], 0, many[c])
              .mapToDouble(times -> Arrays.stream(times).sorted().toArray()[times.length / 2])
              .toArray();
      timings.add(new Timings(middle));
    }
    return timings;
  }

  /** Asks everything once, as far as the time reaches, and says how much the race can hold. */
  private static int warm(Contender contender, List<Asked> tasks, double seconds) {
    long start = System.nanoTime();
    double taken = 0;
    int asked = 0;
    while (asked < tasks.size() && (asked < FEWEST || taken < seconds / (ROUNDS + 1))) {
      contender.ask(tasks.get(asked++));
      taken = (System.nanoTime() - start) / 1e9;
    }
    for (int again = 0; taken < WARM_SECONDS; again++) {
      contender.ask(tasks.get(again % asked));
      taken = (System.nanoTime() - start) / 1e9;
    }
    return asked;
  }

  /** Questions a second of two threads. */
  static double throughput(Contender contender, List<Asked> tasks, double seconds)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    Callable<Integer> asking =
        () -> {
          int asked = 0;
          while (System.nanoTime() < end) {
            contender.ask(tasks.get(next.getAndIncrement() % tasks.size()));
            asked++;
          }
          return asked;
        };
    int asked = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> both = new ArrayList<>(threads.invokeAll(List.of(asking, asking)));
      for (Future<Integer> one : both) {
        asked += one.get();
      }
    }
    return asked / ((System.nanoTime() - start) / 1e9);
  }
}
