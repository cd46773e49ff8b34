package yui.identity;

import io.vertx.sqlclient.Row;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Persons;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;
import yui.mail.Kind;
import yui.mail.Letter;
import yui.mail.Outbox;
import yui.web.Limits;

/**
 * Coming in and going out. A refused guess is an answer here, not an exception: it must be
 * committed to count.
 */
public final class Logins {
  static final Duration CODE_LIFE = Duration.ofMinutes(10);
  static final Duration PAGE_LIFE = Duration.ofDays(90);
  static final Duration API_LIFE = Duration.ofDays(30);
  static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration MAIL_WINDOW = Duration.ofMinutes(15);
  private static final Duration REMEMBERED = Duration.ofDays(7);
  private static final int MISSES = 5;

  private final InstantSource wallClock;
  private final Outbox outbox;
  private final Persons persons;
  private final AccessTokens accessTokens;
  private final int mailsPerWindow;
  private final Limits guesses;

  /**
   * @param mailsPerWindow letters to one address in 15 minutes; one network address may ask and
   *     guess ten times as often in a minute
   */
  public Logins(
      InstantSource wallClock,
      Outbox outbox,
      Persons persons,
      AccessTokens accessTokens,
      int mailsPerWindow) {
    this.wallClock = wallClock;
    this.outbox = outbox;
    this.persons = persons;
    this.accessTokens = accessTokens;
    this.mailsPerWindow = mailsPerWindow;
    this.guesses = new Limits(wallClock, 10 * mailsPerWindow);
  }

  /** Logins live on the real clock. */
  InstantSource wallClock() {
    return wallClock;
  }

  /** Refuses an address of the network that asks or guesses too often. */
  void count(String remoteAddress) {
    guesses.count(remoteAddress);
  }

  /**
   * Mails a code, alike for known and unknown addresses; beyond the limit it mails nothing and
   * answers a challenge that no code fits.
   *
   * @param browser what the asking browser keeps, if it is one
   */
  String ask(Tx tx, String email, Lang lang, @Nullable String browser) {
    String challenge = Secrets.random(16);
    String folded = Persons.folded(email);
    Instant now = now();
    tx.asSystem(
        () -> {
          LoginStore.lock(tx, folded);
          if (LoginStore.askedSince(tx, folded, now.minus(MAIL_WINDOW)) < mailsPerWindow) {
            mail(tx, challenge, folded, lang, browser, now);
          }
          return challenge;
        });
    return challenge;
  }

  private void mail(
      Tx tx, String challenge, String email, Lang lang, @Nullable String browser, Instant now) {
    String code = Secrets.code();
    UUID id = Secrets.id(challenge);
    LoginStore.ask(
        tx,
        id,
        email,
        Secrets.digest(challenge, code),
        browser == null ? null : Secrets.digest(browser),
        now,
        now.plus(CODE_LIFE));
    Optional<PersonId> known = persons.find(tx, email);
    outbox.put(
        tx,
        Letter.of(
            email,
            known.orElse(null),
            Kind.LOGIN_CODE,
            lang == Lang.JA ? known.map(p -> LoginStore.lang(tx, p)).orElse(lang) : lang,
            Map.of(
                "code",
                code.substring(0, 4) + "-" + code.substring(4),
                "minutes",
                Long.toString(CODE_LIFE.toMinutes())),
            "login:" + id));
  }

  /** The person whom the code lets in, once; a miss is counted. */
  private Optional<PersonId> redeem(
      Tx tx, String challenge, String typed, @Nullable String browser, Lang lang, Instant now) {
    UUID id = Secrets.id(challenge);
    Optional<LoginStore.Challenge> found = LoginStore.challenge(tx, id);
    if (found.isEmpty()) return Optional.empty();
    LoginStore.Challenge asked = found.get();
    boolean alive = !asked.used() && asked.misses() < MISSES && now.isBefore(asked.expiresAt());
    boolean fits =
        MessageDigest.isEqual(asked.codeHash(), Secrets.digest(challenge, digits(typed)));
    if (!alive || !fits || !isSame(asked.browserHash(), browser)) {
      LoginStore.miss(tx, id);
      Audit.write(tx, null, null, "login_refused", Map.of("challenge", id.toString()));
      return Optional.empty();
    }
    LoginStore.use(tx, id, now);
    return Optional.of(persons.findOrAdd(tx, asked.email(), lang));
  }

  private static boolean isSame(byte @Nullable [] browserHash, @Nullable String browser) {
    if (browserHash == null || browser == null) return browserHash == null && browser == null;
    return MessageDigest.isEqual(browserHash, Secrets.digest(browser));
  }

  /** The digits of a code however it was typed: 1234-5678, 1234 5678, １２３４５６７８. */
  static String digits(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\p{Pd}\u2212\u30fc]", "");
  }

  /** Tokens for a program that knows the code. */
  Optional<LoginTokens> openApi(Tx tx, String challenge, String code, Lang lang) {
    Instant now = now();
    return tx.asSystem(
        () ->
            redeem(tx, challenge, code, null, lang, now)
                .map(
                    person -> {
                      UUID login = Ids.next();
                      LoginStore.add(tx, login, person, "API", null, null, now, API_LIFE);
                      Audit.write(tx, person, null, "login", about(login, "API"));
                      return tokens(tx, login, person, now);
                    }));
  }

  /** A page session: its secret, and the language that its person chose. */
  record Opened(String secret, Lang lang) {}

  /** A page session for the browser that asked for the code. */
  Optional<Opened> openPage(Tx tx, String challenge, String code, String browser, Lang lang) {
    return tx.asSystem(
        () ->
            redeem(tx, challenge, code, browser, lang, now()).map(person -> openPage(tx, person)));
  }

  /** A page session for somebody who has shown who they are. */
  Opened openPage(Tx tx, PersonId person) {
    UUID login = Ids.next();
    String secret = Secrets.random(32);
    return tx.asSystem(
        () -> {
          LoginStore.add(
              tx,
              login,
              person,
              "PAGE",
              Secrets.digest(secret),
              Secrets.random(24),
              now(),
              PAGE_LIFE);
          Audit.write(tx, person, null, "login", about(login, "PAGE"));
          return new Opened(secret, LoginStore.lang(tx, person));
        });
  }

  /** A new pair for a refresh token; one used again after the grace ends the whole login. */
  Optional<LoginTokens> refresh(Tx tx, String refreshToken) {
    Instant now = now();
    byte[] hash = Secrets.digest(refreshToken);
    return tx.asSystem(
        () -> {
          Optional<LoginStore.Refresh> found = LoginStore.refresh(tx, hash);
          if (found.isEmpty()) return Optional.empty();
          LoginStore.Refresh refresh = found.get();
          if (refresh.ended() || !now.isBefore(refresh.expiresAt())) return Optional.empty();
          Instant replaced = refresh.replacedAt();
          if (replaced != null && now.isAfter(replaced.plus(GRACE))) {
            LoginStore.end(tx, refresh.login(), now);
            Audit.write(
                tx, refresh.person(), null, "login_reuse_ended", about(refresh.login(), "API"));
            return Optional.empty();
          }
          LoginStore.replace(tx, hash, now);
          LoginStore.see(tx, refresh.login(), now, API_LIFE);
          return Optional.of(tokens(tx, refresh.login(), refresh.person(), now));
        });
  }

  private LoginTokens tokens(Tx tx, UUID login, PersonId person, Instant now) {
    String refresh = Secrets.random(32);
    LoginStore.addRefresh(tx, Secrets.digest(refresh), login, now);
    AccessTokens.Signed signed = accessTokens.sign(person, login, now);
    return new LoginTokens(signed.token(), signed.expiresAt(), refresh);
  }

  /** Ends the login an access token belongs to. */
  void close(Tx tx, AccessTokens.Claims claims) {
    tx.asSystem(
        () -> {
          LoginStore.end(tx, claims.login(), now());
          Audit.write(tx, claims.person(), null, "logout", about(claims.login(), "API"));
          return true;
        });
  }

  /** Ends a page session. */
  void closePage(Tx tx, String secret) {
    tx.asSystem(
        () -> {
          Optional<Row> login = LoginStore.bySecret(tx, Secrets.digest(secret));
          login.ifPresent(
              row -> {
                LoginStore.end(tx, row.getUUID("id"), now());
                PersonId person = new PersonId(row.getUUID("person_id"));
                Audit.write(tx, person, null, "logout", about(row.getUUID("id"), "PAGE"));
              });
          return login;
        });
  }

  /** Forgets codes and refresh tokens that have long been of no use; in system scope. */
  public void forgetOld(Tx tx) {
    LoginStore.forget(tx, now().minus(REMEMBERED));
  }

  private static Map<String, Object> about(UUID login, String kind) {
    return Map.of("login", login.toString(), "kind", kind);
  }

  private Instant now() {
    return wallClock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Refusal refused() {
    return Refusal.of(Refusal.Kind.LOGIN_NEEDED, "login_code_wrong");
  }
}
