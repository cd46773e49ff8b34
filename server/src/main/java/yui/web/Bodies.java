package yui.web;

import io.vertx.core.http.HttpServerRequest;

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
}
