package yui.identity;

import java.util.Optional;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** The operations of coming in, going out, and oneself. */
public final class LoginRoutes {
  private final Database database;
  private final Logins logins;
  private final Sessions sessions;
  private final Me me;

  public LoginRoutes(Database database, Logins logins, Sessions sessions, Me me) {
    this.database = database;
    this.logins = logins;
    this.sessions = sessions;
    this.me = me;
  }

  public void bind(Api api) {
    api.write(
        "requestLoginCode",
        (request, tx) -> {
          Visit visit = Visit.of(request);
          logins.count(tx, visit);
          Asked asked = request.body(Asked.class);
          return Answer.accepted(
              new Challenge(logins.ask(tx, asked.email(), request.caller().lang(), null, visit)));
        });
    api.plain("login", this::login);
    api.plain("refreshLogin", this::refresh);
    api.write(
        "logout",
        (request, tx) -> {
          logins.close(tx, sessions.claims(request.header("Authorization").orElse("")));
          return Answer.nothing();
        });
    api.read(
        "me",
        (request, tx) -> {
          Me.Shown shown = me.get(tx, request.caller());
          return Answer.ok(shown).tagged(shown.version());
        });
    api.write(
        "changeMe",
        (request, tx) -> {
          Me.Shown shown =
              me.change(tx, request.caller(), request.ifMatch(), request.body(Me.Change.class));
          return Answer.ok(shown).tagged(shown.version());
        });
  }

  // A miss and a reuse are committed before they are refused.
  private Answer login(Request request) {
    Visit visit = Visit.of(request);
    Typed typed = request.body(Typed.class);
    Optional<LoginTokens> tokens =
        database.write(
            Scope.ofSystem(),
            tx -> {
              logins.count(tx, visit);
              return logins.openApi(
                  tx, typed.challenge(), typed.code(), request.caller().lang(), visit);
            });
    return Answer.ok(tokens.orElseThrow(Logins::refused));
  }

  private Answer refresh(Request request) {
    Refresh refresh = request.body(Refresh.class);
    Optional<LoginTokens> tokens =
        database.write(Scope.ofSystem(), tx -> logins.refresh(tx, refresh.refreshToken()));
    return Answer.ok(
        tokens.orElseThrow(() -> Refusal.of(Refusal.Kind.LOGIN_NEEDED, "refresh_token_bad")));
  }

  record Asked(String email) {}

  record Challenge(String challenge) {}

  record Typed(String challenge, String code) {}

  record Refresh(String refreshToken) {}
}
