package yui.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/**
 * Coming in by two small forms. The browser that asks for a code keeps a secret in a cookie; the
 * code lets no other browser in.
 */
public final class LoginPages {

  /** Somebody of the demo town, shown to those who try it. */
  public record Known(String email, String ja, String en) {}

  private final Logins logins;
  private final SecondFactors factors;
  private final Words words;
  private final String session;
  private final String asking;
  private final String device;
  private final boolean mailbox;
  private final List<Known> demoTown;

  /**
   * @param mailbox whether letters arrive in the built-in mailbox
   * @param demoTown empty where nobody is to be shown
   */
  public LoginPages(
      Logins logins,
      SecondFactors factors,
      Words words,
      String origin,
      boolean mailbox,
      List<Known> demoTown) {
    this.factors = factors;
    this.logins = logins;
    this.words = words;
    this.session = Sessions.cookie(origin);
    this.asking = session + "-asking";
    this.device = Sessions.device(origin);
    this.mailbox = mailbox;
    this.demoTown = demoTown;
  }

  public void bind(Pages pages) {
    pages.get("/login", (form, tx) -> showLogin(form, Typed.of(Json.MAPPER.createObjectNode())));
    pages.post(
        "/login",
        this::ask,
        (form, tx, errors, summary) ->
            showLogin(form, Typed.refused(asked(form), errors, summary)));
    pages.post("/login/passkey", this::sign);
    pages.get("/login/code", this::showCode);
    pages.post("/login/code", this::enter);
    pages.post("/logout", this::leave);
  }

  private static ObjectNode asked(Form form) {
    return Json.MAPPER.createObjectNode().put("email", form.text("email"));
  }

  private Page ask(Form form, Tx tx) {
    if (!form.caller().isStranger()) return Page.elsewhere(next(form));
    Visit visit = Visit.of(form, device);
    logins.count(tx, visit);
    LoginRoutes.Asked asked = form.body("requestLoginCode", asked(form), LoginRoutes.Asked.class);
    String browser = Secrets.random(32);
    String challenge = logins.ask(tx, asked.email(), form.lang(), browser, visit);
    Asking cookie = new Asking(challenge, browser, asked.email());
    return new Page.Elsewhere(codePath(form), null, Map.of(asking, cookie.written()));
  }

  private static String codePath(Form form) {
    String next = next(form);
    return form.base() + "/login/code?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

  private Page showCode(Form form, Tx tx) {
    if (!form.caller().isStranger()) return Page.elsewhere(next(form));
    return form.cookie(asking)
        .flatMap(Asking::read)
        .<Page>map(asked -> codePage(form, asked, 200, ""))
        .orElseGet(() -> Page.elsewhere(form.base() + "/login"));
  }

  // A wrong code answers a page and throws nothing: the miss must be committed to count. Whoever
  // is logged in already would carry a form's key, and that rolls back with a page.
  private Page enter(Form form, Tx tx) {
    if (!form.caller().isStranger()) return Page.elsewhere(next(form));
    Visit visit = Visit.of(form, device);
    logins.count(tx, visit);
    Optional<Asking> asked = form.cookie(asking).flatMap(Asking::read);
    if (asked.isEmpty()) return Page.elsewhere(form.base() + "/login");
    Asking cookie = asked.get();
    return logins
        .openPage(tx, cookie.challenge(), form.text("code"), cookie.browser(), form.lang(), visit)
        .<Page>map(
            in ->
                new Page.Elsewhere(
                    spoken(next(form), in.lang()),
                    null,
                    Map.of(session, in.secret(), device, in.device(), asking, "")))
        .orElseGet(
            () -> codePage(form, cookie, 400, words.say(form.lang(), "problem.login_code_wrong")));
  }

  // Whose key it is, the key tells: nobody learns here which address has one.
  private Page sign(Form form, Tx tx) {
    if (!form.caller().isStranger()) return Page.elsewhere(next(form));
    Visit visit = Visit.of(form, device);
    logins.count(tx, visit);
    return Json.maybe(form.text("credential"))
        .flatMap(signed -> factors.passkeys().signer(tx, Passkeys.Purpose.LOGIN, signed))
        .map(person -> logins.openPage(tx, person, visit, true))
        .<Page>map(
            in ->
                new Page.Elsewhere(
                    spoken(next(form), in.lang()),
                    null,
                    Map.of(session, in.secret(), device, in.device())))
        .orElseGet(
            () ->
                loginPage(
                    form,
                    400,
                    Typed.refused(
                        Json.MAPPER.createObjectNode(),
                        Map.of(),
                        words.say(form.lang(), "problem.passkey_refused"))));
  }

  private Page leave(Form form, Tx tx) {
    form.cookie(session).ifPresent(secret -> logins.closePage(tx, secret));
    // Whoever is asked to come in again comes back to where they were.
    if (form.filled("next").isPresent()) {
      String next = URLEncoder.encode(next(form), StandardCharsets.UTF_8);
      return new Page.Elsewhere(form.base() + "/login?next=" + next, null, Map.of(session, ""));
    }
    return new Page.Elsewhere(form.base() + "/", "logged_out", Map.of(session, ""));
  }

  /** Where one wanted to go: a path of ours and nothing else. */
  static String next(Form form) {
    String next = form.text("next");
    return next.matches("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*") ? next : form.base() + "/me";
  }

  /** A path that names no language, in the one somebody chose. */
  static String spoken(String path, Lang chosen) {
    return Lang.ofPath(path) == Lang.JA ? chosen.at(path) : path;
  }

  private Page showLogin(Form form, Typed typed) {
    if (!form.caller().isStranger()) return Page.elsewhere(next(form));
    return loginPage(form, 200, typed);
  }

  private Page loginPage(Form form, int status, Typed typed) {
    List<Person> people =
        demoTown.stream()
            .map(k -> new Person(k.email(), form.lang().isEnglish() ? k.en() : k.ja()))
            .toList();
    return new Page.Shown(
        status,
        "login",
        new LoginForm(
            typed.field("email"),
            form.text("next"),
            typed.hasErrors(),
            typed.errors(),
            people.isEmpty() ? null : new DemoTown(people)));
  }

  private Page codePage(Form form, Asking asked, int status, String error) {
    JsonNode code = Json.MAPPER.createObjectNode().put("code", form.text("code"));
    Typed typed =
        error.isEmpty() ? Typed.of(code) : Typed.refused(code, Map.of("/code", error), error);
    return new Page.Shown(
        status,
        "login_code",
        new LoginCode(
            asked.email(),
            asked.challenge(),
            next(form),
            typed.field("code"),
            typed.hasErrors(),
            typed.errors(),
            mailbox));
  }

  record LoginForm(
      Typed.Field email,
      String next,
      boolean hasErrors,
      List<Typed.Mistake> errors,
      @Nullable DemoTown demoTown) {}

  record DemoTown(List<Person> people) {}

  record Person(String email, String role) {}

  record LoginCode(
      String email,
      String challenge,
      String next,
      Typed.Field code,
      boolean hasErrors,
      List<Typed.Mistake> errors,
      boolean mailbox) {}

  /** What the asking browser keeps. */
  private record Asking(String challenge, String browser, String email) {
    String written() {
      String address =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(email.getBytes(StandardCharsets.UTF_8));
      return challenge + "." + browser + "." + address;
    }

    static Optional<Asking> read(String cookie) {
      String[] parts = cookie.split("\\.", -1);
      if (parts.length != 3 || cookie.length() > 600) return Optional.empty();
      try {
        byte[] email = Base64.getUrlDecoder().decode(parts[2]);
        return Optional.of(
            new Asking(parts[0], parts[1], new String(email, StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
