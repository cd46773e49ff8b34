/**
 * What calendar programs and feed readers fetch: a person's own calendar at a secret address, and a
 * community's open tasks as iCalendar, Atom and JSON Feed.
 *
 * <p>Owns {@code calendar_keys}. Answers getCalendarAddress, makeCalendarAddress and
 * endCalendarAddress. Kept searches write their feeds with its {@link yui.feeds.OpenTasks}.
 */
@NullMarked
package yui.feeds;

import org.jspecify.annotations.NullMarked;
