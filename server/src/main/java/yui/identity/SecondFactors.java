package yui.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Staff;
import yui.core.Caller;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.mail.Outbox;
import yui.vault.Vault;
import yui.web.Words;

/**
 * What shows that it is really them: passkeys, codes of an app, and ten codes on paper for the day
 * when both are lost. Who has any must show one before changing them.
 */
public final class SecondFactors {
  private static final int MISSES = 5;
  private static final Duration MISS_WINDOW = Duration.ofMinutes(15);

  /**
   * What somebody has.
   *
   * @param required whether some deeds of theirs ask for it
   * @param provenUntil until when it need not be shown again in this login
   */
  record State(
      boolean required,
      @Nullable Instant provenUntil,
      boolean totp,
      int recoveryCodesLeft,
      List<Passkeys.Shown> passkeys) {

    boolean any() {
      return totp || !passkeys.isEmpty();
    }
  }

  /** How a desk has made sure who asks. */
  enum How {
    IN_PERSON,
    CALLED_BACK
  }

  private final InstantSource wallClock;
  private final FactorLetters letters;
  private final AppCodes app;
  private final Passkeys passkeys;

  public SecondFactors(
      Vault vault, Outbox outbox, InstantSource wallClock, Words words, String origin) {
    this.wallClock = wallClock;
    this.letters = new FactorLetters(outbox, wallClock, words, origin);
    this.app = new AppCodes(vault, wallClock);
    this.passkeys = new Passkeys(wallClock, origin);
  }

  Passkeys passkeys() {
    return passkeys;
  }

  /** For a job: seals under the newest key what older ones sealed; in system scope. */
  public int reseal(Tx tx) {
    return app.reseal(tx);
  }

  /** Keys that are needed and not there; in system scope. */
  public Set<String> missingKeys(Tx tx) {
    return app.missingKeys(tx);
  }

  /** For a job: forgets what was asked and never signed; in system scope. */
  public void forgetOld(Tx tx) {
    passkeys.forget(tx);
  }

  private static final String STATE =
      """
      select (select second_at from logins where id = $2) as second_at,
        exists (select from totp_secrets where person_id = $1) as totp,
        (select count(*) from recovery_codes where person_id = $1 and used_at is null) as spare
      """;

  State state(Tx tx, Caller caller, UUID login) {
    PersonId me = caller.known();
    Row row = tx.row(STATE, me.value(), login).orElseThrow();
    Instant second = Instants.maybe(row, "second_at");
    Instant until = second == null ? null : second.plus(Sessions.PROVEN);
    return new State(
        caller.mayMoveMoney(),
        until != null && wallClock.instant().isBefore(until) ? until : null,
        row.getBoolean("totp"),
        row.getInteger("spare"),
        Passkeys.list(tx, me));
  }

  private void mayChange(Tx tx, Caller caller, UUID login) {
    if (state(tx, caller, login).any()) caller.demandProof();
  }

  /** Keeps a secret that the app has shown it knows. */
  void addTotp(Tx tx, Caller caller, UUID login, String secret, String code) {
    mayChange(tx, caller, login);
    PersonId me = caller.known();
    app.put(tx, me, secret, code);
    shown(tx, login);
    Audit.write(tx, me, null, "second_factor_added", Map.of("kind", "totp"));
    letters.added(tx, me, "second_factor.totp", Map.of());
  }

  void removeTotp(Tx tx, Caller caller, UUID login) {
    mayChange(tx, caller, login);
    PersonId me = caller.known();
    if (!AppCodes.remove(tx, me)) return;
    Audit.write(tx, me, null, "second_factor_removed", Map.of("kind", "totp"));
    letters.removed(tx, me, "second_factor.totp", Map.of());
  }

  Passkeys.Shown addPasskey(Tx tx, Caller caller, UUID login, String name, JsonNode made) {
    mayChange(tx, caller, login);
    PersonId me = caller.known();
    Passkeys.Shown key = passkeys.add(tx, me, name, made);
    shown(tx, login);
    Audit.write(tx, me, null, "second_factor_added", Map.of("kind", "passkey"));
    letters.added(tx, me, "second_factor.passkey_named", Map.of("name", name));
    return key;
  }

  void removePasskey(Tx tx, Caller caller, UUID login, UUID id) {
    mayChange(tx, caller, login);
    PersonId me = caller.known();
    String name = Passkeys.remove(tx, me, id).orElseThrow(Refusal::notFound);
    Audit.write(tx, me, null, "second_factor_removed", Map.of("kind", "passkey"));
    letters.removed(tx, me, "second_factor.passkey_named", Map.of("name", name));
  }

  void keepCodes(Tx tx, Caller caller, UUID login, List<String> codes) {
    mayChange(tx, caller, login);
    PersonId me = caller.known();
    SpareCodes.put(tx, me, codes, wallClock.instant());
    Audit.write(tx, me, null, "recovery_codes_made", Map.of());
    letters.spareCodesMade(tx, me);
  }

  private static final String MISSED =
      """
      select coalesce(sum(count), 0) as missed from login_counts
      where bucket = $1 and minute > $2
      """;

  /** Whether the code is one of theirs that was never used; a miss counts and must be committed. */
  boolean prove(Tx tx, Caller caller, UUID login, String typed) {
    PersonId me = caller.known();
    Instant now = wallClock.instant();
    String bucket = "second factor " + me;
    return tx.asSystem(
        () -> {
          LoginStore.lock(tx, bucket);
          byte[] hash = Secrets.digest(bucket);
          long missed =
              tx.row(MISSED, Buffer.buffer(hash), now.minus(MISS_WINDOW))
                  .orElseThrow()
                  .getLong("missed");
          if (missed >= MISSES) {
            throw Refusal.of(Refusal.Kind.TOO_MANY, "second_factor_guessed");
          }
          String kind = used(tx, me, typed, now);
          if (kind.isEmpty()) {
            LoginStore.count(tx, hash, now);
            Audit.write(tx, me, null, "second_factor_refused", Map.of());
            return false;
          }
          proven(tx, me, login, kind);
          return true;
        });
  }

  private String used(Tx tx, PersonId me, String typed, Instant now) {
    if (app.use(tx, me, typed)) return "totp";
    return SpareCodes.use(tx, me, typed, now) ? "recovery_code" : "";
  }

  /** Whether a passkey of theirs has signed. */
  boolean prove(Tx tx, Caller caller, UUID login, JsonNode signed) {
    PersonId me = caller.known();
    if (passkeys.signer(tx, Passkeys.Purpose.PROOF, signed).filter(me::equals).isEmpty())
      return false;
    proven(tx, me, login, "passkey");
    return true;
  }

  void proven(Tx tx, PersonId person, UUID login, String kind) {
    shown(tx, login);
    Audit.write(
        tx, person, null, "second_factor_shown", Map.of("login", login.toString(), "kind", kind));
  }

  private static final String SHOWN = "update logins set second_at = $2 where id = $1";

  private void shown(Tx tx, UUID login) {
    tx.change(SHOWN, login, wallClock.instant());
  }

  private static final String BEYOND =
      """
      select p.is_admin or exists (select from memberships m where m.person_id = p.id
        and m.desk = 'OFFICIAL' and not m.community_id = any($2::uuid[])) as beyond
      from persons p where p.id = $1
      """;
  private static final String END_ALL =
      "update logins set ended_at = $2 where person_id = $1 and ended_at is null";

  /**
   * Takes away all that somebody could show, because it is lost, and ends their logins. By another
   * who settles wherever they do, or an administrator, who has seen that it is them.
   *
   * @param by the desk's name, for the letter
   */
  void reset(Tx tx, Caller caller, Staff.Holder member, How how, String by) {
    PersonId person = member.person();
    if (caller.is(person)) throw Refusal.forbidden("not_your_own");
    UUID[] settles =
        caller.memberships().stream()
            .filter(m -> m.communityId() != null && caller.settles(m.communityId()))
            .map(m -> m.communityId().value())
            .toArray(UUID[]::new);
    tx.asSystem(
        () -> {
          boolean beyond =
              tx.row(BEYOND, person.value(), settles).orElseThrow().getBoolean("beyond");
          if (beyond && !caller.isAdmin()) {
            throw Refusal.forbidden("second_factor_of_another_desk");
          }
          caller.demandProof();
          Passkeys.removeAll(tx, person);
          AppCodes.remove(tx, person);
          SpareCodes.remove(tx, person);
          tx.change(END_ALL, person.value(), wallClock.instant());
          Audit.write(
              tx,
              caller.known(),
              member.community(),
              "second_factor_reset",
              Map.of("person", person.toString(), "how", how.name()));
          return true;
        });
    letters.reset(tx, person, by);
  }
}
