package yui.engine;

/** The share of slots attended, smoothed by three of four: a newcomer has 0.75. */
final class Reliability {
  private static final int STEPS = 255;

  private Reliability() {}

  static double of(int attended, int committed) {
    return (attended + 3.0) / (committed + 4.0);
  }

  /** In one byte, rounded up. */
  static int column(int attended, int committed) {
    return (int) Math.ceil(of(attended, committed) * STEPS);
  }

  /** Not less than what the column was made of. */
  static double most(byte column) {
    return (column & 0xFF) / (double) STEPS;
  }
}
