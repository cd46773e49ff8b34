package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import yui.web.Json;

/** What a task is between its two sides, and what the community's rules make of its money. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EngagementTest {
  private static Town town;
  private static Visitor desk;
  private static Visitor ward;
  private static String community;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
    desk = town.as("desk@town.example");
    ward = town.as("ward@town.example");
    community = "/communities/" + town.community();
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @ParameterizedTest
  @CsvSource({
    "LECTURE,    ,           3000, LECTURE, ''",
    "WORK,       ,           3000, THANKS,  ''",
    "LECTURE,    THANKS,     3000, THANKS,  ''",
    "WORK,       UNPAID,     0,    UNPAID,  ''",
    "WORK,       UNPAID,     3000, '',      unpaid_has_cash",
    "WORK,       EMPLOYMENT, 3000, '',      employment_refused",
    "WORK,       SLAVERY,    3000, '',      not_in_list",
  })
  void createTask_ofAnyEngagement_keepsItOrSaysWhyNot(
      String kind, String engagement, int yen, String kept, String refused) throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("kind", kind);
    if (engagement != null) task.put("engagement", engagement);
    task.put("rewards", yen == 0 ? List.of() : List.of(Map.of("kind", "CASH", "amountYen", yen)));
    Visitor.Reply reply = ward.post(community + "/tasks", task);
    if (refused.isEmpty()) {
      assertEquals(kept, reply.is(201).body().path("engagement").asText());
    } else {
      JsonNode error = reply.refuses(400, "invalid_input").body().at("/errors/0");
      assertEquals("/engagement", error.path("pointer").asText());
      assertEquals(refused, error.path("code").asText());
    }
  }

  @Test
  void select_forALectureWhoseTicketIsBought_promisesTheTicketApart() throws Exception {
    Map<String, Object> task = lecture(30_000);
    task.put("travel", Map.of("policy", "ACTUAL", "capYen", 9_000, "paidDirectly", true));
    String application = applied(town.posted(task), "r3@town.example");
    ward.post("/applications/" + application + "/select", null).is(200);
    try (Connection all = town.superuser();
        PreparedStatement sorts =
            all.prepareStatement(
                """
                select string_agg(purpose || ' ' || coalesce(about ->> 'sort', '-'), ', '
                    order by purpose)
                  from transfers where about ->> 'applicationId' = ?
                """)) {
      sorts.setString(1, application);
      try (ResultSet row = sorts.executeQuery()) {
        assertTrue(row.next());
        assertEquals("THANKS LECTURE, TRAVEL -", row.getString(1));
      }
    }
  }

  @Test
  void createTask_ofEmploymentWithOtherMistakes_hearsOfBothAtOnce() throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("engagement", "EMPLOYMENT");
    task.put("title", "");
    String refused =
        ward.post(community + "/tasks", task).refuses(400, "invalid_input").body().toString();
    assertTrue(refused.contains("employment_refused") && refused.contains("/title"), refused);
  }

  @Test
  void pages_ofATask_askAndTellWhatItIs() throws Exception {
    Reader host = town.reader().comesIn("ward@town.example");
    host.get(community + "/tasks/new").is(200).says("ハローワーク").says("value=\"LECTURE\"");
    String id = town.posted(lecture(30_000));
    host.get("/tasks/" + id + "/edit").is(200).says("value=\"LECTURE\" checked");
    host.get("/tasks/" + id + "/check").is(200).says("所得税 10.21%");
    host.get("/tasks/" + id + "/manage").is(200).says("所得税 10.21%");
    host.get("/tasks/" + id).is(200).says("講師・専門");
  }

  @Test
  void changeTask_toUnpaidWithCash_isRefusedAndACopyKeepsTheAnswer() throws Exception {
    Map<String, Object> lecture = lecture(30_000);
    String id = town.posted(lecture);
    ward.patch("/tasks/" + id, Map.of("engagement", "UNPAID")).refuses(400, "invalid_input");
    String copy =
        ward.post(
                "/tasks/" + id + "/copies",
                Map.of("day", Days.of(town.saturday(9)).plusDays(7).toString()))
            .is(201)
            .id();
    assertEquals("LECTURE", ward.get("/tasks/" + copy).is(200).body().path("engagement").asText());
    chosen(applied(id, "r1@town.example"), "r1@town.example");
    ward.patch("/tasks/" + id, Map.of("engagement", "THANKS"))
        .refuses(409, "engagement_already_promised");
  }

  @ParameterizedTest
  @CsvSource({
    // three hours; 1,033 yen an hour in 福島県
    "WORK,    THANKS,   3000, wage_below",
    "WORK,    THANKS,   3300, wage_like",
    "WORK,    CONTRACT, 9000, contract",
    "WORK,    UNPAID,   0,    unpaid",
    "LECTURE, LECTURE,  9000, tax",
    "LECTURE, LECTURE,  3000, tax wage_below",
    "LECTURE, THANKS,   9000, lecture_or_thanks wage_like",
  })
  void getTaskAdvice_ofAnyEngagement_saysWhatToThinkAbout(
      String kind, String engagement, int yen, String codes) throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("kind", kind);
    task.put("engagement", engagement);
    task.put("rewards", yen == 0 ? List.of() : List.of(Map.of("kind", "CASH", "amountYen", yen)));
    String id = ward.post(community + "/tasks", task).is(201).id();
    List<String> said = new ArrayList<>();
    ward.get("/tasks/" + id + "/advice")
        .is(200)
        .body()
        .path("items")
        .forEach(one -> said.add(one.path("code").asText()));
    assertEquals(codes, String.join(" ", said));
  }

  @Test
  @Order(2_000_000_000)
  void minimumWage_decidedAnew_countsFromItsDay() throws Exception {
    LocalDate day = Days.of(town.saturday(9));
    String id = ward.post(community + "/tasks", town.mowing()).is(201).id();
    assertEquals(1033, wage(id));
    decide("MINIMUM_WAGE", day.plusDays(1), 1100);
    assertEquals(1033, wage(id));
    decide("MINIMUM_WAGE", day, 1090);
    assertEquals(1090, wage(id));
  }

  @Test
  @Order(2_000_000_001)
  void settlement_ofALectureBeyondTheSubsidy_paysNetAndKeepsWhatDecided() throws Exception {
    LocalDate today = Days.of(town.now());
    decide("SUBSIDY_CAPS", today, Map.of("cashYen", 20_000, "travelYen", 100_000));
    String task = town.posted(lecture(30_000));
    String application = applied(task, "r2@town.example");
    JsonNode warnings =
        desk.get("/tasks/" + task + "/applications").is(200).body().at("/items/0/warnings");
    assertTrue(warnings.toString().contains("subsidy_cash"), warnings.toString());
    assertFalse(warnings.toString().contains("subsidy_travel"), warnings.toString());
    chosen(application, "r2@town.example");
    town.reach(town.saturday(12).plus(Duration.ofHours(1)));
    ward.put(
            "/applications/" + application + "/attendance/" + slot(task),
            Map.of("state", "ATTENDED"))
        .is(200);
    String run =
        desk.post(
                community + "/settlements",
                Map.of("kind", "CASH", "until", Days.of(town.now()).toString()))
            .is(201)
            .id();
    desk.post("/settlements/" + run + "/check", null).is(200);
    town.as("treasurer@town.example").post("/settlements/" + run + "/freeze", null).is(200);
    decide(
        "WITHHOLDING",
        Days.of(town.now()),
        Map.of(
            "engagements", List.of("LECTURE"),
            "withTravel", false,
            "basisPoints", 2_042,
            "limitYen", 1_000_000,
            "aboveBasisPoints", 2_042));
    JsonNode line = desk.get("/settlements/" + run).is(200).body().at("/lines/0");
    assertEquals(30_000, line.path("thanks").asInt());
    assertEquals(20_000, line.path("travel").asInt());
    assertEquals(5_105, line.path("withheld").asInt());
    assertEquals(44_895, line.path("net").asInt());
    JsonNode cash = line.at("/decisions/0");
    assertEquals("SUBSIDY_CAPS_CASH", cash.path("rule").asText());
    assertEquals(today.toString(), cash.path("from").asText());
    assertEquals(30_000, cash.path("base").asInt());
    assertEquals(10_000, cash.path("amount").asInt());
    assertEquals(0, line.at("/decisions/1/amount").asInt());
    JsonNode tax = line.at("/decisions/2");
    assertEquals("WITHHOLDING", tax.path("rule").asText());
    assertFalse(tax.has("from"));
    assertEquals(50_000, tax.path("base").asInt());
    assertEquals(1_021, tax.at("/value/basisPoints").asInt());
    town.reader()
        .comesIn("desk@town.example")
        .get("/settlements/" + run)
        .is(200)
        .says("源泉徴収の対象 50,000円 → 5,105円（はじめの決まり）")
        .says("補助の上限20,000円を10,000円こえています");
  }

  @Test
  void withdrawRule_beforeItsDay_staysInTheListAndLeavesTheDayFree() throws Exception {
    LocalDate today = Days.of(town.now());
    LocalDate later = today.plusDays(30);
    decide("WORDS_DAYS", later, 20);
    Map<String, Object> withdrawal =
        Map.of("rule", "WORDS_DAYS", "from", later.toString(), "reason", "日を間違えました");
    ward.post(community + "/rules/withdraw", withdrawal).refuses(403, "forbidden");
    desk.post(community + "/rules/withdraw", withdrawal).is(204);
    desk.post(community + "/rules/withdraw", withdrawal).refuses(404, "not_found");
    JsonNode kept = town.stranger().get(community + "/rules").is(200).body().at("/items/0");
    assertEquals(20, kept.path("value").asInt());
    assertEquals("日を間違えました", kept.path("withdrawnReason").asText());
    decide("WORDS_DAYS", later, 21);
    decide("WORDS_DAYS", today, 22);
    desk.post(
            community + "/rules/withdraw",
            Map.of("rule", "WORDS_DAYS", "from", today.toString(), "reason", "やめます"))
        .refuses(409, "rule_has_begun");
  }

  @ParameterizedTest
  @CsvSource({
    "WITHHOLDING,  '{\"engagements\":[\"WORK\"],\"basisPoints\":1021,\"limitYen\":1,\"aboveBasisPoints\":0}'",
    "WITHHOLDING,  '{\"engagements\":[],\"basisPoints\":10001,\"limitYen\":1,\"aboveBasisPoints\":0}'",
    "WITHHOLDING,  '{\"engagements\":[],\"basisPoints\":10.21,\"limitYen\":1,\"aboveBasisPoints\":0}'",
    "WITHHOLDING,  '[]'",
    "WITHHOLDING,  '{\"engagements\":[],\"basisPoints\":\"ten\",\"limitYen\":1,\"aboveBasisPoints\":0}'",
    "MINIMUM_WAGE, '0'",
    "MINIMUM_WAGE, '\"1033\"'",
    "SUBSIDY_CAPS, '{\"cashYen\":-1}'",
    "SUBSIDY_CAPS, '{\"yen\":1}'",
    "INSURANCE,    '{\"plans\":[],\"usual\":\"A\"}'",
    "INSURANCE,    '{\"plans\":[{\"code\":\"A\",\"name\":\"a\",\"yenPerDay\":1,\"covers\":[\"WAR\"]}],\"usual\":\"A\"}'",
    "INSURANCE,    '{\"plans\":[{\"code\":\"A\",\"name\":\"a\",\"yenPerDay\":1,\"covers\":[]}],\"usual\":\"B\"}'",
  })
  void decideRule_ofAValueItCannotHave_namesTheField(String rule, String value) throws Exception {
    JsonNode typed = Json.read(value, JsonNode.class);
    JsonNode refused =
        desk.post(
                community + "/rules",
                Map.of("rule", rule, "from", Days.of(town.now()).toString(), "value", typed))
            .refuses(400, "invalid_input")
            .body();
    assertTrue(refused.at("/errors/0/pointer").asText().startsWith("/value"), refused.toString());
  }

  private static Map<String, Object> lecture(int yen) {
    Map<String, Object> task = town.mowing();
    task.put("kind", "LECTURE");
    task.put("rewards", List.of(Map.of("kind", "CASH", "amountYen", yen)));
    task.put("travel", Map.of("policy", "FIXED", "amountYen", 20_000));
    return task;
  }

  private static void decide(String rule, LocalDate from, Object value) throws Exception {
    desk.post(community + "/rules", Map.of("rule", rule, "from", from.toString(), "value", value))
        .is(201);
  }

  private static int wage(String task) throws Exception {
    return ward.get("/tasks/" + task + "/advice").is(200).body().at("/items/0/values/wage").asInt();
  }

  private static String slot(String task) throws Exception {
    return town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
  }

  private static String applied(String task, String who) throws Exception {
    return town.as(who)
        .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot(task))))
        .is(201)
        .id();
  }

  private static void chosen(String application, String who) throws Exception {
    ward.post("/applications/" + application + "/select", null).is(200);
    town.as(who).post("/applications/" + application + "/confirm", null).is(200);
  }
}
