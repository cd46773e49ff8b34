package yui.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.FieldError;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Pace;
import yui.db.Scope;
import yui.db.Tx;
import yui.engine.Readings;
import yui.furigana.EasyPage;

/**
 * The people's door: pages filled on the server and plain forms, in the language of the address. A
 * form is believed only with its session's token and an origin of ours; it happens once; when it is
 * refused its page is shown again with everything typed.
 */
public final class Pages {
  private static final int FORM_LIMIT = 1 << 20;
  private static final String SESSION = "yui.session";

  /** Forms of many words and no secrets: what was refused of them stays in the browser. */
  private static final Set<String> STAYS = Set.of("needs", "task_form");

  private static final String NOTICE = "yui-notice";
  private static final String SENT = "yui-sent";
  private static final String READINGS = "yui-readings";

  /** Shows a refused form again: what was typed, and which fields are bad, in words. */
  public interface Again {
    Page show(Form form, Tx tx, Map<String, String> fieldErrors, String summary);
  }

  private record Route(
      HttpMethod method,
      String path,
      Function<Form, Page> handler,
      @Nullable Again again,
      boolean takesFiles) {}

  /** What surrounds a page beyond what the request itself tells; the communities room knows. */
  public interface Surroundings {
    Around of(Form form, String path);
  }

  /** The office on every page, and the places a host or coordinator goes to. */
  public record Around(
      String officeName,
      String officePhone,
      List<Frame.Link> hostLinks,
      List<Frame.Link> deskLinks) {}

  private final Contract contract;
  private final Database database;
  private final Authentication authentication;
  private final Limits limits;
  private final Problems problems;
  private final Words words;
  private final Templates templates;
  private final EasyPage easy;
  private final Surroundings surroundings;
  private final String origin;
  private final boolean demo;
  private final Errands errands;
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, String> atLength = new HashMap<>();

  public Pages(
      Contract contract,
      Database database,
      Authentication authentication,
      Limits limits,
      Words words,
      Surroundings surroundings,
      Errands errands,
      String origin,
      boolean demo) {
    this.contract = contract;
    this.database = database;
    this.authentication = authentication;
    this.limits = limits;
    this.problems = new Problems(words);
    this.words = words;
    this.templates = new Templates(words);
    this.easy = new EasyPage(Readings.load(), words.all(Lang.EASY));
    this.surroundings = surroundings;
    this.errands = errands;
    this.origin = origin;
    this.demo = demo;
    routes.add(new Route(HttpMethod.POST, "/readings", Pages::chooseReadings, null, false));
    new ErrandPages(words).bind(this);
  }

  public Words words() {
    return words;
  }

  /** A page that only looks, in one read transaction. */
  public void get(String path, BiFunction<Form, Tx, Page> handler) {
    getPlain(path, form -> read(form, tx -> handler.apply(form, tx)));
  }

  /** A page that looks at what may be some seconds old. */
  public void getStale(String path, BiFunction<Form, Tx, Page> handler) {
    getPlain(
        path,
        form ->
            form.pace() == null
                ? database.readStale(Scope.of(form.caller()), tx -> handler.apply(form, tx))
                : read(form, tx -> handler.apply(form, tx)));
  }

  /** A page that opens transactions itself, because it also asks the search engine. */
  public void getPlain(String path, Function<Form, Page> handler) {
    routes.add(new Route(HttpMethod.GET, path, handler, null, false));
  }

  private <T> T read(Form form, Function<Tx, T> work) {
    Scope scope = Scope.of(form.caller());
    Pace pace = form.pace();
    return pace == null
        ? database.read(scope, work)
        : database.readAtLength(scope, tx -> work.apply(tx.telling(pace)));
  }

  private <T> T write(Form form, Function<Tx, T> work) {
    Scope scope = Scope.of(form.caller());
    Pace pace = form.pace();
    return pace == null
        ? database.write(scope, work)
        : database.writeAtLength(scope, tx -> work.apply(tx.telling(pace)));
  }

  /** A page that only looks, but whose look is written down. */
  public void getNoted(String path, BiFunction<Form, Tx, Page> handler) {
    getPlain(path, form -> write(form, tx -> handler.apply(form, tx)));
  }

  /**
   * Marks a door, {@code GET /files} or {@code POST /deeds}, behind which work may take long: who
   * asked is shown how far it is, and may leave. A GET must answer a file.
   *
   * @param what the work, as {@code errand.what.*} in the catalogue
   */
  public void atLength(String door, String what) {
    atLength.put(door, what);
  }

  /** A form; refused, it ends on a page that says why. */
  public void post(String path, BiFunction<Form, Tx, Page> handler) {
    routes.add(new Route(HttpMethod.POST, path, written(handler), null, false));
  }

  /** A form that opens its transaction itself: it is answered by a page and kept all the same. */
  public void postPlain(String path, Function<Form, Page> handler) {
    routes.add(new Route(HttpMethod.POST, path, handler, null, false));
  }

  /** A form that is shown again with what was typed when its input is refused. */
  public void post(String path, BiFunction<Form, Tx, Page> handler, Again again) {
    routes.add(new Route(HttpMethod.POST, path, written(handler), again, false));
  }

  /** What is made of a form's files before its transaction opens, and the form's deed with it. */
  public interface Filed<T> {
    Page apply(Form form, Tx tx, T ready);
  }

  /** A form that may carry files, for somebody who is logged in. */
  public <T> void upload(String path, Function<Form, T> before, Filed<T> handler, Again again) {
    Function<Form, Page> filed =
        form -> {
          T ready = before.apply(form);
          return written((same, tx) -> handler.apply(same, tx, ready)).apply(form);
        };
    routes.add(new Route(HttpMethod.POST, path, filed, again, true));
  }

  private Function<Form, Page> written(BiFunction<Form, Tx, Page> handler) {
    return form ->
        write(
            form,
            tx -> {
              String key = form.text("_key");
              if (form.caller().isStranger() || key.isEmpty()) return handler.apply(form, tx);
              Answer answer =
                  Once.answer(
                      tx,
                      Once.Key.of(form.caller().known().value(), form.address(), key, typed(form)),
                      () -> kept(handler.apply(form, tx)));
              return shown(answer);
            });
  }

  // Only where a form leads is kept: a page shown instead (a preview) wrote nothing worth
  // repeating.
  private static Answer kept(Page page) {
    return switch (page) {
      case Page.Elsewhere there -> Answer.ok(there);
      case Page.Shown shown -> throw new ShownInstead(shown);
      case Page.File file -> throw new ShownInstead(file);
      case Page.Picture picture -> throw new ShownInstead(picture);
    };
  }

  private static Page shown(Answer answer) {
    return switch (Objects.requireNonNull(answer.body())) {
      case Once.Written written -> Json.read(written.json(), Page.Elsewhere.class);
      case Page page -> page;
      default -> throw new IllegalStateException("no page kept");
    };
  }

  /** Rolls the key back with the (empty) transaction and carries the page out. */
  private static final class ShownInstead extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Page page;

    ShownInstead(Page page) {
      super(null, null, false, false);
      this.page = page;
    }
  }

  private static byte[] typed(Form form) {
    return form.uploadsDigest();
  }

  /** Where there is a page or a form, as the rooms bound it: {@code GET /tasks/:id}. */
  private List<String> addresses() {
    return routes.stream().map(route -> route.method() + " " + route.path()).sorted().toList();
  }

  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    if (demo) {
      router
          .get("/dev/pages")
          .handler(
              context ->
                  context
                      .response()
                      .putHeader("Content-Type", "application/json")
                      .end(Json.write(addresses())));
    }
    router.route().handler(context -> guarded(context, () -> meet(context)));
    for (Route route : routes) {
      if (!route.takesFiles()) continue;
      for (Lang lang : Lang.values()) {
        router
            .post(lang.path() + route.path())
            .handler(context -> guarded(context, () -> receive(context)));
      }
    }
    BodyHandler plain = BodyHandler.create(false).setBodyLimit(FORM_LIMIT);
    router
        .post()
        .handler(
            context -> {
              if (Uploads.came(context)) context.next();
              else if (!Uploads.isMultipart(context.request())) plain.handle(context);
              else failed(context, Refusal.of(Refusal.Kind.WRONG_TYPE, "bad_request"), 415);
            });
    for (Route route : routes) {
      for (Lang lang : Lang.values()) {
        router
            .route(route.method(), lang.at(route.path()))
            .handler(
                context ->
                    guarded(
                        context,
                        () -> {
                          Languages.choose(context, lang);
                          answer(context, route);
                        }));
      }
    }
    router.route().last().handler(context -> failed(context, Refusal.notFound(), 404));
    router.route().failureHandler(this::failed);
    for (int status : new int[] {400, 404, 405, 413, 500}) {
      router.errorHandler(status, this::failed);
    }
    return router;
  }

  private void meet(RoutingContext context) {
    Languages.choose(context, Lang.ofPath(context.normalizedPath()));
    context.request().pause();
    limits.count(Addresses.of(context));
    authentication
        .bySession(context.request(), Languages.accepted(context))
        .ifPresent(session -> context.put(SESSION, session));
    List<FieldError> torn = Queries.errors(context.request().query());
    if (!torn.isEmpty()) throw Refusal.invalid(torn);
    context.request().resume();
    context.next();
  }

  /**
   * Files are taken from whoever is logged in; what the browser tells is asked before they come.
   */
  private void receive(RoutingContext context) {
    if (!Uploads.isMultipart(context.request())) {
      context.next();
      return;
    }
    if (context.get(SESSION) == null) throw Refusal.loginNeeded();
    cameFromHere(context);
    context.request().pause();
    Uploads.receive(context);
  }

  private void guarded(RoutingContext context, Runnable work) {
    try {
      work.run();
    } catch (Throwable e) { // waiting also throws checked exceptions, undeclared
      failed(context, e, 0);
    }
  }

  private void answer(RoutingContext context, Route route) {
    Form form = form(context);
    if (route.method() == HttpMethod.POST) believe(context, form);
    try {
      send(context, form, handled(context, form, route));
    } catch (Refusal refusal) {
      Again again = route.again();
      if (again == null || !isTyped(refusal)) throw refusal;
      Page page =
          database.read(
              Scope.of(form.caller()),
              tx ->
                  again.show(
                      form, tx, fieldErrors(refusal, form.lang()), summary(refusal, form.lang())));
      if (page instanceof Page.Shown shown) {
        page = new Page.Shown(refusal.kind().status, shown.template(), shown.view());
      }
      send(context, form, page);
    }
  }

  private Page handled(RoutingContext context, Form form, Route route) {
    Function<Form, Page> work =
        asked -> {
          try {
            return route.handler().apply(asked);
          } catch (ShownInstead instead) {
            return instead.page;
          }
        };
    String what = atLength.get(route.method() + " " + route.path());
    if (what == null || form.caller().isStranger()) return work.apply(form);
    String same = route.method() + context.request().uri() + " " + form.text("_key");
    return errands.done(form, what, cameFrom(context, form), same, work);
  }

  /** The page on which somebody asked: a file has none of its own. */
  private String cameFrom(RoutingContext context, Form form) {
    String from = context.request().getHeader("Referer");
    boolean isHere = from != null && from.startsWith(origin + "/");
    return isHere ? from.substring(origin.length()) : form.base() + "/me";
  }

  private static boolean isTyped(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.INVALID || refusal.kind() == Refusal.Kind.CONFLICT;
  }

  private Map<String, String> fieldErrors(Refusal refusal, Lang lang) {
    Map<String, String> byPointer = new LinkedHashMap<>();
    for (FieldError error : refusal.errors()) {
      byPointer.putIfAbsent(error.pointer(), problems.words(error, lang));
    }
    return byPointer;
  }

  private String summary(Refusal refusal, Lang lang) {
    return words.say(lang, "problem." + refusal.code(), refusal.values());
  }

  private Form form(RoutingContext context) {
    Lang lang = Languages.accepted(context);
    Authentication.Session session = context.get(SESSION);
    return new Form(context, session == null ? Caller.stranger(lang) : session.caller(), contract);
  }

  /** A form from elsewhere is not believed: the token, the origin and the browser's own word. */
  private void believe(RoutingContext context, Form form) {
    cameFromHere(context);
    Authentication.Session session = context.get(SESSION);
    if (session != null && !session.csrf().equals(form.text("_csrf"))) {
      throw Refusal.forbidden("form_expired");
    }
  }

  private void cameFromHere(RoutingContext context) {
    String site = context.request().getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw Refusal.forbidden("form_from_elsewhere");
    }
    String sent = context.request().getHeader("Origin");
    if (sent != null && !sent.equals(origin)) throw Refusal.forbidden("form_from_elsewhere");
  }

  private void send(RoutingContext context, Form form, Page page) {
    HttpServerResponse response = context.response();
    switch (page) {
      case Page.Shown shown -> {
        response.setStatusCode(shown.status());
        response.putHeader("Content-Type", "text/html; charset=utf-8");
        // What a form answered cannot be asked for again: whoever goes back to a refused one finds
        // it in their own browser, with what they typed.
        boolean stays = form.isPost() && shown.status() >= 400 && STAYS.contains(shown.template());
        response.putHeader("Cache-Control", stays ? "private, no-cache" : "no-store");
        response.end(filled(context, form, shown.template(), shown.view()));
      }
      case Page.Elsewhere there -> {
        response.setStatusCode(303);
        response.putHeader("Location", there.path());
        there.cookies().forEach((name, value) -> response.addCookie(cookie(name, value)));
        if (form.isPost()) {
          form.filled("_key").ifPresent(key -> response.addCookie(sent(key)));
        }
        if (there.notice() != null) {
          response.addCookie(
              cookie(NOTICE, URLEncoder.encode(there.notice(), StandardCharsets.UTF_8)));
        }
        response.end();
      }
      case Page.Picture picture -> {
        response.putHeader("Content-Type", "image/jpeg");
        response.putHeader("Cache-Control", "private, max-age=3600");
        response.end(Buffer.buffer(picture.jpeg()));
      }
      case Page.File file -> {
        response.putHeader("Content-Type", file.contentType());
        response.putHeader("Cache-Control", "no-store");
        if (file.name() != null) {
          response.putHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
        }
        response.end(Buffer.buffer(file.bytes()));
      }
    }
  }

  private String filled(RoutingContext context, Form form, String template, Object view) {
    String html =
        ErrorSummary.named(
            templates.fill(form.lang(), template, view, frame(context, form)), form.lang());
    return form.lang() == Lang.EASY ? easy.of(html, withReadings(context)) : html;
  }

  private static boolean withReadings(RoutingContext context) {
    return context.request().getCookie(READINGS) == null;
  }

  /** Shows or hides the readings above words; kept in the reader's browser, known to nobody. */
  private static Page chooseReadings(Form form) {
    String back = form.text("back");
    boolean isHere = back.matches("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");
    return new Page.Elsewhere(
        isHere ? back : Lang.EASY.path(),
        null,
        Map.of(READINGS, form.text("readings").equals("hide") ? "hidden" : ""));
  }

  /** Which form arrived: the page's script then drops what it kept of it on the device. */
  private Cookie sent(String key) {
    return cookie(SENT, URLEncoder.encode(key, StandardCharsets.UTF_8))
        .setHttpOnly(false)
        .setMaxAge(120);
  }

  /** An empty value removes the cookie. */
  private Cookie cookie(String name, String value) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(origin.startsWith("https:"))
        .setSameSite(CookieSameSite.LAX)
        .setMaxAge(value.isEmpty() ? 0 : name.equals(NOTICE) ? 60 : 60L * 60 * 24 * 90);
  }

  private Frame frame(RoutingContext context, Form form) {
    Authentication.Session session = context.get(SESSION);
    String path = context.normalizedPath();
    String bare = Lang.ofPath(path).bare(path);
    String asked = context.request().query();
    // A query that cannot be read leads nowhere in another language either.
    String query = asked == null || !Queries.errors(asked).isEmpty() ? "" : "?" + asked;
    Around around = surroundings.of(form, bare);
    Caller caller = form.caller();
    return new Frame(
        form.lang().code(),
        form.base(),
        bare,
        tongues(form.lang(), form.isPost() ? seen(bare) : bare, form.isPost() ? "" : query),
        session != null,
        session == null ? "" : session.name(),
        caller.person() == null ? "" : caller.person().toString(),
        !around.hostLinks().isEmpty(),
        !around.deskLinks().isEmpty(),
        caller.isAdmin(),
        around.hostLinks(),
        around.deskLinks(),
        notice(context, form.lang()),
        around.officeName(),
        around.officePhone(),
        session == null ? "" : session.csrf(),
        Ids.next().toString(),
        demo,
        form.lang() == Lang.EASY,
        withReadings(context),
        form.isPost() ? form.lang().at(seen(bare)) : path + query,
        form.isPost() ? standsAt(context, form.lang(), bare) : "");
  }

  /** A form's own page: at its address, else the one it was sent from. */
  private String standsAt(RoutingContext context, Lang lang, String bare) {
    return isSeen(bare) ? lang.at(bare) : askedFrom(context);
  }

  /**
   * A form's address where there is a page at it, else the first page: links must lead somewhere.
   */
  private String seen(String bare) {
    return isSeen(bare) ? bare : "/";
  }

  private boolean isSeen(String bare) {
    return routes.stream()
        .filter(route -> route.method() == HttpMethod.GET)
        .anyMatch(route -> bare.matches(route.path().replaceAll(":\\w+", "[^/]+")));
  }

  private List<Frame.Tongue> tongues(Lang shown, String bare, String query) {
    return Arrays.stream(Lang.values())
        .filter(lang -> lang != shown)
        .map(
            lang ->
                new Frame.Tongue(
                    lang.at(bare) + query, lang.code(), words.say(lang, "layout.own_name")))
        .toList();
  }

  private String notice(RoutingContext context, Lang lang) {
    Cookie sent = context.request().getCookie(NOTICE);
    if (sent == null || sent.getValue().isEmpty()) return "";
    context.response().addCookie(cookie(NOTICE, ""));
    return words.find(lang, "notice." + sent.getValue()).orElse("");
  }

  private void failed(RoutingContext context) {
    failed(context, Bodies.failure(context), context.statusCode());
  }

  private void failed(RoutingContext context, @Nullable Throwable thrown, int libraryStatus) {
    if (context.response().ended() || context.response().headWritten()) return;
    Lang lang = Languages.accepted(context);
    Throwable why = thrown == null ? new IllegalStateException("status " + libraryStatus) : thrown;
    if (why instanceof Refusal refusal
        && refusal.kind() == Refusal.Kind.LOGIN_NEEDED
        && context.request().method() == HttpMethod.GET) {
      String there = URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8);
      context
          .response()
          .setStatusCode(303)
          .putHeader("Location", lang.path() + "/login?next=" + there)
          .end();
      return;
    }
    if (why instanceof Refusal refusal && refusal.code().equals("second_factor_needed")) {
      String there = URLEncoder.encode(askedFrom(context), StandardCharsets.UTF_8);
      context
          .response()
          .setStatusCode(303)
          .putHeader("Location", lang.path() + "/me/second-factor?next=" + there)
          .end();
      return;
    }
    Problem problem = problems.of(why, libraryStatus, lang, RequestIds.of(context));
    Form form = form(context);
    String html;
    try {
      html = filled(context, form, "error", problem);
    } catch (RuntimeException e) {
      // With the database away even the frame cannot be filled: the words alone, then.
      html =
          "<!doctype html><html lang=\""
              + lang.code()
              + "\"><title>Yui</title><p>"
              + escaped(problem.detail())
              + "</p></html>";
    }
    if (problem.status() == 503) context.response().putHeader("Retry-After", "5");
    // The unread rest of a refused body would be taken for the next request.
    boolean unread = Bodies.isSent(context.request()) && !context.request().isEnded();
    if (unread) context.response().putHeader("Connection", "close");
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(html);
  }

  /** The page that somebody stands on: this one, or the one whose form they sent. */
  private String askedFrom(RoutingContext context) {
    if (context.request().method() == HttpMethod.GET) return context.request().uri();
    String from = context.request().getHeader("Referer");
    return from != null && from.startsWith(origin + "/") ? from.substring(origin.length()) : "/me";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
