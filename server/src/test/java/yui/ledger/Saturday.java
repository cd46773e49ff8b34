package yui.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import yui.Town;
import yui.Visitor;

/**
 * A town in which Mika and Ken were chosen for a Saturday's work, thanked with 3,000 yen and 2 kg
 * of rice, their journey paid up to 5,000 yen; it is the afternoon after.
 */
final class Saturday implements AutoCloseable {
  final Town town;
  final Visitor desk;
  final Visitor treasurer;
  final Visitor auditor;
  final Visitor host;
  final Visitor mika;
  final Visitor ken;
  final Visitor jun;

  /** What the host was told who chose Jun's party, for which the fund has no room. */
  final Visitor.Reply exhausted;

  final String community;
  final String task;
  final String application;
  final String slot;

  Saturday() throws Exception {
    town = Town.open();
    Visitor admin = town.as("admin@yui.example");
    community =
        id(
            admin.post(
                "/communities",
                Map.of("code", "074055", "name", "西会津町", "lat", 37.587, "lon", 139.648)));
    member(admin, "desk@town.example", "COORDINATOR");
    desk = town.as("desk@town.example");
    member(desk, "treasurer@town.example", "COORDINATOR");
    treasurer = town.as("treasurer@town.example");
    member(desk, "auditor@town.example", "AUDITOR");
    auditor = town.as("auditor@town.example");
    String group = id(desk.post(at("/groups"), Map.of("name", "奥川地域づくり協議会")));
    desk.post(
            at("/memberships"),
            Map.of("email", "ward@town.example", "role", "HOST", "groupId", group))
        .is(201);
    host = town.as("ward@town.example");
    mika = resident("mika@city.example", "美香");
    ken = resident("ken@city.example", "健");

    String fund =
        id(
            desk.post(
                at("/funds"),
                Map.of("name", "お礼基金", "budgetLine", "報償費", "limit", 10_000, "softLimit", 9_000)));
    Instant begins = town.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.HOURS);
    JsonNode posted =
        host.post(
                at("/tasks"),
                Map.of(
                    "groupId",
                    group,
                    "title",
                    "奥川の人足",
                    "description",
                    "水路の泥上げです。",
                    "hardParts",
                    "泥が重いです。",
                    "kind",
                    "WORK",
                    "place",
                    Map.of("lat", 37.66, "lon", 139.63, "label", "奥川"),
                    "slots",
                    List.of(
                        Map.of(
                            "startsAt", begins.toString(),
                            "endsAt", begins.plus(Duration.ofHours(3)).toString(),
                            "capacity", 5)),
                    "rewards",
                    List.of(
                        Map.of("kind", "CASH", "amountYen", 3000, "payer", Map.of("fundId", fund)),
                        Map.of("kind", "PRODUCE", "item", "RICE", "quantity", 2, "unit", "kg")),
                    "travel",
                    Map.of("policy", "ACTUAL", "capYen", 5000),
                    "onCall",
                    Map.of(
                        "name",
                        "区長",
                        "phone",
                        "090-0000-0001",
                        "backup",
                        Map.of("name", "副区長", "phone", "090-0000-0009"))))
            .is(201)
            .body();
    host.post("/tasks/" + posted.path("id").asText() + "/publish", null).is(200);
    task = posted.path("id").asText();
    slot = posted.path("slots").path(0).path("id").asText();
    application = apply(mika);
    apply(ken);
    // 3,000 a head for two are promised; two heads more would be 12,000 of 10,000.
    jun = resident("jun@city.example", "純");
    String party =
        id(
            jun.post(
                "/tasks/" + task + "/applications",
                Map.of("slotIds", List.of(slot), "companions", List.of(Map.of("name", "友")))));
    exhausted = host.post("/applications/" + party + "/select", null);
    town.reach(begins.plus(Duration.ofHours(4)));
  }

  @Override
  public void close() {
    town.close();
  }

  private String apply(Visitor resident) throws Exception {
    String made =
        id(
            resident
                .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
                .is(201));
    host.post("/applications/" + made + "/select", null).is(200);
    resident.post("/applications/" + made + "/confirm", null).is(200);
    return made;
  }

  private Visitor resident(String email, String name) throws Exception {
    Visitor visitor = town.as(email);
    visitor.patch("/me", Map.of("name", name)).is(200);
    visitor.put("/me/resident", Map.of("displayName", name)).is(200);
    return visitor;
  }

  private void member(Visitor by, String email, String role) throws Exception {
    by.post(at("/memberships"), Map.of("email", email, "role", role)).is(201);
  }

  String at(String path) {
    return "/communities/" + community + path;
  }

  static String id(Visitor.Reply reply) {
    return UUID.fromString(reply.is(201).body().path("id").asText()).toString();
  }
}
