package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;

/** A problem from the telling to what became of it; of a house nobody learns too early. */
class NeedsTest {
  private static Town town;
  private static String needs;
  private static Visitor desk;
  private static Visitor ward;
  private static Visitor local;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    needs = "/communities/" + town.community() + "/needs";
    desk = town.as("desk@town.example");
    ward = town.as("ward@town.example");
    local = town.as("local@town.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void tell_thenTurnedIntoTwoTasks_showsTheTellerBothAndWritesOfEach() throws Exception {
    String id = local.post(needs, Map.of("words", "水路が草でいっぱいです")).is(201).id();
    Visitor.Reply turned =
        desk.post(
                "/needs/" + id + "/tasks",
                Map.of(
                    "groupId",
                    town.group(),
                    "drafts",
                    List.of(Map.of("title", "水路の草刈り"), Map.of("title", "水路の泥上げ"))))
            .is(201);
    assertEquals("TASKED", turned.body().path("state").asText());
    JsonNode seen = local.get("/needs/" + id).is(200).body();
    assertEquals(2, seen.path("tasks").size());
    assertEquals("DRAFT", seen.at("/tasks/0/state").asText());
    assertEquals(seen.at("/tasks/0/id"), seen.path("taskId"));
    JsonNode draft = ward.get("/tasks/" + seen.at("/tasks/1/id").asText()).is(200).body();
    assertEquals(id, draft.path("needId").asText());
    assertEquals("水路が草でいっぱいです", draft.path("description").asText());
    assertEquals(List.of("tell", "task", "task"), seen.path("history").findValuesAsText("verb"));
    town.letter("local@town.example", "困りごとが「水路の草刈り」になります");
    town.letter("local@town.example", "困りごとが「水路の泥上げ」になります");
  }

  @Test
  void answer_byTheDesk_reachesTheTellerAndStands() throws Exception {
    String id = local.post(needs, Map.of("words", "街灯が消えています")).is(201).id();
    ward.post("/needs/" + id + "/answer", Map.of("words", "見ました")).refuses(403, "forbidden");
    Visitor.Reply answered =
        desk.post("/needs/" + id + "/answer", Map.of("words", "来週、電球を替えます")).is(200);
    assertEquals("ANSWERED", answered.body().path("state").asText());
    assertEquals("来週、電球を替えます", local.get("/needs/" + id).is(200).body().path("answer").asText());
    town.letter("local@town.example", "来週、電球を替えます");
  }

  @Test
  void setAside_withAnOldVersionOrTwice_isRefused() throws Exception {
    String id = local.post(needs, Map.of("words", "カラスが多いです")).is(201).id();
    desk.post("/needs/" + id + "/answer", Map.of("words", "調べます")).is(200);
    desk.with("If-Match", "\"1\"")
        .post("/needs/" + id + "/set-aside", Map.of("words", "できません"))
        .refuses(412, "stale");
    desk.with("If-Match", "\"2\"")
        .post("/needs/" + id + "/set-aside", Map.of("words", "猟友会にお願いしました"))
        .is(200);
    town.letter("local@town.example", "猟友会にお願いしました");
    desk.post("/needs/" + id + "/set-aside", Map.of("words", "再び")).refuses(409, "need_state");
  }

  @Test
  void tell_forSomebodyOnTheTelephone_keepsTheirNameAndIsTheDesksAlone() throws Exception {
    Map<String, Object> entry =
        Map.of("words", "井戸が涸れました", "teller", Map.of("name", "小林トメ", "phone", "0241-11-1111"));
    local.post(needs, entry).refuses(403, "desk_only");
    JsonNode told = desk.post(needs, entry).is(201).body();
    assertEquals("小林トメ", told.path("toldBy").asText());
    assertEquals("0241-11-1111", told.path("tellerPhone").asText());
    local.get("/needs/" + told.path("id").asText()).refuses(404, "not_found");
    JsonNode whole = desk.get("/needs/" + told.path("id").asText()).is(200).body();
    assertFalse(whole.at("/history/0/by").asText().isEmpty(), "who wrote it down is kept");
    JsonNode host =
        town.as("ward@town.example").get("/needs/" + told.path("id").asText()).is(200).body();
    assertEquals("小林トメ", host.path("toldBy").asText());
    assertFalse(host.has("tellerPhone"), "the desk calls back, not every host");
  }

  @Test
  void tell_forSomebodyWithAnAddress_letsThemSeeAndHear() throws Exception {
    String id =
        desk.post(
                needs,
                Map.of(
                    "words", "蜂の巣", "teller", Map.of("name", "渡部", "email", "tome@town.example")))
            .is(201)
            .id();
    desk.post("/needs/" + id + "/answer", Map.of("words", "業者が伺います")).is(200);
    town.letter("tome@town.example", "業者が伺います");
    town.as("tome@town.example").get("/needs/" + id).is(200);
  }

  @Test
  void household_untilItIsReleased_isReadByTheDeskAndTheTellerAlone() throws Exception {
    String id =
        local
            .post(
                needs,
                Map.of(
                    "words",
                    "屋根の雪下ろし",
                    "place",
                    "中町",
                    "household",
                    Map.of("name", "佐藤ハル", "address", "奥川字中町 12", "phone", "0241-22-2222")))
            .is(201)
            .id();
    JsonNode forHosts = ward.get("/needs/" + id).is(200).body();
    assertTrue(forHosts.path("household").asBoolean());
    assertTrue(forHosts.path("toldBy").isMissingNode(), "not even who told it");
    assertFalse(ward.get("/needs/" + id).text().contains("佐藤"));
    ward.get("/needs/" + id + "/household").refuses(403, "forbidden");
    local.get("/needs/" + id + "/household").is(200);
    int before = looks(id);
    assertEquals(
        "奥川字中町 12",
        desk.get("/needs/" + id + "/household").is(200).body().path("address").asText());
    assertEquals(before + 1, looks(id));

    Map<String, Object> mowing = town.mowing();
    mowing.put("needId", id);
    String task = town.posted(mowing);
    Visitor r1 = town.as("r1@town.example");
    Visitor r2 = town.as("r2@town.example");
    String slot = r1.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    String one = applied(r1, task, slot);
    applied(r2, task, slot);
    ward.post("/applications/" + one + "/select", null).is(200);
    r1.get("/tasks/" + task + "/household").refuses(404, "not_found");
    ward.post("/tasks/" + task + "/household/release", null).refuses(403, "forbidden");
    JsonNode released = desk.post("/tasks/" + task + "/household/release", null).is(200).body();
    assertEquals(1, released.path("items").size());
    town.letter("r1@town.example", "伺うお宅が分かります");

    before = looks(id);
    assertEquals(
        "佐藤ハル", r1.get("/tasks/" + task + "/household").is(200).body().path("name").asText());
    assertEquals(before + 1, looks(id), "her look is written down");
    r2.get("/tasks/" + task + "/household").refuses(404, "not_found");
    ward.get("/tasks/" + task + "/household").refuses(404, "not_found");

    r1.post("/applications/" + one + "/withdraw", Map.of("reason", "風邪")).is(200);
    r1.get("/tasks/" + task + "/household").refuses(404, "not_found");
  }

  @Test
  void release_longBeforeTheDay_isRefused() throws Exception {
    String id =
        local
            .post(
                needs,
                Map.of("words", "庭の手入れ", "household", Map.of("name", "高橋", "address", "字上 3")))
            .is(201)
            .id();
    Map<String, Object> mowing = town.mowing();
    mowing.put("needId", id);
    mowing.put(
        "slots",
        List.of(
            Map.of(
                "startsAt", town.saturday(9).plusSeconds(86_400 * 14).toString(),
                "endsAt", town.saturday(12).plusSeconds(86_400 * 14).toString(),
                "capacity", 1)));
    String task = town.posted(mowing);
    desk.post("/tasks/" + task + "/household/release", null).refuses(409, "household_too_early");
    desk.post("/tasks/" + town.posted(town.mowing()) + "/household/release", null)
        .refuses(409, "household_none");
  }

  @Test
  void pages_fromTellingToAnswering_goWithPlainForms() throws Exception {
    Reader teller = town.reader().comesIn("teller@town.example");
    teller.get(needs).is(200).says("困っていること");
    teller
        .post(
            needs,
            "words",
            "雪で出られません",
            "place",
            "向原",
            "household.name",
            "五十嵐",
            "household.address",
            "字向原 7")
        .leadsTo(needs);
    Matcher link = Pattern.compile("/needs/[0-9a-f-]{36}").matcher(teller.get(needs).html());
    assertTrue(link.find());
    String at = link.group();
    teller.get(at).is(200).says("雪で出られません").says("個人のお宅");
    Reader office = town.reader().comesIn("desk@town.example");
    office.get(at).is(200).says("返事を送る");
    office
        .post(at + "/tasks", "groupId", town.group(), "drafts.0.title", "")
        .is(400)
        .says("入れてください");
    office.get(at);
    office.post(at + "/tasks", "groupId", town.group(), "drafts.0.title", "玄関の雪かき").leadsTo(at);
    office.get(at).says("玄関の雪かき");
    office.post(at + "/household").is(200).says("字向原 7");
    office.get(at);
    office.post(at + "/answer", "words", "土曜に伺います", "_etag", "2").leadsTo(at);
    teller.get(at).says("土曜に伺います").says("玄関の雪かき");
    teller.get("/en" + at).is(200).says("The desk’s answer");
    assertEquals(404, town.reader().comesIn("r3@town.example").get(at).status());
  }

  private static String applied(Visitor who, String task, String slot) throws Exception {
    return who.post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
        .is(201)
        .id();
  }

  private static int looks(String need) throws Exception {
    try (Connection all = town.superuser();
        PreparedStatement count =
            all.prepareStatement(
                """
                select count(*) from audit_log
                where deed = 'household_looked_at' and about ->> 'needId' = ?
                """)) {
      count.setString(1, need);
      ResultSet row = count.executeQuery();
      row.next();
      return row.getInt(1);
    }
  }
}
