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
 * @param said how often the host's side has said something
 * @param happenedAt when the host's side said it, in the field
 * @param report that somebody would not come, told by a named person
 * @param answer what the resident says to it
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
    @Nullable Instant happenedAt,
    int said,
    @Nullable Told report,
    @Nullable Told answer,
    int version) {

  /** Words of somebody, and when. */
  record Told(@Nullable PersonId by, String words, Instant at) {}

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
        null,
        0,
        null,
        null,
        0);
  }

  Attendance mustBeVersion(Optional<Integer> read) {
    if (read.isPresent() && read.get() != version) throw Refusal.stale();
    return this;
  }

  /** The same words again change nothing. */
  boolean says(AttendanceState other, int heads, List<EarnedLine> lines, String words) {
    return state == other
        && note.equals(words)
        && earned.equals(lines)
        && (other == AttendanceState.UNRECORDED || present != null && present == heads);
  }

  Attendance recorded(
      AttendanceState next,
      int heads,
      List<EarnedLine> lines,
      String words,
      PersonId by,
      Instant happened,
      Instant at) {
    boolean takenBack = next == AttendanceState.UNRECORDED;
    return new Attendance(
        applicationId,
        slotId,
        next,
        takenBack ? null : heads,
        lines,
        words,
        checkedInAt,
        checkedInHow,
        by,
        at,
        happened,
        said + 1,
        report,
        answer,
        version + 1);
  }
}
