package yui.travel;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A day somebody was to come for, and whether they came.
 *
 * @param attendance as the attendance room records it
 */
record TravelDay(UUID applicationId, Instant startsAt, Instant endsAt, String attendance) {

  /** Whether nobody made the journey: absent on each of these days. */
  static boolean noneAttended(List<TravelDay> days) {
    return !days.isEmpty() && days.stream().allMatch(d -> d.attendance.startsWith("ABSENT_"));
  }

  /** Whether the last of these days has not begun. */
  static boolean isToCome(List<TravelDay> days, Instant now) {
    return days.stream().anyMatch(d -> d.startsAt.isAfter(now));
  }

  /** Whether nobody has said yet who came. */
  boolean isUnsaid() {
    return attendance.equals("UNRECORDED");
  }
}
