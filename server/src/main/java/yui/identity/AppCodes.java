package yui.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.vault.Sealing;
import yui.vault.Vault;

/** The secrets of people's authenticator apps, sealed, and the codes made from them. */
final class AppCodes {
  private final Vault vault;
  private final Sealing sealing;
  private final InstantSource wallClock;

  AppCodes(Vault vault, InstantSource wallClock) {
    this.vault = vault;
    this.sealing = new Sealing(vault, new Sealing.Place("totp_secrets", "person_id"));
    this.wallClock = wallClock;
  }

  int reseal(Tx tx) {
    return sealing.renew(tx);
  }

  Set<String> missingKeys(Tx tx) {
    return sealing.missingKeys(tx);
  }

  private static final String PUT =
      """
      insert into totp_secrets (person_id, key_id, sealed, added_at, last_step)
      values ($1, $2, $3, $4, $5)
      """;

  /** Keeps a secret that the app has shown it knows, in the place of one before. */
  void put(Tx tx, PersonId person, String secret, String code) {
    byte[] bytes = Totp.secret(secret);
    Instant now = wallClock.instant();
    long step =
        Totp.step(bytes, Logins.digits(code), now, 0)
            .orElseThrow(() -> Refusal.invalid("/code", "code_does_not_fit"));
    Vault.Sealed sealed = vault.seal(bytes, person.toString());
    remove(tx, person);
    tx.change(PUT, person.value(), sealed.key(), Buffer.buffer(sealed.bytes()), now, step);
  }

  private static final String REMOVE = "delete from totp_secrets where person_id = $1";

  /** Whether there was one. */
  static boolean remove(Tx tx, PersonId person) {
    return tx.change(REMOVE, person.value()) > 0;
  }

  private static final String SECRET =
      """
      select person_id, key_id, sealed, last_step from totp_secrets where person_id = $1 for update
      """;
  private static final String STEP = "update totp_secrets set last_step = $2 where person_id = $1";

  /** Whether these are six digits that the app shows now and that were not used yet. */
  boolean use(Tx tx, PersonId person, String typed) {
    String digits = Logins.digits(typed);
    if (!digits.matches("[0-9]{6}")) return false;
    Optional<Row> secret = tx.row(SECRET, person.value());
    if (secret.isEmpty()) return false;
    Row row = secret.get();
    byte[] bytes = vault.open(Sealing.sealed(row), person.toString());
    Optional<Long> step = Totp.step(bytes, digits, wallClock.instant(), row.getLong("last_step"));
    step.ifPresent(used -> tx.change(STEP, person.value(), used));
    return step.isPresent();
  }
}
