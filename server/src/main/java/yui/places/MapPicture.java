package yui.places;

import java.util.List;

/**
 * A drawn map as the part {@code map} of the pages shows it.
 *
 * @param about what it shows, for whoever does not see it
 * @param land the prefectures' outlines, as a path; likewise towns, cell and grid, or empty
 * @param marks what is at places; one without an address is only a sign
 * @param scale how long the line in the corner is
 */
public record MapPicture(
    String id,
    int width,
    int height,
    String title,
    String about,
    boolean hasLinks,
    List<Tiles.Tile> tiles,
    String land,
    String towns,
    String grid,
    String cell,
    List<Label> labels,
    List<Mark> marks,
    int scale,
    int bottom,
    String scaleWords,
    List<String> credits) {

  /** A name on the map. */
  public record Label(int x, int y, String text) {}

  /** One thing at a place, or the number of those there. */
  public record Mark(int x, int y, String n, String href, String label) {}
}
