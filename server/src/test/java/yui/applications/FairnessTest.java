package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import yui.Visitor;
import yui.core.Days;

/** The community's rule puts applicants in order and says why; people choose. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class FairnessTest {
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  private Visitor.Reply decide(String rule, LocalDate from, Object value) throws Exception {
    return village
        .desk()
        .post(
            "/communities/" + village.community + "/rules",
            Map.of("rule", rule, "from", from.toString(), "value", value));
  }

  private List<String> order(JsonNode task) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode one : standings(task)) names.add(one.path("displayName").asText());
    return names;
  }

  private JsonNode standings(JsonNode task) throws Exception {
    return village
        .ward()
        .get("/tasks/" + task.path("id").asText() + "/order")
        .is(200)
        .body()
        .path("items");
  }

  private static String reasons(JsonNode standing) {
    List<String> codes = new ArrayList<>();
    standing.path("reasons").forEach(r -> codes.add(r.path("code").asText()));
    return String.join(" ", codes);
  }

  @Test
  @Order(1)
  void order_withoutARule_isHowTheyCameAndNobodyIsChosen() throws Exception {
    JsonNode task = village.mowing(1);
    village.apply("first", task, 0);
    village.apply("second", task, 0);
    assertEquals(List.of("first", "second"), order(task));
    assertEquals("arrival", reasons(standings(task).path(0)));
    village
        .ward()
        .post("/tasks/" + task.path("id").asText() + "/lots", null)
        .refuses(409, "lots_not_in_rules");
  }

  @Test
  @Order(2)
  void order_byTheRule_putsNewcomersFirstAndThoseOftenChosenLast() throws Exception {
    LocalDate today = Days.of(village.town.now());
    decide(
            "FAIRNESS",
            today,
            Map.of(
                "newcomersFirst",
                true,
                "mostPerWeek",
                1,
                "liftedDaysBefore",
                3,
                "lots",
                true,
                "reasonNeeded",
                true,
                "criteria",
                "はじめての方を優先し、同じ条件ならくじで決めます。"))
        .is(201);
    JsonNode other =
        village.publish(
            village.mowing(village.group, List.of(Village.slot(village.saturday(14), 3, 3))));
    village.coming("often", other, 0);
    JsonNode task = village.mowing(1);
    village.apply("often", task, 0);
    village.apply("known", task, 0);
    attendedOnce("known");
    village.apply("new1", task, 0);
    village.apply("new2", task, 0);
    assertEquals(List.of("new1", "new2", "known", "often"), order(task));
    assertEquals("newcomer arrival", reasons(standings(task).path(0)));
    assertEquals("arrival", reasons(standings(task).path(2)));
    assertEquals("over_limit newcomer arrival", reasons(standings(task).path(3)));
    assertTrue(standings(task).path(3).at("/reasons/0/detail").asText().contains("1回"));
    JsonNode page =
        village.ward().get("/tasks/" + task.path("id").asText() + "/order?limit=3").body();
    String next = page.path("nextCursor").asText();
    assertEquals(
        "often",
        village
            .ward()
            .get("/tasks/" + task.path("id").asText() + "/order?limit=3&cursor=" + next)
            .is(200)
            .body()
            .at("/items/0/displayName")
            .asText());
  }

  @Test
  @Order(3)
  void select_outOfTheOrder_needsAReasonThatIsKeptForTheHost() throws Exception {
    JsonNode task = village.mowing(2);
    village.apply("next1", task, 0);
    String later = village.apply("later1", task, 0);
    village.select(later).refuses(409, "reason_needed");
    village
        .verb(
            village.desk(),
            later,
            "select",
            Map.of("reason", "草刈機を持ってきてくださるため", "message", "お待ちしています"))
        .is(200);
    JsonNode chosen = last(village.ward().get("/applications/" + later + "/events").is(200));
    assertEquals("select", chosen.path("verb").asText());
    assertEquals("DESK", chosen.path("actedAs").asText());
    assertEquals("草刈機を持ってきてくださるため", chosen.path("why").asText());
    assertEquals(2, chosen.at("/standing/place").asInt());
    assertTrue(chosen.path("detail").asText().contains("奥川地域づくり協議会の代わりに"));
    JsonNode seen =
        last(village.resident("later1").get("/applications/" + later + "/events").is(200));
    assertFalse(seen.has("why"));
    assertFalse(seen.has("standing"));
    assertFalse(seen.has("by"));
    assertEquals("DESK", seen.path("actedAs").asText());
  }

  @Test
  @Order(4)
  void drawLots_once_canBeComputedAgainByAnybody() throws Exception {
    JsonNode task = village.mowing(1);
    String path = "/tasks/" + task.path("id").asText() + "/lots";
    Map<String, String> applicants = new HashMap<>();
    for (int i = 0; i < 6; i++) applicants.put(village.apply("lot" + i, task, 0), "lot" + i);
    JsonNode before = village.resident("lot3").get(path).is(200).body();
    assertFalse(before.has("seed"), "nobody knows it yet");
    JsonNode drawn = village.ward().post(path, null).is(201).body();
    assertEquals(before.path("seedHash").asText(), sha256(drawn.path("seed").asText()));
    List<String> byHand =
        applicants.keySet().stream()
            .sorted((a, b) -> lot(drawn, a).compareTo(lot(drawn, b)))
            .map(applicants::get)
            .toList();
    assertEquals(byHand, order(task));
    assertEquals("newcomer lot", reasons(standings(task).path(0)));
    village.ward().post(path, null).refuses(409, "lots_drawn_already");
    village.apply("after", task, 0);
    assertEquals("after", order(task).getLast());
    assertEquals(drawn, village.resident("lot0").get(path).is(200).body());
    village.resident("stranger").get(path).is(404);
  }

  @Test
  @Order(5)
  void arrangeWaitlist_byTheHost_isTheOrderOfTheOffers() throws Exception {
    JsonNode task = village.mowing(1);
    String has = village.coming("holds", task, 0);
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String id = village.apply("wait" + i, task, 0);
      village.verb(village.ward(), id, "waitlist").is(200);
      waiting.add(id);
    }
    String path = "/tasks/" + task.path("id").asText() + "/waitlist";
    village
        .ward()
        .put(path, Map.of("applicationIds", List.of(has)))
        .refuses(409, "not_on_the_waiting_list");
    village.ward().put(path, Map.of("applicationIds", List.of(waiting.get(2)))).is(200);
    village.verb(village.resident("holds"), has, "withdraw").is(200);
    assertEquals(
        "OFFERED",
        village.ward().get("/applications/" + waiting.get(2)).body().path("state").asText());
    assertEquals(
        "arrange",
        village
            .ward()
            .get("/applications/" + waiting.get(2) + "/events")
            .body()
            .at("/items/2/verb")
            .asText());
  }

  @Test
  @Order(6)
  void apply_whereAgesAreAsked_namesEachCompanionWithout() throws Exception {
    decide("COMPANION_AGES", Days.of(village.town.now()), "SOMETIMES")
        .refuses(400, "invalid_input");
    decide("COMPANION_AGES", Days.of(village.town.now()), "ALWAYS").is(201);
    JsonNode task = village.mowing(2);
    JsonNode refused = village.applied("family", task, 2).refuses(400, "invalid_input").body();
    assertEquals("/companions/0/age", refused.at("/errors/0/pointer").asText());
    assertEquals("/companions/1/age", refused.at("/errors/1/pointer").asText());
    village
        .resident("family")
        .post(
            "/tasks/" + task.path("id").asText() + "/applications",
            Map.of(
                "slotIds",
                List.of(Village.slotOf(task)),
                "companions",
                List.of(Map.of("name", "花", "age", 8))))
        .is(201);
    JsonNode known = village.resident("family").get("/me/companions").is(200).body();
    assertEquals("花", known.at("/items/0/name").asText());
    assertEquals(8, known.at("/items/0/age").asInt());
  }

  @Test
  @Order(7)
  void showInterest_byOneTap_countsAndNamesOnlyWhoAgrees() throws Exception {
    JsonNode task = village.mowing(2);
    String path = "/tasks/" + task.path("id").asText();
    Visitor open = village.resident("likes");
    Visitor shy = village.resident("shy");
    assertTrue(open.put(path + "/interest", Map.of()).is(200).body().path("named").asBoolean());
    shy.put(path + "/interest", Map.of("named", false)).is(200);
    open.put(path + "/interest", Map.of()).is(200);
    JsonNode likes = village.ward().get(path + "/interests").is(200).body();
    assertEquals(2, likes.path("count").asInt());
    assertEquals(1, likes.path("items").size());
    assertEquals("likes", likes.at("/items/0/displayName").asText());
    String resident = likes.at("/items/0/residentId").asText();
    // No base, so no candidate; but whoever shows interest may be written to.
    village
        .ward()
        .post(path + "/invitations", Map.of("residentId", resident, "message", "ぜひ"))
        .is(201);
    assertEquals(
        task.path("id").asText(),
        open.get("/me/interests").is(200).body().at("/items/0/id").asText());
    village.apply("likes", task, 0);
    assertEquals(1, village.ward().get(path + "/interests").body().path("count").asInt());
    shy.delete(path + "/interest").is(204);
    assertEquals(0, village.ward().get(path + "/interests").body().path("count").asInt());
    village
        .town
        .as("nobody@tokyo.example")
        .put(path + "/interest", Map.of())
        .refuses(409, "resident_needed");
  }

  @Test
  @Order(8)
  void apply_whenEngagedInAnotherCommunity_warnsByName() throws Exception {
    Visitor admin = village.town.as("admin@yui.example");
    String miura =
        admin
            .post(
                "/communities",
                Map.of("code", "142107", "name", "三浦市", "lat", 35.14, "lon", 139.62))
            .is(201)
            .id();
    String group =
        admin.post("/communities/" + miura + "/groups", Map.of("name", "三浦の会")).is(201).id();
    admin
        .post(
            "/communities/" + miura + "/memberships",
            Map.of("email", "host@miura.example", "role", "HOST", "groupId", group))
        .is(201);
    Visitor host = village.town.as("host@miura.example");
    Map<String, Object> cabbage =
        village.mowing(group, List.of(Village.slot(village.saturday(9), 3, 2)));
    cabbage.put("title", "キャベツの収穫");
    String id = host.post("/communities/" + miura + "/tasks", cabbage).is(201).id();
    JsonNode there = host.post("/tasks/" + id + "/publish", null).is(200).body();
    JsonNode here = village.mowing(2);
    String first = village.apply("both", there, 0);
    host.post("/applications/" + first + "/select", null).is(200);
    JsonNode second = village.applied("both", here, 0).is(201).body();
    assertEquals("engaged_then", second.at("/warnings/0/code").asText());
    assertTrue(second.at("/warnings/0/detail").asText().contains("キャベツの収穫"));
    // The host here learns that it would clash, and not with what.
    JsonNode seen = village.ward().get("/applications/" + second.path("id").asText()).body();
    assertEquals("engaged_then", seen.at("/warnings/0/code").asText());
    assertFalse(seen.at("/warnings/0/detail").asText().contains("キャベツ"));
    village
        .verb(village.ward(), second.path("id").asText(), "select", Map.of("reason", "x"))
        .refuses(409, "selected_elsewhere_at_that_time");
  }

  private void attendedOnce(String name) throws Exception {
    try (var connection = village.town.superuser();
        var statement =
            connection.prepareStatement(
                """
                insert into attendance (application_id, slot_id, community_id, person_id, state)
                select s.application_id, s.slot_id, s.community_id, s.person_id, 'ATTENDED'
                from application_slots s join persons p on p.id = s.person_id where p.email = ?
                """)) {
      statement.setString(1, name + "@tokyo.example");
      assertEquals(1, statement.executeUpdate());
    }
  }

  private static JsonNode last(Visitor.Reply events) {
    JsonNode items = events.body().path("items");
    return items.path(items.size() - 1);
  }

  private static String lot(JsonNode drawn, String application) {
    return sha256(drawn.path("seed").asText() + ":" + application);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
