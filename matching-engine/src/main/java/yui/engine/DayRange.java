package yui.engine;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Days, both ends among them; null is open. */
public record DayRange(@Nullable LocalDate from, @Nullable LocalDate to) {
  public DayRange {
    BadQuery.unless(
        from == null || to == null || !to.isBefore(from), "days_reversed", from + " " + to);
  }

  boolean holds(long epochDay) {
    return (from == null || epochDay >= from.toEpochDay())
        && (to == null || epochDay <= to.toEpochDay());
  }
}
