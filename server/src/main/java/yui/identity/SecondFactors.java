package yui.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import yui.communities.Staff;
import yui.core.Caller;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.vault.Sealing;
import yui.vault.Vault;
import yui.web.Words;

/**
 * What shows that it is really them: passkeys, codes of an app, and ten codes on paper for the day
 * when both are lost. Who has any must show one before changing them.
 */
public final class SecondFactors {
  static final int RECOVERY_CODES = 10;
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

  private final Vault vault;
  private final Sealing sealing;
  private final Outbox outbox;
  private final InstantSource wallClock;
  private final Words words;
  private final String origin;
  private final Passkeys passkeys;

  public SecondFactors(
      Vault vault, Outbox outbox, InstantSource wallClock, Words words, String origin) {
    this.vault = vault;
    this.sealing = new Sealing(vault, new Sealing.Place("totp_secrets", "person_id"));
    this.outbox = outbox;
    this.wallClock = wallClock;
    this.words = words;
    this.origin = origin;
    this.passkeys = new Passkeys(wallClock, origin);
  }

  Passkeys passkeys() {
    return passkeys;
  }

  /** For a job: seals under the newest key what older ones sealed; in system scope. */
  public int reseal(Tx tx) {
    return sealing.renew(tx);
  }

  /** Keys that are needed and not there; in system scope. */
  public Set<String> missingKeys(Tx tx) {
    return sealing.missingKeys(tx);
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

  private static final String PUT_TOTP =
      """
      insert into totp_secrets (person_id, key_id, sealed, added_at, last_step)
      values ($1, $2, $3, $4, $5)
      """;
  private static final String REMOVE_TOTP = "delete from totp_secrets where person_id = $1";

  /** Keeps a secret that the app has shown it knows. */
  void addTotp(Tx tx, Caller caller, UUID login, String secret, String code) {
    mayChange(tx, caller, login);
    PersonId me = caller.known();
    byte[] bytes = Totp.secret(secret);
    long step =
        Totp.step(bytes, Logins.digits(code), wallClock.instant(), 0)
            .orElseThrow(() -> Refusal.invalid("/code", "code_does_not_fit"));
    Vault.Sealed sealed = vault.seal(bytes, me.toString());
    tx.change(REMOVE_TOTP, me.value());
    tx.change(
        PUT_TOTP,
        me.value(),
        sealed.key(),
        Buffer.buffer(sealed.bytes()),
        wallClock.instant(),
        step);
    shown(tx, login);
    added(tx, caller, "totp", "second_factor.totp", Map.of());
  }

  void removeTotp(Tx tx, Caller caller, UUID login) {
    mayChange(tx, caller, login);
    tx.change(REMOVE_TOTP, caller.known().value());
    Audit.write(tx, caller.known(), null, "second_factor_removed", Map.of("kind", "totp"));
  }

  Passkeys.Shown addPasskey(Tx tx, Caller caller, UUID login, String name, JsonNode made) {
    mayChange(tx, caller, login);
    Passkeys.Shown key = passkeys.add(tx, caller.known(), name, made);
    shown(tx, login);
    added(tx, caller, "passkey", "second_factor.passkey_named", Map.of("name", name));
    return key;
  }

  void removePasskey(Tx tx, Caller caller, UUID login, UUID id) {
    mayChange(tx, caller, login);
    if (!Passkeys.remove(tx, caller.known(), id)) throw Refusal.notFound();
    Audit.write(tx, caller.known(), null, "second_factor_removed", Map.of("kind", "passkey"));
  }

  private static final String PUT_CODE =
      "insert into recovery_codes (person_id, code_hash, made_at) values ($1, $2, $3)";
  private static final String REMOVE_CODES = "delete from recovery_codes where person_id = $1";

  /** Codes nobody has yet; they are good once their person says that they are kept. */
  static List<String> drawnCodes() {
    return Stream.generate(PaperCodes::drawn).limit(RECOVERY_CODES).toList();
  }

  void keepCodes(Tx tx, Caller caller, UUID login, List<String> codes) {
    mayChange(tx, caller, login);
    List<String> folded = codes.stream().map(PaperCodes::folded).toList();
    if (folded.size() != RECOVERY_CODES
        || new HashSet<>(folded).size() != RECOVERY_CODES
        || !folded.stream().allMatch(PaperCodes::isOne)) {
      throw Refusal.invalid(List.of(new FieldError("/codes", "pattern")));
    }
    PersonId me = caller.known();
    tx.change(REMOVE_CODES, me.value());
    for (String code : folded) {
      tx.change(PUT_CODE, me.value(), digest(me, code), wallClock.instant());
    }
    Audit.write(tx, me, null, "recovery_codes_made", Map.of());
  }

  private static Buffer digest(PersonId person, String code) {
    return Buffer.buffer(Secrets.digest(person.toString(), code));
  }

  private static final String SECRET =
      """
      select person_id, key_id, sealed, last_step from totp_secrets where person_id = $1 for update
      """;
  private static final String STEP = "update totp_secrets set last_step = $2 where person_id = $1";
  private static final String USE_CODE =
      """
      update recovery_codes set used_at = $3
      where person_id = $1 and code_hash = $2 and used_at is null
      """;
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
          String kind = fits(tx, me, typed, now);
          if (kind.isEmpty()) {
            LoginStore.count(tx, hash, now);
            Audit.write(tx, me, null, "second_factor_refused", Map.of());
            return false;
          }
          proven(tx, me, login, kind);
          return true;
        });
  }

  private String fits(Tx tx, PersonId me, String typed, Instant now) {
    String digits = Logins.digits(typed);
    Optional<Row> secret = tx.row(SECRET, me.value());
    if (secret.isPresent() && digits.matches("[0-9]{6}")) {
      Row row = secret.get();
      byte[] bytes = vault.open(Sealing.sealed(row), me.toString());
      Optional<Long> step = Totp.step(bytes, digits, now, row.getLong("last_step"));
      step.ifPresent(used -> tx.change(STEP, me.value(), used));
      if (step.isPresent()) return "totp";
    }
    String code = PaperCodes.folded(typed);
    boolean spare =
        PaperCodes.isOne(code) && tx.change(USE_CODE, me.value(), digest(me, code), now) == 1;
    return spare ? "recovery_code" : "";
  }

  /** Whether a passkey of theirs has signed. */
  boolean prove(Tx tx, Caller caller, UUID login, JsonNode signed) {
    PersonId me = caller.known();
    if (passkeys.signer(tx, signed).filter(me::equals).isEmpty()) return false;
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

  private static final String ADDRESS = "select email, name, lang from persons where id = $1";

  private void added(Tx tx, Caller caller, String kind, String key, Map<String, ?> values) {
    PersonId me = caller.known();
    Audit.write(tx, me, null, "second_factor_added", Map.of("kind", kind));
    tell(
        tx,
        me,
        Kind.FACTOR_ADDED,
        lang -> Map.of("factor", words.say(lang, key, Map.copyOf(values))));
  }

  private void tell(Tx tx, PersonId person, Kind kind, Function<Lang, Map<String, String>> more) {
    Row row = tx.asSystem(() -> tx.row(ADDRESS, person.value()).orElseThrow());
    Lang lang = Lang.of(row.getString("lang"));
    String name = row.getString("name");
    Map<String, String> model = new HashMap<>(more.apply(lang));
    model.put("name", name.isEmpty() ? row.getString("email") : name);
    model.put("when", Spoken.moment(wallClock.instant(), lang));
    model.put("url", origin + lang.at("/me/second-factor"));
    outbox.put(
        tx, Letter.of(row.getString("email"), person, kind, lang, model, "factor:" + Ids.next()));
  }

  private static final String BEYOND =
      """
      select p.is_admin or exists (select from memberships m where m.person_id = p.id
        and m.desk = 'OFFICIAL' and not m.community_id = any($2::uuid[])) as beyond
      from persons p where p.id = $1
      """;
  private static final String REMOVE_PASSKEYS = "delete from passkeys where person_id = $1";
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
          tx.change(REMOVE_PASSKEYS, person.value());
          tx.change(REMOVE_TOTP, person.value());
          tx.change(REMOVE_CODES, person.value());
          tx.change(END_ALL, person.value(), wallClock.instant());
          Audit.write(
              tx,
              caller.known(),
              member.community(),
              "second_factor_reset",
              Map.of("person", person.toString(), "how", how.name()));
          return true;
        });
    tell(tx, person, Kind.FACTOR_RESET, lang -> Map.of("by", by));
  }
}
