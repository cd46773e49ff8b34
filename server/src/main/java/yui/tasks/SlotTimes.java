package yui.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import yui.core.FieldError;

/** What a slot's times must be: to come, in order, and no longer than a month. */
final class SlotTimes {
  private static final int MOST_DAYS = 31;
  private static final int FURTHEST_DAYS = 365 * 5;

  private SlotTimes() {}

  static void check(
      Instant startsAt, Instant endsAt, Instant now, String at, List<FieldError> errors) {
    if (!startsAt.isAfter(now)) {
      errors.add(new FieldError(at + "/startsAt", "in_the_past"));
    } else if (startsAt.isAfter(now.plus(Duration.ofDays(FURTHEST_DAYS)))) {
      errors.add(new FieldError(at + "/startsAt", "too_far_ahead"));
    }
    if (!endsAt.isAfter(startsAt)) {
      errors.add(new FieldError(at + "/endsAt", "end_before_start"));
    } else if (endsAt.isAfter(startsAt.plus(Duration.ofDays(MOST_DAYS)))) {
      errors.add(new FieldError(at + "/endsAt", "slot_too_long", Map.of("max", MOST_DAYS)));
    }
  }
}
