package yui.people;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import yui.calendars.BusyCalendar;
import yui.core.Caller;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.engine.BadQuery;
import yui.engine.HalfDays;

/**
 * Takes the half-days off that somebody's own calendar says are not free. Of the calendar nothing
 * else is kept.
 */
final class BusyTimes {
  static final int MOST_BYTES = 4 << 20;

  /**
   * What a calendar says.
   *
   * @param events entries that make one busy
   * @param unread entries that could not be understood
   * @param halfDays painted free, and not free by the calendar
   */
  record Found(int events, int unread, LocalDate from, LocalDate to, List<String> halfDays) {}

  private final FreeTimes freeTimes;

  BusyTimes(FreeTimes freeTimes) {
    this.freeTimes = freeTimes;
  }

  /** The file read; slow for a large one, and never within a transaction. */
  static BusyCalendar.Found read(byte[] file, Instant now) {
    if (file.length > MOST_BYTES) throw Refusal.invalid("/calendar", "calendar_too_large");
    LocalDate today = Days.of(now);
    return BusyCalendar.read(file, today, today.plusDays(FreeTimes.HORIZON_DAYS));
  }

  static Refusal missing() {
    return Refusal.invalid("/calendar", "missing");
  }

  Found found(Tx tx, Caller caller, BusyCalendar.Found read) {
    PersonId me = caller.known();
    LocalDate today = Days.of(tx.now());
    LocalDate to = today.plusDays(FreeTimes.HORIZON_DAYS);
    Instant first = Days.startOf(today);
    Instant end = Days.startOf(to.plusDays(1));
    Set<Integer> taken = new HashSet<>();
    for (BusyCalendar.Span span : read.busy()) {
      Instant starts = span.from().isBefore(first) ? first : span.from();
      Instant ends = span.to().isAfter(end) ? end : span.to();
      if (ends.isAfter(starts)) taken.addAll(HalfDays.needed(starts, ends));
    }
    List<String> both =
        freeTimes.get(tx, me, today, to).halfDays().stream()
            .filter(halfDay -> taken.contains(HalfDays.parse(halfDay)))
            .toList();
    return new Found(read.events(), read.unread(), today, to, both);
  }

  /** These half-days are no longer free. */
  void takeOff(Tx tx, Caller caller, List<String> halfDays) {
    PersonId me = caller.known();
    if (ResidentStore.lock(tx, me).isEmpty()) throw Refusal.conflict("resident_needed");
    List<Integer> numbers = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < halfDays.size(); i++) {
      try {
        numbers.add(HalfDays.parse(halfDays.get(i)));
      } catch (BadQuery e) {
        errors.add(new FieldError("/halfDays/" + i, "format_date"));
      }
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    AvailabilityStore.remove(tx, me, numbers);
  }
}
