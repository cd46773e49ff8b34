package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Adds to the demo town what it has not of every sort, and names who asks. */
final class Furnishing {
  private static final List<String> PEOPLE =
      List.of(
          "plain@torture.example",
          "resident1@tokyo.example",
          "resident2@tokyo.example",
          "resident3@tokyo.example",
          "ward@okugawa.example",
          "second-host@torture.example",
          "desk@nishiaizu.example",
          "private-desk@nishiaizu.example",
          "auditor@nishiaizu.example",
          "desk@aizuwakamatsu.example",
          "school@aizuwakamatsu.example",
          "desk@miura.example",
          "farm@miura.example",
          "auditor@torture.example",
          "admin@yui.example");

  /** What needs a device or another's server. */
  private static final String BEHIND =
      """
      insert into passkeys (id, person_id, credential_id, credential, counter, name, added_at)
        select gen_random_uuid(), id, uuid_send(gen_random_uuid()), '', 0, '試験', now()
        from persons where email_folded like 'resident%@tokyo.example' limit 3;
      insert into webhook_deliveries (webhook_id, event_id, community_id, type, about, happened_at,
          next_try_at)
        select id, gen_random_uuid(), community_id, 'TASK', '{}', now(), now() + interval '1 year'
        from webhooks;
      """;

  private final String address;
  private final Somebody admin;

  private Furnishing(String address, Somebody admin) {
    this.address = address;
    this.admin = admin;
  }

  static void furnish(DemoServer server) throws Exception {
    String address = server.address();
    new Furnishing(address, Somebody.as(address, "admin@yui.example")).all();
    try (Connection database = server.connect("postgres");
        Statement sql = database.createStatement()) {
      sql.execute(BEHIND);
    }
  }

  static List<Caller> callers(DemoServer server, Connection database) throws Exception {
    List<Caller> callers = new ArrayList<>();
    callers.add(Caller.stranger(server.address()));
    for (String email : PEOPLE) callers.add(Caller.as(server, database, email));
    return callers;
  }

  private void all() throws Exception {
    Somebody.as(address, "plain@torture.example");
    String nishiaizu = community("西会津町");
    String miura = community("三浦市");
    String group =
        made(admin, nishiaizu + "/groups", new JsonObject().put("name", "試験の会")).getString("id");
    made(
        admin,
        nishiaizu + "/memberships",
        new JsonObject()
            .put("email", "second-host@torture.example")
            .put("role", "HOST")
            .put("groupId", group));
    made(
        admin,
        miura + "/memberships",
        new JsonObject().put("email", "auditor@torture.example").put("role", "AUDITOR"));
    for (String[] desk :
        new String[][] {
          {nishiaizu, "desk@nishiaizu.example", "resident1@tokyo.example"},
          {miura, "desk@miura.example", "resident2@tokyo.example"}
        }) {
      ofDesk(desk[0], Somebody.as(address, desk[1]));
      ofResident(desk[0], group, Somebody.as(address, desk[2]));
    }
    ofHost(nishiaizu, Somebody.as(address, "ward@okugawa.example"));
  }

  private void ofDesk(String community, Somebody desk) throws Exception {
    String today = LocalDate.now(ZoneId.of("Asia/Tokyo")).toString();
    made(
        desk,
        community + "/webhooks",
        new JsonObject()
            .put("url", "https://hooks.invalid/" + UUID.randomUUID())
            .put("events", new JsonArray().add("TASK")));
    made(
        desk,
        community + "/years/" + today.substring(0, 4) + "/lists",
        new JsonObject().put("format", "CSV"));
    String fund =
        made(
                desk,
                community + "/funds",
                new JsonObject().put("name", "試験 " + UUID.randomUUID()).put("budgetLine", "報償費"))
            .getString("id");
    for (Object one : desk.get(community + "/tasks?limit=50").items()) {
      String task = ((JsonObject) one).getString("id");
      JsonArray applications = desk.get("/tasks/" + task + "/applications").items();
      if (applications.isEmpty()) continue;
      String resident = resident(applications.getJsonObject(0));
      if (resident.isEmpty()) continue;
      made(
          desk,
          "/residents/" + resident + "/identity",
          new JsonObject()
              .put("communityId", community.substring("/communities/".length()))
              .put("how", "窓口で見た"));
      made(
          desk,
          community + "/vouchers",
          new JsonObject()
              .put("code", "GIFT")
              .put("personId", resident)
              .put("fundId", fund)
              .put("amount", 10)
              .put("reason", "十周年"));
      return;
    }
  }

  private static String resident(JsonObject application) {
    String plain = application.getString("residentId", "");
    JsonObject nested = application.getJsonObject("resident", new JsonObject());
    return plain.isEmpty() ? nested.getString("id", "") : plain;
  }

  private void ofResident(String community, String group, Somebody resident) throws Exception {
    String today = LocalDate.now(ZoneId.of("Asia/Tokyo")).toString();
    made(
        resident,
        "/me/searches",
        new JsonObject().put("name", "試験").put("search", new JsonObject().put("q", "草刈り")));
    made(
        resident,
        "/me/stays",
        new JsonObject().put("lat", 37.6).put("lon", 139.6).put("from", today).put("to", today));
    made(
        resident,
        community + "/incidents",
        new JsonObject().put("severity", "MINOR").put("words", "試験です"));
    String task =
        resident
            .get("/tasks?limit=1&communityId=" + community.substring("/communities/".length()))
            .items()
            .getJsonObject(0)
            .getString("id");
    made(
        resident,
        community + "/reports",
        new JsonObject().put("aboutKind", "TASK").put("aboutId", task).put("words", "試験です"));
    String need =
        made(resident, community + "/needs", new JsonObject().put("words", "試験です"))
            .getString("id", "");
    Operation upload =
        Operation.all().stream()
            .filter(one -> one.id().equals("addNeedPhoto"))
            .findFirst()
            .orElseThrow();
    int status = resident.ask(upload.about(address, Map.of("needId", need), null)).statusCode();
    if (status != 201) Torment.say("not furnished: a photo, %d", status);
    made(resident, "/me/blocks", new JsonObject().put("groupId", group));
    resident.put(
        "/me/unfinished/" + UUID.randomUUID(),
        new JsonObject()
            .put("communityId", community.substring("/communities/".length()))
            .put(
                "fields",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("name", "title")
                            .put("values", new JsonArray().add("試験")))));
  }

  private void ofHost(String community, Somebody host) throws Exception {
    JsonObject task = host.get(community + "/tasks?limit=1").items().getJsonObject(0);
    String group = Objects.toString(task.getString("groupId"), "");
    if (group.isEmpty()) group = task.getJsonObject("group", new JsonObject()).getString("id", "");
    made(
        host,
        community + "/templates",
        new JsonObject()
            .put("taskId", task.getString("id"))
            .put("name", "試験")
            .put("groupId", group));
    Somebody third = Somebody.as(address, "resident3@tokyo.example");
    String person = third.get("/me").json().getString("id");
    made(host, "/groups/" + group + "/blocks", new JsonObject().put("residentId", person));
  }

  private String community(String name) throws Exception {
    return "/communities/"
        + admin.get("/communities?limit=50").items().stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("name").equals(name))
            .findFirst()
            .orElseThrow()
            .getString("id");
  }

  /** What came of it; a refusal is told and leaves that sort to what the demo town has. */
  private static JsonObject made(Somebody by, String path, JsonObject body) throws Exception {
    Somebody.Reply reply = by.post(path, body);
    if (reply.status() / 100 != 2) Torment.say("not furnished: %s %s", path, reply.body());
    return reply.status() / 100 == 2 && !reply.body().isEmpty() ? reply.json() : new JsonObject();
  }
}
