package yui.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import yui.communities.Communities;
import yui.communities.Staff;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.QrCode;
import yui.web.Typed;
import yui.web.Words;

/**
 * Showing that it is really oneself: what one has, adding to it, showing it, and a desk's taking it
 * away for somebody who lost it.
 */
public final class SecondFactorPages {
  record View(
      boolean required,
      boolean exempt,
      String until,
      boolean any,
      boolean asks,
      boolean totp,
      int spare,
      boolean hasPasskeys,
      List<Key> passkeys,
      String next,
      String handle,
      String account,
      String known,
      Typed.Field name,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Key(UUID id, String name, String added, String used) {}

  record App(
      String secret,
      String spokenSecret,
      String qr,
      String uri,
      Typed.Field code,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Spare(List<String> codes, boolean changes) {}

  record Reset(
      String communityId,
      String memberId,
      String name,
      Typed.Choice how,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  private final SecondFactors factors;
  private final Staff staff;
  private final Communities communities;
  private final Words words;
  private final String session;
  private final boolean exempt;

  /**
   * @param exempt whether nobody is asked for a second factor, as in the demo
   */
  public SecondFactorPages(
      SecondFactors factors,
      Staff staff,
      Communities communities,
      Words words,
      String origin,
      boolean exempt) {
    this.factors = factors;
    this.staff = staff;
    this.communities = communities;
    this.words = words;
    this.session = Sessions.cookie(origin);
    this.exempt = exempt;
  }

  public void bind(Pages pages) {
    String at = "/me/second-factor";
    pages.get(at, (form, tx) -> view(form, tx, Typed.stored(Map.of())));
    pages.post(at + "/prove", this::prove);
    pages.post(
        at + "/passkeys",
        this::addPasskey,
        (form, tx, errors, summary) -> view(form, tx, Typed.refused(form, errors, summary)));
    pages.post(at + "/passkeys/:kid/remove", this::removePasskey);
    pages.get(
        at + "/app", (form, tx) -> app(form, tx, Totp.drawn(), Typed.stored(Map.of("code", ""))));
    pages.post(
        at + "/app",
        this::addApp,
        (form, tx, errors, summary) ->
            app(form, tx, form.text("secret"), Typed.refused(form, errors, summary)));
    pages.post(at + "/app/remove", this::removeApp);
    pages.get(at + "/spare-codes", this::spare);
    pages.post(at + "/spare-codes", this::keepSpare);
    String reset = "/communities/:cid/memberships/:mid/second-factor";
    pages.get(reset, (form, tx) -> resetting(form, tx, Typed.stored(Map.of())));
    pages.post(
        reset,
        this::reset,
        (form, tx, errors, summary) -> resetting(form, tx, Typed.refused(form, errors, summary)));
  }

  /** Where this page session stands. */
  private UUID login(Form form, Tx tx) {
    return SessionPages.login(form, tx, session);
  }

  private static String at(Form form) {
    return form.base() + "/me/second-factor";
  }

  private Page view(Form form, Tx tx, Typed typed) {
    Lang lang = form.lang();
    SecondFactors.State state = factors.state(tx, form.caller(), login(form, tx));
    List<Key> keys =
        state.passkeys().stream()
            .map(
                key ->
                    new Key(
                        key.id(),
                        key.name(),
                        Spoken.day(key.addedAt(), lang),
                        key.usedAt() == null ? "" : Spoken.day(key.usedAt(), lang)))
            .toList();
    String next = form.text("next").isEmpty() ? "" : LoginPages.next(form);
    return Page.show(
        "second_factor",
        new View(
            state.required(),
            exempt,
            state.provenUntil() == null ? "" : Spoken.moment(state.provenUntil(), lang),
            state.any(),
            state.any() && state.provenUntil() == null,
            state.totp(),
            state.recoveryCodesLeft(),
            !keys.isEmpty(),
            keys,
            next,
            Secrets.base64(Passkeys.handle(form.caller().known())),
            LoginStore.address(tx, form.caller().known()),
            String.join(" ", Passkeys.credentialIds(tx, form.caller().known())),
            typed.field("name"),
            typed.hasErrors(),
            typed.errors()));
  }

  // A miss leads back instead of showing a page: what is shown after a form is not committed.
  private Page prove(Form form, Tx tx) {
    UUID login = login(form, tx);
    Optional<JsonNode> signed = Json.maybe(form.text("credential"));
    boolean good =
        signed
            .map(credential -> factors.prove(tx, form.caller(), login, credential))
            .orElseGet(() -> factors.prove(tx, form.caller(), login, form.text("code")));
    String next = form.text("next").isEmpty() ? at(form) : LoginPages.next(form);
    if (good) return Page.elsewhere(next, "second_factor_shown");
    return Page.elsewhere(
        at(form) + (next.equals(at(form)) ? "" : "?next=" + Secrets.escaped(next)),
        "second_factor_wrong");
  }

  private Page addPasskey(Form form, Tx tx) {
    UUID login = login(form, tx);
    ObjectNode body = Json.MAPPER.createObjectNode().put("name", form.text("name"));
    Json.maybe(form.text("credential")).ifPresent(made -> body.set("credential", made));
    SecondFactorRoutes.Made made = form.body("addPasskey", body, SecondFactorRoutes.Made.class);
    factors.addPasskey(tx, form.caller(), login, made.name(), made.credential());
    return added(form, tx, login);
  }

  /** Whoever has no spare codes yet is led to them. */
  private Page added(Form form, Tx tx, UUID login) {
    boolean spare = factors.state(tx, form.caller(), login).recoveryCodesLeft() > 0;
    return Page.elsewhere(at(form) + (spare ? "" : "/spare-codes"), "second_factor_added");
  }

  private Page removePasskey(Form form, Tx tx) {
    factors.removePasskey(tx, form.caller(), login(form, tx), form.id("kid"));
    return Page.elsewhere(at(form), "second_factor_removed");
  }

  private Page app(Form form, Tx tx, String secret, Typed typed) {
    Totp.secret(secret);
    String account = LoginStore.address(tx, form.caller().known());
    String uri = Totp.uri(secret, "Yui", account);
    return Page.show(
        "second_factor_app",
        new App(
            secret,
            secret.replaceAll("(.{4})(?=.)", "$1 "),
            QrCode.svg(uri),
            uri,
            typed.field("code"),
            typed.hasErrors(),
            typed.errors()));
  }

  private Page addApp(Form form, Tx tx) {
    UUID login = login(form, tx);
    factors.addTotp(tx, form.caller(), login, form.text("secret"), form.text("code"));
    return added(form, tx, login);
  }

  private Page removeApp(Form form, Tx tx) {
    factors.removeTotp(tx, form.caller(), login(form, tx));
    return Page.elsewhere(at(form), "second_factor_removed");
  }

  private Page spare(Form form, Tx tx) {
    SecondFactors.State state = factors.state(tx, form.caller(), login(form, tx));
    return Page.show(
        "spare_codes",
        new Spare(
            SpareCodes.drawn().stream().map(PaperCodes::spoken).toList(),
            state.recoveryCodesLeft() > 0));
  }

  private Page keepSpare(Form form, Tx tx) {
    factors.keepCodes(tx, form.caller(), login(form, tx), form.all("code"));
    return Page.elsewhere(at(form), "spare_codes_kept");
  }

  private Staff.Holder holder(Form form, Tx tx) {
    return staff.get(tx, form.caller(), new CommunityId(form.id("cid")), form.id("mid"));
  }

  private Page resetting(Form form, Tx tx, Typed typed) {
    Staff.Holder holder = holder(form, tx);
    Map<String, String> ways =
        Arrays.stream(SecondFactors.How.values())
            .collect(
                Collectors.toMap(
                    Enum::name,
                    how -> words.say(form.lang(), "second_factor.how." + how),
                    (a, b) -> a,
                    LinkedHashMap::new));
    return Page.show(
        "second_factor_reset",
        new Reset(
            holder.community().toString(),
            holder.membership().toString(),
            holder.name(),
            typed.choice("how", ways),
            typed.hasErrors(),
            typed.errors()));
  }

  private Page reset(Form form, Tx tx) {
    Staff.Holder holder = holder(form, tx);
    SecondFactors.How how =
        Arrays.stream(SecondFactors.How.values())
            .filter(way -> way.name().equals(form.text("how")))
            .findFirst()
            .orElseThrow(() -> Refusal.invalid("/how", "missing"));
    String desk = communities.get(tx, holder.community()).name(form.lang());
    factors.reset(tx, form.caller(), holder, how, desk);
    return Page.elsewhere(
        form.base() + "/communities/" + holder.community() + "/members", "second_factor_reset");
  }
}
