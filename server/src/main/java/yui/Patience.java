package yui;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import yui.web.Unreadable;

/**
 * Closes connections that send too slowly to be anybody's: a byte now and then keeps an idle
 * timeout quiet for ever. A head must be there in time, a body come at a telephone's pace.
 */
final class Patience {
  private static final long HEAD_MILLIS = 14_000;
  private static final long BODY_MILLIS = 15_000;
  private static final long BYTES_A_SECOND = 8_000;
  private static final long LONGEST_BODY = 40_000_000;

  private final ConcurrentMap<HttpConnection, Long> timers = new ConcurrentHashMap<>();
  private final Vertx vertx;
  private final Farewell farewell;
  private final Unreadable unreadable;

  Patience(Vertx vertx, Farewell farewell, Unreadable unreadable) {
    this.vertx = vertx;
    this.farewell = farewell;
    this.unreadable = unreadable;
  }

  /** Has a listener's new connections wait for their first request. */
  HttpServer watch(HttpServer server) {
    return server.connectionHandler(
        connection -> {
          connection.closeHandler(
              closed -> {
                forget(connection);
                farewell.left(connection);
              });
          farewell.came(connection);
          BrokenBody.watch(connection, unreadable);
          await(connection);
        });
  }

  /** A head is there: its body has time for its length, and afterwards the next head its own. */
  void met(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpConnection connection = request.connection();
    forget(connection);
    long timer = vertx.setTimer(millis(request), late -> closeUnread(request));
    context.addEndHandler(
        ended -> {
          vertx.cancelTimer(timer);
          await(connection);
        });
  }

  private void await(HttpConnection connection) {
    long timer =
        vertx.setTimer(
            HEAD_MILLIS,
            late -> {
              timers.remove(connection);
              connection.close();
            });
    Long before = timers.put(connection, timer);
    if (before != null) vertx.cancelTimer(before);
  }

  private void forget(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) vertx.cancelTimer(timer);
  }

  private static void closeUnread(HttpServerRequest request) {
    if (!request.isEnded()) request.connection().close();
  }

  private static long millis(HttpServerRequest request) {
    String said = request.getHeader("Content-Length");
    long length = said == null || !said.matches("\\d{1,9}") ? LONGEST_BODY : Long.parseLong(said);
    return BODY_MILLIS + 1_000 * Math.min(length, LONGEST_BODY) / BYTES_A_SECOND;
  }
}
