package yui.backups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files that say they are backups: unusable with a sentence, or whole. */
public final class ArchiveFuzz {
  private static final Path FILE = file();

  private ArchiveFuzz() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("yui-fuzz", ".zip");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try (Archive archive = Archive.open(FILE)) {
      archive.checkSchema(List.of("1"));
      archive.check(line -> {});
    } catch (Unusable said) {
      if (String.valueOf(said.getMessage()).length() < 9)
        throw new AssertionError("nothing said", said);
    }
  }
}
