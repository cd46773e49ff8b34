package yui.torture;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A community of the demo town's in which nothing has happened yet: its desk {@code
 * desk@empty.example}, and a host of a group without work.
 */
final class EmptyCommunity {
  private EmptyCommunity() {}

  static void found(DemoServer server) throws Exception {
    Somebody admin = Somebody.as(server.address(), "admin@yui.example");
    JsonObject community =
        new JsonObject()
            .put("code", "074471")
            .put("name", "会津美里町")
            .put("lat", 37.46)
            .put("lon", 139.841);
    String path = "/communities/" + made(admin, "/communities", community);
    String group = made(admin, path + "/groups", new JsonObject().put("name", "まだ何もない会"));
    for (JsonObject member :
        List.of(
            new JsonObject()
                .put("email", "desk@empty.example")
                .put("role", "COORDINATOR")
                .put("desk", "OFFICIAL"),
            new JsonObject()
                .put("email", "host@empty.example")
                .put("role", "HOST")
                .put("groupId", group))) {
      made(admin, path + "/memberships", member);
    }
  }

  private static String made(Somebody admin, String path, JsonObject what) throws Exception {
    Somebody.Reply reply = admin.post(path, what);
    if (reply.status() != 201) throw new IllegalStateException(path + ": " + reply);
    return reply.json().getString("id");
  }
}
