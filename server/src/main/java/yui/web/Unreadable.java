package yui.web;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import yui.core.Ids;
import yui.core.Lang;

/**
 * Answers what no room can read as a problem, too, to a browser as a page; then the connection
 * ends.
 */
public final class Unreadable {
  private final Words words;
  private final Problems problems;

  public Unreadable(Words words) {
    this.words = words;
    this.problems = new Problems(words);
  }

  /** A request whose address or head has two meanings or none, or is too long. */
  public void answer(RoutingContext context, int status) {
    answer(
        context.request(),
        status,
        Languages.accepted(context),
        RequestIds.of(context),
        wantsPage(context.request()));
  }

  /** A request that HTTP's own reader refused. */
  public void answer(HttpServerRequest request) {
    String language = request.getHeader("Accept-Language");
    Lang lang = language != null && language.startsWith("en") ? Lang.EN : Lang.JA;
    int status = status(request.decoderResult().cause());
    // Of an address that did not fit nothing else is known: whoever wrote it by hand reads a page.
    answer(request, status, lang, Ids.next().toString(), status == 414 || wantsPage(request));
  }

  /** Of a request whose body could not be read to its end, where no door is left to answer it. */
  public String problem(boolean english) {
    String requestId = Ids.next().toString();
    return Json.write(
        problems.of(new HttpException(400), 400, english ? Lang.EN : Lang.JA, requestId));
  }

  private static boolean wantsPage(HttpServerRequest request) {
    String accepted = request.getHeader("Accept");
    return accepted != null && accepted.contains("text/html");
  }

  private static int status(@Nullable Throwable refused) {
    if (refused instanceof TooLongHttpLineException) return 414;
    return refused instanceof TooLongHttpHeaderException ? 431 : 400;
  }

  private void answer(
      HttpServerRequest request, int status, Lang lang, String requestId, boolean page) {
    Problem problem = problems.of(new HttpException(status), status, lang, requestId);
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", page ? "text/html; charset=utf-8" : "application/problem+json")
        .putHeader("X-Request-Id", requestId)
        .putHeader("Connection", "close")
        .end(page ? page(problem, lang) : Json.write(problem))
        .onComplete(said -> request.connection().close());
  }

  // Without the frame, which needs to know who asks.
  private String page(Problem problem, Lang lang) {
    return """
        <!doctype html>
        <html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title><link rel="stylesheet" href="/static/yui.css"></head>
        <body><main id="main"><div class="page"><h1>%s</h1><p class="lead">%s</p>
        <p class="acts"><a class="button" href="%s/">%s</a></p></div></main></body></html>
        """
        .formatted(
            lang.code(),
            problem.title(),
            problem.title(),
            problem.detail(),
            lang.path(),
            words.say(lang, "nav.home"));
  }
}
