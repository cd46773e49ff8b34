package yui.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory where an engine lives: one index in use, named by the file {@code current}, and
 * while it is rebuilt a second one that takes its place when it is complete.
 */
public final class IndexHome implements Closeable {
  private static final String CURRENT = "current";
  private static final String INDEX = "index-";

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
      Path pointer = home.resolve(CURRENT);
      Path named = home.resolve(INDEX + 1);
      if (Files.exists(pointer)) {
        named = home.resolve(Files.readString(pointer).strip());
      }
      IndexHome opened;
      try {
        if (Files.exists(pointer) && !Files.isDirectory(named)) {
          throw new BrokenIndex(BrokenIndex.Why.DAMAGED, "missing: " + named, null);
        }
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

  /**
   * Fills an empty engine while the old one keeps answering, then swaps. When filling fails the old
   * one stays.
   */
  public synchronized void rebuild(Consumer<MatchEngine> fill) throws BrokenIndex {
    try {
      Path next = unused(home);
      MatchEngine filled = MatchEngine.open(next);
      try {
        fill.accept(filled);
        filled.commit();
        filled.refresh();
      } catch (RuntimeException failed) {
        filled.close();
        delete(next);
        throw failed;
      }
      point(home, next);
      swap.writeLock().lock();
      try {
        engine.close();
        engine = filled;
        directory = next;
      } finally {
        swap.writeLock().unlock();
      }
      sweep();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
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
      return all.filter(path -> path.getFileName().toString().matches(INDEX + "[0-9]{1,9}"))
          .toList();
    }
  }

  private static void point(Path home, Path directory) throws IOException {
    Path draft = home.resolve(CURRENT + ".new");
    Files.writeString(draft, directory.getFileName() + "\n");
    Files.move(
        draft,
        home.resolve(CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
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
