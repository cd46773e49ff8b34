package yui.mail;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * Asks once an hour of the day for the letters of the day before; those who confirm late get theirs
 * an hour later. To be deployed on virtual threads.
 */
public final class Reminders extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);
  private static final int FROM_HOUR = 8;
  private static final long LOOK_MILLIS = 20_000;

  /**
   * Knows who comes on a day. Puts a letter for each of them, with a cause that names person and
   * slot: it is asked many times a day and each is reminded once.
   */
  @FunctionalInterface
  public interface WhoComes {
    void remind(Tx tx, LocalDate day);
  }

  private final Database database;
  private final InstantSource clock;
  private final WhoComes whoComes;
  private Instant lastHour = Instant.EPOCH;

  public Reminders(Database database, InstantSource clock, WhoComes whoComes) {
    this.database = database;
    this.clock = clock;
    this.whoComes = whoComes;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(1_000, LOOK_MILLIS, timer -> look());
    return Future.succeededFuture();
  }

  // Looks more often than it asks, so that a clock set forward is noticed.
  void look() {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    if (hour.equals(lastHour) || hour.atZone(Days.TOKYO).getHour() < FROM_HOUR) return;
    try {
      database.write(
          Scope.ofSystem(),
          tx -> {
            whoComes.remind(tx, Days.of(tx.now()).plusDays(1));
            return tx;
          });
      lastHour = hour;
    } catch (RuntimeException e) {
      LOG.warn("nobody reminded, trying again: {}", e.getMessage());
    }
  }
}
