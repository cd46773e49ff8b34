package yui.engine;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * The directory where an engine lives: one index in use, named by the file {@code current}, and
 * while it is rebuilt a second one that takes its place when it is complete.
 */
public final class IndexHome implements Closeable {
  private static final String CURRENT = "current";
  private static final String INDEX = "index-";
  private static final String NAME = INDEX + "[0-9]{1,9}";

  private final Path home;
  private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock();
  private final @Nullable BrokenIndex found;
  private Path directory;
  private MatchEngine engine;

  private IndexHome(Path home, Path directory, MatchEngine engine, @Nullable BrokenIndex found) {
    this.home = home;
    this.directory = directory;
    this.engine = engine;
    this.found = found;
  }

  /**
   * Opens the index in use. One that is damaged or of another version gives way to an empty one,
   * whose position is null, and is told by {@link #broken}; one that another process writes is an
   * error.
   */
  public static IndexHome open(Path home) throws BrokenIndex {
    try {
      Files.createDirectories(home);
      IndexHome opened;
      try {
        Path named = named(home);
        opened = new IndexHome(home, named, MatchEngine.open(named), null);
      } catch (BrokenIndex broken) {
        if (broken.why() == BrokenIndex.Why.IN_USE) {
          throw broken;
        }
        Path fresh = unused(home);
        opened = new IndexHome(home, fresh, MatchEngine.open(fresh), broken);
      }
      point(home, opened.directory);
      opened.sweep();
      return opened;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path named(Path home) throws IOException, BrokenIndex {
    Path pointer = home.resolve(CURRENT);
    if (!Files.exists(pointer)) {
      return home.resolve(INDEX + 1);
    }
    // As bytes are: a damaged pointer need not be text.
    String name = new String(Files.readAllBytes(pointer), StandardCharsets.ISO_8859_1).strip();
    if (!name.matches(NAME) || !Files.isDirectory(home.resolve(name))) {
      throw new BrokenIndex(BrokenIndex.Why.DAMAGED, "missing: " + name, null);
    }
    return home.resolve(name);
  }

  /** Why the index found at opening could not be used; null when it could. */
  public @Nullable BrokenIndex broken() {
    return found;
  }

  /** The engine in use, for the one thread that feeds and rebuilds; others use {@link #ask}. */
  public MatchEngine current() {
    swap.readLock().lock();
    try {
      return engine;
    } finally {
      swap.readLock().unlock();
    }
  }

  /** Asks the engine in use, which stays open until the answer is there. */
  public <T> T ask(Function<MatchEngine, T> question) {
    swap.readLock().lock();
    try {
      return question.apply(engine);
    } finally {
      swap.readLock().unlock();
    }
  }

  /** How much the index in use takes and holds. */
  public record Size(long bytes, long documents) {}

  public Size size() {
    swap.readLock().lock();
    try {
      return new Size(bytes(directory), engine.documents());
    } finally {
      swap.readLock().unlock();
    }
  }

  /** Begins an empty index beside the one in use, which keeps answering and being fed. */
  public Next begin() throws BrokenIndex {
    try {
      Files.createDirectories(home);
      Path beside = unused(home);
      return new Next(beside, MatchEngine.open(beside));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** An index that is being filled, until it takes the place of the one in use or is given up. */
  public final class Next implements Closeable {
    private final Path beside;
    private final MatchEngine filled;
    private boolean inUse;

    private Next(Path beside, MatchEngine filled) {
      this.beside = beside;
      this.filled = filled;
    }

    public MatchEngine engine() {
      return filled;
    }

    /** Commits and takes the place of the index in use, which answers what it was asked. */
    public void swap() {
      try {
        filled.commit();
        filled.refresh();
        point(home, beside);
        replace(beside, filled);
        inUse = true;
        sweep();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** Gives up what was not swapped. */
    @Override
    public void close() {
      if (inUse) {
        return;
      }
      filled.abandon();
      filled.close();
      try {
        delete(beside);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /**
   * Goes back to the last commit after a write failed, with a writer that works. Where that fails,
   * too, the engine in use keeps answering what it knows.
   */
  public void reopen() throws BrokenIndex {
    current().abandon();
    replace(directory, MatchEngine.open(directory));
  }

  private void replace(Path place, MatchEngine by) {
    swap.writeLock().lock();
    try {
      engine.abandon();
      engine.close();
      engine = by;
      directory = place;
    } finally {
      swap.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    swap.writeLock().lock();
    try {
      engine.close();
    } finally {
      swap.writeLock().unlock();
    }
  }

  /** Removes what earlier rebuilds, finished or not, have left. */
  private void sweep() throws IOException {
    for (Path index : indexes(home)) {
      if (!index.equals(directory)) {
        delete(index);
      }
    }
  }

  private static Path unused(Path home) throws IOException {
    int last = 0;
    for (Path index : indexes(home)) {
      last =
          Math.max(
              last, Integer.parseInt(index.getFileName().toString().substring(INDEX.length())));
    }
    return home.resolve(INDEX + (last + 1));
  }

  private static List<Path> indexes(Path home) throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(path -> path.getFileName().toString().matches(NAME)).toList();
    }
  }

  private static void point(Path home, Path directory) throws IOException {
    Path draft = home.resolve(CURRENT + ".new");
    Files.writeString(draft, directory.getFileName() + "\n");
    IOUtils.fsync(draft, false);
    Files.move(
        draft,
        home.resolve(CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    IOUtils.fsync(home, true);
  }

  // A file that a merge has just removed counts nothing.
  private static long bytes(Path directory) {
    long bytes = 0;
    for (File file : Objects.requireNonNullElse(directory.toFile().listFiles(), new File[0])) {
      bytes += file.isDirectory() ? bytes(file.toPath()) : file.length();
    }
    return bytes;
  }

  private static void delete(Path directory) throws IOException {
    List<Path> inside;
    try (Stream<Path> all = Files.walk(directory)) {
      inside = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }
}
