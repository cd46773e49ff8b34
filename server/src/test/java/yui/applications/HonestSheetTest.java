package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.core.Days;

/** The hard parts: told, read, and asked about afterwards. */
class HonestSheetTest {
  private static Village village;

  @BeforeAll
  static void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  static void close() {
    village.close();
  }

  @Test
  void apply_havingReadTheSheet_keepsWhichVersionItWas() throws Exception {
    JsonNode task = village.mowing(3);
    assertEquals(1, task.path("sheetVersion").asInt());
    String path = "/tasks/" + task.path("id").asText();
    Map<String, Object> changed =
        Map.of("hardParts", List.of(Map.of("code", "LEVIES", "note", "区費 500円")));
    village.ward().patch(path, changed).is(200);
    Map<String, Object> first = Map.of("slotIds", List.of(Village.slotOf(task)), "sheetVersion", 1);
    village.resident("yumi").post(path + "/applications", first).refuses(409, "sheet_changed");
    Map<String, Object> second =
        Map.of("slotIds", List.of(Village.slotOf(task)), "sheetVersion", 2);
    String id = village.resident("yumi").post(path + "/applications", second).is(201).id();
    try (Connection all = village.town.superuser();
        ResultSet row =
            all.createStatement()
                .executeQuery(
                    """
                    select a.sheet_version, s.hard_parts ->> 0 as told from applications a
                      join task_sheets s on s.task_id = a.task_id and s.version = a.sheet_version
                    where a.id = '%s'
                    """
                        .formatted(id))) {
      row.next();
      assertEquals(2, row.getInt(1));
      assertEquals(true, row.getString(2).contains("区費 500円"), "what she read can be read");
    }
    village.ward().patch(path, Map.of("title", "草刈り、小雨決行")).is(200);
    assertEquals(
        2, village.ward().get(path).body().path("sheetVersion").asInt(), "another edit is none");
  }

  @Test
  void answer_byWhoWasThere_countsForThePostingAndItsGroup() throws Exception {
    JsonNode task = village.mowing(3);
    String path = "/tasks/" + task.path("id").asText();
    String came = village.coming("mika", task, 0);
    village.coming("ken", task, 0);
    village
        .resident("mika")
        .put(path + "/sheet-answer", Map.of("answer", "YES"))
        .refuses(409, "not_there");
    village.town.reach(village.saturday(12));
    village.attendance(came, task, Map.of("state", "ATTENDED"), false).is(200);
    village
        .resident("mika")
        .put(path + "/sheet-answer", Map.of("answer", "NO", "words", "トイレが遠かった"))
        .is(200);
    JsonNode counted =
        village
            .resident("mika")
            .put(path + "/sheet-answer", Map.of("answer", "PARTLY"))
            .is(200)
            .body();
    assertEquals(1, counted.at("/accuracy/partly").asInt(), "said otherwise, counted once");
    village
        .resident("ken")
        .put(path + "/sheet-answer", Map.of("answer", "YES"))
        .refuses(409, "not_there");
    JsonNode shown = village.town.stranger().get(path).is(200).body();
    assertEquals(1, shown.at("/accuracy/partly").asInt());
    assertEquals(0, shown.at("/accuracy/different").asInt());
    Reader reader = village.town.reader();
    reader.get(path).is(200).says("だいたい 1人");
    Reader mika = village.town.reader().comesIn("mika@tokyo.example");
    mika.get(path).says("書いてあったとおりでしたか");
    mika.post(path + "/sheet-answer", "answer", "YES").leadsTo(path);
    reader.get(path).says("書いてあったとおり 1人");
  }

  @Test
  void applyPage_withoutTheTick_asksForIt() throws Exception {
    JsonNode task = village.mowing(3);
    String path = "/tasks/" + task.path("id").asText() + "/apply";
    village.resident("nao");
    Reader nao = village.town.reader().comesIn("nao@tokyo.example");
    nao.get(path).is(200).says("大変なところを読みました");
    nao.post(path, "slotIds", Village.slotOf(task), "sheetVersion", "1").is(400).says("印をつけてください");
    nao.get(path);
    nao.post(path, "slotIds", Village.slotOf(task), "sheetVersion", "1", "sheetRead", "yes")
        .leadsTo("/me/applications/");
  }

  @Test
  void publish_withNothingHardTold_isRefused() throws Exception {
    Map<String, Object> silent =
        village.mowing(village.group, List.of(Village.slot(village.saturday(8), 3, 1)));
    silent.put("hardParts", List.of());
    String id =
        village.ward().post("/communities/" + village.community + "/tasks", silent).is(201).id();
    assertEquals(
        "/hardParts",
        village
            .ward()
            .post("/tasks/" + id + "/publish", null)
            .is(400)
            .body()
            .at("/errors/0/pointer")
            .asText());
  }

  @Test
  void apply_beforeItOpens_isRefusedUntilThen() throws Exception {
    Map<String, Object> later =
        village.mowing(
            village.group,
            List.of(Village.slot(village.saturday(8).plus(Duration.ofDays(21)), 3, 2)));
    later.put("opensAt", village.town.now().plus(Duration.ofDays(1)).toString());
    JsonNode task = village.publish(later);
    assertFalse(task.path("opensAt").isMissingNode());
    village.applied("rin", task, 0).refuses(409, "not_open_yet");
    village.town.reach(village.town.now().plus(Duration.ofDays(1)).plusSeconds(5));
    village.applied("rin", task, 0).is(201);
  }

  @Test
  void farPlaces_whileTheFarCanApply_areNotGivenToOthers() throws Exception {
    Map<String, Object> kept =
        village.mowing(
            village.group,
            List.of(Village.slot(village.saturday(8).plus(Duration.ofDays(14)), 3, 2)));
    kept.put("applyUntil", village.town.now().plus(Duration.ofDays(10)).toString());
    kept.put(
        "far",
        Map.of(
            "places", 1,
            "km", 100,
            "nearUntil", village.town.now().plus(Duration.ofDays(2)).toString()));
    JsonNode task = village.publish(kept);
    String one = village.apply("near1", task, 0);
    String two = village.apply("near2", task, 0);
    village.resident("tokyo1");
    village
        .resident("tokyo1")
        .put(
            "/me/resident",
            Map.of(
                "displayName", "tokyo1",
                "findable", "ALL",
                "bases", List.of(Map.of("kind", "HOME", "label", "東京", "lat", 35.7, "lon", 139.7))))
        .is(200);
    village.select(one).is(200);
    village.select(two).refuses(409, "slot_kept_for_the_far");
    village.town.reach(village.town.now().plus(Duration.ofDays(3)));
    village.applied("near3", task, 0).refuses(409, "for_the_far_only");
    village.select(village.apply("tokyo1", task, 0)).is(200);
  }

  @Test
  void weather_decidedToGo_tellsThoseWhoComeOnce() throws Exception {
    JsonNode task =
        village.publish(
            village.mowing(
                village.group,
                List.of(Village.slot(village.saturday(8).plus(Duration.ofDays(7)), 3, 2))));
    String path = "/tasks/" + task.path("id").asText();
    village.coming("sora", task, 0);
    village
        .ward()
        .post(
            path + "/weather-hold",
            Map.of(
                "decideAt",
                village.saturday(8).minus(Duration.ofDays(1)).plus(Duration.ofDays(7)).toString(),
                "decider",
                "区長 伊藤"))
        .is(200);
    village.town.letter("sora@tokyo.example", "区長 伊藤");
    assertEquals("WAITING", village.town.stranger().get(path).body().at("/weather/state").asText());
    village.ward().post(path + "/weather-hold/decision", Map.of("decision", "GO")).is(200);
    village.town.letter("sora@tokyo.example", "予定どおり行います");
    village
        .desk()
        .post(path + "/weather-hold/decision", Map.of("decision", "CANCEL", "words", "雨"))
        .refuses(409, "weather_not_waiting");
  }

  @Test
  void weather_putOff_movesThoseWhoCanAndAsksEach() throws Exception {
    JsonNode task =
        village.publish(
            village.mowing(
                village.group,
                List.of(Village.slot(village.saturday(8).plus(Duration.ofDays(28)), 3, 2))));
    String path = "/tasks/" + task.path("id").asText();
    String coming = village.coming("umi", task, 0);
    village
        .ward()
        .post(
            path + "/weather-hold",
            Map.of(
                "decideAt",
                village.town.now().plus(Duration.ofHours(5)).toString(),
                "decider",
                "区長"))
        .is(200);
    village
        .ward()
        .post(
            path + "/weather-hold/decision",
            Map.of(
                "decision",
                "POSTPONE",
                "words",
                "大雪",
                "slots",
                List.of(
                    Map.of(
                        "startsAt", village.saturday(8).plus(Duration.ofDays(35)).toString(),
                        "endsAt", village.saturday(11).plus(Duration.ofDays(35)).toString()))))
        .is(200);
    JsonNode asked = village.resident("umi").get("/applications/" + coming).is(200).body();
    assertEquals("SELECTED", asked.at("/slots/0/state").asText(), "asked anew");
    village.verb(village.resident("umi"), coming, "withdraw").is(200);
    assertEquals(0, village.taken(task), "who cannot is freed");
  }

  @Test
  void weatherForm_byTheHost_isShownToAll() throws Exception {
    JsonNode task =
        village.publish(
            village.mowing(
                village.group,
                List.of(Village.slot(village.saturday(8).plus(Duration.ofDays(42)), 3, 2))));
    String path = "/tasks/" + task.path("id").asText();
    Reader ward = village.town.reader().comesIn(Village.WARD);
    ward.get(path + "/manage").is(200).says("天気を見て決める");
    ward.post(path + "/weather-hold", "decider", "区長", "decideAt.date", "").is(400);
    ward.get(path + "/manage");
    String day = Days.of(village.town.now().plus(Duration.ofDays(3))).toString();
    ward.post(
            path + "/weather-hold",
            "decider",
            "区長",
            "decideAt.date",
            day,
            "decideAt.time",
            "17:00",
            "words",
            "雪しだい")
        .leadsTo(path + "/manage");
    village.town.reader().get(path).is(200).says("雪しだい").says("区長");
    ward.get(path + "/manage");
    ward.post(path + "/weather-go").leadsTo(path + "/manage");
    village.town.reader().get(path).says("予定どおり行います");
  }
}
