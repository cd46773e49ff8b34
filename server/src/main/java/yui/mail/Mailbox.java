package yui.mail;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.db.Tx;

/** Reads the built-in mailbox, newest first. */
final class Mailbox {
  private Mailbox() {}

  /** A letter that arrived. */
  record Arrived(
      UUID id,
      String to,
      String subject,
      String text,
      String html,
      String calendar,
      OffsetDateTime sentAt) {}

  private static final String LIST =
      """
      select id, to_address, subject, body_text, body_html, calendar, sent_at
      from mailbox where ($1 = '' or lower(to_address) = lower($1)) and ($2::uuid is null or id < $2)
      order by id desc limit $3
      """;

  static List<Arrived> list(Tx tx, String to, @Nullable UUID before, int limit) {
    return tx.list(LIST, Mailbox::arrived, to, before, limit);
  }

  private static final String ONE =
      """
      select id, to_address, subject, body_text, body_html, calendar, sent_at
      from mailbox where id = $1
      """;

  static Optional<Arrived> one(Tx tx, UUID id) {
    return tx.row(ONE, id).map(Mailbox::arrived);
  }

  private static Arrived arrived(Row row) {
    return new Arrived(
        row.getUUID("id"),
        row.getString("to_address"),
        row.getString("subject"),
        row.getString("body_text"),
        row.getString("body_html"),
        row.getString("calendar"),
        row.getOffsetDateTime("sent_at").atZoneSameInstant(Days.TOKYO).toOffsetDateTime());
  }
}
