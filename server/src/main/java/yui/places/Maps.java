package yui.places;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.db.Tx;
import yui.engine.Mesh;
import yui.web.Words;

/** Draws maps: outlines that came with the release or were imported, and what is there. */
public final class Maps {
  /** As the data ask to be named, in whatever language. */
  private static final String N03 = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成";

  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;
  private static final int MARK = 28;

  /** Characters of a path: about 3 kB of a page as it is sent. */
  private static final int MOST = 7_000;

  // A map to press on stands in a form that is long already.
  private static final int MOST_TO_PRESS = 3_500;

  private static final int LEAST_CELL = 14;
  private static final double LEAST_OF_PINS = 0.6;
  private static final double OF_ONE = 0.35;
  private static final double AMONG_PREFECTURES = 2.4;

  /** Above this the rough outlines do. */
  private static final double ROUGH_ABOVE = 8;

  private static final double TOWNS_BELOW = 3;
  private static final double TOWN_NAMES_BELOW = 1.2;
  private static final double GRID_BELOW = 0.16;
  private static final int MOST_LABELS = 14;
  private static final int LABEL_ROOM = 90;
  private static final int[] SCALES = {500, 200, 100, 50, 20, 10, 5, 2, 1};

  private final @Nullable Tiles tiles;
  private final Words words;

  public Maps(Optional<Tiles> tiles, Words words) {
    this.tiles = tiles.orElse(null);
    this.words = words;
  }

  /**
   * What is where; nothing to draw where nothing has a place.
   *
   * @param several the list of those that are drawn as one number
   */
  public @Nullable MapPicture pins(
      Tx tx, Lang lang, List<Pin> pins, Function<Around, String> several) {
    if (pins.isEmpty()) return null;
    Box box = Box.NONE;
    for (Pin pin : pins) box = box.with(pin.lat(), pin.lon());
    Window window = notEmpty(tx, Window.around(box, LEAST_OF_PINS, WIDTH, HEIGHT));
    List<MapPicture.Mark> marks = new ArrayList<>();
    for (Around around : together(pins, window)) {
      Pin first = around.pins().getFirst();
      int n = around.pins().size();
      marks.add(
          n == 1
              ? mark(window, first.lat(), first.lon(), "", first.href(), first.label())
              : mark(
                  window,
                  around.lat(),
                  around.lon(),
                  Integer.toString(n),
                  several.apply(around),
                  words.say(lang, "map.several", Map.of("n", n))));
    }
    return picture(
        tx,
        lang,
        window,
        "map",
        words.say(lang, "map.pins", Map.of("n", pins.size())),
        words.say(lang, "map.pins_about"),
        "",
        marks);
  }

  /** One place: the point for whoever may know it, else the cell that it lies in. */
  public MapPicture place(Tx tx, Lang lang, double lat, double lon, boolean exact) {
    Window window = notEmpty(tx, new Window(lat, lon, OF_ONE, WIDTH, HEIGHT));
    return picture(
        tx,
        lang,
        window,
        "map",
        words.say(lang, exact ? "map.here" : "map.cell"),
        words.say(lang, exact ? "map.here_about" : "map.cell_about"),
        exact ? "" : cell(Mesh.of(lat, lon), window),
        exact ? List.of(mark(window, lat, lon, "", "", "")) : List.of());
  }

  // Prefectures alone say nothing of a neighbourhood: farther off there are coasts and names.
  private Window notEmpty(Tx tx, Window window) {
    boolean empty =
        window.span() < AMONG_PREFECTURES
            && tiles == null
            && !OutlineStore.areThere(tx, window.box());
    return empty ? window.at(window.lat(), window.lon(), AMONG_PREFECTURES) : window;
  }

  /** A map to press on. */
  MapPicture toPress(
      Tx tx, Lang lang, Window window, String id, @Nullable Double lat, @Nullable Double lon) {
    return picture(
        tx,
        lang,
        window,
        id,
        words.say(lang, "place.map"),
        "",
        "",
        lat == null || lon == null
            ? List.of()
            : List.of(mark(window, lat, lon, "", "", words.say(lang, "place.chosen"))),
        MOST_TO_PRESS);
  }

  private MapPicture picture(
      Tx tx,
      Lang lang,
      Window window,
      String id,
      String title,
      String about,
      String cell,
      List<MapPicture.Mark> marks) {
    return picture(tx, lang, window, id, title, about, cell, marks, MOST);
  }

  private MapPicture picture(
      Tx tx,
      Lang lang,
      Window window,
      String id,
      String title,
      String about,
      String cell,
      List<MapPicture.Mark> marks,
      int most) {
    Box box = window.box();
    List<Shape> land =
        (window.span() > ROUGH_ABOVE ? PrefectureShapes.rough() : PrefectureShapes.fine())
            .stream().filter(shape -> shape.box().touches(box)).toList();
    List<Shape> towns =
        window.span() < TOWNS_BELOW ? OutlineStore.touching(tx, box) : List.<Shape>of();
    String townsPath = Path.within(most, towns, window);
    List<String> credits = new ArrayList<>();
    if (!townsPath.isEmpty()) credits.add(N03);
    if (tiles != null) credits.add(tiles.credit());
    int km = km(window);
    return new MapPicture(
        id,
        window.width(),
        window.height(),
        title,
        about,
        marks.stream().anyMatch(mark -> !mark.href().isEmpty()),
        tiles == null ? List.of() : tiles.under(window),
        Path.within(most, land, window),
        townsPath,
        window.span() < GRID_BELOW ? grid(window) : "",
        cell,
        labels(lang, window, land, towns),
        marks,
        (int) Math.round(km / window.km() * window.width()),
        window.height() - 16,
        km + " km",
        credits);
  }

  /** Pins whose marks would cover one another, as one. */
  private static List<Around> together(List<Pin> pins, Window window) {
    List<List<Pin>> groups = new ArrayList<>();
    for (Pin pin : pins) {
      Optional<List<Pin>> near =
          groups.stream().filter(group -> covers(group.getFirst(), pin, window)).findFirst();
      if (near.isPresent()) near.get().add(pin);
      else groups.add(new ArrayList<>(List.of(pin)));
    }
    return groups.stream().map(Around::of).toList();
  }

  private static boolean covers(Pin a, Pin b, Window window) {
    return Math.hypot(window.x(a.lon()) - window.x(b.lon()), window.y(a.lat()) - window.y(b.lat()))
        < 2 * MARK;
  }

  private static MapPicture.Mark mark(
      Window window, double lat, double lon, String n, String href, String label) {
    return new MapPicture.Mark(
        (int) Math.round(window.x(lon)), (int) Math.round(window.y(lat)), n, href, label);
  }

  /** The cell, or a ring around it where it is hardly to be seen. */
  private static String cell(Mesh mesh, Window window) {
    double south = mesh.lat() - 1 / 240.0;
    double west = mesh.lon() - 1 / 160.0;
    long left = Math.round(window.x(west));
    long right = Math.round(window.x(west + 1 / 80.0));
    long top = Math.round(window.y(south + 1 / 120.0));
    long bottom = Math.round(window.y(south));
    return right - left < LEAST_CELL
        ? "M%d %da20 20 0 1 0 40 0 20 20 0 1 0-40 0z"
            .formatted((left + right) / 2 - 20, (top + bottom) / 2)
        : "M%d %dH%dV%dH%dz".formatted(left, top, right, bottom, left);
  }

  /** The lines of the 1-km mesh. */
  private static String grid(Window window) {
    Box box = window.box();
    StringBuilder lines = new StringBuilder();
    for (double row = Math.ceil(box.south() * 120); row <= box.north() * 120; row++) {
      lines
          .append("M0 ")
          .append(Math.round(window.y(row / 120)))
          .append('h')
          .append(window.width());
    }
    for (double column = Math.ceil(box.west() * 80); column <= box.east() * 80; column++) {
      lines.append('M').append(Math.round(window.x(column / 80))).append(" 0v");
      lines.append(window.height());
    }
    return lines.toString();
  }

  /** Names of what is largest here, each with room of its own. */
  private static List<MapPicture.Label> labels(
      Lang lang, Window window, List<Shape> land, List<Shape> towns) {
    boolean ofTowns = !towns.isEmpty() && window.span() < TOWN_NAMES_BELOW;
    if (!ofTowns && window.span() > ROUGH_ABOVE) return List.of();
    List<MapPicture.Label> labels = new ArrayList<>();
    Stream<Shape> largest =
        (ofTowns ? towns : land)
            .stream().sorted(Comparator.comparingDouble(Shape::area).reversed());
    largest.forEach(
        shape -> {
          double[] inside = shape.inside();
          int x = (int) Math.round(window.x(inside[1]));
          int y = (int) Math.round(window.y(inside[0]));
          boolean onPaper =
              x > LABEL_ROOM / 2
                  && x < window.width() - LABEL_ROOM / 2
                  && y > LABEL_ROOM / 4
                  && y < window.height() - LABEL_ROOM / 4;
          boolean free =
              labels.stream()
                  .allMatch(
                      other ->
                          Math.abs(other.x() - x) > 2 * LABEL_ROOM
                              || Math.abs(other.y() - y) > LABEL_ROOM / 2);
          if (!onPaper || !free || labels.size() >= MOST_LABELS) return;
          labels.add(
              new MapPicture.Label(
                  x, y, ofTowns ? shape.name() : Prefectures.name(shape.code(), lang)));
        });
    return labels;
  }

  private static int km(Window window) {
    for (int km : SCALES) if (km <= window.km() / 4) return km;
    return 1;
  }
}
