package yui.goods;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/**
 * A Saturday's work in a town, for a group of its own: two residents come who never came before;
 * afterwards they are owed a meal and 2 kg of rice each.
 */
final class Harvest {
  private static final AtomicInteger NEXT = new AtomicInteger();

  static final int MEAL = 2;
  static final int RICE = 3;

  final Town town;
  final Visitor ward;
  final Visitor desk;
  final String group;
  final String mikasMail;
  final String kensMail;
  final Visitor mika;
  final Visitor ken;
  final String community;
  final Instant over;
  final String task;
  final String slot;
  final String mikas;
  final String kens;

  Harvest(Town town) throws Exception {
    this.town = town;
    int number = NEXT.incrementAndGet();
    ward = town.as("ward@town.example");
    desk = town.as("desk@town.example");
    community = "/communities/" + town.community();
    group = desk.post(community + "/groups", Map.of("name", "農家" + number)).is(201).id();
    desk.post(
            community + "/memberships",
            Map.of("email", "ward@town.example", "role", "HOST", "groupId", group))
        .is(201);
    mikasMail = "mika" + number + "@town.example";
    kensMail = "ken" + number + "@town.example";
    mika = town.resident(mikasMail, "美香");
    ken = town.resident(kensMail, "健");
    over = town.saturday(12);
    task = town.posted(mowing());
    slot = ward.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    mikas = comes(mika);
    kens = comes(ken);
  }

  /** The town's mowing, by this group. */
  Map<String, Object> mowing() {
    Map<String, Object> task = town.mowing();
    task.put("groupId", group);
    return task;
  }

  private String comes(Visitor resident) throws Exception {
    String id =
        resident
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201)
            .id();
    ward.post("/applications/" + id + "/select", null).is(200);
    resident.post("/applications/" + id + "/confirm", null).is(200);
    return id;
  }

  /** The day is over, and both came. */
  Harvest worked() throws Exception {
    town.reach(over.plus(Duration.ofHours(1)));
    for (String application : List.of(mikas, kens)) {
      ward.put("/applications/" + application + "/attendance/" + slot, Map.of("state", "ATTENDED"))
          .is(200);
    }
    return this;
  }

  /** 30 kg of rice from the ward's group, with more said of it. */
  Map<String, Object> rice(Object... more) {
    Map<String, Object> entry =
        new HashMap<>(Map.of("groupId", group, "unit", "RICE_G", "quantity", 30_000));
    for (int i = 0; i < more.length; i += 2) entry.put((String) more[i], more[i + 1]);
    return entry;
  }

  String pledged(Map<String, Object> entry) throws Exception {
    return ward.post(community + "/pledges", entry).is(201).id();
  }

  LocalDate today() {
    return Days.of(town.now());
  }

  /** What somebody is owed of a unit. */
  long owed(Visitor resident, String unit) throws Exception {
    for (JsonNode balance :
        resident.get("/me/ledger?unit=" + unit).is(200).body().path("balances")) {
      return balance.path("owed").asLong();
    }
    return 0;
  }

  /** One number from the database. */
  long count(String sql) throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** How much the ledger's own proof finds wrong. */
  long findings() throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      statement.execute("set yui.system = 'on'");
      try (ResultSet row =
          statement.executeQuery(
              "select count(*) from verify_ledger('" + town.community() + "')")) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  static List<String> codes(Visitor.Reply refused) {
    List<String> codes = new ArrayList<>();
    refused
        .is(400)
        .body()
        .path("errors")
        .forEach(e -> codes.add(e.path("pointer").asText() + " " + e.path("code").asText()));
    return codes.stream().sorted().toList();
  }
}
