package yui.mail;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;
import yui.db.Database;
import yui.db.Scope;

/** Shows the built-in mailbox to anybody: mounted in demonstrations and tests only. */
public final class MailboxRoutes {
  private static final String PATH = "/dev/mailbox";
  private static final int FRAMES_A_PAGE = 10;
  private static final int LETTERS_A_LIST = 50;
  private static final int MOST_LETTERS = 200;

  // A letter brings its own styles and nothing else; its links open beside it.
  private static final String LETTER_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none';"
          + " form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

  private final Database database;

  public MailboxRoutes(Database database) {
    this.database = database;
  }

  public void mount(Router router) {
    router.get(PATH).handler(context -> guarded(context, this::list));
    router.get(PATH + "/style.css").handler(MailboxRoutes::style);
    router.get(PATH + "/:letter/yui.ics").handler(context -> guarded(context, this::calendar));
    router.get(PATH + "/:letter").handler(context -> guarded(context, this::letter));
  }

  private static void guarded(RoutingContext context, Consumer<RoutingContext> work) {
    try {
      work.accept(context);
    } catch (Refusal refusal) {
      context
          .response()
          .setStatusCode(refusal.kind().status)
          .putHeader("Content-Type", "application/json")
          .end(new JsonObject().put("code", refusal.code()).encode());
    }
  }

  private void list(RoutingContext context) {
    String to = query(context, "to", "");
    boolean page = wantsPage(context);
    int limit = page ? FRAMES_A_PAGE : limit(query(context, "limit", "" + LETTERS_A_LIST));
    String cursor = query(context, "cursor", "");
    @Nullable UUID before = cursor.isEmpty() ? null : id(cursor);
    List<Mailbox.Arrived> letters =
        database.read(Scope.ofSystem(), tx -> Mailbox.list(tx, to, before, limit + 1));
    boolean more = letters.size() > limit;
    List<Mailbox.Arrived> shown = more ? letters.subList(0, limit) : letters;
    @Nullable UUID next = more ? shown.getLast().id() : null;
    HttpServerResponse response = context.response().putHeader("Cache-Control", "no-store");
    response.putHeader("Vary", "Accept");
    if (page) {
      response.putHeader("Content-Type", "text/html; charset=utf-8");
      response.end(MailboxPage.of(to, shown, next));
    } else {
      response.putHeader("Content-Type", "application/json");
      response.end(json(shown, next).encode());
    }
  }

  private void letter(RoutingContext context) {
    UUID id = id(context.pathParam("letter"));
    Mailbox.Arrived letter =
        database.read(Scope.ofSystem(), tx -> Mailbox.one(tx, id)).orElseThrow(Refusal::notFound);
    HttpServerResponse response = context.response();
    response.headers().remove("X-Frame-Options");
    response
        .putHeader("Content-Security-Policy", LETTER_POLICY)
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(letter.html());
  }

  private void calendar(RoutingContext context) {
    UUID id = id(context.pathParam("letter"));
    String calendar =
        database
            .read(Scope.ofSystem(), tx -> Mailbox.one(tx, id))
            .map(Mailbox.Arrived::calendar)
            .filter(entry -> !entry.isEmpty())
            .orElseThrow(Refusal::notFound);
    context
        .response()
        .putHeader("Content-Type", "text/calendar; charset=utf-8")
        .putHeader("Content-Disposition", "attachment; filename=\"yui.ics\"")
        .end(calendar);
  }

  private static void style(RoutingContext context) {
    context.response().putHeader("Content-Type", "text/css; charset=utf-8").end(MailboxPage.STYLE);
  }

  private static JsonObject json(List<Mailbox.Arrived> letters, @Nullable UUID next) {
    JsonArray items = new JsonArray();
    for (Mailbox.Arrived letter : letters) {
      items.add(
          new JsonObject()
              .put("id", letter.id().toString())
              .put("to", letter.to())
              .put("subject", letter.subject())
              .put("text", letter.text())
              .put("html", letter.html())
              .put("calendar", letter.calendar())
              .put("sentAt", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(letter.sentAt())));
    }
    JsonObject list = new JsonObject().put("items", items);
    return next == null ? list : list.put("nextCursor", next.toString());
  }

  private static boolean wantsPage(RoutingContext context) {
    String accept = context.request().getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }

  private static String query(RoutingContext context, String name, String otherwise) {
    List<String> values = context.queryParam(name);
    return values.isEmpty() ? otherwise : values.getFirst().replace("\0", "").strip();
  }

  private static int limit(String asked) {
    if (!asked.matches("[0-9]{1,3}") || Integer.parseInt(asked) < 1) {
      throw Refusal.invalid("/limit", "out_of_range");
    }
    return Math.min(Integer.parseInt(asked), MOST_LETTERS);
  }

  private static UUID id(String text) {
    if (!text.matches("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")) throw Refusal.notFound();
    return UUID.fromString(text);
  }
}
