package yui.bench;

import java.util.Arrays;
import yui.engine.TaskRow;
import yui.engine.Weights;

/**
 * One task made ready for scoring residents in columns: the formula of the matching, written down
 * independently of the engine.
 */
final class Asked {
  static final double FILTERED = -1;

  /** Scores are rounded to twelve decimals, which makes sums taken in another order tie. */
  private static final double DECIMALS = 1e12;

  private static final double HAIR = 1e-11;

  final TaskRow row;
  final int community;

  /** {@link Residents#NONE} when it can be done from anywhere. */
  final int cell;

  /** Half-days of the run's calendar; empty for a task with a deadline instead. */
  final int[] needed;

  /** Where the needed bits lie in a resident's free words. */
  final int[] words;

  final long[] masks;
  final int[] required;
  final int[] levels;
  final int[] desired;
  final double[] requiredWeights;
  final double[] desiredWeights;
  final double skillWeights;
  final int thanks;

  /** 0 when none is required. */
  final int licence;

  final double skill;
  final double schedule;
  final double distance;
  final double reliability;

  Asked(Tasks tasks, int at) {
    row = tasks.row(at);
    community = tasks.community[at];
    cell = tasks.cell[at];
    needed = tasks.needed(at);
    words = Arrays.stream(needed).map(h -> h >> 6).distinct().toArray();
    masks = new long[words.length];
    for (int h : needed) {
      masks[Arrays.binarySearch(words, h >> 6)] |= 1L << (h & 63);
    }
    int[] first = tasks.required(at);
    required = Arrays.stream(first).map(Tasks::skill).toArray();
    levels = Arrays.stream(first).map(Tasks::level).toArray();
    requiredWeights = Arrays.stream(first).mapToDouble(Tasks::weight).toArray();
    int[] second = tasks.desired(at);
    desired = Arrays.stream(second).map(Tasks::skill).toArray();
    desiredWeights = Arrays.stream(second).mapToDouble(Tasks::weight).toArray();
    skillWeights = Arrays.stream(requiredWeights).sum() + Arrays.stream(desiredWeights).sum();
    thanks = tasks.thanks[at];
    licence = tasks.licence[at];
    Weights weights = Seeds.weights(community);
    double sum = weights.skill() + weights.schedule() + weights.distance() + weights.reliability();
    skill = weights.skill() / sum;
    schedule = weights.schedule() / sum;
    distance = weights.distance() / sum;
    reliability = weights.reliability() / sum;
  }

  /**
   * Exact, or {@link #FILTERED} when a hard filter says no or nothing as good as the floor is
   * possible.
   */
  double score(Residents of, int at, double floor) {
    if (thanks != 0 && of.wishes[at] != 0 && (thanks & of.wishes[at]) == 0) {
      return FILTERED;
    }
    if (of.foundBy[at] != Residents.NONE && of.foundBy[at] != community) {
      return FILTERED;
    }
    int free = 0;
    for (int i = 0; i < words.length; i++) {
      free += Long.bitCount(of.free[words[i]][at] & masks[i]);
    }
    if (free == 0 && needed.length > 0) {
      return FILTERED;
    }
    double held = 0;
    for (int i = 0; i < required.length; i++) {
      int level = of.level(at, required[i]);
      if (level < levels[i]) {
        return FILTERED;
      }
      held += level * requiredWeights[i];
    }
    if (licence != 0 && !licensed(of, at)) {
      return FILTERED;
    }
    for (int i = 0; i < desired.length; i++) {
      held += of.level(at, desired[i]) * desiredWeights[i];
    }
    double score =
        skill * (skillWeights == 0 ? 1 : held / (3 * skillWeights))
            + schedule * (needed.length == 0 ? 1 : free / (double) needed.length)
            + reliability * (of.attended[at] + 3) / (of.committed[at] + 4);
    if (score + distance < floor - HAIR) {
      return FILTERED;
    }
    if (cell == Residents.NONE) {
      return rounded(score + distance);
    }
    double chordKm = nearest(of, at, false);
    if (score + distance * near(chordKm) < floor - HAIR) {
      return FILTERED;
    }
    double limit = Residents.REACH_KM[of.reach[at]];
    if (chordKm == Double.POSITIVE_INFINITY || chordKm > limit) {
      return FILTERED;
    }
    double km = nearest(of, at, true);
    return km > limit ? FILTERED : rounded(score + distance * near(km));
  }

  static double near(double km) {
    return 10 / (10 + km);
  }

  static double rounded(double score) {
    return Math.rint(score * DECIMALS) / DECIMALS;
  }

  private double nearest(Residents of, int at, boolean exact) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < Residents.ANCHORS; i++) {
      int anchor = of.anchors[Residents.ANCHORS * at + i];
      if (anchor != Residents.NONE && (i != Residents.STAY || stayHelps(of, at))) {
        double km = exact ? Cells.km(cell, anchor) : Cells.chordKm(cell, anchor);
        nearest = Math.min(nearest, km);
      }
    }
    return nearest;
  }

  private boolean stayHelps(Residents of, int at) {
    for (int h : needed) {
      int day = h / 2;
      if (of.freeOn(at, h) && (of.stayFrom[at] & 0xFF) <= day && day <= (of.stayTo[at] & 0xFF)) {
        return true;
      }
    }
    return false;
  }

  /** Good on a needed day on which the resident is free; today when the task has no days. */
  private boolean licensed(Residents of, int at) {
    int end = of.licenceEnd(at, licence);
    for (int h : needed) {
      if (of.freeOn(at, h) && h / 2 <= end) {
        return true;
      }
    }
    return needed.length == 0 && end >= 0;
  }
}
