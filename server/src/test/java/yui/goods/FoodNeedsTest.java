package yui.goods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;

class FoodNeedsTest {
  private static final String LOOKS =
      "select count(*) from audit_log where deed = 'food_needs_look' and about ->> 'taskId' = '%s'";

  private static Town town;
  private Harvest harvest;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void leave() {
    town.close();
  }

  @BeforeEach
  void open() throws Exception {
    harvest = new Harvest(town);
    harvest.mika.put("/me/food-needs", Map.of("words", "卵アレルギー")).is(200);
  }

  @Test
  void sheet_ofAMeal_countsHeadsAndTellsNeedsWithoutNames() throws Exception {
    harvest.ken.put("/me/food-needs", Map.of("words", "卵アレルギー")).is(200);
    harvest
        .mika
        .put("/applications/" + harvest.mikas + "/food-needs", Map.of("words", "子どもは小麦がだめ"))
        .is(200);
    Visitor.Reply reply = harvest.ward.get("/tasks/" + harvest.task + "/cooks-sheet").is(200);
    JsonNode slot = reply.body().at("/slots/0");
    assertEquals(2, slot.path("confirmed").asInt());
    assertEquals(2, slot.path("meals").asInt());
    assertEquals(2, slot.path("needs").size());
    assertEquals("卵アレルギー 2", need(slot, 0));
    assertEquals("子どもは小麦がだめ 1", need(slot, 1));
    assertEquals(-1, reply.text().indexOf("美香"), "no names");
    assertEquals(1, looks(harvest.task));
    harvest
        .town
        .reader()
        .comesIn("ward@town.example")
        .get("/tasks/" + harvest.task + "/cook")
        .is(200)
        .says("卵アレルギー")
        .says("×2")
        .saysNot("美香");
    assertEquals(2, looks(harvest.task));
  }

  @Test
  void needs_ofADayThatIsOver_areNoLongerTold() throws Exception {
    harvest.worked();
    harvest.town.reach(harvest.over.plus(Duration.ofHours(13)));
    String path = "/tasks/" + harvest.task + "/cooks-sheet";
    JsonNode sheet = harvest.ward.get(path).is(200).body();
    assertEquals(2, sheet.at("/slots/0/confirmed").asInt());
    assertEquals(0, sheet.at("/slots/0/needs").size());
    assertEquals(0, looks(harvest.task));
  }

  @Test
  void needs_ofOneWhoWasNotChosenOrWhereNoMealIs_areNotTold() throws Exception {
    Visitor jun = harvest.town.as("r3@town.example");
    jun.put("/me/food-needs", Map.of("words", "そばアレルギー")).is(200);
    jun.post("/tasks/" + harvest.task + "/applications", Map.of("slotIds", List.of(harvest.slot)))
        .is(201);
    String sheet = harvest.ward.get("/tasks/" + harvest.task + "/cooks-sheet").is(200).text();
    assertEquals(-1, sheet.indexOf("そば"));

    Map<String, Object> dry = new HashMap<>(harvest.mowing());
    dry.put("rewards", List.of(Map.of("kind", "CASH", "amountYen", 3000)));
    dry.put("slots", List.of(later()));
    String task = harvest.town.posted(dry);
    String slot = harvest.ward.get("/tasks/" + task).body().at("/slots/0/id").asText();
    String id =
        harvest
            .mika
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201)
            .id();
    harvest.ward.post("/applications/" + id + "/select", null).is(200);
    JsonNode answer = harvest.ward.get("/tasks/" + task + "/cooks-sheet").is(200).body();
    assertEquals(1, answer.at("/slots/0/waiting").asInt());
    assertEquals(0, answer.at("/slots/0/needs").size());
    assertEquals(0, looks(task), "there was nothing to look at");
  }

  @Test
  void needs_emptied_areForgotten() throws Exception {
    harvest.mika.put("/me/food-needs", Map.of("words", "ゴマ")).is(200);
    Reader mika = harvest.town.reader().comesIn(harvest.mikasMail);
    mika.get("/me/food").is(200).says("ゴマ");
    mika.post("/me/food", "words", "長".repeat(501)).is(400);
    mika.get("/me/food");
    mika.post("/me/food", "words", "  ").leadsTo("/me/food");
    assertEquals(0, harvest.count("select count(*) from food_needs where words = 'ゴマ'"));
    mika.get("/en/me/food").is(200).says("cannot eat");
    harvest.ken.put("/applications/" + harvest.mikas + "/food-needs", Map.of("words", "x")).is(404);
  }

  private long looks(String task) throws Exception {
    return harvest.count(LOOKS.formatted(task));
  }

  private Map<String, Object> later() {
    return Map.of(
        "startsAt",
        harvest.town.saturday(9).plusSeconds(7 * 86_400).toString(),
        "endsAt",
        harvest.town.saturday(12).plusSeconds(7 * 86_400).toString(),
        "capacity",
        3);
  }

  private static String need(JsonNode slot, int i) {
    return slot.at("/needs/" + i + "/words").asText() + " " + slot.at("/needs/" + i + "/parties");
  }
}
