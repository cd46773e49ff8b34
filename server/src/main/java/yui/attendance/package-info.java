/**
 * Who came: checking in, what the host says, correcting it, and the end of a task.
 *
 * <p>Owns {@code attendance}, {@code attendance_events}, {@code worked_hours} and {@code
 * attendance_asked}; shows the other rooms {@code attendance_facts}. Answers checkIn,
 * recordAttendance, markAttendance, reportAbsence, answerAttendance, tellHours, confirmHours and
 * listAttendanceEvents. Nobody calls it: what it decides moves applications on and posts in the
 * ledger.
 *
 * <p>Selected, checked in, said by the host and reported are different facts; silence is not
 * absence. What the host said may be said again at any time: the ledger then gets correcting
 * transfers, and a preview shows them first.
 */
@NullMarked
package yui.attendance;

import org.jspecify.annotations.NullMarked;
