package yui.calendars;

import java.time.LocalDate;
import yui.core.Refusal;

/** Calendars that people send: refused, or read. */
public final class CalendarFuzz {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 22);

  private CalendarFuzz() {}

  public static void fuzzerTestOneInput(byte[] file) {
    try {
      BusyCalendar.Found found = BusyCalendar.read(file, FIRST, FIRST.plusWeeks(26));
      for (BusyCalendar.Span span : found.busy()) {
        if (!span.to().isAfter(span.from())) throw new AssertionError(span.toString());
      }
    } catch (Refusal refused) {
      if (!refused.errors().getFirst().pointer().equals("/calendar")) throw refused;
    }
  }
}
