package yui.identity;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Request;

/**
 * Whether it is still the one who came in: for what nobody shall do at a screen that was left
 * alone. Whoever has a second factor shows it; others have logged in a short while ago.
 */
public final class Recently {
  private static final Duration SHORT_WHILE = Duration.ofMinutes(15);

  private final Sessions sessions;
  private final InstantSource wallClock;
  private final String cookie;

  public Recently(Sessions sessions, InstantSource wallClock, String origin) {
    this.sessions = sessions;
    this.wallClock = wallClock;
    this.cookie = Sessions.cookie(origin);
  }

  /** Whether they are asked for nothing more. */
  public boolean is(Tx tx, Form form) {
    return is(tx, form.caller(), SessionPages.login(form, tx, cookie));
  }

  public void demand(Tx tx, Form form) {
    demand(tx, form.caller(), SessionPages.login(form, tx, cookie));
  }

  public void demand(Tx tx, Request request) {
    UUID login = sessions.claims(request.header("Authorization").orElse("")).login();
    demand(tx, request.caller(), login);
  }

  private void demand(Tx tx, Caller caller, UUID login) {
    if (is(tx, caller, login)) return;
    if (hasFactor(tx, caller)) caller.demandProof();
    throw Refusal.forbidden("login_again");
  }

  private boolean is(Tx tx, Caller caller, UUID login) {
    return hasFactor(tx, caller) ? caller.proven() : cameIn(tx, caller, login);
  }

  private static final String FACTORS =
      """
      select exists (select from totp_secrets where person_id = $1)
        or exists (select from passkeys where person_id = $1) as has
      """;

  private static boolean hasFactor(Tx tx, Caller caller) {
    return tx.row(FACTORS, caller.known().value()).orElseThrow().getBoolean("has");
  }

  private static final String CAME_IN =
      "select created_at from logins where id = $1 and person_id = $2";

  private boolean cameIn(Tx tx, Caller caller, UUID login) {
    Row row = tx.row(CAME_IN, login, caller.known().value()).orElseThrow(Refusal::loginNeeded);
    return wallClock.instant().isBefore(Instants.of(row, "created_at").plus(SHORT_WHILE));
  }
}
