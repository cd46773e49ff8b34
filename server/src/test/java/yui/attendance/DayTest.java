package yui.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.applications.Village;

/** From applying to the day's list, on pages and without script. */
class DayTest {

  @Test
  void residentApplies_hostChoosesAndRecords_onPagesAlone() throws Exception {
    try (Village village = Village.open()) {
      village.resident("mika");
      JsonNode task = village.mowing(3);
      String taskPath = "/tasks/" + task.path("id").asText();
      String slot = Village.slotOf(task);
      Reader mika = in(village, "mika@tokyo.example");
      Reader ward = in(village, Village.WARD);

      // Refused, the form keeps what was typed; sent again it is an application.
      mika.get(taskPath + "/apply").is(200).says("3,000円").says("checked");
      Map<String, String> typed = new LinkedHashMap<>();
      typed.put("message", "がんばります");
      typed.put("companions.0.name", "佐藤 健");
      typed.put("companions.0.age", "四十");
      typed.put("companions.1.name", "");
      Reader.Seen refused = mika.post(taskPath + "/apply", sent(typed)).is(400);
      refused.says("がんばります").says("佐藤 健").says("四十").says("role=\"alert\"");
      typed.put("slotIds", slot);
      typed.put("companions.0.age", "42");
      mika.post(taskPath + "/apply", sent(plus(typed, "_more", "companions")))
          .is(200)
          .says("companions.2.name")
          .says("佐藤 健");
      Reader.Seen applied =
          mika.post(taskPath + "/apply", sent(typed)).leadsTo("/me/applications/");
      String id = applied.location().split("/")[3];
      mika.get(applied.location()).is(200).says("2人");
      mika.get("/en/me/applications").is(200).says("草刈り");
      mika.get(taskPath + "/apply").leadsTo("/me/applications");

      // The host sees who applied and chooses; the resident says yes.
      ward.get("/en" + taskPath + "/applications").is(200).says("0 of 3 chosen");
      ward.get(taskPath + "/applications").is(200).says("mika").says("佐藤 健").says("がんばります");
      ward.post("/applications/" + id + "/select").leadsTo(taskPath + "/applications#a-" + id);
      ward.get(taskPath + "/applications").is(200).says("3人のうち2人を選びました");
      mika.get("/me/applications").is(200).says("来てほしいと返事がありました");
      mika.post("/me/applications/" + id + "/confirm").leadsTo("/me/applications#a-" + id);
      mika.get("/me/applications").is(200).says("参加決定");

      // The day: too early, then checked in, looked at and saved.
      ward.get(taskPath + "/day").is(200).says("mika");
      ward.post(taskPath + "/day", sent(row(slot, id, "ATTENDED"))).is(409);
      village.town.reach(start(task).minus(Duration.ofMinutes(30)));
      String code = village.ward().get(taskPath).is(200).body().path("checkInCode").asText();
      mika.get("/me/check-in").is(200).says("草刈り");
      mika.post("/me/check-in", "code", "XXXX-XXXX").is(409).says("XXXX-XXXX");
      String there = mika.post("/me/check-in", "code", code).leadsTo("/me/check-in").location();
      mika.get(there).is(200).says("区長");
      village.town.reach(start(task).plus(Duration.ofHours(3)));
      ward.get(taskPath + "/day").is(200).says("チェックイン");
      ward.post(taskPath + "/day", sent(row(slot, id, "ATTENDED")))
          .is(200)
          .says("3,000円 × 2人 &#x3D; 6,000円");
      assertEquals(List.of(16_000L, 0L, 0L), village.balance("mika", "JPY"));
      ward.post(taskPath + "/day", sent(plus(row(slot, id, "ATTENDED"), "confirm", "true")))
          .leadsTo(taskPath + "/day");
      assertEquals(List.of(10_000L, 6_000L, 0L), village.balance("mika", "JPY"));
      ward.get("/en" + taskPath + "/day").is(200).says("Recorded: Came");
      mika.get("/me/applications").is(200).says("終了");
      ward.post(taskPath + "/day", sent(plus(row(slot, id, "UNRECORDED"), "confirm", "true")))
          .leadsTo(taskPath + "/day");
      ward.get("/en" + taskPath + "/day").is(200).says("Undone: nothing is recorded now");
    }
  }

  /** Comes in by a code of their own, though there is another in the mailbox. */
  private static Reader in(Village village, String email) throws Exception {
    Reader reader = village.town.reader();
    int before = codes(village, email);
    reader.get("/login").is(200);
    reader.post("/login", "email", email).leadsTo("/login/code");
    for (int tries = 0; tries < 200 && codes(village, email) == before; tries++) Thread.sleep(50);
    reader.post("/login/code", "code", village.town.letter(email, "\\d{4}-\\d{4}")).leadsTo("/me");
    return reader;
  }

  private static int codes(Village village, String email) throws Exception {
    int codes = 0;
    for (JsonNode letter :
        village.town.stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().path("items")) {
      if (letter.path("subject").asText().contains("ログイン")) codes++;
    }
    return codes;
  }

  private static String[] sent(Map<String, String> fields) {
    List<String> sent = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          sent.add(name);
          sent.add(value);
        });
    return sent.toArray(String[]::new);
  }

  private static Map<String, String> row(String slot, String application, String state) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("slotId", slot);
    row.put("attendance.0.applicationId", application);
    row.put("attendance.0.state", state);
    row.put("attendance.0.present", "2");
    return row;
  }

  private static Map<String, String> plus(Map<String, String> fields, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return more;
  }

  private static Instant start(JsonNode task) {
    return OffsetDateTime.parse(task.path("slots").path(0).path("startsAt").asText()).toInstant();
  }
}
