package yui.places;

import java.util.Arrays;
import java.util.List;

/**
 * Rings as the path of a drawing, cut at the edge of the paper; each point is rounded by itself, so
 * that neighbours keep one border.
 */
final class Path {
  private static final int OUTSIDE = 12;
  private static final int SPECK = 3;
  private static final int[] STEPS = {1, 2, 4, 8, 12};

  private Path() {}

  /** As finely as a number of characters allows; nothing where even the roughest is longer. */
  static String within(int most, List<Shape> shapes, Window window) {
    for (int step : STEPS) {
      String path = of(shapes, window, step);
      if (path.length() <= most) return path;
    }
    return "";
  }

  private static String of(List<Shape> shapes, Window window, int step) {
    StringBuilder path = new StringBuilder();
    for (Shape shape : shapes) {
      for (Ring ring : shape.rings()) {
        if (ring.box().touches(window.box())) append(path, ring, window, step);
      }
    }
    return path.toString();
  }

  private static void append(StringBuilder path, Ring ring, Window window, int step) {
    double[][] points = new double[ring.size()][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {window.x(ring.lons()[i]), window.y(ring.lats()[i])};
    }
    points = cut(points, 0, -OUTSIDE, 1);
    points = cut(points, 0, window.width() + OUTSIDE, -1);
    points = cut(points, 1, -OUTSIDE, 1);
    points = cut(points, 1, window.height() + OUTSIDE, -1);
    int[][] rounded = rounded(points, step);
    if (rounded.length < Ring.FEWEST || isSpeck(rounded)) return;
    path.append('M').append(rounded[0][0]).append(' ').append(rounded[0][1]).append('l');
    for (int i = 1; i < rounded.length; i++) {
      number(path, rounded[i][0] - rounded[i - 1][0], i > 1);
      number(path, rounded[i][1] - rounded[i - 1][1], true);
    }
    path.append('z');
  }

  private static void number(StringBuilder path, int number, boolean follows) {
    if (follows && number >= 0) path.append(' ');
    path.append(number);
  }

  /** What lies on one side of a line of the paper (Sutherland and Hodgman). */
  private static double[][] cut(double[][] points, int axis, double line, int side) {
    double[][] kept = new double[points.length * 2][];
    int n = 0;
    for (int i = 0; i < points.length; i++) {
      double[] a = points[i];
      double[] b = points[(i + 1) % points.length];
      boolean in = (a[axis] - line) * side >= 0;
      if (in) kept[n++] = a;
      if (in == (b[axis] - line) * side >= 0) continue;
      double part = (line - a[axis]) / (b[axis] - a[axis]);
      kept[n++] = new double[] {a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part};
    }
    return Arrays.copyOf(kept, n);
  }

  private static int[][] rounded(double[][] points, int step) {
    int[][] rounded = new int[points.length][];
    int n = 0;
    for (double[] point : points) {
      int[] next = {onGrid(point[0], step), onGrid(point[1], step)};
      if (n > 0 && rounded[n - 1][0] == next[0] && rounded[n - 1][1] == next[1]) continue;
      rounded[n++] = next;
    }
    return Arrays.copyOf(rounded, n);
  }

  private static int onGrid(double number, int step) {
    return (int) Math.round(number / step) * step;
  }

  private static boolean isSpeck(int[][] points) {
    int left = points[0][0];
    int right = left;
    int top = points[0][1];
    int bottom = top;
    for (int[] point : points) {
      left = Math.min(left, point[0]);
      right = Math.max(right, point[0]);
      top = Math.min(top, point[1]);
      bottom = Math.max(bottom, point[1]);
    }
    return right - left < SPECK && bottom - top < SPECK;
  }
}
