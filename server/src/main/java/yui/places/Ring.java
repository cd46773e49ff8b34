package yui.places;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** A closed line on the map, its last point joined to its first; degrees, JGD2011. */
record Ring(double[] lons, double[] lats) {
  static final int FEWEST = 3;

  int size() {
    return lons.length;
  }

  Box box() {
    Box box = Box.NONE;
    for (int i = 0; i < lons.length; i++) box = box.with(lats[i], lons[i]);
    return box;
  }

  /** Twice what it encloses, in square degrees; negative where it runs clockwise. */
  private double twice() {
    double sum = 0;
    for (int i = 0; i < lons.length; i++) sum += part(i, (i + 1) % lons.length);
    return sum;
  }

  // Counted from the first point: far from Greenwich the difference of large products is rough.
  private double part(int i, int next) {
    return (lons[i] - lons[0]) * (lats[next] - lats[0])
        - (lons[next] - lons[0]) * (lats[i] - lats[0]);
  }

  double area() {
    return Math.abs(twice()) / 2;
  }

  boolean holds(double lat, double lon) {
    boolean inside = false;
    for (int i = 0, before = lons.length - 1; i < lons.length; before = i++) {
      if (lats[i] > lat != lats[before] > lat && lon < crossing(before, i, lat)) inside = !inside;
    }
    return inside;
  }

  private double crossing(int a, int b, double lat) {
    return lons[a] + (lons[b] - lons[a]) * (lat - lats[a]) / (lats[b] - lats[a]);
  }

  /** A point inside, the middle of gravity where that is: latitude, longitude. */
  double[] inside() {
    double lat = lats[0];
    double lon = lons[0];
    double twice = twice();
    for (int i = 0; i < lons.length; i++) {
      int next = (i + 1) % lons.length;
      double part = part(i, next) / (3 * twice);
      lon += (lons[i] + lons[next] - 2 * lons[0]) * part;
      lat += (lats[i] + lats[next] - 2 * lats[0]) * part;
    }
    return twice != 0 && holds(lat, lon) ? new double[] {lat, lon} : acrossTheMiddle();
  }

  // A crescent: the middle of its widest part at half its height.
  private double[] acrossTheMiddle() {
    Box box = box();
    double lat = (box.south() + box.north()) / 2;
    double[] crossings = new double[lons.length];
    int found = 0;
    for (int i = 0, before = lons.length - 1; i < lons.length; before = i++) {
      if (lats[i] > lat != lats[before] > lat) crossings[found++] = crossing(before, i, lat);
    }
    Arrays.sort(crossings, 0, found);
    double lon = lons[0];
    double widest = 0;
    for (int i = 0; i + 1 < found; i += 2) {
      if (crossings[i + 1] - crossings[i] <= widest) continue;
      widest = crossings[i + 1] - crossings[i];
      lon = (crossings[i] + crossings[i + 1]) / 2;
    }
    return new double[] {lat, lon};
  }

  /** Without the points that lie less than a tolerance beside the line (Douglas and Peucker). */
  Ring thinned(double tolerance) {
    int n = lons.length;
    boolean[] kept = new boolean[n + 1];
    int far = farthest();
    kept[0] = true;
    kept[far] = true;
    kept[n] = true;
    Deque<int[]> parts = new ArrayDeque<>();
    parts.push(new int[] {0, far});
    parts.push(new int[] {far, n});
    while (!parts.isEmpty()) {
      int[] part = parts.pop();
      int at = beside(part[0], part[1], tolerance);
      if (at < 0) continue;
      kept[at] = true;
      parts.push(new int[] {part[0], at});
      parts.push(new int[] {at, part[1]});
    }
    int count = 0;
    for (int i = 0; i < n; i++) if (kept[i]) count++;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0, to = 0; i < n; i++) {
      if (!kept[i]) continue;
      x[to] = lons[i];
      y[to++] = lats[i];
    }
    return new Ring(x, y);
  }

  private int farthest() {
    int far = 0;
    double most = -1;
    for (int i = 1; i < lons.length; i++) {
      double away = Math.hypot(lons[i] - lons[0], lats[i] - lats[0]);
      if (away <= most) continue;
      most = away;
      far = i;
    }
    return far;
  }

  /** The point farthest from the line between two others, or -1 where none is far enough. */
  private int beside(int from, int to, double tolerance) {
    int end = to % lons.length;
    double dx = lons[end] - lons[from];
    double dy = lats[end] - lats[from];
    double length = Math.hypot(dx, dy);
    int at = -1;
    double most = tolerance;
    for (int i = from + 1; i < to; i++) {
      double x = lons[i] - lons[from];
      double y = lats[i] - lats[from];
      double away = length == 0 ? Math.hypot(x, y) : Math.abs(dx * y - dy * x) / length;
      if (away <= most) continue;
      most = away;
      at = i;
    }
    return at;
  }
}
