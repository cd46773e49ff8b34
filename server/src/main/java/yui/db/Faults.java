package yui.db;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import yui.core.Refusal;

/** Tells the database's refusals, which people can read, from faults, which they cannot. */
final class Faults {
  /** Unique, check and exclusion violations: the constraint's name is a sentence and the code. */
  private static final Set<String> SENTENCES = Set.of("23505", "23514", "23P01");

  private Faults() {}

  static RuntimeException of(Throwable e, String sql) {
    if (e instanceof PgException pg) {
      String state = Objects.toString(pg.getSqlState(), "");
      if (SENTENCES.contains(state) && pg.getConstraint() != null) {
        return Refusal.conflict(pg.getConstraint());
      }
      if (state.startsWith("YU")) return refusal(state, pg);
      if (state.equals("55P03")) return Refusal.conflict("busy_try_again");
      if (state.startsWith("08") || state.startsWith("57")) return unavailable(e);
      String said = state + " " + withoutValues(state, pg.getErrorMessage());
      return new DatabaseFault(state, said + " in: " + sql, bare(said, pg));
    }
    if (e instanceof Refusal refusal) return refusal;
    if (e instanceof TimeoutException
        || e instanceof IOException
        || e instanceof ClosedConnectionException
        || e instanceof ConnectionPoolTooBusyException) {
      return unavailable(e);
    }
    return new DatabaseFault("", "no answer to: " + sql, e);
  }

  // Faults are logged: PostgreSQL's details hold whole rows, its complaints about data the values.
  private static Throwable bare(String said, PgException pg) {
    Throwable bare = new IllegalStateException(said);
    bare.setStackTrace(pg.getStackTrace());
    return bare;
  }

  private static String withoutValues(String state, String said) {
    return state.startsWith("22") ? said.replaceFirst(":.*", ": …") : said;
  }

  static Refusal unavailable(Throwable cause) {
    Refusal refusal = Refusal.of(Refusal.Kind.UNAVAILABLE, "database_unavailable");
    refusal.initCause(cause);
    return refusal;
  }

  /** Functions raise {@code YU409} and the like: the message is the code, the detail its values. */
  private static Refusal refusal(String state, PgException pg) {
    Map<String, Object> values =
        pg.getDetail() == null ? Map.of() : new JsonObject(pg.getDetail()).getMap();
    int status = Integer.parseInt(state.substring(2));
    for (Refusal.Kind kind : Refusal.Kind.values()) {
      if (kind.status == status) return Refusal.of(kind, pg.getErrorMessage(), values);
    }
    return Refusal.conflict(pg.getErrorMessage(), values);
  }
}
