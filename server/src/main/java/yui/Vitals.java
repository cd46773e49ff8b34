package yui;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/** What an operator should be woken for and only the database knows, as figures. */
final class Vitals implements Runnable {
  /** As the database last told it; seconds, and endless where there never was a backup. */
  private record Seen(
      double oldestLetter,
      double oldestCode,
      double waiting,
      double givenUp,
      double unsealed,
      double sinceBackup,
      double webhooks) {}

  private final Database database;
  private volatile Seen seen = new Seen(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, 0);
  private volatile double disagreements;

  Vitals(Database database, MeterRegistry registry) {
    this.database = database;
    registry.gauge("yui.outbox.oldest.seconds", this, v -> v.seen.oldestLetter);
    registry.gauge("yui.outbox.oldest.code.seconds", this, v -> v.seen.oldestCode);
    registry.gauge("yui.outbox.waiting", this, v -> v.seen.waiting);
    registry.gauge("yui.outbox.given.up", this, v -> v.seen.givenUp);
    registry.gauge("yui.ledger.unsealed.seconds", this, v -> v.seen.unsealed);
    registry.gauge("yui.backup.age.seconds", this, v -> v.seen.sinceBackup);
    registry.gauge("yui.webhooks.waiting", this, v -> v.seen.webhooks);
    registry.gauge("yui.ledger.disagreements", this, v -> v.disagreements);
  }

  /** What the nightly look at the books found. */
  void proved(int findings) {
    disagreements = findings;
  }

  private static final String LOOK =
      """
      select (select extract(epoch from $1 - min(greatest(created_at, next_try_at)))
            from outbox where sent_at is null and dropped_at is null and priority < 2
              and greatest(created_at, next_try_at) < $1)::float8 as oldest,
          (select extract(epoch from $1 - min(created_at)) from outbox
            where sent_at is null and dropped_at is null and priority = 0)::float8 as oldest_code,
          (select count(*) from outbox where sent_at is null and dropped_at is null
            and priority < 2)::float8 as waiting,
          (select count(*) from outbox where dropped_at > $1 - interval '1 day' and last_error not in
            ('not wanted', 'waited too long', 'restored from a backup'))::float8 as given_up,
          (select extract(epoch from $1 - min(t.recorded_at)) from transfers t
            where t.seq > (select coalesce(max(s.seq), 0) from ledger_seals s)
          )::float8 as unsealed,
          (select extract(epoch from $2 - max(taken_at)) from backups)::float8 as since_backup,
          (select count(*) from webhook_deliveries
            where delivered_at is null and given_up_at is null)::float8 as webhooks
      """;

  @Override
  public void run() {
    seen = database.read(Scope.ofSystem(), this::look);
  }

  private Seen look(Tx tx) {
    return tx.row(LOOK, tx.now(), Instant.now())
        .map(
            row ->
                new Seen(
                    or(row.getDouble("oldest"), 0),
                    or(row.getDouble("oldest_code"), 0),
                    or(row.getDouble("waiting"), 0),
                    or(row.getDouble("given_up"), 0),
                    or(row.getDouble("unsealed"), 0),
                    or(row.getDouble("since_backup"), Double.POSITIVE_INFINITY),
                    or(row.getDouble("webhooks"), 0)))
        .orElseThrow();
  }

  private static double or(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : Math.max(0, value);
  }
}
