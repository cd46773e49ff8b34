package yui.web;

import io.vertx.core.http.HttpServerRequest;

/** Where a request comes from, for limits; proxies are believed only when configured (later). */
final class Addresses {
  private Addresses() {}

  static String of(HttpServerRequest request) {
    return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
  }
}
