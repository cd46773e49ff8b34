package yui.applications;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** 奥川 as tests need it: a community with a desk, a ward with a host, residents who mow. */
public final class Village implements AutoCloseable {
  public static final String DESK = "desk@nishiaizu.example";
  public static final String WARD = "ward@okugawa.example";

  public final Town town;
  public final String community;
  public final String group;
  private final Map<String, Visitor> residents = new HashMap<>();

  private Village(Town town, String community, String group) {
    this.town = town;
    this.community = community;
    this.group = group;
  }

  public static Village open() throws Exception {
    Town town = Town.open();
    Visitor admin = town.as("admin@yui.example");
    String community =
        admin
            .post(
                "/communities",
                Map.of(
                    "code",
                    "074055",
                    "name",
                    "西会津町",
                    "lat",
                    37.587,
                    "lon",
                    139.648,
                    "officePhone",
                    "0241-00-0000"))
            .is(201)
            .id();
    admin
        .post(
            "/communities/" + community + "/memberships",
            Map.of("email", DESK, "role", "COORDINATOR", "desk", "OFFICIAL"))
        .is(201);
    Village village = new Village(town, community, group(town, community, "奥川地域づくり協議会", WARD));
    return village;
  }

  private static String group(Town town, String community, String name, String host)
      throws Exception {
    Visitor desk = town.as(DESK);
    String group =
        desk.post("/communities/" + community + "/groups", Map.of("name", name)).is(201).id();
    desk.post(
            "/communities/" + community + "/memberships",
            Map.of("email", host, "role", "HOST", "groupId", group))
        .is(201);
    return group;
  }

  /** Another ward with a host of its own. */
  public String ward(String name, String host) throws Exception {
    return group(town, community, name, host);
  }

  public Visitor ward() throws Exception {
    return town.as(WARD);
  }

  public Visitor desk() throws Exception {
    return town.as(DESK);
  }

  /** Somebody with a profile; made when first named. */
  public synchronized Visitor resident(String name) throws Exception {
    Visitor known = residents.get(name);
    if (known != null) return known;
    Visitor visitor = town.as(name + "@tokyo.example");
    visitor
        .put(
            "/me/resident",
            Map.of(
                "displayName", name,
                "skills", List.of(Map.of("code", "mowing", "level", 3)),
                "licences", List.of(),
                "findable", "ALL",
                "bases", List.of(),
                "rewardWishes", List.of("CASH"),
                "hasCar", true,
                "languages", List.of("ja")))
        .is(200);
    residents.put(name, visitor);
    return visitor;
  }

  /** One of each who may try something: by what they are here. */
  public Map<String, Visitor> everybody() throws Exception {
    Visitor admin = town.as("admin@yui.example");
    ward("別の区", "other@okugawa.example");
    desk()
        .post(
            "/communities/" + community + "/memberships",
            Map.of("email", "auditor@nishiaizu.example", "role", "AUDITOR"))
        .is(201);
    String miura =
        admin
            .post(
                "/communities",
                Map.of("code", "142107", "name", "三浦市", "lat", 35.14, "lon", 139.62))
            .is(201)
            .id();
    admin
        .post(
            "/communities/" + miura + "/memberships",
            Map.of("email", "desk@miura.example", "role", "COORDINATOR", "desk", "OFFICIAL"))
        .is(201);
    Map<String, Visitor> who = new LinkedHashMap<>();
    who.put("applicant", resident("applicant"));
    who.put("host", ward());
    who.put("desk", desk());
    who.put("admin", admin);
    who.put("auditor", town.as("auditor@nishiaizu.example"));
    who.put("otherHost", town.as("other@okugawa.example"));
    who.put("otherDesk", town.as("desk@miura.example"));
    who.put("resident", resident("resident"));
    who.put("stranger", town.stranger());
    return who;
  }

  /** Gives a task's only slot so many places. */
  public Visitor.Reply capacity(JsonNode task, int capacity) throws Exception {
    JsonNode slot = task.at("/slots/0");
    return ward()
        .patch(
            "/tasks/" + task.path("id").asText(),
            Map.of(
                "slots",
                List.of(
                    Map.of(
                        "id", slot.path("id").asText(),
                        "startsAt", slot.path("startsAt").asText(),
                        "endsAt", slot.path("endsAt").asText(),
                        "capacity", capacity))));
  }

  /** Next Saturday but one, at an hour of the morning. */
  public Instant saturday(int hour) {
    LocalDate day =
        Days.of(town.now()).plusDays(7).with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
    return day.atTime(LocalTime.of(hour, 0)).atZone(Days.TOKYO).toInstant();
  }

  public static Map<String, Object> slot(Instant from, int hours, int capacity) {
    return Map.of(
        "startsAt", from.toString(),
        "endsAt", from.plusSeconds(3600L * hours).toString(),
        "capacity", capacity);
  }

  /** 草刈り: 3,000 yen, a meal and 2 kg of rice a head, travel up to 5,000 yen. */
  public Map<String, Object> mowing(String byGroup, List<Map<String, Object>> slots) {
    Map<String, Object> task = new HashMap<>();
    task.put("groupId", byGroup);
    task.put("title", "草刈り");
    task.put("description", "水路のまわりの草を刈ります。");
    task.put("hardParts", List.of("斜面で足元が悪い"));
    task.put("kind", "WORK");
    task.put(
        "place", Map.of("lat", 37.66, "lon", 139.63, "label", "奥川", "meetingPoint", "集落センター前"));
    task.put("requiredSkills", List.of(Map.of("code", "mowing", "level", 2)));
    task.put("slots", slots);
    task.put(
        "rewards",
        List.of(
            Map.of("kind", "CASH", "amountYen", 3000),
            Map.of("kind", "MEAL", "count", 1),
            Map.of("kind", "PRODUCE", "item", "RICE", "quantity", 2, "unit", "kg")));
    task.put("travel", Map.of("policy", "ACTUAL", "capYen", 5000));
    task.put("insurance", "ボランティア保険");
    task.put(
        "onCall",
        Map.of(
            "name",
            "区長",
            "phone",
            "0241-49-0000",
            "backup",
            Map.of("name", "副区長", "phone", "090-0000-0009")));
    return task;
  }

  /** A published task; its answer. */
  public JsonNode publish(Map<String, Object> task) throws Exception {
    String id = ward().post("/communities/" + community + "/tasks", task).is(201).id();
    return ward().post("/tasks/" + id + "/publish", null).is(200).body();
  }

  public JsonNode mowing(int capacity) throws Exception {
    return publish(mowing(group, List.of(slot(saturday(8), 3, capacity))));
  }

  /** Applies for all slots with so many companions; the application's id. */
  public String apply(String resident, JsonNode task, int companions) throws Exception {
    return applied(resident, task, companions).is(201).id();
  }

  public Visitor.Reply applied(String resident, JsonNode task, int companions) throws Exception {
    List<Map<String, Object>> names = new ArrayList<>();
    for (int i = 0; i < companions; i++) names.add(Map.of("name", "同行 " + (i + 1)));
    List<String> slots = new ArrayList<>();
    task.path("slots").forEach(s -> slots.add(s.path("id").asText()));
    return resident(resident)
        .post(
            "/tasks/" + task.path("id").asText() + "/applications",
            Map.of("slotIds", slots, "companions", names, "message", "よろしくお願いします。"));
  }

  public Visitor.Reply select(String application) throws Exception {
    return ward().post("/applications/" + application + "/select", null);
  }

  public Visitor.Reply verb(Visitor who, String application, String verb) throws Exception {
    return verb(who, application, verb, null);
  }

  public Visitor.Reply verb(Visitor who, String application, String verb, @Nullable Object body)
      throws Exception {
    return who.post("/applications/" + application + "/" + verb, body);
  }

  /** Applied, selected and confirmed; the application's id. */
  public String coming(String resident, JsonNode task, int companions) throws Exception {
    String id = apply(resident, task, companions);
    select(id).is(200);
    verb(resident(resident), id, "confirm").is(200);
    return id;
  }

  public Visitor.Reply attendance(String application, JsonNode task, Object entry, boolean preview)
      throws Exception {
    return ward()
        .put(
            "/applications/"
                + application
                + "/attendance/"
                + slotOf(task)
                + (preview ? "?preview=true" : ""),
            entry);
  }

  public static String slotOf(JsonNode task) {
    return task.path("slots").path(0).path("id").asText();
  }

  public int taken(JsonNode task) throws Exception {
    return town.stranger()
        .get("/tasks/" + task.path("id").asText())
        .is(200)
        .body()
        .path("slots")
        .path(0)
        .path("taken")
        .asInt();
  }

  /** What a resident's ledger says of a unit: pending, owed and given. */
  public List<Long> balance(String resident, String unit) throws Exception {
    for (JsonNode balance : resident(resident).get("/me/ledger").is(200).body().path("balances")) {
      if (balance.path("unit").asText().equals(unit)) {
        return List.of(
            balance.path("pending").asLong(),
            balance.path("owed").asLong(),
            balance.path("given").asLong());
      }
    }
    return List.of(0L, 0L, 0L);
  }

  @Override
  public void close() {
    town.close();
  }
}
