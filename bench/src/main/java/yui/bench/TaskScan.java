package yui.bench;

import yui.engine.ResidentRow;
import yui.engine.Weights;

/** Every open task for one resident, over plain columns: the judge of the other direction. */
final class TaskScan {
  private final Tasks tasks;
  private final double[][] weights = new double[Seeds.WEIGHTS.length][];

  TaskScan(Tasks tasks) {
    this.tasks = tasks;
    for (int i = 0; i < weights.length; i++) {
      Weights of = Seeds.WEIGHTS[i];
      double sum = of.skill() + of.schedule() + of.distance() + of.reliability();
      weights[i] =
          new double[] {
            of.skill() / sum, of.schedule() / sum, of.distance() / sum, of.reliability() / sum
          };
    }
  }

  /** A resident made ready to meet many tasks. */
  static final class Seeking {
    final ResidentRow row;
    private final Residents residents;
    private final int at;
    private final byte[] levels = new byte[Seeds.SKILLS];

    /** The eight half-days from each on, a bit for each on which the resident is free. */
    private final int[] free = new int[Calendar.HALF_DAYS];

    private final double reliability;

    Seeking(Residents residents, int at) {
      this.residents = residents;
      this.at = at;
      row = residents.row(at);
      for (int skill = 0; skill < levels.length; skill++) {
        levels[skill] = (byte) residents.level(at, skill);
      }
      for (int h = 0; h < free.length; h++) {
        for (int bit = 0; bit < 8 && h + bit < free.length; bit++) {
          free[h] |= residents.freeOn(at, h + bit) ? 1 << bit : 0;
        }
      }
      reliability = (residents.attended[at] + 3.0) / (residents.committed[at] + 4.0);
    }
  }

  Answer ask(Seeking seeking) {
    Top top = new Top();
    for (int i = 0; i < tasks.count; i++) {
      int pattern = tasks.pattern[i];
      int free = seeking.free[tasks.first[i]] & pattern;
      if (free == 0 && pattern != 0) {
        continue;
      }
      double score = score(seeking, i, free, top.floor());
      if (score != Asked.FILTERED) {
        top.offer(score, i);
      }
    }
    return top.answer();
  }

  private double score(Seeking seeking, int i, int free, double floor) {
    Residents residents = seeking.residents;
    int wishes = residents.wishes[seeking.at];
    if (wishes != 0 && tasks.thanks[i] != 0 && (wishes & tasks.thanks[i]) == 0) {
      return Asked.FILTERED;
    }
    double held = 0;
    double asked = 0;
    for (int j = Tasks.REQUIRED * i; j < Tasks.REQUIRED * (i + 1); j++) {
      int skill = tasks.required[j];
      if (skill == Residents.NONE) {
        break;
      }
      int level = seeking.levels[Tasks.skill(skill)];
      if (level < Tasks.level(skill)) {
        return Asked.FILTERED;
      }
      held += level * Tasks.weight(skill);
      asked += Tasks.weight(skill);
    }
    for (int j = Tasks.DESIRED * i; j < Tasks.DESIRED * (i + 1); j++) {
      int skill = tasks.desired[j];
      if (skill == Residents.NONE) {
        break;
      }
      held += seeking.levels[Tasks.skill(skill)] * Tasks.weight(skill);
      asked += Tasks.weight(skill);
    }
    if (tasks.licence[i] != 0 && !licensed(seeking, i, free)) {
      return Asked.FILTERED;
    }
    double[] weigh = weights[tasks.community[i] % weights.length];
    int needed = Integer.bitCount(tasks.pattern[i]);
    double score =
        weigh[0] * (asked == 0 ? 1 : held / (3 * asked))
            + weigh[1] * (needed == 0 ? 1 : Integer.bitCount(free) / (double) needed)
            + weigh[3] * seeking.reliability;
    // A hair of room: sums taken in another order differ in their last bits.
    if (score + weigh[2] < floor - 1e-11) {
      return Asked.FILTERED;
    }
    if (tasks.cell[i] == Residents.NONE) {
      return Asked.rounded(score + weigh[2]);
    }
    double km = nearest(seeking, i, free);
    return km > Residents.REACH_KM[residents.reach[seeking.at]] || km == Double.POSITIVE_INFINITY
        ? Asked.FILTERED
        : Asked.rounded(score + weigh[2] * Asked.near(km));
  }

  private double nearest(Seeking seeking, int i, int free) {
    Residents residents = seeking.residents;
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < Residents.ANCHORS; j++) {
      int anchor = residents.anchors[Residents.ANCHORS * seeking.at + j];
      if (anchor != Residents.NONE && (j != Residents.STAY || stayHelps(seeking, i, free))) {
        nearest = Math.min(nearest, Cells.km(tasks.cell[i], anchor));
      }
    }
    return nearest;
  }

  private boolean stayHelps(Seeking seeking, int i, int free) {
    int from = seeking.residents.stayFrom[seeking.at] & 0xFF;
    int to = seeking.residents.stayTo[seeking.at] & 0xFF;
    for (int left = free; left != 0; left &= left - 1) {
      int day = (tasks.first[i] + Integer.numberOfTrailingZeros(left)) / 2;
      if (from <= day && day <= to) {
        return true;
      }
    }
    return false;
  }

  private boolean licensed(Seeking seeking, int i, int free) {
    int end = seeking.residents.licenceEnd(seeking.at, tasks.licence[i]);
    if (tasks.pattern[i] == 0) {
      return end >= 0;
    }
    return free != 0 && (tasks.first[i] + Integer.numberOfTrailingZeros(free)) / 2 <= end;
  }
}
