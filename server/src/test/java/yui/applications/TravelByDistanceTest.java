package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Visitor;
import yui.core.Days;

/** Travel money by distance: shown before applying, promised when chosen, earned by coming. */
class TravelByDistanceTest {
  private static final Map<String, Object> TOKYO =
      Map.of("kind", "HOME", "label", "東京", "lat", 35.70, "lon", 139.70);

  private static Village village;

  @BeforeAll
  static void open() throws Exception {
    village = Village.open();
    village
        .desk()
        .post(
            "/communities/" + village.community + "/rules",
            rule(
                List.of(
                    Map.of("toKm", 50, "yen", 1000),
                    Map.of("toKm", 150, "yen", 3000),
                    Map.of("toKm", 300, "yen", 7000))))
        .is(201);
  }

  @AfterAll
  static void close() {
    village.close();
  }

  private static Map<String, Object> rule(Object table) {
    return Map.of(
        "rule", "TRAVEL_TABLE", "from", Days.of(village.town.now()).toString(), "value", table);
  }

  private static JsonNode task() throws Exception {
    Map<String, Object> task =
        village.mowing(village.group, List.of(Village.slot(village.saturday(8), 3, 3)));
    task.put("travel", Map.of("policy", "DISTANCE"));
    return village.publish(task);
  }

  /** A resident whose home is in Tokyo, 218 km from 奥川. */
  static void livesInTokyo(Village village, String name, boolean hasCar) throws Exception {
    village
        .resident(name)
        .put(
            "/me/resident",
            Map.of(
                "displayName",
                name,
                "skills",
                List.of(Map.of("code", "mowing", "level", 3)),
                "findable",
                "ALL",
                "hasCar",
                hasCar,
                "bases",
                List.of(TOKYO)))
        .is(200);
  }

  @Test
  void choose_byDistance_promisesByTheTableAndComingEarnsIt() throws Exception {
    livesInTokyo(village, "mika", false);
    JsonNode task = task();
    String id = village.coming("mika", task, 1);
    assertEquals(2 * 3000 + 2 * 7000, village.balance("mika", "JPY").getFirst(), "for two heads");
    village.town.reach(village.saturday(12));
    village.attendance(id, task, Map.of("state", "ATTENDED", "present", 1), false).is(200);
    assertEquals(3000 + 7000, village.balance("mika", "JPY").get(1), "for the one who came");
  }

  @Test
  void taskPage_byDistance_saysWhatTheReaderGets() throws Exception {
    livesInTokyo(village, "ken", true);
    String path = "/tasks/" + task().path("id").asText();
    Reader ken = village.town.reader().comesIn("ken@tokyo.example");
    ken.get(path).is(200).says("あなたの場合：ひとり7,000円").says("150kmより遠く：7,000円").says("差し引きのめやす");
    ken.get(path + "/apply").is(200).says("あなたの場合：ひとり7,000円");
    village.resident("homeless");
    Reader homeless = village.town.reader().comesIn("homeless@tokyo.example");
    homeless.get(path + "/apply").is(200).says("自宅の場所を登録する");
    village.town.reader().get(path).is(200).says("自宅からの距離に応じて").says("50kmまで：1,000円");
  }

  @Test
  void getTask_withAHome_tellsTheJourney() throws Exception {
    livesInTokyo(village, "yumi", true);
    JsonNode task = task();
    String path = "/tasks/" + task.path("id").asText();
    JsonNode journey = village.resident("yumi").get(path).is(200).body().path("journey");
    // 218 km: 283 of rail are 100 x 18 + 183 x 38 yen one way; by car 283 x 15 + 233 x 25.
    assertEquals("PUBLIC", journey.path("way").asText());
    assertEquals(18_000, journey.path("costYen").asInt());
    assertEquals(7_000, journey.path("supportYen").asInt());
    assertEquals(3_000, journey.path("cashYen").asInt());
    assertEquals(-8_000, journey.path("netYen").asInt());
    assertEquals("CAR", journey.at("/otherWay/way").asText());
    assertEquals(20_500, journey.at("/otherWay/costYen").asInt());
    assertTrue(village.town.stranger().get(path).is(200).body().path("journey").isMissingNode());
  }

  @Test
  void listTasks_onBothSidesOfANewTable_tellEachTheTableOfItsDay() throws Exception {
    livesInTokyo(village, "nao", false);
    Instant later = village.saturday(8).plus(Duration.ofDays(28));
    village
        .desk()
        .post(
            "/communities/" + village.community + "/rules",
            Map.of(
                "rule",
                "TRAVEL_TABLE",
                "from",
                Days.of(later).toString(),
                "value",
                List.of(Map.of("toKm", 300, "yen", 9000))))
        .is(201);
    Map<String, Object> task = village.mowing(village.group, List.of(Village.slot(later, 3, 3)));
    task.put("travel", Map.of("policy", "DISTANCE"));
    String before = task().path("id").asText();
    String after = village.publish(task).path("id").asText();
    Visitor nao = village.resident("nao");
    for (String id : List.of(before, after)) {
      nao.put("/tasks/" + id + "/interest", Map.of()).is(200);
    }
    Map<String, Integer> support = new HashMap<>();
    for (JsonNode liked : nao.get("/me/interests").is(200).body().path("items")) {
      support.put(liked.at("/task/id").asText(), liked.at("/task/journey/supportYen").asInt());
    }
    assertEquals(Map.of(before, 7000, after, 9000), support);
  }

  @Test
  void post_byDistanceForWorkFromAfar_isRefused() throws Exception {
    Map<String, Object> task = village.mowing(village.group, List.of());
    task.put("kind", "REMOTE");
    task.remove("place");
    task.put("applyUntil", village.saturday(8).toString());
    task.put("travel", Map.of("policy", "DISTANCE"));
    String tasks = "/communities/" + village.community + "/tasks";
    JsonNode refused = village.ward().post(tasks, task).is(400).body();
    assertEquals("/travel/policy", refused.at("/errors/0/pointer").asText());
    task.put("travel", Map.of("policy", "DISTANCE", "amountYen", 500));
    village.ward().post(tasks, task).is(400);
  }

  @Test
  void decide_aTableThatFalls_isRefused() throws Exception {
    String rules = "/communities/" + village.community + "/rules";
    for (Object bad :
        List.of(
            List.of(),
            List.of(Map.of("toKm", 50, "yen", -1)),
            List.of(Map.of("toKm", 50, "yen", 10.5)),
            List.of(Map.of("toKm", 50, "yen", "千円")),
            List.of(Map.of("toKm", 50)),
            List.of(Map.of("toKm", 50, "yen", 1), Map.of("toKm", 50, "yen", 2)),
            "none")) {
      village.desk().post(rules, rule(bad)).is(400);
    }
    Reader desk = village.town.reader().comesIn(Village.DESK);
    String later = Days.of(village.town.now()).plusDays(60).toString();
    desk.get(rules).is(200).says("50kmまで1,000円");
    desk.post(rules, "rule", "TRAVEL_TABLE", "value", "80 | 500\n30 | 900", "from", later)
        .is(400)
        .says("小さい順");
    desk.post(rules, "rule", "TRAVEL_TABLE", "value", "30 | 500\n８０ | 900", "from", later)
        .leadsTo(rules);
    desk.get(rules).says("80kmまで900円");
  }
}
