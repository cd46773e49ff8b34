package yui.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;

/**
 * One open transaction: statements wait here and nowhere else. Arguments may be ids' {@link UUID}s,
 * strings, numbers, booleans, {@link Instant}s, {@code LocalDate}s, JSON objects or arrays, byte
 * buffers and arrays of these.
 */
public final class Tx {
  private static final String SET_SCOPE =
      """
      select set_config('yui.person', $1, true), set_config('yui.communities', $2, true),
        set_config('yui.system', $3, true), set_config('yui.now', $4, true)
      """;

  private final SqlConnection connection;
  private final Instant now;
  private final long waitMillis;
  private Scope scope;
  private Pace pace = new Pace();

  private Tx(SqlConnection connection, Scope scope, Instant now, long waitMillis) {
    this.connection = connection;
    this.scope = scope;
    this.now = now;
    this.waitMillis = waitMillis;
  }

  static Tx begin(
      SqlConnection connection, Scope scope, Instant now, long waitMillis, long openMillis) {
    Tx tx = new Tx(connection, scope, now, waitMillis);
    tx.enter(scope, openMillis);
    return tx;
  }

  /** The moment this transaction happens at, the same for all of its deeds. */
  public Instant now() {
    return now;
  }

  /** Where long work says how far it is. */
  public Pace pace() {
    return pace;
  }

  /** Lets somebody see how far its work is. */
  public Tx telling(Pace to) {
    pace = to;
    return this;
  }

  public List<Row> rows(String sql, @Nullable Object... arguments) {
    List<Row> rows = new ArrayList<>();
    run(sql, arguments).forEach(rows::add);
    return rows;
  }

  public <T> List<T> list(String sql, Function<Row, T> shape, @Nullable Object... arguments) {
    List<T> shaped = new ArrayList<>();
    for (Row row : run(sql, arguments)) shaped.add(shape.apply(row));
    return shaped;
  }

  /** The one row, if there is one; two are a fault. */
  public Optional<Row> row(String sql, @Nullable Object... arguments) {
    RowSet<Row> rows = run(sql, arguments);
    if (rows.size() > 1) throw new IllegalStateException("more than one row: " + sql);
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  /** How many rows the statement touched. */
  public int change(String sql, @Nullable Object... arguments) {
    return run(sql, arguments).rowCount();
  }

  /** The same statement for each tuple, in one round trip. */
  public void changeEach(String sql, List<List<@Nullable Object>> tuples) {
    if (tuples.isEmpty()) return;
    List<Tuple> batch = tuples.stream().map(t -> tuple(t.toArray())).toList();
    Database.await(connection.preparedQuery(sql).executeBatch(batch), sql, waitMillis);
  }

  /**
   * Does work that is a community's deed though somebody else caused it: a resident's withdrawal
   * frees the community's place and voids its promise. Only the rows of this one community open up.
   */
  public <T> T actingFor(UUID community, Supplier<T> work) {
    String communities =
        scope.communities().isEmpty()
            ? community.toString()
            : scope.communities() + "," + community;
    return within(new Scope(scope.person(), communities, scope.system()), work);
  }

  /** Does a community's deed for somebody who may, also for one who holds no role in it. */
  public <T> T actingFor(CommunityId community, Caller caller, Supplier<T> work) {
    return caller.isStaffOf(community) ? work.get() : actingFor(community.value(), work);
  }

  /** Reads as somebody may; an administrator, who has no community of their own, reads all. */
  public <T> T seenBy(Caller caller, Supplier<T> work) {
    return caller.isAdmin() ? asSystem(work) : work.get();
  }

  /**
   * Does work that belongs to no person or community: looking somebody up by address, for instance.
   */
  public <T> T asSystem(Supplier<T> work) {
    return within(new Scope(scope.person(), scope.communities(), true), work);
  }

  private <T> T within(Scope other, Supplier<T> work) {
    Scope before = scope;
    enter(other);
    T result = work.get();
    enter(before);
    return result;
  }

  // After a failure inside, the whole transaction rolls back and the settings with it.
  private void enter(Scope other) {
    enter(other, waitMillis);
  }

  private void enter(Scope other, long millis) {
    Tuple settings =
        tuple(other.person(), other.communities(), other.system() ? "on" : "", now.toString());
    Database.await(connection.preparedQuery(SET_SCOPE).execute(settings), SET_SCOPE, millis);
    scope = other;
  }

  private RowSet<Row> run(String sql, @Nullable Object... arguments) {
    return Database.await(connection.preparedQuery(sql).execute(tuple(arguments)), sql, waitMillis);
  }

  private static Tuple tuple(@Nullable Object... arguments) {
    Tuple tuple = Tuple.tuple();
    for (Object argument : arguments) {
      tuple.addValue(
          argument instanceof Instant instant
              ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC)
              : argument);
    }
    return tuple;
  }
}
