package yui.mail;

import java.util.UUID;
import yui.mjml.Mail;

/** A written letter on its way; whoever gets it twice knows it by its id. */
record Parcel(UUID id, String to, Mail mail) {

  String messageId(String domain) {
    return "<" + id + "@" + domain + ">";
  }
}
