package yui.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Visitor;
import yui.applications.Village;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttendanceTest {
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  private static Instant start(JsonNode task) {
    return OffsetDateTime.parse(task.path("slots").path(0).path("startsAt").asText()).toInstant();
  }

  private String code(JsonNode task) throws Exception {
    return seen(task).path("checkInCode").asText();
  }

  private JsonNode seen(JsonNode task) throws Exception {
    return village.ward().get("/tasks/" + task.path("id").asText()).is(200).body();
  }

  private JsonNode saved(String id, JsonNode task, Map<String, Object> entry) throws Exception {
    return village.attendance(id, task, entry, false).is(200).body();
  }

  private String state(String id) throws Exception {
    return village.ward().get("/applications/" + id).is(200).body().path("state").asText();
  }

  @Test
  void record_aPartyOfTwoThatCame_earnsWhatWasPromised() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("mika", task, 1);
    Map<String, Object> came = Map.of("state", "ATTENDED");
    village.attendance(id, task, came, true).refuses(409, "attendance_too_early");
    village.town.reach(start(task));
    JsonNode preview = village.attendance(id, task, came, true).is(200).body();
    assertEquals(List.of(16_000L, 0L, 0L), village.balance("mika", "JPY"));
    JsonNode recorded = saved(id, task, came);
    assertEquals(effects(preview), effects(recorded));
    assertEquals(List.of("earn JPY 6000", "earn MEAL 2", "earn RICE_G 4000"), effects(recorded));
    assertTrue(recorded.path("effects").path(0).path("detail").asText().contains("× 2人 = 6,000円"));
    assertEquals(List.of(10_000L, 6_000L, 0L), village.balance("mika", "JPY"));
    assertEquals(List.of(0L, 2L, 0L), village.balance("mika", "MEAL"));
    assertEquals(List.of(0L, 4_000L, 0L), village.balance("mika", "RICE_G"));
    assertEquals("DONE", state(id));
    village.town.letter("mika@tokyo.example", "ありがとうございました");
    assertEquals(List.of(), effects(saved(id, task, came)));
  }

  @Test
  void record_fewerThanPromised_earnsForThoseWhoCame() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("ken", task, 2);
    village.town.reach(start(task));
    JsonNode recorded = saved(id, task, Map.of("state", "ATTENDED", "present", 2));
    assertEquals(List.of("earn JPY 6000", "earn MEAL 2", "earn RICE_G 4000"), effects(recorded));
    assertTrue(recorded.path("effects").path(0).path("detail").asText().contains("9,000円"));
    village
        .attendance(id, task, Map.of("state", "ATTENDED", "present", 4), false)
        .refuses(400, "invalid_input");
  }

  @Test
  void record_otherwiseLater_isCorrectedNotEdited() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("sora", task, 1);
    village.town.reach(start(task));
    saved(id, task, Map.of("state", "ATTENDED"));
    Map<String, Object> partly =
        Map.of(
            "state",
            "PARTLY",
            "present",
            1,
            "earned",
            List.of(Map.of("line", 1, "quantity", 2_000)),
            "note",
            "午前だけ");
    JsonNode preview = village.attendance(id, task, partly, true).is(200).body();
    assertEquals(
        List.of("correct JPY 4000", "correct MEAL 1", "correct RICE_G 2000"), effects(preview));
    assertEquals(effects(preview), effects(saved(id, task, partly)));
    assertEquals(2_000L, village.balance("sora", "JPY").get(1));
    assertEquals(
        List.of("correct JPY 2000", "correct MEAL 1", "correct RICE_G 2000"),
        effects(saved(id, task, Map.of("state", "ABSENT_TOLD"))));
    assertEquals(0L, village.balance("sora", "JPY").get(1));
    assertEquals("DONE", state(id));
    assertEquals(3, effects(saved(id, task, Map.of("state", "ATTENDED"))).size());
    assertEquals(6_000L, village.balance("sora", "JPY").get(1));
    saved(id, task, Map.of("state", "UNRECORDED"));
    assertEquals(0L, village.balance("sora", "JPY").get(1));
    assertEquals("CONFIRMED", state(id));
  }

  @Test
  void record_asAbsentWhomSomethingWasHandedOver_saysWhatStaysOwedBack() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("nao", task, 0);
    village.town.reach(start(task));
    saved(id, task, Map.of("state", "ATTENDED"));
    village
        .ward()
        .post("/hand-overs", Map.of("applicationId", id, "rewardLine", 3, "quantity", 2_000))
        .is(201);
    Reader ward = village.town.reader().comesIn(Village.WARD);
    String day = "/tasks/" + task.path("id").asText() + "/day";
    String warning = "もう渡してあります";
    assertFalse(ward.get(day).is(200).html().contains(warning));
    String[] absent = {
      "attendance.0.applicationId", id, "attendance.0.state", "ABSENT_TOLD",
    };
    ward.post(day, absent).is(200).says("2kg").says(warning);
    saved(id, task, Map.of("state", "ABSENT_TOLD"));
    ward.get(day).is(200).says("2kg").says(warning);
    assertEquals(-2_000L, village.balance("nao", "RICE_G").get(1), "to be given back");
    saved(id, task, Map.of("state", "ATTENDED"));
    assertFalse(ward.get(day).is(200).html().contains(warning));
  }

  @Test
  void record_absence_givesThePromiseBack() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("ryo", task, 0);
    village.town.reach(start(task));
    assertEquals(
        List.of("void JPY 3000", "void MEAL 1", "void RICE_G 2000"),
        effects(saved(id, task, Map.of("state", "ABSENT_UNTOLD"))));
    assertEquals(List.of(5_000L, 0L, 0L), village.balance("ryo", "JPY"));
    village
        .attendance(id, task, Map.of("state", "ABSENT_TOLD", "present", 1), false)
        .refuses(400, "invalid_input");
  }

  @Test
  void record_whatCannotBe_isRefusedByName() throws Exception {
    JsonNode task = village.mowing(3);
    String applied = village.apply("aki", task, 0);
    String coming = village.coming("yuki", task, 0);
    village.town.reach(start(task));
    village
        .attendance(applied, task, Map.of("state", "ATTENDED"), false)
        .refuses(409, "application_state");
    village.attendance(coming, task, partly(1, 3_001), false).refuses(409, "earned_too_much");
    village.attendance(coming, task, partly(9, 1), false).refuses(400, "invalid_input");
    assertEquals(List.of(8_000L, 0L, 0L), village.balance("yuki", "JPY"));
  }

  private static Map<String, Object> partly(int line, int quantity) {
    return Map.of("state", "PARTLY", "earned", List.of(Map.of("line", line, "quantity", quantity)));
  }

  @Test
  void record_withAFixedTravelSum_earnsItOnceForThoseWhoCame() throws Exception {
    Map<String, Object> fixed =
        village.mowing(
            village.group,
            List.of(
                Village.slot(village.saturday(8), 3, 3), Village.slot(village.saturday(13), 3, 3)));
    fixed.put("travel", Map.of("policy", "FIXED", "amountYen", 1_000));
    fixed.put("rewards", List.of(Map.of("kind", "MEAL", "count", 1, "per", "PARTY")));
    JsonNode task = village.publish(fixed);
    String id = village.coming("hana", task, 1);
    assertEquals(List.of(2_000L, 0L, 0L), village.balance("hana", "JPY"));
    village.town.reach(start(task).plus(Duration.ofHours(6)));
    assertEquals(
        List.of("earn MEAL 1", "travel JPY 1000"),
        effects(saved(id, task, Map.of("state", "ATTENDED", "present", 1))));
    String second = task.path("slots").path(1).path("id").asText();
    JsonNode later =
        village
            .ward()
            .put("/applications/" + id + "/attendance/" + second, Map.of("state", "ATTENDED"))
            .is(200)
            .body();
    assertEquals(List.of("earn MEAL 1", "correct JPY 1000"), effects(later));
    assertEquals(List.of(0L, 2_000L, 0L), village.balance("hana", "JPY"));
  }

  @Test
  void checkIn_onTheDay_isKeptOnce() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("nao", task, 0);
    Visitor nao = village.resident("nao");
    Map<String, Object> sheet = Map.of("code", code(task));
    nao.post("/check-ins", sheet).refuses(409, "check_in_not_now");
    nao.post("/check-ins", Map.of("code", "ZZZZ-ZZZZ")).refuses(409, "check_in_code_unknown");
    village.town.reach(start(task).minus(Duration.ofMinutes(55)));
    village.resident("ume").post("/check-ins", sheet).refuses(409, "check_in_code_unknown");
    JsonNode first = nao.post("/check-ins", sheet).is(201).body();
    assertEquals(id, first.path("applicationId").asText());
    village.town.reach(start(task).plus(Duration.ofMinutes(5)));
    assertEquals(first, nao.post("/check-ins", sheet).is(201).body());
    JsonNode slot = village.ward().get("/applications/" + id).is(200).body().path("slots").path(0);
    assertEquals(first.path("checkedInAt").asText(), slot.path("checkedInAt").asText());
    assertEquals("UNRECORDED", slot.path("attendance").asText());
    assertEquals("CONFIRMED", slot.path("state").asText());
  }

  @Test
  void time_passing_expiresSilenceRemindsAndClosesTasks() throws Exception {
    JsonNode task = village.mowing(2);
    String silent = village.apply("iro", task, 1);
    String waiting = village.apply("uta", task, 1);
    village.select(silent).is(200);
    village.verb(village.ward(), waiting, "waitlist").is(200);
    village.town.reach(village.town.now().plus(Duration.ofHours(73)));
    until("EXPIRED", () -> state(silent));
    assertEquals("OFFERED", state(waiting));
    assertEquals(List.of(0L, 0L, 0L), village.balance("iro", "JPY"));
    village.town.letter("iro@tokyo.example", "期限がすぎました");
    village.verb(village.resident("iro"), silent, "confirm").refuses(409, "application_state");
    village.verb(village.resident("uta"), waiting, "confirm").is(200);
    village.town.reach(start(task).minus(Duration.ofHours(12)));
    until("sent", () -> reminded("uta@tokyo.example"));
    village.town.reach(start(task).plus(Duration.ofHours(4)));
    saved(waiting, task, Map.of("state", "ABSENT_TOLD"));
    until("DONE", () -> seen(task).path("state").asText());
  }

  private String reminded(String email) throws Exception {
    for (JsonNode letter :
        village.town.stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().path("items")) {
      if (letter.path("subject").asText().contains("あすのお手伝い")) return "sent";
    }
    return "not yet";
  }

  private interface Look {
    String now() throws Exception;
  }

  private static void until(String wanted, Look look) throws Exception {
    for (int tries = 0; tries < 500 && !look.now().equals(wanted); tries++) Thread.sleep(100);
    assertEquals(wanted, look.now());
  }

  private static List<String> effects(JsonNode attendance) {
    List<String> effects = new ArrayList<>();
    for (JsonNode effect : attendance.path("effects")) {
      effects.add(
          effect.path("code").asText()
              + " "
              + effect.path("unit").asText()
              + " "
              + effect.path("amount").asLong());
    }
    return effects;
  }
}
