package yui;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How a server goes: nobody new comes in, and whoever is in is answered and told that it was the
 * last answer. A server's own shutdown ends connections that rest while the next request is on its
 * way over them, and tells nobody to send no more.
 */
final class Farewell {
  private static final long LOOK_MILLIS = 50;
  // What was on its way when the last one could come in has arrived by then.
  private static final long ON_THEIR_WAY_MILLIS = 1_500;

  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
  private final Vertx vertx;
  private volatile @Nullable Channel listening;
  private volatile boolean going;
  private volatile boolean shut;

  Farewell(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Somebody came in. */
  void came(HttpConnection connection) {
    open.add(connection);
    // Nothing public leads from a server to the socket that it listens on.
    listening = ((HttpServerConnection) connection).channelHandlerContext().channel().parent();
  }

  void left(HttpConnection connection) {
    open.remove(connection);
  }

  /** A request is there: if we are going when its answer leaves, that was the last one. */
  void met(RoutingContext context) {
    boolean[] told = new boolean[1];
    context.addHeadersEndHandler(
        head -> {
          if (!shut) return;
          told[0] = true;
          context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        });
    context.addEndHandler(
        answered -> {
          if (told[0] && context.request().isEnded()) context.request().connection().close();
        });
  }

  /** Whether the server was told to end. */
  boolean isGoing() {
    return going;
  }

  /** Lets nobody in any more; done when everybody has left, or what was on its way has come. */
  Future<@Nullable Void> say() {
    going = true;
    Channel door = listening;
    if (door == null) return Future.succeededFuture(); // nobody ever came
    Promise<@Nullable Void> everybodyLeft = Promise.promise();
    door.close()
        .addListener(
            closed -> {
              shut = true;
              await(everybodyLeft, System.nanoTime() + ON_THEIR_WAY_MILLIS * 1_000_000);
            });
    return everybodyLeft.future();
  }

  private void await(Promise<@Nullable Void> everybodyLeft, long end) {
    vertx.setTimer(
        LOOK_MILLIS,
        look -> {
          if (open.isEmpty() || System.nanoTime() > end) everybodyLeft.complete();
          else await(everybodyLeft, end);
        });
  }
}
