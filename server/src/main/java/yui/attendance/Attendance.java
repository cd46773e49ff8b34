package yui.attendance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.applications.ApplicationId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.tasks.SlotId;

/**
 * What is known of a party's presence in a slot.
 *
 * @param present heads that came, once said
 * @param version 0 while nothing is known
 */
record Attendance(
    ApplicationId applicationId,
    SlotId slotId,
    AttendanceState state,
    @Nullable Integer present,
    List<EarnedLine> earned,
    String note,
    @Nullable Instant checkedInAt,
    @Nullable String checkedInHow,
    @Nullable PersonId recordedBy,
    @Nullable Instant recordedAt,
    int version) {

  static Attendance unknown(ApplicationId application, SlotId slot) {
    return new Attendance(
        application,
        slot,
        AttendanceState.UNRECORDED,
        null,
        List.of(),
        "",
        null,
        null,
        null,
        null,
        0);
  }

  Attendance mustBeVersion(Optional<Integer> read) {
    if (read.isPresent() && read.get() != version) throw Refusal.stale();
    return this;
  }

  /** The same words again change nothing. */
  boolean says(AttendanceState said, int heads, List<EarnedLine> lines, String words) {
    return state == said
        && note.equals(words)
        && earned.equals(lines)
        && (said == AttendanceState.UNRECORDED || present != null && present == heads);
  }

  Attendance recorded(
      AttendanceState said,
      int heads,
      List<EarnedLine> lines,
      String words,
      PersonId by,
      Instant at) {
    boolean takenBack = said == AttendanceState.UNRECORDED;
    return new Attendance(
        applicationId,
        slotId,
        said,
        takenBack ? null : heads,
        lines,
        words,
        checkedInAt,
        checkedInHow,
        by,
        at,
        version + 1);
  }
}
