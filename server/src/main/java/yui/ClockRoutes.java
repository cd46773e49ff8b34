package yui;

import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import yui.core.Days;
import yui.core.Refusal;
import yui.web.Json;

/** Shows the demo's clock and puts it forward: mounted in demonstrations and tests only. */
final class ClockRoutes {
  private final DemoClock clock;

  ClockRoutes(DemoClock clock) {
    this.clock = clock;
  }

  void mount(Router router) {
    router.get("/dev/clock").handler(this::show);
    router
        .post("/dev/clock")
        .handler(BodyHandler.create(false).setBodyLimit(1_000))
        .handler(
            context -> {
              try {
                clock.reach(
                    OffsetDateTime.parse(context.body().asJsonObject().getString("now"))
                        .toInstant());
                show(context);
              } catch (DateTimeException | ClassCastException | NullPointerException e) {
                answer(context, 400, Map.of("code", "now_is_an_instant_with_offset"));
              } catch (DecodeException e) {
                answer(context, 400, Map.of("code", "body_not_json"));
              } catch (Refusal refusal) {
                answer(context, refusal.kind().status, Map.of("code", refusal.code()));
              }
            });
  }

  private void show(RoutingContext context) {
    answer(context, 200, Map.of("now", Days.at(clock.instant())));
  }

  private static void answer(RoutingContext context, int status, Object body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Json.write(body));
  }
}
