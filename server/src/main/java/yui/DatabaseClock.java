package yui;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.db.Database;
import yui.db.Scope;

/**
 * The time by which all servers of a database live: this machine's while both agree, the database's
 * where they are a second or more apart.
 */
final class DatabaseClock implements InstantSource {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
  private static final Duration AGREED = Duration.ofSeconds(1);
  private static final String NOW = "select clock_timestamp() as now";

  private final InstantSource own;
  private volatile Duration apart = Duration.ZERO;

  DatabaseClock(InstantSource own) {
    this.own = own;
  }

  @Override
  public Instant instant() {
    return own.instant().plus(correction(apart));
  }

  private static Duration correction(Duration apart) {
    return apart.abs().compareTo(AGREED) < 0 ? Duration.ZERO : apart;
  }

  /** Tells in the metrics how far the database is ahead of this machine. */
  void register(MeterRegistry registry) {
    registry.gauge("yui.clock.apart.seconds", this, c -> c.apart.toMillis() / 1000.0);
  }

  /** Asks the database for its time. An answer that took long says too little and is left. */
  void look(Database database) {
    Duration before = correction(apart);
    database.read(
        Scope.ofSystem(),
        tx -> {
          Instant asked = own.instant();
          Instant theirs = tx.row(NOW).orElseThrow().getOffsetDateTime("now").toInstant();
          Duration took = Duration.between(asked, own.instant());
          if (took.isNegative() || took.compareTo(AGREED) > 0) return took;
          apart = Duration.between(asked.plus(took.dividedBy(2)), theirs);
          return took;
        });
    Duration after = correction(apart);
    if (after.minus(before).abs().compareTo(AGREED) < 0) return;
    if (after.isZero()) {
      LOG.info("this machine's clock and the database's agree again");
    } else {
      LOG.warn(
          "this machine's clock and the database's are {} s apart; the database's is used. Let both"
              + " keep time by NTP",
          apart.toMillis() / 1000.0);
    }
  }
}
