package yui.web;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import yui.core.Ids;
import yui.core.Lang;

/** Answers what no room can read as a problem, too; then the connection ends. */
public final class Unreadable {
  private final Problems problems;

  public Unreadable(Words words) {
    this.problems = new Problems(words);
  }

  /** A request whose address or head has two meanings or none. */
  public void answer(RoutingContext context) {
    answer(context.request(), 400, Languages.accepted(context), RequestIds.of(context));
  }

  /** A request that HTTP's own reader refused. */
  public void answer(HttpServerRequest request) {
    String language = request.getHeader("Accept-Language");
    Lang lang = language != null && language.startsWith("en") ? Lang.EN : Lang.JA;
    answer(request, status(request.decoderResult().cause()), lang, Ids.next().toString());
  }

  private static int status(@Nullable Throwable refused) {
    if (refused instanceof TooLongHttpLineException) return 414;
    return refused instanceof TooLongHttpHeaderException ? 431 : 400;
  }

  private void answer(HttpServerRequest request, int status, Lang lang, String requestId) {
    Problem problem = problems.of(new HttpException(status), status, lang, requestId);
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("X-Request-Id", requestId)
        .putHeader("Connection", "close")
        .end(Json.write(problem))
        .onComplete(said -> request.connection().close());
  }
}
