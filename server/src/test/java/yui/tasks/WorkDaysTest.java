package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** The hamlet's day: its jobs together, who comes, and who comes unannounced. */
class WorkDaysTest {
  private static Town town;
  private static String days;
  private static Visitor ward;
  private static Visitor r1;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    days = "/communities/" + town.community() + "/work-days";
    ward = town.as("ward@town.example");
    r1 = town.as("r1@town.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static Map<String, Object> job(String title, String from, String to, int capacity) {
    return Map.of("title", title, "from", from, "to", to, "capacity", capacity);
  }

  private static Map<String, Object> entry(List<Map<String, Object>> jobs) {
    return new HashMap<>(
        Map.of(
            "groupId",
            town.group(),
            "title",
            "秋の人足",
            "day",
            Days.of(town.saturday(9)).toString(),
            "words",
            "水路と道を直します。",
            "place",
            Map.of("lat", 37.66, "lon", 139.63, "label", "奥川", "meetingPoint", "公民館の前"),
            "hardParts",
            "坂が急です",
            "bring",
            "長靴",
            "onCall",
            Town.onCall(),
            "jobs",
            jobs));
  }

  private static JsonNode published(List<Map<String, Object>> jobs) throws Exception {
    String id = ward.post(days, entry(jobs)).is(201).id();
    return ward.post("/work-days/" + id + "/publish", null).is(200).body();
  }

  private static String at(JsonNode day) {
    return "/work-days/" + day.path("id").asText();
  }

  private static String job(JsonNode day, int n) {
    return day.at("/jobs/" + n + "/id").asText();
  }

  private static Map<String, Object> walkIn(String job, String name, int heads) {
    return Map.of("taskId", job, "name", name, "heads", heads);
  }

  private static int taken(String task) throws Exception {
    return ward.get("/tasks/" + task).is(200).body().at("/slots/0/taken").asInt();
  }

  @Test
  void create_withThreeJobs_isOneDayOfThreeTasksPublishedTogether() throws Exception {
    JsonNode day =
        published(
            List.of(
                job("泥上げ", "08:00", "11:00", 6),
                job("草刈り", "08:00", "12:00", 4),
                job("炊き出し", "09:00", "13:00", 2)));
    assertEquals(
        List.of("泥上げ", "草刈り", "炊き出し"), day.path("jobs").findValuesAsText("title"), "as written");
    assertEquals(List.of("OPEN", "OPEN", "OPEN"), day.path("jobs").findValuesAsText("state"));
    JsonNode task = town.stranger().get("/tasks/" + job(day, 2)).is(200).body();
    assertEquals(
        Days.of(town.saturday(9)) + "T09:00:00+09:00", task.at("/slots/0/startsAt").asText());
    assertEquals("水路と道を直します。", task.path("description").asText());
    town.reader().get("/tasks/" + job(day, 2)).is(200).says("同じ日のほかの仕事").says("草刈り");
    JsonNode first = ward.get(days + "?limit=1").is(200).body();
    assertEquals(1, first.path("items").size());
    town.as("r2@town.example").get(at(day)).refuses(404, "not_found");
  }

  @Test
  void create_withBadJobs_namesEachAndWritesNothing() throws Exception {
    int before = ward.get(days + "?limit=100").is(200).body().path("items").size();
    Visitor.Reply refused =
        ward.post(
                days,
                entry(List.of(job("泥上げ", "11:00", "08:00", 6), job("草刈り", "12:00", "12:00", 4))))
            .refuses(400, "invalid_input");
    assertEquals(
        List.of("/jobs/0/to", "/jobs/1/to"),
        refused.body().path("errors").findValuesAsText("pointer"));
    assertEquals(before, ward.get(days + "?limit=100").is(200).body().path("items").size());
  }

  @Test
  void publish_withoutHardParts_publishesNoneAndNamesTheJobs() throws Exception {
    Map<String, Object> entry =
        entry(List.of(job("泥上げ", "08:00", "11:00", 6), job("草刈り", "08:00", "12:00", 4)));
    entry.remove("hardParts");
    String id = ward.post(days, entry).is(201).id();
    Visitor.Reply refused = ward.post("/work-days/" + id + "/publish", null).is(400);
    assertEquals(
        List.of("/jobs/0/hardParts", "/jobs/1/hardParts"),
        refused.body().path("errors").findValuesAsText("pointer"));
    JsonNode day = ward.get("/work-days/" + id).is(200).body();
    assertEquals(List.of("DRAFT", "DRAFT"), day.path("jobs").findValuesAsText("state"));
  }

  @Test
  void walkIns_fourForTheLastPlace_takeItOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      JsonNode day = published(List.of(job("道普請", "08:00", "11:00", 2)));
      String job = job(day, 0);
      ward.post(at(day) + "/walk-ins", walkIn(job, "先に来た人", 1)).is(201);
      List<Callable<Visitor.Reply>> all = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        String name = "飛び入り" + n;
        all.add(() -> ward.post(at(day) + "/walk-ins", walkIn(job, name, 1)));
      }
      int in = 0;
      for (Visitor.Reply reply : atOnce(all)) {
        if (reply.status() == 201) in++;
        else reply.refuses(409, "slot_full");
      }
      assertEquals(1, in);
      assertEquals(2, taken(job));
    }
  }

  @Test
  void walkIn_againstAnApplicantForTheLastPlace_letsOneIn() throws Exception {
    for (int round = 0; round < 4; round++) {
      JsonNode day = published(List.of(job("屋根板はこび", "13:00", "15:00", 1)));
      String job = job(day, 0);
      Visitor who = town.resident("last" + round + "@town.example", "最後" + round);
      String slot = day.at("/jobs/0/slots/0/id").asText();
      String application =
          who.post("/tasks/" + job + "/applications", Map.of("slotIds", List.of(slot)))
              .is(201)
              .id();
      List<Visitor.Reply> replies =
          atOnce(
              List.of(
                  () -> ward.post(at(day) + "/walk-ins", walkIn(job, "飛び入り", 1)),
                  () -> ward.post("/applications/" + application + "/select", null)));
      assertEquals(1, replies.stream().filter(reply -> reply.status() < 300).count());
      assertEquals(1, taken(job));
    }
  }

  @Test
  void walkIn_clickedTwice_isWrittenDownOnce() throws Exception {
    JsonNode day = published(List.of(job("薪割り", "08:00", "11:00", 5)));
    Reader reader = town.reader().comesIn("ward@town.example");
    String page = at(day);
    reader.get(page).is(200).says("飛び入り");
    String[] typed = {"taskId", job(day, 0), "name", "佐藤キヨ", "heads", "２"};
    reader.post(page + "/walk-ins", typed).leadsTo(page);
    reader.post(page + "/walk-ins", typed).leadsTo(page);
    assertEquals(2, taken(job(day, 0)));
    JsonNode one = ward.get(page).is(200).body().at("/jobs/0/walkIns");
    assertEquals(1, one.size());
    reader.get(page).is(200).says("佐藤キヨ");
    String walkIn = one.at("/0/id").asText();
    List<Visitor.Reply> removed =
        atOnce(
            List.of(
                () -> ward.delete("/walk-ins/" + walkIn),
                () -> ward.delete("/walk-ins/" + walkIn)));
    assertEquals(1, removed.stream().filter(reply -> reply.status() == 204).count());
    assertEquals(0, taken(job(day, 0)), "the place is free once");
  }

  @Test
  void walkIn_intoAJobOfAnotherDayOrADraft_isRefused() throws Exception {
    JsonNode day = published(List.of(job("薪割り", "08:00", "11:00", 5)));
    JsonNode other = published(List.of(job("薪はこび", "08:00", "11:00", 5)));
    Visitor.Reply wrong = ward.post(at(day) + "/walk-ins", walkIn(job(other, 0), "佐藤", 1)).is(400);
    assertEquals("/taskId", wrong.body().at("/errors/0/pointer").asText());
    JsonNode draft = ward.post(days, entry(List.of(job("薪割り", "08:00", "11:00", 5)))).body();
    ward.post(at(draft) + "/walk-ins", walkIn(job(draft, 0), "佐藤", 1)).refuses(409, "task_state");
    ward.post(at(day) + "/walk-ins", walkIn(job(day, 0), "佐藤", 6)).refuses(409, "slot_full");
  }

  @Test
  void change_ofAJobSomebodyWalkedInto_keepsTheirHours() throws Exception {
    JsonNode day = published(List.of(job("薪割り", "08:00", "11:00", 5)));
    ward.post(at(day) + "/walk-ins", walkIn(job(day, 0), "佐藤", 1)).is(201);
    Map<String, Object> elsewhere =
        Map.of(
            "startsAt",
            town.saturday(13).toString(),
            "endsAt",
            town.saturday(15).toString(),
            "capacity",
            5);
    ward.patch("/tasks/" + job(day, 0), Map.of("slots", List.of(elsewhere)))
        .refuses(409, "slot_has_applications");
  }

  @Test
  void place_ofTheForm_isPickedByPostalCodeAndNothingTypedIsLost() throws Exception {
    Reader reader = town.reader().comesIn("ward@town.example");
    reader.get(days).is(200).says("郵便番号").says("地図で選ぶ");
    reader
        .post(
            days,
            "groupId",
            town.group(),
            "title",
            "消えない題",
            "jobs.1.title",
            "消えない持ち場",
            "_at.place.postal",
            "〒969-4406",
            "_place",
            "place:postal")
        .is(200)
        .says("消えない題")
        .says("消えない持ち場")
        .says("福島県耶麻郡西会津町野沢")
        .says("name=\"_press.place\"");
    reader.get(days);
    reader
        .post(days, "_at.place.postal", "000-0000", "_place", "place:postal", "title", "残る題")
        .is(400)
        .says("この郵便番号は見つかりません")
        .says("残る題");
  }

  @Test
  void pages_fromTheFormToTheCards_nameEverybody() throws Exception {
    Reader reader = town.reader().comesIn("ward@town.example");
    reader.get(days).is(200).says("新しい共同作業日").says("奥川地域づくり協議会");
    Map<String, String> typed = new HashMap<>();
    typed.put("groupId", town.group());
    typed.put("title", "春の人足");
    typed.put("day", "12月の第一土曜");
    typed.put("place.label", "奥川");
    typed.put("place.lat", "37.66");
    typed.put("place.lon", "139.63");
    typed.put("place.meetingPoint", "集会所の前");
    typed.put("hardParts", "泥がはねます");
    typed.put("onCall.name", "区長");
    typed.put("onCall.phone", "090-0000-0001");
    typed.put("onCall.backup.name", "副区長");
    typed.put("onCall.backup.phone", "090-0000-0009");
    typed.put("jobs.0.title", "泥上げ");
    typed.put("jobs.0.from", "8時");
    typed.put("jobs.0.to", "11:30");
    typed.put("jobs.0.capacity", "４");
    typed.put("jobs.2.title", "道つくり");
    typed.put("jobs.2.from", "8:00");
    typed.put("jobs.2.to", "7:00");
    typed.put("jobs.2.capacity", "百");
    reader
        .post(days, fields(typed))
        .is(400)
        .says("id=\"day-error\"")
        .says("id=\"jobs.2.capacity-error\"")
        .says("泥がはねます");
    typed.put("_more", "jobs");
    reader.get(days).is(200);
    reader.post(days, fields(typed)).is(200).says("name=\"jobs.3.title\"").says("泥がはねます");
    typed.remove("_more");
    typed.remove("jobs.2.title");
    reader.get(days).is(200);
    typed.put("day", Days.of(town.saturday(9)).toString());
    String page = reader.post(days, fields(typed)).leadsTo("/work-days/").location();
    reader.get(page).is(200).says("春の人足").says("泥上げ").says("まとめて公開する");
    String id = page.replace("/work-days/", "");
    reader
        .get(days + "?copy=" + id)
        .is(200)
        .says("value=\"春の人足\"")
        .says("name=\"jobs.0.from\" type=\"time\" class=\"w-6\" value=\"08:00\"")
        .says("泥がはねます")
        .says("value=\"090-0000-0009\"");
    reader.get(page).is(200);
    reader.post(page + "/publish").leadsTo(page);
    JsonNode day = ward.get(page).is(200).body();
    String application =
        r1.post(
                "/tasks/" + job(day, 0) + "/applications",
                Map.of(
                    "slotIds",
                    List.of(day.at("/jobs/0/slots/0/id").asText()),
                    "companions",
                    List.of(Map.of("name", "妹のはな"))))
            .is(201)
            .id();
    assertFalse(reader.get(page).html().contains("妹のはな"), "not before they are chosen");
    ward.post("/applications/" + application + "/select", null).is(200);
    ward.post(page + "/walk-ins", walkIn(job(day, 0), "飛び入りの清", 1)).is(201);
    reader.get(page).is(200).says("住民1").says("妹のはな").says("飛び入りの清");
    String cards =
        reader.get(page + "/cards").is(200).says("住民1").says("妹のはな").says("飛び入りの清").html();
    assertEquals(4, cards.split("class=\"who\"", -1).length - 1, "a card a place");
    assertTrue(cards.contains("集会所の前"));
    reader.get("/en" + page + "/cards").is(200);
    Reader stranger = town.reader().comesIn("r2@town.example");
    stranger.get(page + "/cards").is(404);
  }

  private static String[] fields(Map<String, String> typed) {
    List<String> fields = new ArrayList<>();
    typed.forEach(
        (name, value) -> {
          fields.add(name);
          fields.add(value);
        });
    return fields.toArray(String[]::new);
  }

  private static List<Visitor.Reply> atOnce(List<Callable<Visitor.Reply>> works) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(works.size())) {
      List<Future<Visitor.Reply>> running = new ArrayList<>();
      for (Callable<Visitor.Reply> work : works) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      start.countDown();
      List<Visitor.Reply> replies = new ArrayList<>();
      for (Future<Visitor.Reply> one : running) replies.add(one.get());
      return replies;
    }
  }
}
