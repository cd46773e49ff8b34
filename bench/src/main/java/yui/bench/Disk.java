package yui.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Sizes and ends of what a run leaves on disk. */
final class Disk {
  private Disk() {}

  static long bytes(Path directory) {
    long bytes = 0;
    for (Path path : inside(directory)) {
      bytes += path.toFile().isFile() ? path.toFile().length() : 0;
    }
    return bytes;
  }

  static void delete(Path directory) {
    for (Path path : inside(directory).reversed()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** The directory before what is in it. */
  private static List<Path> inside(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted(Comparator.naturalOrder()).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
