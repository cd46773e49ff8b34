package yui.mail;

import java.util.UUID;
import yui.mjml.Mail;

/**
 * A written letter on its way; whoever gets it twice knows it by its id.
 *
 * @param calendar an iCalendar entry that goes with it, or empty
 * @param stop the address by which its reader ends letters of this sort, or empty
 */
record Parcel(UUID id, String to, Mail mail, String calendar, String stop) {

  String messageId(String domain) {
    return "<" + id + "@" + domain + ">";
  }
}
