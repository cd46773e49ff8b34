package yui.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of its own that can be filled to the last byte; only root may make one. */
final class SmallDisk implements AutoCloseable {
  private final Path place;

  private SmallDisk(Path place) {
    this.place = place;
  }

  static SmallDisk of(int megabytes) throws IOException, InterruptedException {
    Path place = Files.createTempDirectory("yui-disk");
    if (run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", place) != 0) {
      Files.delete(place);
      throw new IOException("a small disk cannot be mounted: run this as root");
    }
    return new SmallDisk(place);
  }

  private static int run(Object... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    for (Object word : command) builder.command().add(word.toString());
    return builder.inheritIO().start().waitFor();
  }

  /** An empty directory on it. */
  Path directory() throws IOException {
    return Files.createDirectories(place.resolve("data"));
  }

  /** Leaves nobody a byte; what was freed since the last time is taken, too. */
  void fill() throws IOException {
    for (int size = 1 << 20; size >= 1; size /= 4) {
      try (FileChannel ballast =
          FileChannel.open(
              place.resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) ballast.write(ByteBuffer.allocate(size));
      } catch (IOException full) {
        // the next, smaller piece
      }
    }
  }

  /** What is free on it, in bytes. */
  long free() throws IOException {
    return Files.getFileStore(place).getUsableSpace();
  }

  /** Gives back what was filled. */
  void empty() throws IOException {
    Files.deleteIfExists(place.resolve("ballast"));
  }

  @Override
  public void close() throws IOException {
    try {
      if (run("umount", place) == 0) Files.delete(place);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
