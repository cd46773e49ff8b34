package yui.places;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Outlines of municipalities (N03, GeoJSON): unusable with a sentence, or shapes within Japan. */
public final class OutlinesFuzz {
  private OutlinesFuzz() {}

  public static void fuzzerTestOneInput(byte[] file) throws IOException {
    try {
      List<Shape> shapes = GeoFile.read(new ByteArrayInputStream(file), features -> {});
      if (shapes.isEmpty()) throw new AssertionError("no shape");
    } catch (GeoFile.Unusable said) {
      if (String.valueOf(said.getMessage()).length() < 9)
        throw new AssertionError("nothing said", said);
    }
  }
}
