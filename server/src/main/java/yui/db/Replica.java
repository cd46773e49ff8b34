package yui.db;

import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the database that follows it by streaming replication, for looks that may be some
 * seconds old and decide nothing. It is asked while it keeps up.
 */
public final class Replica {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
  private static final String BEHIND =
      """
      select case when pg_is_in_recovery()
        then coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 'infinity')
        else 0 end::float8 as seconds
      """;

  private final Database at;
  private final double mostSeconds;
  private volatile double behind = Double.POSITIVE_INFINITY;

  /**
   * @param mostSeconds how old a look may be
   */
  public Replica(Pool pool, InstantSource clock, double mostSeconds) {
    this.at = new Database(pool, clock);
    this.mostSeconds = mostSeconds;
  }

  /** Seconds since what it copied last was committed; endless while it does not answer. */
  public double behindSeconds() {
    return behind;
  }

  public boolean keepsUp() {
    return behind <= mostSeconds;
  }

  /**
   * Asks how far it is behind. Every server writes at least each ten seconds, so that one which
   * follows is never long behind, however quiet a night is.
   */
  public void look() {
    boolean before = keepsUp();
    try {
      behind = at.read(Scope.ofSystem(), tx -> tx.row(BEHIND).orElseThrow().getDouble("seconds"));
    } catch (RuntimeException e) {
      gone(e);
    }
    if (keepsUp() && !before) LOG.info("the replica keeps up and is asked");
    if (!keepsUp() && before) LOG.warn("the replica is {} s behind and not asked", behind);
  }

  <T> T read(Scope scope, Function<Tx, T> work) {
    return at.read(scope, work);
  }

  /** It failed, and is not asked until it has answered a look. */
  void gone(RuntimeException e) {
    if (keepsUp()) LOG.warn("the replica does not answer and is not asked: {}", e.getMessage());
    behind = Double.POSITIVE_INFINITY;
  }
}
