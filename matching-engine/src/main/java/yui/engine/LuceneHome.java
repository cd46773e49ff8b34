package yui.engine;

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
final class LuceneHome implements IndexHome {
  private static final String CURRENT = "current";
  private static final String INDEX = "index-";
  private static final String NAME = INDEX + "[0-9]{1,9}";

  private final Path home;
  private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock();
  private final @Nullable BrokenIndex found;
  private Path directory;
  private LuceneEngine engine;

  private LuceneHome(Path home, Path directory, LuceneEngine engine, @Nullable BrokenIndex found) {
    this.home = home;
    this.directory = directory;
    this.engine = engine;
    this.found = found;
  }

  static LuceneHome open(Path home) throws BrokenIndex {
    try {
      Files.createDirectories(home);
      LuceneHome opened;
      try {
        Path named = named(home);
        opened = new LuceneHome(home, named, LuceneEngine.open(named, Memory.DEFAULT), null);
      } catch (BrokenIndex broken) {
        if (broken.why() == BrokenIndex.Why.IN_USE) {
          throw broken;
        }
        Path fresh = unused(home);
        opened = new LuceneHome(home, fresh, LuceneEngine.open(fresh, Memory.DEFAULT), broken);
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

  @Override
  public @Nullable BrokenIndex broken() {
    return found;
  }

  @Override
  public MatchEngine current() {
    return inUse();
  }

  private LuceneEngine inUse() {
    swap.readLock().lock();
    try {
      return engine;
    } finally {
      swap.readLock().unlock();
    }
  }

  @Override
  public <T> T ask(Function<MatchEngine, T> question) {
    swap.readLock().lock();
    try {
      return question.apply(engine);
    } finally {
      swap.readLock().unlock();
    }
  }

  @Override
  public Size size() {
    swap.readLock().lock();
    try {
      return new Size(bytes(directory), engine.documents());
    } finally {
      swap.readLock().unlock();
    }
  }

  @Override
  public IndexHome.Next begin() throws BrokenIndex {
    try {
      Files.createDirectories(home);
      Path beside = unused(home);
      return new Next(beside, LuceneEngine.open(beside, Memory.DEFAULT));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private final class Next implements IndexHome.Next {
    private final Path beside;
    private final LuceneEngine filled;
    private boolean inUse;

    private Next(Path beside, LuceneEngine filled) {
      this.beside = beside;
      this.filled = filled;
    }

    @Override
    public MatchEngine engine() {
      return filled;
    }

    @Override
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

  @Override
  public void reopen() throws BrokenIndex {
    inUse().abandon();
    replace(directory, LuceneEngine.open(directory, Memory.DEFAULT));
  }

  private void replace(Path place, LuceneEngine by) {
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
