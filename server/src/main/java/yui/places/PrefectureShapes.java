package yui.places;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Outlines of the prefectures: rough for all of Japan, about 400 m fine for a part of it. */
final class PrefectureShapes {
  private static final double MILLI = 0.001;

  private static final class Rough {
    static final List<Shape> ALL = read("japan");
  }

  private static final class Fine {
    static final List<Shape> ALL = read("prefectures");
  }

  private PrefectureShapes() {}

  static List<Shape> rough() {
    return Rough.ALL;
  }

  static List<Shape> fine() {
    return Fine.ALL;
  }

  static Shape of(String prefecture) {
    return Fine.ALL.get(Integer.parseInt(prefecture) - 1);
  }

  /** The prefecture a point lies in; the nearest outline counts no miles at sea. */
  static Optional<String> at(double lat, double lon) {
    return Fine.ALL.stream().filter(shape -> shape.holds(lat, lon)).map(Shape::code).findFirst();
  }

  private static List<Shape> read(String file) {
    Map<String, List<Ring>> rings = new TreeMap<>();
    for (String line : PlaceFiles.lines(file)) {
      String[] cells = line.split("\t");
      double[] lons = new double[cells.length - 1];
      double[] lats = new double[cells.length - 1];
      int x = 0;
      int y = 0;
      for (int i = 1; i < cells.length; i++) {
        int space = cells[i].indexOf(' ');
        x += Integer.parseInt(cells[i], 0, space, 10);
        y += Integer.parseInt(cells[i], space + 1, cells[i].length(), 10);
        lons[i - 1] = x * MILLI;
        lats[i - 1] = y * MILLI;
      }
      rings.computeIfAbsent(cells[0], code -> new ArrayList<>()).add(new Ring(lons, lats));
    }
    return rings.entrySet().stream().map(e -> Shape.of(e.getKey(), "", e.getValue())).toList();
  }
}
