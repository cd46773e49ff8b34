package yui.places;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A layer of pictures under the maps, from where the operator says.
 *
 * @param url with {z}, {x} and {y}
 * @param credit whose they are; shown wherever they are
 */
public record Tiles(String url, String credit) {
  private static final int SIZE = 256;
  private static final int LEAST_ZOOM = 2;
  private static final int MOST_ZOOM = 18;

  /** One of them, and where it lies on the paper. */
  public record Tile(String href, String x, String y, String size) {}

  /** Whence the pages may take pictures. */
  public String origin() {
    URI uri = URI.create(url.replaceAll("[{}]", ""));
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  List<Tile> under(Window window) {
    double world = window.world();
    // Half of a step blurrier than the paper: a drawing is often shown smaller than it is.
    int zoom = (int) Math.round(Math.log(world / SIZE) / Math.log(2) - 0.5);
    zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoom));
    int across = 1 << zoom;
    double size = world / across;
    double left = window.x(-180);
    double top = window.y(Window.latitude(180));
    List<Tile> tiles = new ArrayList<>();
    for (int row = (int) Math.floor(-top / size); top + row * size < window.height(); row++) {
      for (int at = (int) Math.floor(-left / size); left + at * size < window.width(); at++) {
        if (row < 0 || row >= across) continue;
        tiles.add(
            new Tile(
                url.replace("{z}", "" + zoom)
                    .replace("{x}", "" + Math.floorMod(at, across))
                    .replace("{y}", "" + row),
                plain(left + at * size),
                plain(top + row * size),
                plain(size)));
      }
    }
    return tiles;
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
