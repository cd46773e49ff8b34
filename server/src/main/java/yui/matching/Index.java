package yui.matching;

import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;
import yui.engine.BrokenIndex;
import yui.engine.Change;
import yui.engine.IndexHome;
import yui.engine.MatchEngine;

/**
 * The search index on threads of its own: as many as cores for questions, one for writing. A
 * virtual thread that asks waits here.
 */
public final class Index {
  private final Path directory;
  // Not Vert.x' own, which it interrupts when it closes: Lucene takes that for a broken index.
  private final ExecutorService askers;
  private final ExecutorService writer;
  private volatile @Nullable IndexHome home;
  private volatile boolean ready;

  public Index(Path directory) {
    this.directory = directory;
    this.askers = threads("yui-engine-", Runtime.getRuntime().availableProcessors());
    this.writer = threads("yui-index-", 1);
  }

  private static ExecutorService threads(String name, int most) {
    return Executors.newFixedThreadPool(most, Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /** Asks the engine; until the index has caught up with the database there is no answer. */
  <T> T ask(Function<MatchEngine, T> question) {
    IndexHome asked = home;
    if (asked == null || !ready) {
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "matching_unavailable");
    }
    return await(askers, () -> asked.ask(question));
  }

  /** Whether questions are answered. */
  public boolean isReady() {
    return ready;
  }

  void caughtUp() {
    ready = true;
  }

  /** Opens what is there and tells where it got to; empty when it must be built. */
  Optional<Position> open() {
    return writing(
        () -> {
          IndexHome opened = IndexHome.open(directory);
          home = opened;
          return Position.of(opened.current().position());
        });
  }

  void apply(List<Change> changes, String position) {
    writing(
        () -> {
          MatchEngine engine = opened().current();
          engine.apply(changes, position);
          engine.refresh();
          return true;
        });
  }

  void commit() {
    writing(
        () -> {
          opened().current().commit();
          return true;
        });
  }

  /** Fills a new index while the old one, if it was good, keeps answering. */
  void rebuild(Consumer<MatchEngine> fill) {
    writing(
        () -> {
          opened().rebuild(fill);
          return true;
        });
  }

  long bytes() {
    return writing(
        () -> {
          try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(Index::size).sum();
          }
        });
  }

  void close() {
    ready = false;
    IndexHome open = home;
    home = null;
    if (open != null) {
      writing(
          () -> {
            open.close();
            return true;
          });
    }
    askers.shutdown();
    writer.shutdown();
  }

  // A file that a merge has just removed counts nothing.
  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private IndexHome opened() {
    IndexHome open = home;
    if (open == null) throw new IllegalStateException("index not open");
    return open;
  }

  /** Work of the one writer. */
  private interface Writing<T> {
    T run() throws BrokenIndex, IOException;
  }

  private <T> T writing(Writing<T> work) {
    return await(
        writer,
        () -> {
          try {
            return work.run();
          } catch (BrokenIndex e) {
            throw new IllegalStateException("index unusable: " + e.why(), e);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static <T> T await(ExecutorService threads, Supplier<T> work) {
    Promise<T> promise = Promise.promise();
    threads.execute(
        () -> {
          try {
            promise.complete(work.get());
          } catch (RuntimeException | Error e) {
            promise.fail(e);
          }
        });
    try {
      return promise.future().await();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("interrupted while asking the index", e);
    }
  }
}
