package yui.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import yui.core.Refusal;

/** What a request says about its body before it is read. */
final class Bodies {
  static final int LIMIT = 1 << 20;

  private Bodies() {}

  static boolean isSent(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? request.getHeader("Transfer-Encoding") != null : !length.equals("0");
  }

  /** Whether a refused body may be read to its end and forgotten, so that the connection lives. */
  static boolean isSmall(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length != null && length.length() <= 7 && Integer.parseInt(length) <= LIMIT;
  }

  /** What failed: a body that broke apart is its sender's fault, whatever its reader threw. */
  static @Nullable Throwable failure(RoutingContext context) {
    Throwable thrown = context.failure();
    boolean reading = isSent(context.request()) && !context.request().isEnded();
    boolean torn = reading && thrown != null && !isSaid(thrown);
    return torn ? new HttpException(400, thrown) : thrown;
  }

  private static boolean isSaid(Throwable thrown) {
    return thrown instanceof Refusal || thrown instanceof HttpException;
  }
}
