/**
 * Applying, selecting, confirming, withdrawing, the waiting list; and calling a task off or moving
 * it, because that touches everybody who applied.
 *
 * <p>Owns {@code applications}, {@code application_slots}, {@code companions} and {@code
 * application_events}. Answers apply, listTaskApplications, listMyApplications, getApplication,
 * select, decline, waitlist, cancel, confirm, withdraw, cancelTask and postponeTask. The attendance
 * room and the pages where people begin may call it.
 *
 * <p>Whoever changes an application locks all of its slots in the order of their ids, then its own
 * row, and only then reads what it decides from. Places that get free are offered to the waiting
 * list in the same transaction.
 */
@NullMarked
package yui.applications;

import org.jspecify.annotations.NullMarked;
