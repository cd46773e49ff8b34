package yui.tasks;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.fortuna.ical4j.model.Recur;
import yui.core.Refusal;

/** The days of a rule of RFC 5545, counted from its first day. */
final class Recurrence {
  private static final Set<String> PARTS =
      Set.of(
          "FREQ",
          "INTERVAL",
          "COUNT",
          "UNTIL",
          "BYDAY",
          "BYMONTHDAY",
          "BYMONTH",
          "BYSETPOS",
          "WKST");
  private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
  private static final int MOST = 400;

  private Recurrence() {}

  /** The days from one to another, both counted: less than a year, so never more than it has. */
  static List<LocalDate> days(String rule, LocalDate start, LocalDate from, LocalDate to) {
    check(rule);
    try {
      return new Recur<LocalDate>(rule)
          .getDates(start, from, to.plusDays(1), MOST).stream()
              .filter(day -> !day.isBefore(from) && !day.isAfter(to))
              .toList();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable();
    }
  }

  // Hours and seconds would make a day's work into thousands of tasks.
  private static void check(String rule) {
    boolean told = false;
    for (String part : rule.split(";")) {
      String[] named = part.split("=", -1);
      if (named.length != 2 || named[1].isEmpty() || !PARTS.contains(named[0])) throw unreadable();
      if (named[0].equals("FREQ")) {
        if (!FREQUENCIES.contains(named[1])) throw unreadable();
        told = true;
      }
      boolean number = named[0].equals("INTERVAL") || named[0].equals("COUNT");
      if (number && !named[1].matches("[1-9]\\d{0,2}")) throw unreadable();
    }
    if (!told) throw unreadable();
  }

  private static Refusal unreadable() {
    return Refusal.invalid("/rule", "rule_unreadable");
  }
}
