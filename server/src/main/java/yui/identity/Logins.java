package yui.identity;

import io.vertx.sqlclient.Row;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
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
  private final Devices devices;
  private final String origin;
  private final Doorkeeping limits;
  private final Limits guesses;

  /**
   * What the door allows.
   *
   * @param mailsPerQuarterHour letters to one address
   * @param triesPerMinute askings and guesses from one network
   */
  public record Doorkeeping(int mailsPerQuarterHour, int triesPerMinute) {}

  public Logins(
      InstantSource wallClock,
      Outbox outbox,
      Persons persons,
      AccessTokens accessTokens,
      String origin,
      Doorkeeping limits) {
    this.wallClock = wallClock;
    this.outbox = outbox;
    this.persons = persons;
    this.accessTokens = accessTokens;
    this.devices = new Devices(outbox, origin);
    this.origin = origin;
    this.limits = limits;
    this.guesses = new Limits(wallClock, limits.triesPerMinute());
  }

  /** Logins live on the real clock. */
  InstantSource wallClock() {
    return wallClock;
  }

  /**
   * Refuses a network that asks or guesses too often: here at once, and by rows for all servers. A
   * browser that has been let in before is counted by itself, whoever else sits in its network.
   */
  void count(Tx tx, Visit visit) {
    Instant now = now();
    String device = visit.device();
    boolean known = device != null && tx.asSystem(() -> Devices.isKnown(tx, device));
    String bucket = known ? "device " + device : "network " + visit.network();
    guesses.count(bucket);
    int counted = tx.asSystem(() -> LoginStore.count(tx, Secrets.digest(bucket), now));
    if (counted > limits.triesPerMinute()) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY,
          "too_many_requests",
          Map.of("seconds", 60 - now.getEpochSecond() % 60));
    }
  }

  /**
   * Mails a code, alike for known and unknown addresses; beyond the limit it mails nothing and
   * answers a challenge that no code fits.
   *
   * @param browser what the asking browser keeps, if it is one
   */
  String ask(Tx tx, String email, Lang lang, @Nullable String browser, Visit visit) {
    String challenge = Secrets.random(16);
    String folded = Persons.folded(email);
    Instant now = now();
    String device = visit.device();
    tx.asSystem(
        () -> {
          boolean known = device != null && Devices.isOf(tx, folded, device);
          LoginStore.lock(tx, folded);
          if (LoginStore.askedSince(tx, folded, now.minus(MAIL_WINDOW), known)
              < limits.mailsPerQuarterHour()) {
            mail(tx, challenge, folded, lang, browser, known, now);
          }
          return challenge;
        });
    return challenge;
  }

  // Whether somebody is known at this address changes no statement and no row: neither the answer
  // nor its time tells. So the letter names no person; its code is wiped once it is sent.
  private void mail(
      Tx tx,
      String challenge,
      String email,
      Lang lang,
      @Nullable String browser,
      boolean knownDevice,
      Instant now) {
    String code = Secrets.code();
    UUID id = Secrets.id(challenge);
    LoginStore.ask(
        tx,
        id,
        email,
        Secrets.digest(challenge, code),
        browser == null ? null : Secrets.digest(browser),
        knownDevice,
        now,
        now.plus(CODE_LIFE));
    Optional<Lang> chosen = LoginStore.lang(tx, email);
    Lang spoken = lang == Lang.JA ? chosen.orElse(lang) : lang;
    String shown = code.substring(0, 4) + "-" + code.substring(4);
    Map<String, String> model = new HashMap<>();
    model.put("code", shown);
    model.put("minutes", Long.toString(CODE_LIFE.toMinutes()));
    // Following it fills the field in the browser that asked and does nothing more.
    if (browser != null) model.put("url", origin + spoken.at("/login/code") + "?code=" + shown);
    outbox.put(tx, Letter.of(email, null, Kind.LOGIN_CODE, spoken, model, "login:" + id));
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
  Optional<LoginTokens> openApi(Tx tx, String challenge, String code, Lang lang, Visit visit) {
    return tx.asSystem(
        () ->
            redeem(tx, challenge, code, null, lang, now())
                .map(person -> openApi(tx, person, visit, false)));
  }

  /**
   * Tokens for somebody who has shown who they are.
   *
   * @param proven by what is a second factor at the same time
   */
  LoginTokens openApi(Tx tx, PersonId person, Visit visit, boolean proven) {
    Instant now = now();
    UUID login = Ids.next();
    return tx.asSystem(
        () -> {
          byte[] device = Secrets.digest(visit.likeness());
          LoginStore.add(
              tx,
              new LoginStore.Begun(
                  login, person, "API", visit, device, now, now.plus(API_LIFE), proven),
              null,
              null);
          Audit.write(tx, person, null, "login", about(login, "API"));
          devices.arrive(tx, person, login, device, visit, now);
          return tokens(tx, login, person, now);
        });
  }

  /**
   * A page session: its secret, what its browser keeps to be known again, and the language that its
   * person chose.
   */
  record Opened(String secret, String device, Lang lang) {}

  /** A page session for the browser that asked for the code. */
  Optional<Opened> openPage(
      Tx tx, String challenge, String code, String browser, Lang lang, Visit visit) {
    return tx.asSystem(
        () ->
            redeem(tx, challenge, code, browser, lang, now())
                .map(person -> openPage(tx, person, visit, false)));
  }

  /** A page session for somebody who has shown who they are. */
  Opened openPage(Tx tx, PersonId person, Visit visit, boolean proven) {
    Instant now = now();
    UUID login = Ids.next();
    String secret = Secrets.random(32);
    String kept = visit.device();
    String device = kept == null ? Secrets.random(32) : kept;
    return tx.asSystem(
        () -> {
          byte[] hash = Secrets.digest(device);
          LoginStore.add(
              tx,
              new LoginStore.Begun(
                  login, person, "PAGE", visit, hash, now, now.plus(PAGE_LIFE), proven),
              Secrets.digest(secret),
              Secrets.random(24));
          Audit.write(tx, person, null, "login", about(login, "PAGE"));
          devices.arrive(tx, person, login, hash, visit, now);
          return new Opened(secret, device, LoginStore.lang(tx, person));
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
