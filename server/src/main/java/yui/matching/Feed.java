package yui.matching;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.engine.Change;
import yui.engine.MatchEngine;
import yui.engine.ResidentRow;
import yui.engine.TaskRow;

/**
 * Carries the change log into the index, in the order of commits, ten times a second. An index that
 * is missing, broken, of another epoch or ahead of the database is built anew.
 *
 * <p>It polls: NOTIFY takes a lock that lets one committing transaction pass at a time.
 */
public final class Feed extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int EVERY_MS = 100;
  private static final int BATCH = 1_000;
  private static final int PAGE = 500;
  private static final Duration SELDOM = Duration.ofSeconds(10);
  private static final Duration TRIM_EVERY = Duration.ofHours(1);
  private static final double STALLED_SECONDS = 30;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final Index index;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private @Nullable Position position;
  private @Nullable Instant looked;
  private long seldomAt;
  private long trimAt;
  private boolean busy;
  private boolean stopping;
  private boolean changed;
  private boolean failing;
  private volatile double lagSeconds;
  private volatile long bytes;
  private volatile double rebuilt = 1;

  /**
   * @param database logs in as the feeder, which reads what the index is made of and nothing else
   */
  public Feed(Database database, Index index, MeterRegistry registry) {
    this.database = database;
    this.index = index;
    registry.gauge("yui.feed.lag.seconds", this, feed -> feed.lagSeconds);
    registry.gauge("yui.index.bytes", this, feed -> feed.bytes);
    registry.gauge("yui.index.ready", this, feed -> feed.index.isReady() ? 1 : 0);
    registry.gauge("yui.index.rebuilt.ratio", this, feed -> feed.rebuilt);
  }

  @Override
  public Future<?> start() {
    position = index.open().orElse(null);
    seldomAt = System.nanoTime();
    trimAt = seldomAt;
    context.runOnContext(go -> tick());
    vertx.setPeriodic(EVERY_MS, timer -> tick());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    index.close();
    return Future.succeededFuture();
  }

  /** Builds the index anew at the next turn; the old one answers until it is done. */
  public void rebuild() {
    wanted.set(true);
  }

  /** Why searching is behind or away, if it is. */
  public Optional<String> fault() {
    if (!index.isReady()) return Optional.of("the index is being built");
    return lagSeconds > STALLED_SECONDS
        ? Optional.of("the index is " + Math.round(lagSeconds) + " s behind: a long transaction?")
        : Optional.empty();
  }

  // Waiting lets the next tick in.
  private void tick() {
    if (busy || stopping) return;
    busy = true;
    try {
      turn();
      failing = false;
    } catch (RuntimeException e) {
      if (failing || stopping) LOG.debug("feed still fails", e);
      else LOG.error("feed failed, it tries again", e);
      failing = true;
    } finally {
      busy = false;
    }
  }

  private void turn() {
    ChangeLog.Head head = reading(ChangeLog::head);
    Position at = position;
    if (wanted.get() || at == null || !head.continues(at)) {
      at = build();
    }
    boolean more = true;
    while (more) {
      Position from = at;
      List<ChangeLog.Line> lines = reading(tx -> ChangeLog.after(tx, from, BATCH));
      if (!lines.isEmpty()) {
        ChangeLog.Line last = lines.getLast();
        at = new Position(from.epoch(), last.xid(), last.seq());
        take(idsOf(lines), at);
      }
      more = lines.size() == BATCH;
    }
    index.caughtUp();
    long now = System.nanoTime();
    if (now - seldomAt >= 0) {
      seldomAt = now + SELDOM.toNanos();
      seldom(at);
    }
  }

  /** Which residents and tasks lines are about; groups and communities stand for their tasks. */
  private Map<ChangeLog.Kind, Set<UUID>> idsOf(List<ChangeLog.Line> lines) {
    Map<ChangeLog.Kind, Set<UUID>> ids = new LinkedHashMap<>();
    for (ChangeLog.Kind kind : ChangeLog.Kind.values()) ids.put(kind, new LinkedHashSet<>());
    for (ChangeLog.Line line : lines) of(ids, line.kind()).add(line.id());
    UUID[] groups = of(ids, ChangeLog.Kind.GROUP).toArray(UUID[]::new);
    UUID[] communities = of(ids, ChangeLog.Kind.COMMUNITY).toArray(UUID[]::new);
    Set<UUID> tasks = of(ids, ChangeLog.Kind.TASK);
    if (groups.length > 0) tasks.addAll(reading(tx -> ChangeLog.tasksOfGroups(tx, groups)));
    if (communities.length > 0) {
      tasks.addAll(reading(tx -> ChangeLog.tasksOfCommunities(tx, communities)));
    }
    return ids;
  }

  private static Set<UUID> of(Map<ChangeLog.Kind, Set<UUID>> ids, ChangeLog.Kind kind) {
    return ids.computeIfAbsent(kind, k -> new LinkedHashSet<>());
  }

  private void take(Map<ChangeLog.Kind, Set<UUID>> ids, Position until) {
    List<Change> changes = new ArrayList<>();
    for (List<UUID> some : pages(of(ids, ChangeLog.Kind.RESIDENT))) {
      Set<UUID> gone = new LinkedHashSet<>(some);
      for (ResidentRow row : reading(tx -> ChangeLog.residents(tx, some.toArray(UUID[]::new)))) {
        changes.add(new Change.PutResident(row));
        gone.remove(row.id());
      }
      gone.forEach(id -> changes.add(new Change.DeleteResident(id)));
    }
    for (List<UUID> some : pages(of(ids, ChangeLog.Kind.TASK))) {
      Set<UUID> gone = new LinkedHashSet<>(some);
      for (TaskRow row : reading(tx -> ChangeLog.tasks(tx, some.toArray(UUID[]::new)))) {
        changes.add(new Change.PutTask(row));
        gone.remove(row.id());
      }
      gone.forEach(id -> changes.add(new Change.DeleteTask(id)));
    }
    index.apply(changes, until.toString());
    position = until;
    changed = true;
  }

  private static List<List<UUID>> pages(Set<UUID> ids) {
    List<UUID> all = List.copyOf(ids);
    List<List<UUID>> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      pages.add(all.subList(from, Math.min(all.size(), from + PAGE)));
    }
    return pages;
  }

  private Position build() {
    wanted.set(false);
    long began = System.nanoTime();
    // Read first: what is committed from here on is read again after the rows.
    Position beginning = reading(ChangeLog::head).beginning();
    long things = Math.max(1, reading(ChangeLog::things));
    rebuilt = 0;
    index.rebuild(engine -> fill(engine, beginning, things));
    rebuilt = 1;
    position = beginning;
    changed = true;
    LOG.info(
        "index built of {} residents and tasks in {} ms",
        things,
        Duration.ofNanos(System.nanoTime() - began).toMillis());
    return beginning;
  }

  // On the writer's thread, which may wait for pages that are read where the database is waited
  // for.
  private void fill(MatchEngine engine, Position beginning, long things) {
    long done = 0;
    for (UUID last = FIRST; last != null; ) {
      UUID after = last;
      Rows.Page<ResidentRow> page =
          there(() -> reading(tx -> ChangeLog.residentsAfter(tx, after, PAGE)));
      List<Change> changes = new ArrayList<>();
      for (ResidentRow row : page.rows()) changes.add(new Change.PutResident(row));
      engine.apply(changes, beginning.toString());
      done += changes.size();
      rebuilt = Math.min(1, (double) done / things);
      last = page.last();
    }
    for (UUID last = FIRST; last != null; ) {
      UUID after = last;
      Rows.Page<TaskRow> page =
          there(() -> reading(tx -> ChangeLog.openTasksAfter(tx, after, PAGE)));
      List<Change> changes = new ArrayList<>();
      for (TaskRow row : page.rows()) changes.add(new Change.PutTask(row));
      engine.apply(changes, beginning.toString());
      done += changes.size();
      rebuilt = Math.min(1, (double) done / things);
      last = page.last();
    }
  }

  private <T> T there(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        go -> {
          try {
            done.complete(work.get());
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    return done.join();
  }

  /** What time alone changes, and what need not be known ten times a second. */
  private void seldom(Position at) {
    Instant now = reading(Tx::now);
    Instant before = looked;
    if (before != null && now.isAfter(before)) {
      // A rule may begin to hold on a day; nothing else of a row depends on it.
      boolean newDay = !today(before).equals(today(now));
      Set<UUID> tasks =
          new LinkedHashSet<>(
              newDay
                  ? reading(ChangeLog::liveTasks)
                  : reading(tx -> ChangeLog.tasksThatClosed(tx, before, now)));
      if (!tasks.isEmpty()) take(new LinkedHashMap<>(Map.of(ChangeLog.Kind.TASK, tasks)), at);
    }
    looked = now;
    lagSeconds = reading(tx -> ChangeLog.lagSeconds(tx, at));
    if (changed) index.commit();
    changed = false;
    bytes = index.bytes();
    if (System.nanoTime() - trimAt >= 0) {
      trimAt = System.nanoTime() + TRIM_EVERY.toNanos();
      database.write(
          Scope.ofSystem(),
          tx -> {
            ChangeLog.trim(tx);
            return true;
          });
    }
  }

  private static LocalDate today(Instant now) {
    return Days.of(now);
  }

  private <T> T reading(Function<Tx, T> work) {
    return database.read(Scope.ofSystem(), work);
  }
}
