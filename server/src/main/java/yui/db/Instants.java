package yui.db;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads {@code timestamptz} columns. */
public final class Instants {
  private Instants() {}

  public static Instant of(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  /** Null where the column is. */
  public static @Nullable Instant maybe(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }
}
