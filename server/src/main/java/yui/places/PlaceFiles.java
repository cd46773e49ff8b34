package yui.places;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** The data files that come with the release; places/LICENSE.txt says where they are from. */
final class PlaceFiles {
  private PlaceFiles() {}

  static byte[] read(String name) {
    String file = "/places/" + name + ".tsv.gz";
    try (InputStream in = PlaceFiles.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("missing " + file);
      return new GZIPInputStream(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  static String[] lines(String name) {
    return new String(read(name), StandardCharsets.UTF_8).split("\n");
  }
}
