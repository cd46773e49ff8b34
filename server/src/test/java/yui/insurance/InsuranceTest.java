package yui.insurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** Who comes on Saturday, for whoever insures them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InsuranceTest {
  private static final Pattern UNSENT = Pattern.compile("/insurance\"><b>(\\d+)</b>");
  private static Town town;
  private static Visitor desk;
  private static Visitor ward;
  private static String community;
  private static String slot;
  private static Reader reader;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
    desk = town.as("desk@town.example");
    ward = town.as("ward@town.example");
    community = "/communities/" + town.community();
    reader = town.reader().comesIn("desk@town.example");
    String task = town.posted(town.mowing());
    slot = slot(task);
    Visitor mika = town.as("r1@town.example");
    String application =
        mika.post(
                "/tasks/" + task + "/applications",
                Map.of(
                    "slotIds",
                    List.of(slot),
                    "companions",
                    List.of(Map.of("name", "=同行の花子", "age", 9), Map.of("name", "同行の次郎"))))
            .is(201)
            .id();
    ward.post("/applications/" + application + "/select", null).is(200);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  @Order(1)
  void list_ofASlot_namesThePartyWithTheAgesThatWereTold() throws Exception {
    town.as("r1@town.example").patch("/me", Map.of("name", "高橋美香")).is(200);
    JsonNode people = list(slot).path("people");
    assertEquals(3, people.size());
    assertEquals("高橋美香", people.at("/0/name").asText());
    assertFalse(people.at("/0/companion").asBoolean());
    assertEquals(9, people.at("/1/age").asInt());
    assertFalse(people.path(2).has("age"));
    ward.get(community + "/insurance/" + slot).refuses(403, "forbidden");
    town.as("r1@town.example").get(community + "/insurance/" + slot).refuses(403, "forbidden");
  }

  @Test
  @Order(2)
  void send_aList_isRememberedUntilItChanges() throws Exception {
    String at = community + "/insurance/" + slot + "/sent";
    assertEquals(1, unsent());
    desk.post(at, Map.of("note", "社協へメール")).is(200);
    desk.post(at, Map.of("note", "もう一度")).refuses(409, "insurance_sent_already");
    assertTrue(summary(slot).path("sent").asBoolean());
    assertEquals(0, unsent());
    town.as("r1@town.example").patch("/me", Map.of("name", "高橋みか")).is(200);
    assertTrue(summary(slot).path("changedSince").asBoolean());
    assertEquals("社協へメール", list(slot).at("/history/0/note").asText());
    desk.post(at, Map.of()).is(200);
    assertEquals(2, list(slot).path("history").size());
  }

  @Test
  @Order(3)
  void names_asAFile_areNoFormulas() throws Exception {
    String csv = reader.get(community + "/insurance/" + slot + "/names.csv").is(200).html();
    assertTrue(csv.startsWith("\uFEFF番号,氏名,年齢,区分,"), csv);
    assertTrue(csv.contains("\r\n2,'=同行の花子,9,同行,"), csv);
    assertEquals(4, csv.strip().split("\r\n").length);
  }

  @Test
  @Order(4)
  void plans_decidedByTheCommunity_areTheOnesOfTheList() throws Exception {
    desk.post(community + "/rules", plans()).is(201);
    assertEquals(90, summary(slot).path("premiumYen").asInt());
    assertTrue(summary(slot).path("changedSince").asBoolean());
    assertEquals(Days.of(town.now()).toString(), list(slot).path("from").asText());
    JsonNode all = desk.get(community + "/insurance").is(200).body().path("items");
    assertEquals(1, all.size());
    assertEquals(3, all.at("/0/heads").asInt());
    reader.get(community + "/insurance").is(200).says("送った後で変わりました");
    reader.get(community + "/insurance/" + slot).is(200).says("同行の花子").says("90円");
  }

  @ParameterizedTest
  @Order(5)
  @CsvSource({
    "mowing,      鎌,         GENERAL, ''",
    "mowing,      刈払機2台,  MACHINE, ''",
    "brush_cutter,鎌,         MACHINE, ''",
    "mowing,      肩掛けの草刈機, MACHINE, ''",
    "roof_snow,   スコップ,   GENERAL, SNOW_ROOF",
  })
  void plan_ofASlot_followsSkillsAndEquipment(
      String skill, String thing, String plan, String uncovered) throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("requiredSkills", List.of(Map.of("code", skill, "level", 1)));
    task.put("equipment", List.of(Map.of("name", thing, "by", "HOST")));
    JsonNode summary = summary(slot(town.posted(task)));
    assertEquals(plan, summary.path("plan").asText());
    assertEquals(uncovered, summary.path("uncovered").path(0).asText());
  }

  private static Map<String, Object> plans() {
    return Map.of(
        "rule",
        "INSURANCE",
        "from",
        Days.of(town.now()).toString(),
        "value",
        Map.of(
            "plans",
            List.of(
                Map.of("code", "A", "name", "GENERAL", "yenPerDay", 30, "covers", List.of("TOOLS")),
                Map.of(
                    "code",
                    "B",
                    "name",
                    "MACHINE",
                    "yenPerDay",
                    449,
                    "covers",
                    List.of("TOOLS", "MACHINE"))),
            "usual",
            "A"));
  }

  private static String slot(String task) throws Exception {
    return town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
  }

  private static JsonNode list(String of) throws Exception {
    return desk.get(community + "/insurance/" + of).is(200).body();
  }

  private static JsonNode summary(String of) throws Exception {
    return list(of).path("summary");
  }

  private static int unsent() throws Exception {
    Matcher tile = UNSENT.matcher(reader.get("/me").is(200).html());
    assertTrue(tile.find());
    return Integer.parseInt(tile.group(1));
  }
}
