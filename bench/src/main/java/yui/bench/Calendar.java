package yui.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import yui.engine.HalfDays;

/** The run's own calendar: half-days 0 to 363 from a Monday, on whose midnight all is asked. */
final class Calendar {
  static final int WEEKS = 26;
  static final int HALF_DAYS = 2 * 7 * WEEKS;
  static final int WORDS = (HALF_DAYS + 63) / 64;
  static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);
  static final Instant NOW = MONDAY.atStartOfDay().toInstant(ZoneOffset.ofHours(9));
  static final int FIRST = HalfDays.of(MONDAY, false);

  private Calendar() {}

  static boolean weekend(int day) {
    return day % 7 >= 5;
  }

  static Instant at(int day, int hour) {
    return MONDAY.plusDays(day).atTime(hour, 0).toInstant(ZoneOffset.ofHours(9));
  }
}
