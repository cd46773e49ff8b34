package yui.bench;

import java.util.Arrays;

/** Numbers of residents or tasks, best first, and their scores. */
record Answer(int[] numbers, double[] scores) {
  private static final double EPSILON = 1e-6;

  /** The same ids in the same order with the same scores. */
  boolean same(Answer other) {
    return Arrays.equals(numbers, other.numbers) && sameScores(other);
  }

  /** What can be asked of those who round their scores: the same scores in the same order. */
  boolean sameScores(Answer other) {
    if (scores.length != other.scores.length) {
      return false;
    }
    for (int i = 0; i < scores.length; i++) {
      if (Math.abs(scores[i] - other.scores[i]) > EPSILON) {
        return false;
      }
    }
    return true;
  }
}
