package yui.identity;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Role;
import yui.db.Database;
import yui.db.Scope;
import yui.web.Authentication;

/**
 * Who stands before a door: the login and its roles are read at every call, so that a logout and a
 * lost role act at once.
 */
public final class Sessions implements Authentication {
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_COOKIE = 100;

  // Not at every look: people want the day, perhaps the hour.
  private static final Duration BETWEEN_NOTES = Duration.ofHours(1);

  /** How long a second factor that was shown opens what moves money: a day's work. */
  static final Duration PROVEN = Duration.ofHours(12);

  private final Database database;
  private final AccessTokens accessTokens;
  private final InstantSource wallClock;
  private final String cookie;
  private final boolean exempt;

  /**
   * @param exempt whether nobody is asked for a second factor, as in the demo
   */
  public Sessions(
      Database database,
      AccessTokens accessTokens,
      InstantSource wallClock,
      String origin,
      boolean exempt) {
    this.exempt = exempt;
    this.database = database;
    this.accessTokens = accessTokens;
    this.wallClock = wallClock;
    this.cookie = cookie(origin);
  }

  /** The browser itself keeps a {@code __Host-} cookie to this host and to https. */
  static String cookie(String origin) {
    return origin.startsWith("https:") ? "__Host-yui" : "yui";
  }

  /** Where a browser keeps what it is known again by; it lets nobody in. */
  static String device(String origin) {
    return cookie(origin) + "-device";
  }

  @Override
  public Caller byToken(HttpServerRequest request, Lang lang) {
    List<String> sent = request.headers().getAll("Authorization");
    if (sent.isEmpty()) return Caller.stranger(lang);
    AccessTokens.Claims claims = accessTokens.verify(bearer(sent));
    Instant now = wallClock.instant();
    List<Row> rows =
        database.read(
            Scope.ofSystem(), tx -> LoginStore.ofToken(tx, claims.login(), claims.person(), now));
    if (rows.isEmpty()) throw AccessTokens.refused();
    return caller(rows, lang, now);
  }

  /** What the token sent along claims; the door has let it in already. */
  AccessTokens.Claims claims(String authorization) {
    return accessTokens.verify(bearer(List.of(authorization)));
  }

  private static String bearer(List<String> sent) {
    String header = sent.getFirst();
    if (sent.size() != 1 || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw AccessTokens.refused();
    }
    return header.substring(BEARER.length()).strip();
  }

  @Override
  public Optional<Session> bySession(HttpServerRequest request, Lang lang) {
    Cookie sent = request.getCookie(cookie);
    if (sent == null || sent.getValue().isEmpty() || sent.getValue().length() > LONGEST_COOKIE) {
      return Optional.empty();
    }
    byte[] hash = Secrets.digest(sent.getValue());
    Instant now = wallClock.instant();
    List<Row> rows = database.read(Scope.ofSystem(), tx -> LoginStore.ofCookie(tx, hash, now));
    if (rows.isEmpty()) return Optional.empty();
    Row row = rows.getFirst();
    if (row.getOffsetDateTime("seen_at").toInstant().plus(BETWEEN_NOTES).isBefore(now)) {
      UUID login = row.getUUID("login_id");
      database.write(
          Scope.ofSystem(),
          tx -> {
            LoginStore.see(tx, login, now);
            return login;
          });
    }
    String name = row.getString("name");
    return Optional.of(
        new Session(
            caller(rows, lang, now),
            row.getString("csrf"),
            name.isEmpty() ? row.getString("email") : name));
  }

  private Caller caller(List<Row> rows, Lang lang, Instant now) {
    Row first = rows.getFirst();
    List<Membership> memberships = new ArrayList<>();
    if (first.getBoolean("is_admin")) {
      memberships.add(new Membership(null, null, Role.ADMIN, null));
    }
    for (Row row : rows) {
      if (row.getString("role") != null) memberships.add(membership(row));
    }
    OffsetDateTime second = first.getOffsetDateTime("second_at");
    boolean proven = exempt || second != null && now.isBefore(second.toInstant().plus(PROVEN));
    return new Caller(new PersonId(first.getUUID("id")), List.copyOf(memberships), lang, proven);
  }

  private static Membership membership(Row row) {
    UUID group = row.getUUID("group_id");
    String desk = row.getString("desk");
    return new Membership(
        new CommunityId(row.getUUID("community_id")),
        group == null ? null : new GroupId(group),
        Role.valueOf(row.getString("role")),
        desk == null ? null : Desk.valueOf(desk));
  }
}
