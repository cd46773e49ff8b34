package yui.feeds;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import yui.core.Caller;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Audit;
import yui.db.Tx;

/** The secret ends of the addresses of calendars: whoever has one reads that calendar alone. */
final class CalendarKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  /** Whose calendar it is, and in which language the address was made. */
  record Owner(PersonId person, Lang lang) {}

  private CalendarKeys() {}

  private static final String PUT =
      """
      insert into calendar_keys (person_id, secret, lang, made_at) values ($1, $2, $3, $4)
      on conflict (person_id) do update set secret = $2, lang = $3, made_at = $4
      """;

  /** A new secret; the one before ends. */
  static String make(Tx tx, Caller caller) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    tx.change(PUT, caller.known().value(), secret, caller.lang().code(), tx.now());
    Audit.write(tx, caller.known(), null, "calendar_address_made", Map.of());
    return secret;
  }

  private static final String END = "delete from calendar_keys where person_id = $1";

  /** The address leads nowhere from now on. */
  static void end(Tx tx, Caller caller) {
    if (tx.change(END, caller.known().value()) > 0) {
      Audit.write(tx, caller.known(), null, "calendar_address_ended", Map.of());
    }
  }

  private static final String OF = "select secret from calendar_keys where person_id = $1";

  static Optional<String> of(Tx tx, PersonId person) {
    return tx.row(OF, person.value()).map(row -> row.getString("secret"));
  }

  private static final String OWNER = "select person_id, lang from calendar_keys where secret = $1";

  static Optional<Owner> owner(Tx tx, String secret) {
    return tx.asSystem(() -> tx.row(OWNER, secret))
        .map(
            row ->
                new Owner(new PersonId(row.getUUID("person_id")), Lang.of(row.getString("lang"))));
  }
}
