package yui.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** The engine on two Lucene indexes in a directory. */
final class LuceneEngine implements MatchEngine {
  /** From so many changes on, all cores write. */
  private static final int MANY = 200;

  private final Residents residents;
  private final Tasks tasks;
  private final ExecutorService writers;
  private @Nullable String position;

  private LuceneEngine(Residents residents, Tasks tasks) {
    this.residents = residents;
    this.tasks = tasks;
    // Residents are committed before tasks: replay begins where the tasks stand.
    this.position = tasks.shelf().found();
    this.writers =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("yui-engine-writer-", 0).factory());
  }

  /**
   * Opens the index of the directory after reading it whole; a new or empty directory becomes an
   * empty index.
   */
  static LuceneEngine open(Path path, Memory memory) throws BrokenIndex {
    IndexCheck.parted(path);
    TokenCache tokens = new TokenCache(memory.tokenBytes());
    Residents residents = Residents.open(path.resolve("residents"), memory, tokens);
    try {
      Tasks tasks = Tasks.open(path.resolve("tasks"), memory, tokens);
      LuceneEngine engine = new LuceneEngine(residents, tasks);
      engine.begin(path);
      return engine;
    } catch (BrokenIndex broken) {
      IOUtils.closeWhileHandlingException(residents);
      throw broken;
    }
  }

  /** An index that has no commit yet gets one, so that its absence can be told from its loss. */
  private void begin(Path path) throws BrokenIndex {
    if (tasks.shelf().isNew() && residents.shelf().found() != null) {
      IOUtils.closeWhileHandlingException(tasks, residents);
      throw new BrokenIndex(BrokenIndex.Why.DAMAGED, path + ": tasks are missing", null);
    }
    if (residents.shelf().isNew() && tasks.shelf().found() != null) {
      IOUtils.closeWhileHandlingException(tasks, residents);
      throw new BrokenIndex(BrokenIndex.Why.DAMAGED, path + ": residents are missing", null);
    }
    if (position == null) {
      commit();
    }
  }

  @Override
  public synchronized void apply(List<Change> changes, String newPosition) {
    Map<UUID, Change> ofResidents = new LinkedHashMap<>();
    Map<UUID, Change> ofTasks = new LinkedHashMap<>();
    // Of several changes of one thing the last counts; so the rest may be done in any order.
    for (Change change : changes) {
      switch (change) {
        case Change.PutResident(ResidentRow row) -> ofResidents.put(row.id(), change);
        case Change.DeleteResident(UUID id) -> ofResidents.put(id, change);
        case Change.PutTask(TaskRow row) -> ofTasks.put(row.id(), change);
        case Change.DeleteTask(UUID id) -> ofTasks.put(id, change);
      }
    }
    List<Change> last = new ArrayList<>(ofResidents.values());
    last.addAll(ofTasks.values());
    try {
      if (last.size() < MANY) {
        write(last);
      } else {
        writeAtOnce(last);
      }
    } catch (RuntimeException failed) {
      throw givenUp(failed);
    }
    position = newPosition;
  }

  @Override
  public synchronized @Nullable String position() {
    return position;
  }

  @Override
  public void refresh() {
    try {
      residents.refresh();
      tasks.shelf().refresh();
    } catch (IOException | RuntimeException failed) {
      throw givenUp(failed);
    }
  }

  @Override
  public synchronized void commit() {
    try {
      residents.commit(position);
      tasks.commit(position);
    } catch (IOException | RuntimeException failed) {
      throw givenUp(failed);
    }
  }

  /** After a failure neither index is written any more: one without the other would drift away. */
  private RuntimeException givenUp(Exception failed) {
    IOUtils.closeWhileHandlingException(this::abandon);
    return failed instanceof RuntimeException known
        ? known
        : new UncheckedIOException((IOException) failed);
  }

  @Override
  public long documents() {
    try {
      return residents.shelf().documents() + tasks.shelf().documents();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Forgets what was not committed and writes no more; what was refreshed is still answered. */
  synchronized void abandon() {
    try {
      IOUtils.close(residents.shelf()::abandon, tasks.shelf()::abandon, writers::shutdown);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Commits, unless abandoned, and closes; queries under way still finish. */
  @Override
  public synchronized void close() {
    writers.shutdown();
    try (residents;
        tasks) {
      if (residents.shelf().writer().isOpen() && tasks.shelf().writer().isOpen()) {
        commit();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public List<Match> residentsFor(TaskRow task, Excluded excluded, int k, Instant asOf) {
    MatchEngine.checkLimit(k);
    try {
      return residents.best(task, excluded, k, asOf);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public List<Match> tasksFor(ResidentRow resident, Excluded excluded, int k, Instant asOf) {
    MatchEngine.checkLimit(k);
    try {
      return tasks.best(resident, excluded, k, asOf);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Found search(TaskSearch search) {
    try {
      return tasks.search(search);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Optional<Suggestion> suggest(TaskSearch search) {
    try {
      return tasks.suggest(search);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Set<String> spots(Collection<String> typed) {
    try {
      return tasks.spots(typed);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Marker marker(String q) {
    return tasks.marker(q);
  }

  private void write(List<Change> changes) {
    Residents.Writing writing = residents.new Writing();
    try {
      for (Change change : changes) {
        switch (change) {
          case Change.PutResident(ResidentRow row) -> writing.put(row);
          case Change.DeleteResident(UUID id) -> writing.delete(id);
          case Change.PutTask(TaskRow row) -> tasks.put(row);
          case Change.DeleteTask(UUID id) -> tasks.delete(id);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void writeAtOnce(List<Change> changes) {
    int parts = Runtime.getRuntime().availableProcessors();
    CompletableFuture<?>[] written = new CompletableFuture<?>[parts];
    for (int part = 0; part < parts; part++) {
      List<Change> some =
          changes.subList(changes.size() * part / parts, changes.size() * (part + 1) / parts);
      written[part] = CompletableFuture.runAsync(() -> write(some), writers);
    }
    try {
      CompletableFuture.allOf(written).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }
}
