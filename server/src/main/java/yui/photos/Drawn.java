package yui.photos;

import java.util.List;

/** A picture drawn anew in each size, not kept yet. */
public record Drawn(List<Print> prints) {

  /** One size as JPEG. */
  public record Print(Size size, int width, int height, byte[] jpeg) {}

  public Print largest() {
    return prints.getLast();
  }
}
