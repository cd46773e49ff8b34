package yui.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;

/** What somebody has logged in with before, known again by a digest; in system scope. */
final class Devices {
  private final Outbox outbox;
  private final String origin;

  Devices(Outbox outbox, String origin) {
    this.outbox = outbox;
    this.origin = origin;
  }

  private static final String IS_KNOWN =
      "select exists (select from login_devices where device_hash = $1) as known";

  /** Whether anybody was let in with it. */
  static boolean isKnown(Tx tx, String device) {
    return tx.row(IS_KNOWN, digest(device)).orElseThrow().getBoolean("known");
  }

  private static final String IS_OF =
      """
      select exists (select from login_devices d join persons p on p.id = d.person_id
        where d.device_hash = $1 and p.email_folded = $2) as known
      """;

  /** Whether the person at this address was let in with it. */
  static boolean isOf(Tx tx, String email, String device) {
    return tx.row(IS_OF, digest(device), email).orElseThrow().getBoolean("known");
  }

  private static Buffer digest(String device) {
    return Buffer.buffer(Secrets.digest(device));
  }

  private static final String SEE =
      "update login_devices set seen_at = $3 where person_id = $1 and device_hash = $2";
  private static final String ADD =
      """
      insert into login_devices (person_id, device_hash, first_at, seen_at)
      values ($1, $2, $3, $3)
      on conflict do nothing
      """;
  private static final String SETTLES =
      """
      select p.email, p.name, p.lang from persons p
      where p.id = $1
        and (p.is_admin or exists (select from memberships m where m.person_id = p.id
          and m.role = 'COORDINATOR' and m.desk = 'OFFICIAL'))
        and exists (select from login_devices d where d.person_id = p.id and d.device_hash <> $2)
      """;

  /** Notes a login; whoever settles money is told of one on a device they never used before. */
  void arrive(Tx tx, PersonId person, UUID login, byte[] device, Visit visit, Instant now) {
    Buffer hash = Buffer.buffer(device);
    if (tx.change(SEE, person.value(), hash, now) > 0) return;
    tx.change(ADD, person.value(), hash, now);
    tx.row(SETTLES, person.value(), hash)
        .ifPresent(row -> tell(tx, person, login, row, visit, now));
  }

  private void tell(Tx tx, PersonId person, UUID login, Row row, Visit visit, Instant now) {
    Lang lang = Lang.of(row.getString("lang"));
    String name = row.getString("name");
    outbox.put(
        tx,
        Letter.of(
            row.getString("email"),
            person,
            Kind.NEW_DEVICE,
            lang,
            Map.of(
                "name",
                name.isEmpty() ? row.getString("email") : name,
                "when",
                Spoken.moment(now, lang),
                "device",
                DeviceWords.of(visit.agent()),
                "network",
                visit.place(),
                "url",
                origin + lang.at("/me/sessions")),
            "new-device:" + login));
  }
}
