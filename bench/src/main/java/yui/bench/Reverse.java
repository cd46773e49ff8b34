package yui.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The other direction: the best of all open tasks for a resident, beside a scan over them. */
final class Reverse {
  private static final int ROUNDS = 3;

  private final List<TaskScan.Seeking> residents;
  private final TaskScan scan;
  private final double[] ours;
  private final double[] scans;
  private int wrong;

  private Reverse(List<TaskScan.Seeking> residents, Tasks tasks) {
    this.residents = residents;
    scan = new TaskScan(tasks);
    ours = new double[residents.size()];
    scans = new double[residents.size()];
  }

  /** Residents taken from all over the population. */
  static Reverse run(Ours engine, Residents residents, Tasks tasks, int many) {
    List<TaskScan.Seeking> seeking = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      seeking.add(new TaskScan.Seeking(residents, (int) ((long) residents.count * i / many)));
    }
    Reverse reverse = new Reverse(seeking, tasks);
    try (Progress progress = new Progress("tasks for residents", 2L * many)) {
      for (int i = 0; i < many; i++) {
        boolean same = engine.ask(seeking.get(i).row).same(reverse.scan.ask(seeking.get(i)));
        reverse.wrong += same ? 0 : 1;
        progress.add(1);
      }
      for (int i = 0; i < many; i++) {
        reverse.time(engine, i);
        progress.add(1);
      }
    }
    return reverse;
  }

  private void time(Ours engine, int i) {
    double[][] ms = new double[2][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = Race.CPU.getAsLong();
      engine.ask(residents.get(i).row);
      long between = Race.CPU.getAsLong();
      scan.ask(residents.get(i));
      ms[0][round] = (between - start) / 1e6;
      ms[1][round] = (Race.CPU.getAsLong() - between) / 1e6;
    }
    ours[i] = Arrays.stream(ms[0]).sorted().toArray()[ROUNDS / 2];
    scans[i] = Arrays.stream(ms[1]).sorted().toArray()[ROUNDS / 2];
  }

  int wrong() {
    return wrong;
  }

  Timings ours() {
    return new Timings(ours);
  }

  Timings scans() {
    return new Timings(scans);
  }
}
