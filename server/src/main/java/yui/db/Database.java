package yui.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens transactions. Called on virtual threads of Vert.x only. Work must have no effect outside
 * its transaction, for a lost race (serialization, deadlock) does it again.
 */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRIES = 4;
  private static final long WAIT_MILLIS = 4_500;

  private final Pool pool;
  private final InstantSource clock;

  public Database(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  public <T> T read(Scope scope, Function<Tx, T> work) {
    return inTransaction("begin read only", scope, work);
  }

  public <T> T write(Scope scope, Function<Tx, T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return inTransaction("begin", scope, work);
      } catch (DatabaseFault fault) {
        if (!fault.isWorthAnotherTry() || tries == TRIES) throw fault;
        LOG.debug("lost race, trying again: {}", fault.sqlState());
      }
    }
  }

  // Vert.x' own withTransaction awaits badly off its context and hides the caller's frames.
  private <T> T inTransaction(String begin, Scope scope, Function<Tx, T> work) {
    SqlConnection connection = await(pool.getConnection(), "connect");
    try {
      await(connection.query(begin).execute(), begin);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      T result;
      try {
        result = work.apply(Tx.begin(connection, scope, now, WAIT_MILLIS));
      } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
        rollBack(connection);
        throw e;
      }
      await(connection.query("commit").execute(), "commit");
      return result;
    } finally {
      connection.close();
    }
  }

  // Unanswered, it is still the next thing this connection does, before anybody else's begin.
  private static void rollBack(SqlConnection connection) {
    try {
      await(connection.query("rollback").execute(), "rollback");
    } catch (RuntimeException e) {
      LOG.warn("rollback unanswered: {}", e.getMessage());
    }
  }

  static <T> T await(Future<T> future, String what) {
    try {
      return future.timeout(WAIT_MILLIS, TimeUnit.MILLISECONDS).await();
    } catch (RuntimeException | Error e) {
      throw Faults.of(e, what);
    } catch (Throwable e) {
      throw Faults.of(e, what);
    }
  }
}
