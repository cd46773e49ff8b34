package yui.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import yui.core.Caller;
import yui.core.Lang;

/** How a door learns who stands before it; the identity room knows how. */
public interface Authentication {

  /** The caller behind a bearer token, a stranger without one; a bad token is refused with 401. */
  Caller byToken(HttpServerRequest request, Lang lang);

  /** The session behind a page's cookie, if it is alive. */
  Optional<Session> bySession(HttpServerRequest request, Lang lang);

  /** A page session: who, and the token its forms must carry. */
  record Session(Caller caller, String csrf, String name) {}
}
