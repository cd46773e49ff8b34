package yui.engine;

import org.jspecify.annotations.Nullable;

/**
 * How far a resident goes, in classes. The index is sorted by them first: in a window of residents
 * who go 30 km at most, all that are farther away fall out at one comparison.
 */
final class Reach {
  private static final double[] MOST_KM = {
    5, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000, Double.POSITIVE_INFINITY
  };

  private Reach() {}

  static int of(@Nullable Double limitKm) {
    int reach = MOST_KM.length - 1;
    while (limitKm != null && reach > 0 && limitKm <= MOST_KM[reach - 1]) {
      reach--;
    }
    return reach;
  }

  static double mostKm(int reach) {
    return MOST_KM[reach];
  }
}
