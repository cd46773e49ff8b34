package yui.photos;

import java.util.List;

/**
 * A picture that is shown.
 *
 * @param alt what one who cannot see it is told
 */
public record Photo(PhotoId id, String alt, List<Sized> sizes) {

  /** One of its sizes and where it is. */
  public record Sized(Size size, int width, int height, String href) {}

  /** The size itself, or the largest there is. */
  public Sized at(Size wanted) {
    return sizes.stream().filter(s -> s.size() == wanted).findFirst().orElse(sizes.getLast());
  }
}
