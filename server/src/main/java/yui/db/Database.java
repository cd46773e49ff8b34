package yui.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Refusal;

/**
 * Opens transactions. Called on virtual threads of Vert.x only. Work must have no effect outside
 * its transaction, for a lost race (serialization, deadlock) does it again.
 */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRIES = 4;
  private static final long WAIT_MILLIS = 4_500;
  private static final long PATIENT_MILLIS = 120_000;
  private static final long LEAST_WAIT_MILLIS = 300;
  private static final long WAIT_AT_LENGTH_MILLIS = 3_600_000;
  // A workbook is written between two statements; a server that is gone holds its locks no longer.
  private static final String AT_LENGTH =
      " set local statement_timeout = 0;"
          + " set local idle_in_transaction_session_timeout = '10min'";

  private final Pool pool;
  private final InstantSource clock;
  private final @Nullable Replica replica;
  private final long waitMillis;

  public Database(Pool pool, InstantSource clock) {
    this(pool, clock, null);
  }

  /** For a command that nobody waits behind, on a machine that may be busy. */
  public static Database patient(Pool pool, InstantSource clock) {
    return new Database(pool, clock, null, PATIENT_MILLIS);
  }

  /**
   * @param replica null where there is none
   */
  public Database(Pool pool, InstantSource clock, @Nullable Replica replica) {
    this(pool, clock, replica, WAIT_MILLIS);
  }

  private Database(Pool pool, InstantSource clock, @Nullable Replica replica, long waitMillis) {
    this.pool = pool;
    this.clock = clock;
    this.replica = replica;
    this.waitMillis = waitMillis;
  }

  /** The moment it is for whatever happens now. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  public <T> T read(Scope scope, Function<Tx, T> work) {
    return onConnection(
        (connection, asked) -> {
          T result = begun(connection, asked, "begin read only", scope, waitMillis, work);
          // Nothing hangs on it: the next statement of this connection waits behind it.
          connection
              .query("commit")
              .execute()
              .onFailure(e -> LOG.warn("end of a read unanswered: {}", e.getMessage()));
          return result;
        });
  }

  /**
   * Reads what may be some seconds old and decides nothing: from the replica while it keeps up,
   * else from here.
   */
  public <T> T readStale(Scope scope, Function<Tx, T> work) {
    Replica asked = replica;
    if (asked == null || !asked.keepsUp()) return read(scope, work);
    try {
      return asked.read(scope, work);
    } catch (DatabaseFault fault) {
      // What was being read was cleaned up at the source: no fault of the replica's.
      if (!fault.isWorthAnotherTry()) throw fault;
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.UNAVAILABLE) throw refusal;
      asked.gone(refusal);
    }
    return read(scope, work);
  }

  /**
   * Reads what nobody waits for, a whole community's books for instance: a statement may take an
   * hour.
   */
  public <T> T readAtLength(Scope scope, Function<Tx, T> work) {
    return onConnection(
        (connection, asked) -> {
          T result =
              begun(
                  connection,
                  asked,
                  "begin read only;" + AT_LENGTH,
                  scope,
                  WAIT_AT_LENGTH_MILLIS,
                  work);
          await(connection.query("commit").execute(), "commit");
          return result;
        });
  }

  public <T> T write(Scope scope, Function<Tx, T> work) {
    return write("begin", scope, waitMillis, work);
  }

  /**
   * Writes what nobody waits for, a large settlement for instance: a statement may take an hour.
   */
  public <T> T writeAtLength(Scope scope, Function<Tx, T> work) {
    return write("begin;" + AT_LENGTH, scope, WAIT_AT_LENGTH_MILLIS, work);
  }

  private <T> T write(String begin, Scope scope, long statementMillis, Function<Tx, T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return onConnection(
            (connection, asked) -> {
              T result = begun(connection, asked, begin, scope, statementMillis, work);
              await(connection.query("commit").execute(), "commit");
              return result;
            });
      } catch (DatabaseFault fault) {
        if (!fault.isWorthAnotherTry() || tries == TRIES) throw fault;
        LOG.debug("lost race, trying again: {}", fault.sqlState());
      }
    }
  }

  private <T> T onConnection(BiFunction<SqlConnection, Long, T> work) {
    long asked = System.nanoTime();
    SqlConnection connection = connected();
    try {
      return work.apply(connection, asked);
    } finally {
      connection.close();
    }
  }

  // Whatever keeps a connection from us, the pool names it in several ways.
  private SqlConnection connected() {
    try {
      return pool.getConnection().timeout(waitMillis, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      throw Faults.unavailable(e);
    }
  }

  // Vert.x' own withTransaction awaits badly off its context and hides the caller's frames.
  private <T> T begun(
      SqlConnection connection,
      long asked,
      String begin,
      Scope scope,
      long statementMillis,
      Function<Tx, T> work) {
    try {
      // One round trip: the scope is sent behind the begin, not after its answer. Whoever waited
      // for a connection waits so much less for these: a database that hangs is found out once.
      Future<RowSet<Row>> opened = connection.query(begin).execute();
      long left = waitMillis - (System.nanoTime() - asked) / 1_000_000;
      Tx tx =
          Tx.begin(connection, scope, now(), statementMillis, Math.max(LEAST_WAIT_MILLIS, left));
      await(opened, begin);
      return work.apply(tx);
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      rollBack(connection, isUnanswered(e));
      throw e;
    }
  }

  private static boolean isUnanswered(Throwable e) {
    return e instanceof Refusal refusal && refusal.kind() == Refusal.Kind.UNAVAILABLE;
  }

  // Unanswered, it is still the next thing this connection does, before anybody else's begin.
  private void rollBack(SqlConnection connection, boolean unanswered) {
    Future<RowSet<Row>> rolledBack = connection.query("rollback").execute();
    if (unanswered) {
      rolledBack.onFailure(e -> LOG.warn("rollback unanswered: {}", e.getMessage()));
      return;
    }
    try {
      await(rolledBack, "rollback");
    } catch (RuntimeException e) {
      LOG.warn("rollback unanswered: {}", e.getMessage());
    }
  }

  private <T> T await(Future<T> future, String what) {
    return await(future, what, waitMillis);
  }

  static <T> T await(Future<T> future, String what, long millis) {
    try {
      return future.timeout(millis, TimeUnit.MILLISECONDS).await();
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      throw Faults.of(e, what);
    }
  }
}
