/**
 * What calendar programs and feed readers fetch: a person's own calendar at a secret address, and a
 * community's open tasks as iCalendar, Atom and JSON Feed.
 *
 * <p>Owns {@code calendar_keys}. Answers makeCalendarKey and endCalendarKey.
 */
@NullMarked
package yui.feeds;

import org.jspecify.annotations.NullMarked;
