/**
 * Writes iCalendar (RFC 5545) for letters and feeds. Owns no table, knows no feature; whoever has
 * something with a date may call.
 */
@NullMarked
package yui.calendars;

import org.jspecify.annotations.NullMarked;
