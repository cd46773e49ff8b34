package yui.identity;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Tx;

/** Rows of challenges, logins and refresh tokens; in system scope. */
final class LoginStore {
  private LoginStore() {}

  /** A code that was asked for. */
  record Challenge(
      String email,
      byte[] codeHash,
      byte @Nullable [] browserHash,
      int misses,
      Instant expiresAt,
      boolean used) {}

  /** A refresh token and the login it belongs to. */
  record Refresh(
      UUID login,
      PersonId person,
      @Nullable Instant replacedAt,
      boolean ended,
      Instant expiresAt) {}

  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

  /** Two askers for one address wait for one another. */
  static void lock(Tx tx, String email) {
    tx.rows(LOCK, "login " + email);
  }

  private static final String ASKED_SINCE =
      """
      select count(*) as asked from login_challenges
      where email_folded = $1 and created_at > $2 and known_device = $3
      """;

  /** Askers on a device that has been let in, and all others, are counted apart. */
  static long askedSince(Tx tx, String email, Instant since, boolean knownDevice) {
    return tx.row(ASKED_SINCE, email, since, knownDevice).orElseThrow().getLong("asked");
  }

  private static final String KNOWN = "select lang from persons where email_folded = $1";

  /** What somebody at this address reads, by the same work whether there is anybody or not. */
  static Optional<Lang> lang(Tx tx, String email) {
    return tx.row(KNOWN, email).map(row -> Lang.of(row.getString("lang")));
  }

  private static final String LANG = "select lang from persons where id = $1";

  static Lang lang(Tx tx, PersonId person) {
    return Lang.of(tx.row(LANG, person.value()).orElseThrow().getString("lang"));
  }

  private static final String ADDRESS = "select email from persons where id = $1";

  static String address(Tx tx, PersonId person) {
    return tx.row(ADDRESS, person.value()).orElseThrow().getString("email");
  }

  private static final String COUNT =
      """
      insert into login_counts (bucket, minute, count)
      values ($1, date_trunc('minute', $2::timestamptz), 1)
      on conflict (bucket, minute) do update set count = login_counts.count + 1
      returning count
      """;

  /** How often this bucket has been counted in this minute, on every server. */
  static int count(Tx tx, byte[] bucket, Instant now) {
    return tx.row(COUNT, Buffer.buffer(bucket), now).orElseThrow().getInteger("count");
  }

  private static final String ASK =
      """
      insert into login_challenges
        (id, email_folded, code_hash, browser_hash, known_device, created_at, expires_at)
      values ($1, $2, $3, $4::bytea, $5, $6, $7)
      """;

  static void ask(
      Tx tx,
      UUID id,
      String email,
      byte[] codeHash,
      byte @Nullable [] browserHash,
      boolean knownDevice,
      Instant now,
      Instant expiresAt) {
    tx.change(
        ASK,
        id,
        email,
        Buffer.buffer(codeHash),
        browserHash == null ? null : Buffer.buffer(browserHash),
        knownDevice,
        now,
        expiresAt);
  }

  private static final String CHALLENGE =
      """
      select email_folded, code_hash, browser_hash, misses, expires_at,
        used_at is not null as used
      from login_challenges where id = $1 for update
      """;

  static Optional<Challenge> challenge(Tx tx, UUID id) {
    return tx.row(CHALLENGE, id).map(LoginStore::challenge);
  }

  private static Challenge challenge(Row row) {
    Buffer browser = row.getBuffer("browser_hash");
    return new Challenge(
        row.getString("email_folded"),
        row.getBuffer("code_hash").getBytes(),
        browser == null ? null : browser.getBytes(),
        row.getInteger("misses"),
        row.getOffsetDateTime("expires_at").toInstant(),
        row.getBoolean("used"));
  }

  private static final String MISS =
      "update login_challenges set misses = misses + 1 where id = $1";

  static void miss(Tx tx, UUID id) {
    tx.change(MISS, id);
  }

  private static final String USE = "update login_challenges set used_at = $2 where id = $1";

  static void use(Tx tx, UUID id, Instant now) {
    tx.change(USE, id, now);
  }

  /** A login that begins. */
  record Begun(
      UUID id,
      PersonId person,
      String kind,
      Visit visit,
      byte[] device,
      Instant now,
      Instant expiresAt,
      boolean proven) {}

  private static final String ADD =
      """
      insert into logins
        (id, person_id, kind, secret_hash, csrf, created_at, seen_at, expires_at, agent, network,
          device_hash, second_at)
      values ($1, $2, $3, $4::bytea, $5::text, $6, $6, $7, $8, $9, $10, $11::timestamptz)
      """;

  static void add(Tx tx, Begun begun, byte @Nullable [] secretHash, @Nullable String csrf) {
    tx.change(
        ADD,
        begun.id(),
        begun.person().value(),
        begun.kind(),
        secretHash == null ? null : Buffer.buffer(secretHash),
        csrf,
        begun.now(),
        begun.expiresAt(),
        begun.visit().agent(),
        begun.visit().place(),
        Buffer.buffer(begun.device()),
        begun.proven() ? begun.now() : null);
  }

  private static final String ADD_REFRESH =
      "insert into refresh_tokens (token_hash, login_id, created_at) values ($1, $2, $3)";

  static void addRefresh(Tx tx, byte[] hash, UUID login, Instant now) {
    tx.change(ADD_REFRESH, Buffer.buffer(hash), login, now);
  }

  private static final String REFRESH =
      """
      select t.login_id, t.replaced_at, l.person_id, l.ended_at is not null as ended, l.expires_at
      from refresh_tokens t join logins l on l.id = t.login_id
      where t.token_hash = $1 for update
      """;

  static Optional<Refresh> refresh(Tx tx, byte[] hash) {
    return tx.row(REFRESH, Buffer.buffer(hash))
        .map(
            row ->
                new Refresh(
                    row.getUUID("login_id"),
                    new PersonId(row.getUUID("person_id")),
                    row.getOffsetDateTime("replaced_at") == null
                        ? null
                        : row.getOffsetDateTime("replaced_at").toInstant(),
                    row.getBoolean("ended"),
                    row.getOffsetDateTime("expires_at").toInstant()));
  }

  private static final String REPLACE =
      """
      update refresh_tokens set replaced_at = $2 where token_hash = $1 and replaced_at is null
      """;

  static void replace(Tx tx, byte[] hash, Instant now) {
    tx.change(REPLACE, Buffer.buffer(hash), now);
  }

  private static final String SEE = "update logins set seen_at = $2, expires_at = $3 where id = $1";

  static void see(Tx tx, UUID login, Instant now, Duration life) {
    tx.change(SEE, login, now, now.plus(life));
  }

  private static final String END =
      "update logins set ended_at = $2 where id = $1 and ended_at is null";

  static void end(Tx tx, UUID login, Instant now) {
    tx.change(END, login, now);
  }

  private static final String BY_SECRET =
      "select id, person_id from logins where secret_hash = $1 and ended_at is null";

  static Optional<Row> bySecret(Tx tx, byte[] hash) {
    return tx.row(BY_SECRET, Buffer.buffer(hash));
  }

  private static final String SEE_PAGE =
      "update logins set seen_at = $2 where id = $1 and ended_at is null";

  /** Notes that a page session lives. */
  static void see(Tx tx, UUID login, Instant now) {
    tx.change(SEE_PAGE, login, now);
  }

  private static final String STANDING =
      """
      select p.id, p.name, p.email, p.is_admin, l.id as login_id, l.csrf, l.second_at, l.seen_at,
        m.community_id, m.group_id, m.role, m.desk
      from logins l
        join persons p on p.id = l.person_id
        left join memberships m on m.person_id = p.id
      where l.ended_at is null and l.expires_at > $2
      """;
  private static final String OF_TOKEN =
      STANDING + " and l.id = $1 and l.kind = 'API' and l.person_id = $3";
  private static final String OF_COOKIE = STANDING + " and l.secret_hash = $1 and l.kind = 'PAGE'";

  /** The person behind a live login, once a role; none when the login has ended. */
  static List<Row> ofToken(Tx tx, UUID login, PersonId person, Instant now) {
    return tx.rows(OF_TOKEN, login, now, person.value());
  }

  static List<Row> ofCookie(Tx tx, byte[] secretHash, Instant now) {
    return tx.rows(OF_COOKIE, Buffer.buffer(secretHash), now);
  }

  private static final String FORGET_CHALLENGES =
      "delete from login_challenges where created_at < $1";
  private static final String FORGET_TOKENS =
      """
      delete from refresh_tokens t using logins l
      where l.id = t.login_id and (l.ended_at < $1 or l.expires_at < $1)
      """;

  private static final String FORGET_COUNTS = "delete from login_counts where minute < $1";
  private static final String FORGET_WHERE =
      """
      update logins set agent = '', network = ''
      where coalesce(ended_at, expires_at) < $1 and agent <> ''
      """;
  private static final String FORGET_DEVICES =
      "delete from login_devices where seen_at < $1::timestamptz - interval '400 days'";

  static void forget(Tx tx, Instant before) {
    tx.change(FORGET_WHERE, before);
    tx.change(FORGET_DEVICES, before);
    tx.change(FORGET_CHALLENGES, before);
    tx.change(FORGET_COUNTS, before);
    tx.change(FORGET_TOKENS, before);
  }
}
