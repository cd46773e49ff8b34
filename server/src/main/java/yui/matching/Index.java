package yui.matching;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Refusal;
import yui.engine.BrokenIndex;
import yui.engine.Change;
import yui.engine.IndexHome;
import yui.engine.MatchEngine;
import yui.engine.TooWide;
import yui.engine.Unanswered;

/**
 * The search index on threads of its own: as many as cores for questions, one that feeds the index
 * in use and one that fills another beside it. A virtual thread that asks waits here.
 */
public final class Index {
  private static final Logger LOG = LoggerFactory.getLogger(Index.class);
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final String place;
  private final boolean elsewhere;
  private final Opening opening;
  // Not Vert.x' own, which it interrupts when it closes: Lucene takes that for a broken index.
  private final ExecutorService askers;
  private final ExecutorService writer;
  private final ExecutorService builder;
  private final Map<Asked, Timer> answered = new EnumMap<>(Asked.class);
  private final Timer refreshed;
  private final Timer committed;
  private volatile @Nullable IndexHome home;
  private volatile boolean ready;
  private volatile @Nullable Silence silence;

  /** Opens where the index lives; one that is elsewhere need not answer yet. */
  public interface Opening {
    IndexHome open() throws BrokenIndex;
  }

  /** An index in a directory of this server. */
  public Index(Path directory, MeterRegistry registry) {
    this(directory.toString(), false, () -> IndexHome.open(directory), registry);
  }

  /**
   * An index elsewhere, that all servers ask.
   *
   * @param place says to operators where it is
   */
  public Index(String place, Opening opening, MeterRegistry registry) {
    this(place, true, opening, registry);
  }

  private Index(String place, boolean elsewhere, Opening opening, MeterRegistry registry) {
    this.place = place;
    this.elsewhere = elsewhere;
    this.opening = opening;
    this.askers = threads("yui-engine-", Runtime.getRuntime().availableProcessors());
    this.writer = threads("yui-index-", 1);
    this.builder = threads("yui-rebuild-", 1);
    for (Asked asked : Asked.values()) {
      answered.put(
          asked,
          Timer.builder("yui.index.query")
              .tag("asked", asked.name().toLowerCase(Locale.ROOT))
              .publishPercentileHistogram()
              .minimumExpectedValue(Duration.ofMillis(1))
              .maximumExpectedValue(Duration.ofSeconds(10))
              .register(registry));
    }
    refreshed = registry.timer("yui.index.refresh");
    committed = registry.timer("yui.index.commit");
  }

  /** What a question is about, for the figures. */
  public enum Asked {
    SEARCH,
    MARKS,
    TASKS_FOR_RESIDENT,
    RESIDENTS_FOR_TASK,
    PROPOSAL
  }

  private record Silence(String why, long at) {}

  /** The index cannot be written or opened; what was read before is still answered. */
  static final class Unwritable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unwritable(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  private static ExecutorService threads(String name, int most) {
    return Executors.newFixedThreadPool(most, Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /** Asks the engine; until the index has caught up with the database there is no answer. */
  public <T> T ask(Asked about, Function<MatchEngine, T> question) {
    IndexHome asked = home;
    if (asked == null || !ready) {
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "matching_unavailable");
    }
    long began = System.nanoTime();
    try {
      T answer = await(begin(askers, () -> asked.ask(question)));
      silence = null;
      return answer;
    } catch (TooWide one) {
      LOG.warn("a question of {} is too wide: {}", about, one.getMessage());
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "matching_unavailable");
    } catch (Unanswered silent) {
      silence = new Silence(String.valueOf(silent.getMessage()), System.nanoTime());
      LOG.warn("a question of {} is not answered: {}", about, silent.getMessage());
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "matching_unavailable");
    } finally {
      Objects.requireNonNull(answered.get(about))
          .record(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  /** Why the last question was not answered, for a minute. */
  Optional<String> silence() {
    Silence last = silence;
    return last == null || System.nanoTime() - last.at() > REMEMBERED.toNanos()
        ? Optional.empty()
        : Optional.of(last.why());
  }

  /** Whether questions are answered. */
  public boolean isReady() {
    return ready;
  }

  void caughtUp() {
    ready = true;
  }

  String place() {
    return place;
  }

  /** Whether all servers ask the same, so that none of them is worse off than the others. */
  boolean isElsewhere() {
    return elsewhere;
  }

  /** Where the index that is there got to, or why it must be built. */
  record Opened(Optional<Position> position, String otherwise) {}

  Opened open() {
    return writing(
        () -> {
          IndexHome opened = opening.open();
          home = opened;
          return opened(opened.current(), opened.broken());
        });
  }

  /** Whether there is a place for the index, answering or not. */
  boolean isOpen() {
    return home != null;
  }

  /** Whether this server is to feed the index, and not another that shares it. */
  boolean feeds() {
    return writing(() -> home().feeds());
  }

  /** Where the server that feeds the index has got to; empty while it builds it. */
  Optional<Position> follow() {
    return writing(
        () -> {
          home().follow();
          return Position.of(home().current().position());
        });
  }

  /** Goes back to the last commit after a write failed. */
  Opened reopen() {
    return writing(
        () -> {
          try {
            home().reopen();
            return opened(home().current(), null);
          } catch (BrokenIndex broken) {
            return opened(null, broken);
          }
        });
  }

  private static Opened opened(@Nullable MatchEngine engine, @Nullable BrokenIndex broken) {
    if (broken != null) {
      return new Opened(
          Optional.empty(),
          switch (broken.why()) {
            case DAMAGED -> "its files are damaged: " + broken.getMessage();
            case OTHER_VERSION -> "it is of another version: " + broken.getMessage();
            case IN_USE -> "its files are in use: " + broken.getMessage();
          });
    }
    String position = engine == null ? null : engine.position();
    return new Opened(
        Position.of(position),
        position == null ? "there is none yet" : "it is of another version: " + position);
  }

  void apply(List<Change> changes, Position position) {
    writing(
        () -> {
          home().current().apply(changes, position.toString());
          return true;
        });
  }

  /** Shows what was applied to those who ask from now on. */
  void refresh() {
    writing(
        () -> {
          refreshed.record(home().current()::refresh);
          return true;
        });
  }

  void commit() {
    writing(
        () -> {
          committed.record(home().current()::commit);
          return true;
        });
  }

  /** Begins an empty index beside the one in use. */
  IndexHome.Next begin() {
    return writing(() -> home().begin());
  }

  /** Fills what was begun, on a thread beside that which feeds the index in use. */
  Future<Boolean> fill(IndexHome.Next next, List<Change> changes, Position position) {
    return begin(
        builder,
        () -> {
          next.engine().apply(changes, position.toString());
          return true;
        });
  }

  /** Writes what was filled to the disk, which may take long. */
  Future<Boolean> commit(IndexHome.Next next) {
    return begin(
        builder,
        () -> {
          next.engine().commit();
          return true;
        });
  }

  /** What was begun takes the place of the index in use. */
  void swap(IndexHome.Next next) {
    writing(
        () -> {
          next.swap();
          return true;
        });
    ready = true;
  }

  /** Gives up what was begun and not swapped, behind whatever it is still filled with. */
  void giveUp(IndexHome.Next next) {
    await(
        begin(
            builder,
            () -> {
              next.close();
              return true;
            }));
  }

  IndexHome.Size size() {
    return writing(() -> home().size());
  }

  /** Ends what still waits for an index elsewhere. */
  void leave() {
    IndexHome open = home;
    if (open != null) open.leave();
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
    builder.shutdown();
  }

  private IndexHome home() {
    IndexHome open = home;
    if (open == null) throw new IllegalStateException("index not open");
    return open;
  }

  /** Work with the index's files. */
  private interface Work<T> {
    T run() throws BrokenIndex;
  }

  private <T> T writing(Work<T> work) {
    return await(begin(writer, work));
  }

  private <T> Future<T> begin(ExecutorService threads, Work<T> work) {
    Promise<T> promise = Promise.promise();
    threads.execute(
        () -> {
          try {
            promise.complete(work.run());
          } catch (BrokenIndex | RuntimeException e) {
            promise.fail(threads == askers ? e : new Unwritable(e));
          } catch (Error e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("interrupted while asking the index", e);
    }
  }
}
