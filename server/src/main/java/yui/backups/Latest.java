package yui.backups;

import java.time.Instant;
import java.util.Optional;
import yui.db.Tx;

/**
 * The newest backup that was made of this database.
 *
 * @param takenAt the moment whose state it holds
 */
public record Latest(Instant takenAt, String file, long bytes) {
  private static final String NEWEST =
      "select taken_at, file, bytes from backups order by taken_at desc limit 1";

  /** Empty where none was ever made; reads as the system does. */
  public static Optional<Latest> of(Tx tx) {
    return tx.asSystem(
        () ->
            tx.row(NEWEST)
                .map(
                    row ->
                        new Latest(
                            row.getOffsetDateTime("taken_at").toInstant(),
                            row.getString("file"),
                            row.getLong("bytes"))));
  }
}
