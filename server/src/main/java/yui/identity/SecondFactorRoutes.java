package yui.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Staff;
import yui.core.CommunityId;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Answer;
import yui.web.Api;
import yui.web.Request;

/** The operations of passkeys, codes of apps, spare codes, and where one is logged in. */
public final class SecondFactorRoutes {
  private final Database database;
  private final Logins logins;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final Staff staff;
  private final Communities communities;
  private final LoginList list;

  public SecondFactorRoutes(
      Database database,
      Logins logins,
      Sessions sessions,
      SecondFactors factors,
      Staff staff,
      Communities communities) {
    this.database = database;
    this.logins = logins;
    this.sessions = sessions;
    this.factors = factors;
    this.staff = staff;
    this.communities = communities;
    this.list = new LoginList(logins.wallClock());
  }

  public void bind(Api api) {
    api.write(
        "askPasskeyChallenge",
        (request, tx) -> {
          logins.count(tx, Visit.of(request));
          return Answer.created(factors.passkeys().ask(tx, request.body(Asked.class).purpose()));
        });
    api.plain("loginByPasskey", this::enter);
    api.read("getSecondFactors", (request, tx) -> Answer.ok(state(request, tx)));
    api.read(
        "drawTotp",
        (request, tx) -> {
          String secret = Totp.drawn();
          return Answer.ok(
              new Drawn(secret, Totp.uri(secret, "Yui", request.caller().known().toString())));
        });
    api.write(
        "addTotp",
        (request, tx) -> {
          AppCode typed = request.body(AppCode.class);
          factors.addTotp(tx, request.caller(), login(request), typed.secret(), typed.code());
          return Answer.ok(state(request, tx));
        });
    api.write(
        "removeTotp",
        (request, tx) -> {
          factors.removeTotp(tx, request.caller(), login(request));
          return Answer.nothing();
        });
    api.read(
        "drawRecoveryCodes",
        (request, tx) ->
            Answer.ok(new Codes(SpareCodes.drawn().stream().map(PaperCodes::spoken).toList())));
    api.write(
        "keepRecoveryCodes",
        (request, tx) -> {
          List<String> codes = request.body(Codes.class).codes();
          factors.keepCodes(tx, request.caller(), login(request), codes);
          return Answer.ok(state(request, tx));
        });
    api.plain("proveSecondFactor", this::prove);
    api.write(
        "addPasskey",
        (request, tx) -> {
          Made made = request.body(Made.class);
          return Answer.created(
              factors.addPasskey(
                  tx, request.caller(), login(request), made.name(), made.credential()));
        });
    api.write(
        "removePasskey",
        (request, tx) -> {
          factors.removePasskey(tx, request.caller(), login(request), request.id("passkeyId"));
          return Answer.nothing();
        });
    api.write("resetSecondFactors", this::reset);
    api.read(
        "listLogins",
        (request, tx) ->
            Answer.ok(Map.of("items", list.list(tx, request.caller(), login(request)))));
    api.write(
        "endLogin",
        (request, tx) -> {
          list.end(tx, request.caller(), request.id("loginId"));
          return Answer.nothing();
        });
    api.write(
        "endOtherLogins",
        (request, tx) ->
            Answer.ok(Map.of("ended", list.endOthers(tx, request.caller(), login(request)))));
  }

  private UUID login(Request request) {
    return sessions.claims(request.header("Authorization").orElse("")).login();
  }

  private SecondFactors.State state(Request request, Tx tx) {
    return factors.state(tx, request.caller(), login(request));
  }

  // A key that does not fit has used up its challenge, which is committed before it is refused.
  private Answer enter(Request request) {
    Visit visit = Visit.of(request);
    Signed signed = request.body(Signed.class);
    return Answer.ok(
        database
            .write(
                Scope.ofSystem(),
                tx -> {
                  logins.count(tx, visit);
                  return factors
                      .passkeys()
                      .signer(tx, Passkeys.Purpose.LOGIN, signed.credential())
                      .map(person -> logins.openApi(tx, person, visit, true));
                })
            .orElseThrow(() -> Refusal.of(Refusal.Kind.LOGIN_NEEDED, "passkey_refused")));
  }

  private Answer prove(Request request) {
    Proof proof = request.body(Proof.class);
    UUID login = login(request);
    boolean good =
        database.write(
            Scope.of(request.caller()),
            tx ->
                proof.code() != null
                    ? factors.prove(tx, request.caller(), login, proof.code())
                    : proof.credential() != null
                        && factors.prove(tx, request.caller(), login, proof.credential()));
    if (!good) throw Refusal.of(Refusal.Kind.INVALID, "second_factor_wrong");
    return Answer.ok(
        database.read(
            Scope.of(request.caller()), tx -> factors.state(tx, request.caller(), login)));
  }

  private Answer reset(Request request, Tx tx) {
    CommunityId community = new CommunityId(request.id("communityId"));
    Staff.Holder holder = staff.get(tx, request.caller(), community, request.id("membershipId"));
    Reset reset = request.body(Reset.class);
    factors.reset(
        tx,
        request.caller(),
        holder,
        reset.how(),
        communities.get(tx, community).name(request.caller().lang()));
    return Answer.nothing();
  }

  record Asked(Passkeys.Purpose purpose) {}

  record Signed(JsonNode credential) {}

  record Made(String name, JsonNode credential) {}

  record Proof(@Nullable String code, @Nullable JsonNode credential) {}

  record Drawn(String secret, String uri) {}

  record AppCode(String secret, String code) {}

  record Codes(List<String> codes) {}

  record Reset(SecondFactors.How how) {}
}
