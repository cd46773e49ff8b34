package yui.mail;

import yui.core.Ids;
import yui.db.Database;
import yui.db.Scope;

/** Lays letters into the built-in mailbox, where anybody can read them. */
public final class MailboxPost implements Post {
  private final Database database;

  public MailboxPost(Database database) {
    this.database = database;
  }

  private static final String LAY =
      """
      insert into mailbox (id, message_id, to_address, subject, body_text, body_html, calendar,
        sent_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict do nothing
      """;

  @Override
  public void send(Parcel parcel) {
    database.write(
        Scope.ofSystem(),
        tx ->
            tx.change(
                LAY,
                Ids.next(),
                parcel.messageId("mailbox"),
                parcel.to(),
                parcel.mail().subject(),
                parcel.mail().text(),
                parcel.mail().html(),
                parcel.calendar(),
                tx.now()));
  }
}
