package yui.bench;

import java.util.stream.IntStream;

/** The k highest scores; of equal ones the smaller number, which has the smaller id. */
final class Top {
  /** As many as the pages show. */
  static final int K = 20;

  private final double[] scores = new double[K];
  private final int[] numbers = new int[K];
  private int size;

  /** What a score must reach to matter. */
  double floor() {
    return size < K ? Asked.FILTERED : scores[0];
  }

  void offer(double score, int number) {
    if (size == K && !worse(scores[0], numbers[0], score, number)) {
      return;
    }
    if (size < K) {
      up(size++, score, number);
    } else {
      down(score, number);
    }
  }

  /** For those who meet the same resident at several places. */
  void offerOnce(double score, int number) {
    for (int i = 0; i < size; i++) {
      if (numbers[i] == number) {
        return;
      }
    }
    offer(score, number);
  }

  Answer answer() {
    int[] best =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> worse(scores[a], numbers[a], scores[b], numbers[b]) ? 1 : -1)
            .mapToInt(i -> i)
            .toArray();
    int[] inOrder = new int[size];
    double[] theirs = new double[size];
    for (int i = 0; i < size; i++) {
      inOrder[i] = numbers[best[i]];
      theirs[i] = scores[best[i]];
    }
    return new Answer(inOrder, theirs);
  }

  private void up(int from, double score, int number) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!worse(score, number, scores[parent], numbers[parent])) {
        break;
      }
      put(at, scores[parent], numbers[parent]);
      at = parent;
    }
    put(at, score, number);
  }

  private void down(double score, int number) {
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size
          && worse(scores[child + 1], numbers[child + 1], scores[child], numbers[child])) {
        child++;
      }
      if (!worse(scores[child], numbers[child], score, number)) {
        break;
      }
      put(at, scores[child], numbers[child]);
      at = child;
    }
    put(at, score, number);
  }

  private void put(int at, double score, int number) {
    scores[at] = score;
    numbers[at] = number;
  }

  private static boolean worse(double a, int numberA, double b, int numberB) {
    return a < b || (a == b && numberA > numberB);
  }
}
