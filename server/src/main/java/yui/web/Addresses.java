package yui.web;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Where a request comes from, for limits: behind a trusted proxy, what that proxy says. */
public final class Addresses {
  private static final String KEY = "yui.address";

  private Addresses() {}

  /**
   * Notes the address once, at the door. Proxies append to {@code X-Forwarded-For}: the last entry
   * that is no trusted proxy is the caller; what stands before it may be made up.
   */
  public static void give(RoutingContext context, Set<String> trustedProxies) {
    var remote = context.request().remoteAddress();
    String address = remote == null ? "" : remote.hostAddress();
    List<String> hops =
        context.request().headers().getAll("X-Forwarded-For").stream()
            .flatMap(line -> List.of(line.split(",")).stream())
            .map(String::strip)
            .toList();
    for (String hop : hops.reversed()) {
      if (!trustedProxies.contains(address) || hop.isEmpty() || hop.length() > 45) break;
      address = hop;
    }
    context.put(KEY, address);
  }

  static String of(RoutingContext context) {
    return Objects.requireNonNullElse(context.<String>get(KEY), "");
  }
}
