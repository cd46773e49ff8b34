/**
 * Liking a task, applying, selecting, confirming, withdrawing, the waiting list; and calling a task
 * off, moving it or holding it for the weather, because that touches everybody who applied.
 *
 * <p>Owns {@code applications}, {@code application_slots}, {@code companions}, {@code
 * application_events}, {@code interests}, {@code lots}, {@code reminders}, {@code answers_asked}
 * and {@code answer_links}. Answers the operations tagged {@code applications}, and cancelTask,
 * postponeTask, holdForWeather and decideWeather. Attendance, messages, feeds and the pages where
 * people begin may call it.
 *
 * <p>Whoever changes an application locks all of its slots in the order of their ids, then its own
 * row, and only then reads what it decides from. Places that get free are offered to the waiting
 * list in the same transaction.
 */
@NullMarked
package yui.applications;

import org.jspecify.annotations.NullMarked;
