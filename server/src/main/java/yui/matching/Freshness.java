package yui.matching;

import java.time.Duration;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;

/**
 * Waits until the index knows what was committed before somebody asked, on whichever server it was
 * written.
 */
public final class Freshness {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LOOK_EVERY_MS = 10;
  // Whoever has committed has a smaller number than any transaction that is still to begin.
  private static final String NEXT = "select pg_snapshot_xmax(pg_current_snapshot())::text as next";

  private final Database database;
  private final Feed feed;

  public Freshness(Database database, Feed feed) {
    this.database = database;
    this.feed = feed;
  }

  /** Returns when it knows; a refusal when that takes too long, for a transaction is still open. */
  void await() {
    long next =
        Long.parseLong(
            database.read(Scope.ofSystem(), tx -> tx.row(NEXT).orElseThrow().getString("next")));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (feed.knownUpTo() < next) {
      if (System.nanoTime() > end) {
        throw Refusal.of(Refusal.Kind.UNAVAILABLE, "index_behind");
      }
      feed.pause(LOOK_EVERY_MS);
    }
  }
}
