package yui.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.applications.Village;

/** Selected, checked in, said by the host and reported by somebody: four facts that stay apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FactsTest {
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

  private static String at(String id, JsonNode task) {
    return "/applications/" + id + "/attendance/" + Village.slotOf(task);
  }

  @Test
  void report_byWhoeverTookTheCall_isKeptWithTheirNameAndRecordsNothing() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("mika", task, 0);
    JsonNode told =
        village.desk().post(at(id, task) + "/reports", Map.of("words", "熱が出たそうです")).is(201).body();
    assertEquals("UNRECORDED", told.path("state").asText());
    assertEquals("熱が出たそうです", told.at("/report/words").asText());
    assertTrue(told.at("/report/by").asText().contains("desk"), told.toString());
    assertEquals(3_000L, village.balance("mika", "JPY").get(0) - 5_000);
  }

  @Test
  void absenceUntold_byANamedPerson_canBeAnsweredAndTakesNothingEarned() throws Exception {
    JsonNode before = village.mowing(3);
    String earlier = village.coming("ken", before, 0);
    village.town.reach(start(before));
    village.attendance(earlier, before, Map.of("state", "ATTENDED"), false).is(200);
    long earned = village.balance("ken", "JPY").get(1);
    JsonNode task = village.mowing(3);
    String id = village.coming("ken", task, 0);
    village
        .resident("ken")
        .post(at(id, task) + "/answers", Map.of("words", "まだ何も"))
        .refuses(409, "nothing_to_answer");
    village.town.reach(start(task));
    JsonNode said =
        village.attendance(id, task, Map.of("state", "ABSENT_UNTOLD"), false).is(200).body();
    assertTrue(!said.path("recordedBy").asText().isEmpty());
    village.town.letter("ken@tokyo.example", "来なかったと記録されました");
    assertEquals(earned, village.balance("ken", "JPY").get(1));
    village.ward().post(at(id, task) + "/answers", Map.of("words", "私が")).is(403);
    JsonNode answered =
        village
            .resident("ken")
            .post(at(id, task) + "/answers", Map.of("words", "駅で待っていました"))
            .is(201)
            .body();
    assertEquals("駅で待っていました", answered.at("/answer/words").asText());
    assertEquals("ABSENT_UNTOLD", answered.path("state").asText());
    village.town.letter(Village.DESK, "駅で待っていました");
    village.town.letter(Village.WARD, "駅で待っていました");
    JsonNode corrected =
        village.desk().put(at(id, task), Map.of("state", "ATTENDED")).is(200).body();
    assertEquals("駅で待っていました", corrected.at("/answer/words").asText());
    assertEquals(earned + 3_000, village.balance("ken", "JPY").get(1));
    JsonNode facts =
        village.ward().get("/applications/" + id + "/attendance").is(200).body().path("items");
    assertEquals(List.of("RECORDED", "ANSWERED", "RECORDED"), facts.findValuesAsText("fact"));
    assertEquals(List.of("false", "false", "true"), facts.findValuesAsText("onBehalf"));
    assertEquals("ATTENDED", facts.path(2).path("state").asText());
    assertEquals("駅で待っていました", facts.path(1).path("note").asText());
    // Both sides read who said what, and for whom; the host reads whom to call.
    Reader ward = village.town.reader().comesIn(Village.WARD);
    String day = "/tasks/" + task.path("id").asText() + "/day";
    ward.get(day).is(200).says("（受入先の代わりに） が「来た」と記録しました").says("副区長").says("090-0000-0009");
    Reader ken = village.town.reader().comesIn("ken@tokyo.example");
    ken.get("/me/attendance/" + id).is(200).says("（受入先の代わりに）").says("が返事を書きました");
    ken.get("/en/me/attendance/" + id).is(200).says("(for the hosts) recorded");
  }

  @Test
  void hours_toldByTheResident_areConfirmedByTheHostAndThenStand() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("sora", task, 0);
    String hours = at(id, task) + "/hours";
    village
        .resident("sora")
        .put(hours, Map.of("minutes", 150))
        .refuses(409, "attendance_too_early");
    village.town.reach(start(task).plus(Duration.ofHours(3)));
    village.ward().post(hours + "/confirm", Map.of()).refuses(409, "hours_not_told");
    village.resident("sora").put(hours, Map.of("minutes", 180)).is(200);
    village.resident("sora").put(hours, Map.of("minutes", 150, "note", "草運びも")).is(200);
    village.resident("sora").post(hours + "/confirm", Map.of()).is(403);
    JsonNode confirmed = village.ward().post(hours + "/confirm", Map.of()).is(200).body();
    assertEquals(150, confirmed.path("confirmed").asInt());
    village.resident("sora").put(hours, Map.of("minutes", 600)).refuses(409, "hours_confirmed");
    Reader ward = village.town.reader().comesIn(Village.WARD);
    ward.get("/tasks/" + task.path("id").asText() + "/day").is(200).says("2:30");
  }

  @Test
  void silence_afterTheDay_asksTheHostAndThenTheDeskOnceEach() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("ryo", task, 0);
    Instant end = start(task).plus(Duration.ofHours(3));
    String slot = Village.slotOf(task);
    village.town.reach(end.plus(Duration.ofHours(13)));
    awaitAsked(slot, List.of("HOST"));
    village.town.letter(Village.WARD, "どなたが来ましたか|来た方を教えてください");
    village.town.reach(end.plus(Duration.ofHours(73)));
    awaitAsked(slot, List.of("DESK", "HOST"));
    Thread.sleep(2_000);
    assertEquals(
        List.of("desk 1", "ward 1"),
        list(
            """
            select split_part(to_address, '@', 1) || ' ' || count(*) from outbox
            where kind = 'ATTENDANCE_ASKED' and cause like 'asked:%s:%%'
            group by to_address order by 1
            """
                .formatted(slot)));
    assertEquals(
        List.of("CONFIRMED"),
        list("select state from application_slots where application_id = '" + id + "'"));
  }

  @Test
  void cameraCode_ofTheSheet_asksToLogInAndIsOneButton() throws Exception {
    JsonNode task = village.mowing(3);
    village.coming("emi", task, 0);
    Reader ward = village.town.reader().comesIn(Village.WARD);
    String sheet = ward.get("/tasks/" + task.path("id").asText() + "/poster").is(200).html();
    String seen = camera(sheet);
    assertTrue(seen.startsWith(village.town.url() + "/c/"), seen);
    String code = seen.substring(seen.lastIndexOf('/') + 1);
    assertTrue(sheet.contains(code.substring(0, 5) + "-" + code.substring(5)), "also to be typed");
    village.town.reach(start(task).minus(Duration.ofMinutes(20)));
    Reader emi = village.town.reader();
    emi.get("/c/" + code).leadsTo("/login?next=%2Fc%2F" + code);
    emi.comesIn("emi@tokyo.example");
    emi.get("/c/" + code).is(200).says("着きました").says("草刈り");
    assertEquals(
        List.of("0"), list("select count(*)::text from attendance where checked_in_how = 'QR'"));
    String there = emi.post("/c/" + code).leadsTo("/me/check-in?done=").location();
    emi.get(there).is(200).says("チェックインしました").says("副区長");
    assertEquals(
        List.of("1"), list("select count(*)::text from attendance where checked_in_how = 'QR'"));
    emi.get("/c/XXXXXXXXXX").is(404);
  }

  private static final Pattern CODE =
      Pattern.compile("<svg viewBox=\"0 0 (\\d+) \\d+\" role=\"img\"[^>]*><path d=\"([^\"]*)\"");
  private static final Pattern DOT = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");

  /** What a camera reads from the last code of a printed sheet. */
  private static String camera(String sheet) throws Exception {
    MatchResult last = CODE.matcher(sheet).results().reduce((one, next) -> next).orElseThrow();
    int margin = 4;
    BitMatrix dots = new BitMatrix(Integer.parseInt(last.group(1)) - 2 * margin);
    DOT.matcher(last.group(2))
        .results()
        .forEach(
            dot ->
                dots.set(
                    Integer.parseInt(dot.group(1)) - margin,
                    Integer.parseInt(dot.group(2)) - margin));
    return new Decoder().decode(dots).getText();
  }

  private void awaitAsked(String slot, List<String> wanted) throws Exception {
    String sql = "select whom from attendance_asked where slot_id = '" + slot + "' order by 1";
    for (int tries = 0; tries < 300 && !list(sql).equals(wanted); tries++) Thread.sleep(100);
    assertEquals(wanted, list(sql));
  }

  private List<String> list(String sql) throws Exception {
    try (Connection all = village.town.superuser();
        Statement statement = all.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> list = new ArrayList<>();
      while (rows.next()) list.add(rows.getString(1));
      return list;
    }
  }
}
