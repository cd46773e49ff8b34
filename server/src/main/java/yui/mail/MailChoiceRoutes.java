package yui.mail;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Arrays;
import java.util.Optional;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * The one click of RFC 8058 by which mail programs stop letters for their reader: a POST without a
 * session. Looking at the address changes nothing.
 */
public final class MailChoiceRoutes {
  static final String PATH = "/letters/";
  private static final int BODY_LIMIT = 4_096;

  private final Database database;

  public MailChoiceRoutes(Database database) {
    this.database = database;
  }

  public void mount(Router router) {
    router
        .post(PATH + ":secret/:topic")
        .handler(BodyHandler.create(false).setBodyLimit(BODY_LIMIT))
        .handler(this::choose);
  }

  private void choose(RoutingContext context) {
    HttpServerResponse response = context.response();
    Optional<Topic> topic = topic(context.pathParam("topic"));
    boolean wanted = "1".equals(context.request().getFormAttribute("wanted"));
    boolean known =
        topic.isPresent()
            && database.write(Scope.ofSystem(), tx -> chosen(context, topic.get(), wanted, tx));
    if (!known) {
      response.setStatusCode(404).end();
    } else if ("One-Click".equals(context.request().getFormAttribute("List-Unsubscribe"))) {
      // Mail programs follow no redirect.
      response.putHeader("Content-Type", "text/plain; charset=utf-8").end("OK\n");
    } else {
      response.setStatusCode(303).putHeader("Location", context.normalizedPath()).end();
    }
  }

  private static boolean chosen(RoutingContext context, Topic topic, boolean wanted, Tx tx) {
    Optional<MailChoices.Owner> owner = MailChoices.owner(tx, context.pathParam("secret"));
    owner.ifPresent(o -> MailChoices.choose(tx, o.person(), topic, wanted));
    return owner.isPresent();
  }

  static Optional<Topic> topic(String name) {
    return Arrays.stream(Topic.values()).filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
  }
}
