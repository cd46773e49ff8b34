package yui.identity;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.core.Lang;
import yui.core.Refusal;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Where one is logged in, with a button to end each; and becoming the first administrator. */
public final class SessionPages {
  record View(List<Entry> logins, boolean hasOthers) {}

  record Entry(
      UUID id,
      String device,
      String kind,
      String network,
      String created,
      String seen,
      boolean current) {}

  record First(Typed.Field code, boolean wanted, boolean hasErrors, List<Typed.Mistake> errors) {}

  private final LoginList list;
  private final FirstAdministrator first;
  private final Words words;
  private final String session;

  public SessionPages(Logins logins, FirstAdministrator first, Words words, String origin) {
    this.list = new LoginList(logins.wallClock());
    this.first = first;
    this.words = words;
    this.session = Sessions.cookie(origin);
  }

  public void bind(Pages pages) {
    pages.get("/me/sessions", this::view);
    pages.post(
        "/me/sessions/:lid/end",
        (form, tx) -> {
          list.end(tx, form.caller(), form.id("lid"));
          return Page.elsewhere(form.base() + "/me/sessions", "login_ended");
        });
    pages.post(
        "/me/sessions/end-others",
        (form, tx) -> {
          list.endOthers(tx, form.caller(), login(form, tx));
          return Page.elsewhere(form.base() + "/me/sessions", "logins_ended");
        });
    pages.get("/first-administrator", (form, tx) -> first(form, tx, Typed.stored(Map.of())));
    pages.post(
        "/first-administrator",
        (form, tx) -> {
          first.become(tx, form.caller(), form.text("code"));
          return Page.elsewhere(form.base() + "/admin/communities", "administrator_now");
        },
        (form, tx, errors, summary) -> first(form, tx, Typed.refused(form, errors, summary)));
  }

  private UUID login(Form form, Tx tx) {
    return login(form, tx, session);
  }

  /** Whose page session this is, by the cookie of that name. */
  static UUID login(Form form, Tx tx, String session) {
    return form.cookie(session)
        .flatMap(secret -> LoginStore.bySecret(tx, Secrets.digest(secret)))
        .orElseThrow(Refusal::loginNeeded)
        .getUUID("id");
  }

  private Page view(Form form, Tx tx) {
    form.caller().known();
    Lang lang = form.lang();
    List<Entry> logins =
        list.list(tx, form.caller(), login(form, tx)).stream()
            .map(
                login ->
                    new Entry(
                        login.id(),
                        login.device(),
                        words.say(lang, "sessions.kind." + login.kind()),
                        login.network(),
                        Spoken.moment(login.createdAt(), lang),
                        Spoken.moment(login.seenAt(), lang),
                        login.current()))
            .toList();
    return Page.show("sessions", new View(logins, logins.size() > 1));
  }

  private Page first(Form form, Tx tx, Typed typed) {
    form.caller().known();
    return Page.show(
        "first_administrator",
        new First(typed.field("code"), first.isWanted(tx), typed.hasErrors(), typed.errors()));
  }
}
