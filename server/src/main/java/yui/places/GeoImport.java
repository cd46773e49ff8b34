package yui.places;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import yui.db.Database;
import yui.db.Scope;

/** Takes the outlines of municipalities from a file: all of them or, where it is bad, none. */
public final class GeoImport {
  private static final long EACH = 20_000_000;

  private GeoImport() {}

  /** What a file holds; {@code count} municipalities of {@code prefectures} prefectures. */
  public record Taken(int count, long prefectures, long points) {}

  /** Refused, with what is wrong with the file. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String what) {
      super(what);
    }
  }

  /** Outlines that are read and not yet kept. */
  public static final class Read {
    private final List<Shape> shapes;

    private Read(List<Shape> shapes) {
      this.shapes = shapes;
    }

    /** In one transaction, as the role that owns the table. */
    public Taken keep(Database owner) {
      owner.write(
          Scope.ofSystem(),
          tx -> {
            OutlineStore.replace(tx, shapes);
            return true;
          });
      return new Taken(
          shapes.size(),
          shapes.stream().map(s -> s.code().substring(0, 2)).distinct().count(),
          shapes.stream().flatMap(s -> s.rings().stream()).mapToLong(Ring::size).sum());
    }
  }

  /** Reads a file whole, telling now and then how far it is. */
  public static Read read(Path file, Consumer<String> progress) throws IOException, Refused {
    if (!Files.isRegularFile(file)) throw new Refused("there is no file " + file);
    long size = Files.size(file);
    try (Counted in = new Counted(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      long[] told = {0};
      List<Shape> shapes =
          GeoFile.read(
              in,
              features -> {
                if (in.passed - told[0] < EACH) return;
                told[0] = in.passed;
                progress.accept(
                    String.format(
                        Locale.ROOT,
                        "%d of %d MB, %d outlines",
                        in.passed / 1_000_000,
                        size / 1_000_000,
                        features));
              });
      return new Read(shapes);
    } catch (GeoFile.Unusable e) {
      throw new Refused(file.getFileName() + " cannot be used: " + e.getMessage());
    }
  }

  private static final class Counted extends FilterInputStream {
    private long passed;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) passed++;
      return one;
    }

    @Override
    public int read(byte @Nullable [] bytes, int from, int most) throws IOException {
      int n = super.read(bytes, from, most);
      if (n > 0) passed += n;
      return n;
    }
  }
}
