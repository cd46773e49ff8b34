package yui.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Half-days of Japan, numbered absolutely: 0 is the morning of 2020-01-01, 1 its afternoon. AM is
 * [00,12), PM is [12,24) in Asia/Tokyo, which has kept UTC+9 since 1951.
 */
public final class HalfDays {
  /** How many half-days from its first day a resident's row can tell: 26 weeks. */
  public static final int HORIZON = 26 * 7 * 2;

  private static final long FIRST_DAY = LocalDate.of(2020, 1, 1).toEpochDay();
  private static final long HALF_DAY_MS = 12 * 60 * 60 * 1000L;
  private static final long HOUR_MS = 60 * 60 * 1000L;

  /** Some three thousand years before and after our time. */
  private static final long FARTHEST_DAY = 1_000_000;

  private static final long TOKYO_MS = 9 * HOUR_MS;

  private HalfDays() {}

  public static int of(LocalDate date, boolean pm) {
    BadQuery.unless(Math.abs(date.toEpochDay()) <= FARTHEST_DAY, "day_out_of_range", date);
    return (int) ((date.toEpochDay() - FIRST_DAY) * 2) + (pm ? 1 : 0);
  }

  /** The half-day in which the instant lies. */
  public static int at(Instant instant) {
    return number(millis(instant));
  }

  public static LocalDate date(int halfDay) {
    return LocalDate.ofEpochDay(epochDay(halfDay));
  }

  public static boolean pm(int halfDay) {
    return (halfDay & 1) == 1;
  }

  /**
   * The half-days a slot needs, ascending: each that it overlaps by more than 60 minutes, and the
   * one it overlaps most (the earlier of two equals).
   */
  public static List<Integer> needed(Instant startsAt, Instant endsAt) {
    BadQuery.unless(endsAt.isAfter(startsAt), "slot_ends_before_start", startsAt + " " + endsAt);
    long start = millis(startsAt);
    long end = Math.max(millis(endsAt), start + 1);
    int first = number(start);
    int last = number(end - 1);
    int most = first;
    for (int h = first + 1; h <= last; h++) {
      if (overlap(h, start, end) > overlap(most, start, end)) {
        most = h;
      }
    }
    List<Integer> needed = new ArrayList<>();
    for (int h = first; h <= last; h++) {
      if (h == most || overlap(h, start, end) > HOUR_MS) {
        needed.add(h);
      }
    }
    return List.copyOf(needed);
  }

  /** Whether nobody can be at both: they overlap in time or need the same half-day. */
  public static boolean clash(Instant starts, Instant ends, Instant starts2, Instant ends2) {
    return (starts.isBefore(ends2) && starts2.isBefore(ends))
        || !Collections.disjoint(needed(starts, ends), needed(starts2, ends2));
  }

  /** For example {@code 2026-12-05.AM}. */
  public static String print(int halfDay) {
    return date(halfDay) + (pm(halfDay) ? ".PM" : ".AM");
  }

  public static int parse(String text) {
    try {
      boolean pm = text.endsWith(".PM");
      if (pm || text.endsWith(".AM")) {
        return of(LocalDate.parse(text.substring(0, text.length() - 3)), pm);
      }
    } catch (DateTimeException notADay) {
      throw new BadQuery("half_day_invalid", text);
    }
    throw new BadQuery("half_day_invalid", text);
  }

  static long epochDay(int halfDay) {
    return FIRST_DAY + Math.floorDiv(halfDay, 2);
  }

  static long millis(Instant instant) {
    BadQuery.unless(
        Math.abs(instant.getEpochSecond()) / 86_400 < FARTHEST_DAY, "day_out_of_range", instant);
    return instant.toEpochMilli();
  }

  private static int number(long epochMs) {
    return (int) (Math.floorDiv(epochMs + TOKYO_MS, HALF_DAY_MS) - FIRST_DAY * 2);
  }

  private static long overlap(int halfDay, long start, long end) {
    long from = (halfDay + FIRST_DAY * 2) * HALF_DAY_MS - TOKYO_MS;
    return Math.min(end, from + HALF_DAY_MS) - Math.max(start, from);
  }
}
