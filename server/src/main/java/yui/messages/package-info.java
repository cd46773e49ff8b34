/**
 * Words between an applicant and a host about one application, without anybody's address.
 *
 * <p>Owns {@code messages} and {@code desk_calls}. Answers listMessages, sendMessage and callDesk.
 * A coordinator reads along only once somebody has called the desk, or where the group has no host.
 */
@NullMarked
package yui.messages;

import org.jspecify.annotations.NullMarked;
