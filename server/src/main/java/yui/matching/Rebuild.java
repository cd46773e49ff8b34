package yui.matching;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import yui.engine.Change;
import yui.engine.IndexHome;

/**
 * Builds an index of every row beside the one in use. Rows come in pages by id, the next read while
 * the last is indexed, so that memory holds two pages however many there are; what is committed
 * meanwhile is read from the change log afterwards.
 */
final class Rebuild {
  private static final int PAGE = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final FeedReader reader;
  private final Index index;
  private final String reason;
  private final BooleanSupplier cancelled;
  private final long began = System.nanoTime();
  private Future<?> indexed = Future.succeededFuture();
  private volatile Progress.Phase phase = Progress.Phase.RESIDENTS;
  private volatile long done;
  private volatile long total;

  Rebuild(FeedReader reader, Index index, String reason, BooleanSupplier cancelled) {
    this.reader = reader;
    this.index = index;
    this.reason = reason;
    this.cancelled = cancelled;
  }

  String reason() {
    return reason;
  }

  long done() {
    return done;
  }

  long millis() {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  Progress progress() {
    long read = done;
    double left = read == 0 ? 0 : millis() / 1e3 / read * Math.max(0, total - read);
    return new Progress(reason, phase, read, total, Math.round(left));
  }

  /** Reads every row and what changed meanwhile up to now; more may change until the swap. */
  Position fill(IndexHome.Next next, Position beginning) {
    total = reader.things();
    pages(next, beginning, ChangeLog.Kind.RESIDENT);
    phase = Progress.Phase.TASKS;
    pages(next, beginning, ChangeLog.Kind.TASK);
    Index.await(indexed);
    phase = Progress.Phase.CHANGES;
    Index.await(index.commit(next));
    return catchUp(next, beginning);
  }

  /** Reads the last changes and takes the place of the index in use, which must not be fed then. */
  Position swap(IndexHome.Next next, Position from) {
    Position at = catchUp(next, from);
    index.swap(next);
    return at;
  }

  private Position catchUp(IndexHome.Next next, Position from) {
    Position at = from;
    for (boolean more = true; more; ) {
      goOn();
      FeedReader.Batch batch = reader.after(at);
      for (List<Change> some : batch.changes()) {
        Index.await(index.fill(next, some, at));
      }
      at = batch.until();
      Index.await(index.fill(next, List.of(), at));
      more = batch.isFull();
    }
    return at;
  }

  private void pages(IndexHome.Next next, Position beginning, ChangeLog.Kind kind) {
    for (UUID last = FIRST; last != null; ) {
      goOn();
      List<UUID> ids = reader.idsAfter(kind, last, PAGE);
      List<Change> changes = reader.puts(kind, ids);
      Index.await(indexed);
      indexed = index.fill(next, changes, beginning);
      done = done + ids.size();
      last = ids.size() < PAGE ? null : ids.getLast();
    }
  }

  private void goOn() {
    if (cancelled.getAsBoolean()) throw new CancellationException("the server stops");
  }
}
