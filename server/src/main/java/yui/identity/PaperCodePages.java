package yui.identity;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.communities.Communities;
import yui.communities.Community;
import yui.communities.Hosts;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Page;
import yui.web.Pages;
import yui.web.QrCode;
import yui.web.Typed;
import yui.web.Words;

/** A desk's sheet with a code for a host, and the door that it opens. */
public final class PaperCodePages {
  record Sheet(
      String communityId,
      UUID memberId,
      String community,
      String office,
      String phone,
      String name,
      String group,
      String code,
      String spokenCode,
      String qr,
      String url,
      String until,
      List<String> standing,
      boolean hasStanding,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record Door(Typed.Field code, boolean hasErrors, List<Typed.Mistake> errors) {}

  private final PaperCodes codes;
  private final Logins logins;
  private final Communities communities;
  private final Words words;
  private final String origin;
  private final String session;
  private final String device;

  public PaperCodePages(
      Hosts hosts, Logins logins, Communities communities, Words words, String origin) {
    this.codes = new PaperCodes(hosts, logins.wallClock());
    this.logins = logins;
    this.communities = communities;
    this.words = words;
    this.origin = origin;
    this.session = Sessions.cookie(origin);
    this.device = Sessions.device(origin);
  }

  public void bind(Pages pages) {
    String sheet = "/communities/:cid/memberships/:mid/paper-code";
    pages.get(sheet, (form, tx) -> sheet(form, tx, Typed.stored(Map.of())));
    pages.post(
        sheet,
        this::give,
        (form, tx, errors, summary) -> sheet(form, tx, Typed.refused(form, errors, summary)));
    pages.post(sheet + "/revoke", this::revoke);
    pages.get("/login/paper", (form, tx) -> door(form, 200, ""));
    pages.post("/login/paper", this::enter);
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  // The code is drawn for the page and good only once the desk says so: it is never stored to be
  // shown again.
  private Page sheet(Form form, Tx tx, Typed typed) {
    CommunityId id = community(form);
    Hosts.Host host = codes.host(tx, form.caller(), id, form.id("mid"));
    Community community = communities.get(tx, id);
    Lang lang = form.lang();
    String code = PaperCodes.drawn();
    String url = origin + lang.path() + "/login/paper";
    List<String> standing =
        codes.standing(tx, id, host.person()).stream()
            .map(
                s ->
                    words.say(
                        lang,
                        "paper_code.standing",
                        Map.of(
                            "day", Spoken.day(s.givenAt(), lang),
                            "until", Spoken.day(s.expiresAt(), lang))))
            .toList();
    return Page.show(
        "paper_code",
        new Sheet(
            id.toString(),
            host.membership(),
            community.name(lang),
            community.officeName(),
            community.officePhone(),
            host.name(),
            host.group(),
            code,
            PaperCodes.spoken(code),
            QrCode.svg(url + "?code=" + code),
            url,
            Spoken.day(logins.wallClock().instant().plus(PaperCodes.LIFE), lang),
            standing,
            !standing.isEmpty(),
            typed.hasErrors(),
            typed.errors()));
  }

  private Page give(Form form, Tx tx) {
    codes.give(tx, form.caller(), community(form), form.id("mid"), form.text("code"));
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/members", "paper_code_given");
  }

  private Page revoke(Form form, Tx tx) {
    codes.revoke(tx, form.caller(), community(form), form.id("mid"));
    return Page.elsewhere(
        form.base() + "/communities/" + community(form) + "/members", "paper_code_revoked");
  }

  private Page enter(Form form, Tx tx) {
    if (!form.caller().isStranger()) return Page.elsewhere(form.base() + "/me");
    Visit visit = Visit.of(form, device);
    logins.count(tx, visit);
    return codes
        .use(tx, form.text("code"))
        .map(person -> logins.openPage(tx, person, visit, false))
        .<Page>map(
            in ->
                new Page.Elsewhere(
                    LoginPages.spoken("/me", in.lang()),
                    null,
                    Map.of(session, in.secret(), device, in.device())))
        .orElseGet(() -> door(form, 400, words.say(form.lang(), "problem.paper_code_wrong")));
  }

  private Page door(Form form, int status, String error) {
    if (!form.caller().isStranger()) return Page.elsewhere(form.base() + "/me");
    Map<String, String> errors = error.isEmpty() ? Map.of() : Map.of("/code", error);
    Typed typed =
        error.isEmpty()
            ? Typed.stored(Map.of("code", PaperCodes.spoken(PaperCodes.folded(form.text("code")))))
            : Typed.refused(form, errors, error);
    return new Page.Shown(
        status, "login_paper", new Door(typed.field("code"), typed.hasErrors(), typed.errors()));
  }
}
