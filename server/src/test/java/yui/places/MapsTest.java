package yui.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MapsTest {
  private static final Window TOWN = new Window(37.587, 139.648, 0.4, 800, 600);

  @Test
  void window_thereAndBack_isTheSamePoint() {
    for (Window window : List.of(TOWN, Window.whole(560, 560))) {
      assertEquals(37.61, window.latAt(window.y(37.61)), 1e-9);
      assertEquals(139.7, window.lonAt(window.x(139.7)), 1e-9);
    }
    assertEquals(400, TOWN.x(139.648), 1e-9);
    assertEquals(300, TOWN.y(37.587), 1e-9);
    assertTrue(TOWN.y(37.6) < TOWN.y(37.5), "north is up");
  }

  @Test
  void window_wholeJapan_holdsItsEnds() {
    Box box = Window.whole(560, 560).box();
    assertTrue(box.south() < 24.1 && box.north() > 45.5, box.toString());
    assertTrue(box.west() < 123 && box.east() > 145.8, box.toString());
  }

  @Test
  void path_ofAPrefectureCutByThePaper_staysOnIt() {
    String path = Path.within(7_000, PrefectureShapes.fine(), TOWN);
    assertTrue(path.startsWith("M") && path.endsWith("z"), path);
    for (String ring : path.substring(1).split("M")) {
      String[] parts = ring.replace("z", "").split("l");
      int x = Integer.parseInt(parts[0].split(" ")[0]);
      int y = Integer.parseInt(parts[0].split(" ")[1]);
      String[] steps = parts[1].replace("-", " -").strip().split(" +");
      for (int i = 0; i < steps.length; i += 2) {
        x += Integer.parseInt(steps[i]);
        y += Integer.parseInt(steps[i + 1]);
        assertTrue(x >= -12 && x <= 812 && y >= -12 && y <= 612, x + "," + y + " in " + ring);
      }
    }
  }

  @Test
  void path_ofAllJapan_fitsThePagesBudget() {
    int length = Path.within(7_000, PrefectureShapes.rough(), Window.whole(560, 560)).length();
    assertTrue(length > 2_000 && length < 6_500, "characters: " + length);
  }

  @Test
  void path_longerThanAllowed_isDrawnRougherAndAtLastNotAtAll() {
    Window east = new Window(36.5, 139, 6, 800, 600);
    String fine = Path.within(100_000, PrefectureShapes.fine(), east);
    String rough = Path.within(7_000, PrefectureShapes.fine(), east);
    assertTrue(fine.length() > 7_000, "characters: " + fine.length());
    assertTrue(rough.length() > 1_000 && rough.length() <= 7_000, "characters: " + rough.length());
    assertEquals("", Path.within(50, PrefectureShapes.fine(), east));
  }

  @Test
  void tiles_underATown_coverThePaperAndFitTheirNeighbours() {
    List<Tiles.Tile> tiles = new Tiles("https://tiles.example/{z}/{x}/{y}.png", "作った人").under(TOWN);
    assertTrue(tiles.size() >= 4 && tiles.size() <= 30, "tiles: " + tiles.size());
    double size = Double.parseDouble(tiles.getFirst().size());
    double right =
        tiles.stream().mapToDouble(t -> Double.parseDouble(t.x()) + size).max().orElse(0);
    double left = tiles.stream().mapToDouble(t -> Double.parseDouble(t.x())).min().orElse(1);
    double bottom =
        tiles.stream().mapToDouble(t -> Double.parseDouble(t.y()) + size).max().orElse(0);
    double top = tiles.stream().mapToDouble(t -> Double.parseDouble(t.y())).min().orElse(1);
    assertTrue(left <= 0 && right >= 800 && top <= 0 && bottom >= 600);
    // The tile that holds the middle, by the formula of the tile services.
    int zoom = Integer.parseInt(tiles.getFirst().href().split("/")[3]);
    double n = Math.pow(2, zoom);
    int x = (int) ((139.648 + 180) / 360 * n);
    double rad = Math.toRadians(37.587);
    int y = (int) ((1 - Math.log(Math.tan(rad) + 1 / Math.cos(rad)) / Math.PI) / 2 * n);
    Tiles.Tile middle =
        tiles.stream()
            .filter(t -> t.href().endsWith("/%d/%d/%d.png".formatted(zoom, x, y)))
            .findFirst()
            .orElseThrow();
    assertTrue(Double.parseDouble(middle.x()) <= 400);
    assertTrue(Double.parseDouble(middle.x()) + size >= 400);
    assertTrue(Double.parseDouble(middle.y()) <= 300);
    assertTrue(Double.parseDouble(middle.y()) + size >= 300);
  }

  @Test
  void rings_asBytesAndBack_areTheSameToAMetre() {
    Ring ring =
        new Ring(new double[] {139.5, 139.72345, 139.6}, new double[] {37.5, 37.50001, 37.71});
    Ring back = Rings.of(Rings.bytes(List.of(ring, ring))).getLast();
    for (int i = 0; i < 3; i++) {
      assertEquals(ring.lons()[i], back.lons()[i], 1e-9);
      assertEquals(ring.lats()[i], back.lats()[i], 1e-9);
    }
  }

  @Test
  void inside_aCrescent_isOnItNotInItsBay() {
    Ring crescent =
        new Ring(new double[] {0, 10, 10, 0, 0, 9, 9, 0}, new double[] {0, 0, 10, 10, 9, 9, 1, 1});
    double[] inside = crescent.inside();
    assertTrue(crescent.holds(inside[0], inside[1]), inside[0] + "," + inside[1]);
  }

  @Test
  void thinned_aWavyLine_keepsWhatIsBesideItFarEnough() {
    Ring wavy =
        new Ring(new double[] {0, 1, 2, 3, 4, 4, 0}, new double[] {0, 0.0005, 0, 0.5, 0, 4, 4});
    assertEquals(6, wavy.thinned(0.001).size());
  }
}
