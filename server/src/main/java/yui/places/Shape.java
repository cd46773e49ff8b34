package yui.places;

import java.util.Comparator;
import java.util.List;

/** What a prefecture or a municipality covers. */
record Shape(String code, String name, List<Ring> rings, Box box) {
  static Shape of(String code, String name, List<Ring> rings) {
    return new Shape(code, name, rings, rings.stream().map(Ring::box).reduce(Box.NONE, Box::with));
  }

  boolean holds(double lat, double lon) {
    return rings.stream().filter(ring -> ring.holds(lat, lon)).count() % 2 == 1;
  }

  /** A point on its largest part. */
  double[] inside() {
    return largest().inside();
  }

  Ring largest() {
    return rings.stream().max(Comparator.comparingDouble(Ring::area)).orElseThrow();
  }

  double area() {
    return rings.stream().mapToDouble(Ring::area).sum();
  }
}
