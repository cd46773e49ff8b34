package yui.people;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import yui.core.Caller;
import yui.core.Days;
import yui.core.FieldError;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.engine.HalfDays;

/** The half-days residents paint free. */
final class FreeTimes {
  static final int HORIZON_DAYS = HalfDays.HORIZON / 2;

  Availability get(Tx tx, PersonId resident, LocalDate from, LocalDate to) {
    return new Availability(
        from,
        to,
        AvailabilityStore.list(tx, resident, HalfDays.of(from, false), HalfDays.of(to, true))
            .stream()
            .map(HalfDays::print)
            .toList());
  }

  /** Replaces the window; days outside it stay as they are. */
  Availability put(Tx tx, Caller caller, Availability wanted) {
    PersonId me = caller.known();
    if (ResidentStore.lock(tx, me).isEmpty()) throw Refusal.conflict("resident_needed");
    List<FieldError> errors = misdated(wanted, Days.of(tx.now()));
    List<Integer> halfDays = new ArrayList<>();
    for (int i = 0; i < wanted.halfDays().size(); i++) {
      String pointer = "/halfDays/" + i;
      try {
        int halfDay = parsed(wanted.halfDays().get(i));
        halfDays.add(halfDay);
        LocalDate day = HalfDays.date(halfDay);
        if (day.isBefore(wanted.from()) || day.isAfter(wanted.to())) {
          errors.add(new FieldError(pointer, "outside_window"));
        }
      } catch (DateTimeException e) {
        errors.add(new FieldError(pointer, "format_date"));
      }
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
    AvailabilityStore.replace(
        tx, me, HalfDays.of(wanted.from(), false), HalfDays.of(wanted.to(), true), halfDays);
    return get(tx, me, wanted.from(), wanted.to());
  }

  /** Adds the days of a stay to what is free. */
  void paint(Tx tx, Caller caller, StayId id) {
    PersonId me = caller.known();
    if (ResidentStore.lock(tx, me).isEmpty()) throw Refusal.conflict("resident_needed");
    Stay stay = StayStore.find(tx, me, id).orElseThrow(Refusal::notFound);
    AvailabilityStore.add(tx, me, paintable(stay, Days.of(tx.now())));
  }

  /** The half-days of a stay that can be painted: from today to the horizon. */
  List<Integer> paintable(Stay stay, LocalDate today) {
    int first = Math.max(HalfDays.of(stay.from(), false), HalfDays.of(today, false));
    int last =
        Math.min(HalfDays.of(stay.to(), true), HalfDays.of(today.plusDays(HORIZON_DAYS), true));
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static int parsed(String halfDay) {
    return HalfDays.of(LocalDate.parse(halfDay.substring(0, 10)), halfDay.endsWith(".PM"));
  }

  private static List<FieldError> misdated(Availability wanted, LocalDate today) {
    List<FieldError> errors = new ArrayList<>();
    if (wanted.from().isBefore(today)) errors.add(new FieldError("/from", "in_the_past"));
    if (wanted.to().isBefore(wanted.from())) {
      errors.add(new FieldError("/to", "end_before_start"));
    } else if (wanted.to().isAfter(today.plusDays(HORIZON_DAYS))) {
      errors.add(new FieldError("/to", "too_far_ahead"));
    }
    return errors;
  }
}
