package yui.photos;

import yui.core.Refusal;

/** Pictures that people send (JPEG with EXIF, PNG, WebP): refused, or drawn anew. */
public final class PictureFuzz {
  private PictureFuzz() {}

  public static void fuzzerTestOneInput(byte[] sent) {
    Orientation.of(sent);
    try {
      Drawn drawn = Pictures.draw(sent, "/photo");
      if (drawn.prints().isEmpty()) throw new AssertionError("nothing drawn");
    } catch (Refusal refused) {
      if (!refused.errors().getFirst().pointer().equals("/photo")) throw refused;
    }
  }
}
