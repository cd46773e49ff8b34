package yui.bench;

import java.util.Arrays;

/** How long each of some questions took, in the order in which they were asked. */
record Timings(double[] ms) {
  double mean() {
    return Arrays.stream(ms).average().orElse(Double.NaN);
  }

  /** The time that this part of the questions did not exceed. */
  double percentile(double part) {
    double[] sorted = ms.clone();
    Arrays.sort(sorted);
    return sorted[Math.clamp((int) Math.ceil(part * sorted.length) - 1, 0, sorted.length - 1)];
  }

  double slowest() {
    return percentile(1);
  }

  /** The first so many, to compare with somebody slow who was asked fewer. */
  Timings first(int many) {
    return new Timings(Arrays.copyOf(ms, Math.min(many, ms.length)));
  }

  /** How many times as long the others took for the questions that both were asked. */
  double meanRatio(Timings others) {
    int many = Math.min(ms.length, others.ms.length);
    return others.first(many).mean() / first(many).mean();
  }

  double slowestRatio(Timings others) {
    int many = Math.min(ms.length, others.ms.length);
    return others.first(many).slowest() / first(many).slowest();
  }
}
