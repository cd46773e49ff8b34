package yui.matching;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Days;
import yui.db.Database;
import yui.engine.Change;
import yui.engine.IndexHome;

/**
 * Carries the change log into the index, in the order of commits, ten times a second. An index that
 * is missing, broken, of another history or ahead of the database is built anew, beside the one in
 * use where there is one, which goes on being fed.
 *
 * <p>It polls: NOTIFY takes a lock that lets one committing transaction pass at a time.
 */
public final class Feed extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int EVERY_MS = 100;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration FOLLOW_EVERY = Duration.ofMillis(250);
  private static final Duration KEEP_EVERY = Duration.ofSeconds(10);
  private static final Duration LEAVES_AFTER = Duration.ofSeconds(3);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /** How far behind, and how long held back by one writer, before operators are told. */
  record Patience(double lateSeconds, double stalledSeconds) {}

  private final FeedReader reader;
  private final Patience patience;
  private final Index index;
  private final AtomicReference<@Nullable Rebuild> rebuild = new AtomicReference<>();
  private @Nullable Position position;
  private UUID self = Position.newReader();
  private String builtBecause = "";
  private volatile boolean looked;
  private long looksAgain;
  private long kept;
  private long triesAgain;
  private long pause;
  private boolean busy;
  private boolean broken;
  private volatile boolean following;
  private volatile boolean stopping;
  private boolean changed;
  private boolean trimming;
  private boolean failing;
  private long firstRunning;
  private long oldestWriter;
  private long oldestSince;
  private volatile @Nullable String unwritable;
  private volatile ChangeLog.Lag lag = new ChangeLog.Lag(0, 0);
  private volatile double heldSeconds;
  private volatile long knownUpTo;
  private volatile long fed = System.nanoTime();
  private volatile IndexHome.Size size = new IndexHome.Size(0, 0);

  /**
   * @param database logs in as the feeder, which reads what the index is made of and nothing else
   */
  public Feed(Database database, Index index, MeterRegistry registry) {
    this(database, index, registry, new Patience(10, 30));
  }

  Feed(Database database, Index index, MeterRegistry registry, Patience patience) {
    this.patience = patience;
    this.reader = new FeedReader(database);
    this.index = index;
    registry.gauge("yui.feed.lag.seconds", this, feed -> feed.lag.seconds());
    registry.gauge("yui.feed.lag.rows", this, feed -> feed.lag.lines());
    registry.gauge("yui.feed.oldest.writer.seconds", this, feed -> feed.heldSeconds);
    registry.gauge("yui.feed.silent.seconds", this, Feed::silentSeconds);
    registry.gauge("yui.index.bytes", this, feed -> feed.size.bytes());
    registry.gauge("yui.index.documents", this, feed -> feed.size.documents());
    registry.gauge("yui.index.ready", this, feed -> feed.index.isReady() ? 1 : 0);
    registry.gauge("yui.index.failing", this, feed -> feed.unwritable == null ? 0 : 1);
    registry.gauge("yui.index.rebuild.running", this, feed -> feed.progress().isPresent() ? 1 : 0);
    registry.gauge("yui.index.rebuild.done", this, feed -> feed.rebuilding(Progress::done, 0));
    registry.gauge("yui.index.rebuild.expected", this, feed -> feed.rebuilding(Progress::total, 0));
    registry.gauge(
        "yui.index.rebuild.left.seconds", this, feed -> feed.rebuilding(Progress::secondsLeft, 0));
    registry.gauge("yui.index.rebuilt.ratio", this, feed -> feed.rebuilding(Progress::ratio, 1));
  }

  @Override
  public Future<?> start() {
    try {
      take(index.open());
    } catch (Index.Unwritable away) {
      if (!index.isOpen()) throw away;
      failed(away);
      looked = true;
    }
    looksAgain = kept = triesAgain = System.nanoTime();
    context.runOnContext(go -> tick());
    vertx.setPeriodic(EVERY_MS, timer -> tick());
    return Future.succeededFuture();
  }

  private void take(Index.Opened opened) {
    position = opened.position().orElse(null);
    opened.position().map(Position::reader).ifPresent(known -> self = known);
    builtBecause = opened.otherwise();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    long told = System.nanoTime();
    while (busy || trimming || rebuild.get() != null) {
      if (System.nanoTime() - told > LEAVES_AFTER.toNanos()) index.leave();
      Index.await(vertx.timer(5));
    }
    index.close();
    return Future.succeededFuture();
  }

  /**
   * Builds the index anew beside the one in use, unless it is being built already: how far that is.
   */
  public Optional<Progress> rebuild() {
    Rebuild wanted = new Rebuild(reader, index, "an operator asked for it", () -> stopping);
    return begin(wanted).map(Rebuild::progress);
  }

  /** How far the building of an index is, while one is built. */
  public Optional<Progress> progress() {
    return Optional.ofNullable(rebuild.get()).map(Rebuild::progress);
  }

  /**
   * Why this server should not be asked. Where all ask the same index, to send people to another
   * would help nobody, and most of what they do needs none.
   */
  public Optional<String> fault() {
    if (!index.isElsewhere()) return trouble();
    return looked ? Optional.empty() : Optional.of("the index is being opened");
  }

  /** Why there are no answers, or none that can be trusted to stay up to date. */
  private Optional<String> trouble() {
    String cause = unwritable;
    if (cause != null) {
      return Optional.of(index.isElsewhere() ? cause : "the index cannot be written: " + cause);
    }
    if (index.isReady()) return index.silence();
    if (following) return Optional.of("another server builds the index");
    return progress().map(Progress::toString).or(() -> Optional.of("the index is being opened"));
  }

  /** What an operator should know though answers come, by what it is about. */
  public Map<String, String> warnings() {
    Map<String, String> warnings = new LinkedHashMap<>();
    if (index.isElsewhere()) trouble().ifPresent(why -> warnings.put("search", why));
    if (index.isReady()) progress().ifPresent(p -> warnings.put("index", p.toString()));
    double held = heldSeconds;
    if (held > patience.stalledSeconds()) {
      warnings.put("writer", "a transaction holds back the index since %.0f s".formatted(held));
    }
    double late = Math.max(lag.seconds(), silentSeconds());
    if (index.isReady() && late > patience.lateSeconds()) {
      warnings.put("feed", "the index is %.0f s behind the database".formatted(late));
    }
    return warnings;
  }

  private double silentSeconds() {
    return (System.nanoTime() - fed) / 1e9;
  }

  private double rebuilding(ToDoubleFunction<Progress> figure, double none) {
    return progress().map(figure::applyAsDouble).orElse(none);
  }

  // Waiting lets the next tick in.
  private void tick() {
    if (busy || stopping || System.nanoTime() - triesAgain < 0) return;
    busy = true;
    try {
      turn();
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      busy = false;
      looked = true;
    }
  }

  private void failed(RuntimeException e) {
    pause = failing ? Math.min(2 * pause, LONGEST_PAUSE.toNanos()) : SHORTEST_PAUSE.toNanos();
    triesAgain = System.nanoTime() + pause;
    if (e instanceof Index.Unwritable) {
      unwritable = e.getMessage();
      broken = true;
    }
    if (failing || stopping) LOG.debug("feed still fails", e);
    else LOG.error("feed failed, it tries again", e);
    failing = true;
  }

  private void turn() {
    if (broken) {
      take(index.reopen());
      broken = false;
      kept = System.nanoTime();
    }
    if (!index.feeds()) {
      follow();
      return;
    }
    if (following) {
      following = false;
      take(index.reopen());
    }
    Position at = position;
    if (at == null) {
      build(builtBecause);
      return;
    }
    try {
      at = feed(at);
    } catch (FeedReader.Lost lost) {
      position = null;
      knownUpTo = 0;
      firstRunning = 0;
      builtBecause = lost.why();
      build(builtBecause);
      return;
    }
    index.caughtUp();
    failing = false;
    long now = System.nanoTime();
    fed = now;
    if (now - looksAgain >= 0) {
      looksAgain = now + LOOK_EVERY.toNanos();
      at = look(at);
    }
    if (now - kept >= 0) {
      kept = now + KEEP_EVERY.toNanos();
      keep(at);
    }
  }

  /** Another server feeds the index that both ask: what that has reached, this one answers. */
  private void follow() {
    long now = System.nanoTime();
    if (following && now - looksAgain < 0) return;
    looksAgain = now + FOLLOW_EVERY.toNanos();
    following = true;
    long committed = reader.head().firstRunning();
    position = index.follow().orElse(null);
    Position at = position;
    if (at == null) return;
    index.caughtUp();
    failing = false;
    unwritable = null;
    fed = now;
    lag = reader.lag(at);
    if (lag.lines() == 0) knownUpTo = Math.max(knownUpTo, committed);
  }

  private Position feed(Position from) {
    Position at = from;
    for (boolean more = true; more; ) {
      FeedReader.Batch batch = reader.after(at);
      watch(batch.head());
      if (batch.lines() > 0) at = apply(batch.changes(), at, batch.until());
      more = batch.isFull() && !stopping;
      if (!batch.isFull()) knownUpTo = Math.max(knownUpTo, firstRunning);
      // Told after these lines were read, it holds for the next.
      firstRunning = batch.head().firstRunning();
    }
    return at;
  }

  /** What transactions with smaller numbers have committed is in the index. */
  long knownUpTo() {
    return knownUpTo;
  }

  /** Waits a little, on the virtual thread of who calls. */
  void pause(int millis) {
    Index.await(vertx.timer(millis));
  }

  /** Applies pages and moves on behind the last; before that they might come once more. */
  private Position apply(Iterable<List<Change>> pages, Position from, Position until) {
    for (List<Change> changes : pages) index.apply(changes, from);
    index.apply(List.of(), until);
    index.refresh();
    changed = true;
    position = until;
    return until;
  }

  /** Since when the oldest transaction that writes is the same. */
  private void watch(ChangeLog.Head head) {
    long now = System.nanoTime();
    if (head.firstRunning() == head.next() || head.firstRunning() != oldestWriter) {
      oldestWriter = head.firstRunning();
      oldestSince = now;
    }
    double before = heldSeconds;
    heldSeconds = (now - oldestSince) / 1e9;
    if (before <= patience.stalledSeconds() && heldSeconds > patience.stalledSeconds()) {
      LOG.warn(
          "what is committed does not reach the index since {} s, for a transaction is open: {}",
          Math.round(heldSeconds),
          reader.writer(oldestWriter).orElse("of nobody who can be seen"));
    }
  }

  /** What time alone changes, and figures. */
  private Position look(Position from) {
    lag = reader.lag(from);
    Instant before = from.looked();
    Instant now = reader.now();
    if (!now.isAfter(before)) return from;
    boolean newDay = !Days.of(before).equals(Days.of(now));
    Iterable<List<Change>> closed = reader.closedSince(before, now, newDay);
    if (closed.iterator().hasNext()) return apply(closed, from, from.looked(now));
    Position looked = from.looked(now);
    position = looked;
    return looked;
  }

  /** Brings the index to the disk, and lets go of what no index needs any more. */
  private void keep(Position at) {
    if (changed || unwritable != null) index.commit();
    changed = false;
    unwritable = null;
    size = index.size();
    reader.register(self, index.place(), at.xid());
    trim();
  }

  // Beside the turns: what is forgotten may be much, what is found must not wait for it.
  private void trim() {
    if (trimming) return;
    trimming = true;
    context.runOnContext(
        go -> {
          try {
            if (!stopping) reader.trim();
          } catch (RuntimeException e) {
            LOG.warn("the change log is not trimmed this time: {}", e.getMessage());
          } finally {
            trimming = false;
          }
        });
  }

  private void build(String reason) {
    begin(new Rebuild(reader, index, reason, () -> stopping));
  }

  /** The one that runs already, if one does. */
  private Optional<Rebuild> begin(Rebuild wanted) {
    Rebuild running = rebuild.compareAndExchange(null, wanted);
    if (running == null) context.runOnContext(go -> run(wanted));
    return Optional.ofNullable(running);
  }

  private void run(Rebuild begun) {
    if (stopping) {
      rebuild.set(null);
      return;
    }
    if (!failing) LOG.warn("the index is built anew: {}", begun.reason());
    try {
      build(begun);
    } catch (CancellationException e) {
      LOG.info("the building of the index is given up: {}", e.getMessage());
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      rebuild.set(null);
    }
  }

  private void build(Rebuild begun) {
    // Held before it is read: nobody forgets what is committed from here on.
    reader.register(self, index.place(), reader.head().firstRunning());
    Position beginning = Position.beginning(self, reader.head(), reader.now());
    IndexHome.Next next = index.begin();
    try {
      Position at = begun.fill(next, beginning);
      while (busy) Index.await(vertx.timer(1));
      busy = true;
      try {
        position = begun.swap(next, at);
        unwritable = null;
        broken = false;
        failing = false;
        changed = true;
      } finally {
        busy = false;
      }
    } finally {
      index.giveUp(next);
    }
    LOG.info("index built of {} residents and tasks in {} ms", begun.done(), begun.millis());
  }
}
