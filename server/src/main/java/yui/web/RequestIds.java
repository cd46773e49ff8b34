package yui.web;

import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import yui.core.Ids;

/** Names a request in logs and problems. */
public final class RequestIds {
  private static final String KEY = "yui.requestId";

  private RequestIds() {}

  public static void give(RoutingContext context) {
    String id = Ids.next().toString();
    context.put(KEY, id);
    context.response().putHeader("X-Request-Id", id);
  }

  static String of(RoutingContext context) {
    return Objects.requireNonNullElse(context.<String>get(KEY), "-");
  }
}
