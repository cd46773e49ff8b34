package yui.mail;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * Asks once an hour of the day for the letters of the day before; those who confirm late get theirs
 * an hour later.
 */
public final class Reminders {
  private static final int FROM_HOUR = 8;

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

  /** To be called several times a minute, so that a clock set forward is noticed. */
  public void look() {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    if (hour.equals(lastHour) || hour.atZone(Days.TOKYO).getHour() < FROM_HOUR) return;
    database.write(
        Scope.ofSystem(),
        tx -> {
          whoComes.remind(tx, Days.of(tx.now()).plusDays(1));
          return tx;
        });
    lastHour = hour;
  }
}
