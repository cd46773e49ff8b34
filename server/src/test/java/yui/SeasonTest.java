package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import yui.applications.Village;
import yui.core.Days;

/** A hamlet's year through the API: the work day of spring, summer, harvest, snow, the books. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeasonTest {
  private Village village;
  private Visitor ward;
  private Visitor desk;
  private int year;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
    ward = village.ward();
    desk = village.desk();
    year = Days.of(village.town.now()).getYear() + 1;
  }

  @AfterAll
  void close() {
    village.close();
  }

  @Test
  @Order(1)
  void spring_theWorkDay_takesWhoAppliedAndWhoWalksIn() throws Exception {
    LocalDate day = saturday(4);
    reach(day.minusDays(14), 9);
    Map<String, Object> entry =
        new HashMap<>(
            Map.of(
                "groupId",
                village.group,
                "title",
                "春の人足",
                "day",
                day.toString(),
                "words",
                "冬のあいだに傷んだ水路と道を直します。",
                "place",
                Map.of("lat", 37.66, "lon", 139.63, "label", "奥川", "meetingPoint", "公民館の前"),
                "hardParts",
                "泥で足元が悪い",
                "onCall",
                Town.onCall(),
                "jobs",
                List.of(
                    Map.of("title", "泥上げ", "from", "08:00", "to", "11:00", "capacity", 2),
                    Map.of("title", "道普請", "from", "08:00", "to", "11:00", "capacity", 2))));
    String id = ward.post("/communities/" + village.community + "/work-days", entry).is(201).id();
    JsonNode jobs = ward.post("/work-days/" + id + "/publish", null).is(200).body().path("jobs");
    JsonNode mud = task(jobs.get(0).path("id").asText());
    String mika = village.coming("mika", mud, 0);
    reach(day, 8);
    ward.post(
            "/work-days/" + id + "/walk-ins",
            Map.of("taskId", mud.path("id").asText(), "name", "隣の佐藤さん", "heads", 1))
        .is(201);
    assertEquals(2, village.taken(mud));
    village.attendance(mika, mud, Map.of("state", "ATTENDED"), false).is(200);
    assertEquals("DONE", state(mika));
  }

  @Test
  @Order(2)
  void summer_aTroubleTold_becomesWorkAndIsThanked() throws Exception {
    LocalDate day = saturday(6);
    reach(day.minusDays(20), 9);
    String need =
        village
            .resident("sora")
            .post(
                "/communities/" + village.community + "/needs", Map.of("words", "水路の草が伸びて、水が来ません"))
            .is(201)
            .id();
    Map<String, Object> mowing =
        village.mowing(village.group, List.of(Village.slot(at(day, 8), 3, 2)));
    mowing.put("needId", need);
    JsonNode task = village.publish(mowing);
    String mika = village.coming("mika", task, 0);
    String ken = village.coming("ken", task, 0);
    reach(day, 11);
    village.attendance(mika, task, Map.of("state", "ATTENDED"), false).is(200);
    village.attendance(ken, task, Map.of("state", "ABSENT_TOLD"), false).is(200);
    // Travel up to 5,000 yen stays promised until it is claimed or its time is over.
    assertEquals(List.of(5_000L, 3_000L, 0L), village.balance("mika", "JPY"));
    assertEquals(0L, village.balance("ken", "JPY").get(1), "who did not come earned nothing");
    assertTrue(
        desk.get("/needs/" + need).is(200).body().toString().contains(task.path("id").asText()));
  }

  @Test
  @Order(3)
  void harvest_somebodyCannotCome_andThePlaceGoesOn() throws Exception {
    LocalDate day = saturday(10);
    reach(day.minusDays(20), 9);
    Map<String, Object> harvest =
        village.mowing(village.group, List.of(Village.slot(at(day, 8), 4, 1)));
    harvest.put("title", "稲刈り");
    JsonNode task = village.publish(harvest);
    String mika = village.coming("mika", task, 0);
    String sora = village.apply("sora", task, 0);
    village.verb(ward, sora, "waitlist").is(200);
    village.verb(village.resident("mika"), mika, "withdraw", Map.of("reason", "熱")).is(200);
    assertEquals("OFFERED", state(sora));
    village.verb(village.resident("sora"), sora, "confirm").is(200);
    reach(day, 12);
    village.attendance(sora, task, Map.of("state", "ATTENDED"), false).is(200);
    String handed =
        ward.post("/hand-overs", Map.of("applicationId", sora, "rewardLine", 3, "quantity", 2000))
            .is(201)
            .id();
    village.resident("sora").post("/hand-overs/" + handed + "/receipt", null).is(200);
    assertEquals(List.of(0L, 0L, 2_000L), village.balance("sora", "RICE_G"));
  }

  @Test
  @Order(4)
  void winter_theSnowIsTooHeavy_andEverybodyIsTold() throws Exception {
    LocalDate day = saturday(12);
    reach(day.minusDays(10), 9);
    Map<String, Object> snow =
        village.mowing(village.group, List.of(Village.slot(at(day, 8), 3, 3)));
    snow.put("title", "雪かき");
    JsonNode task = village.publish(snow);
    String path = "/tasks/" + task.path("id").asText();
    long before = village.balance("ken", "JPY").get(0);
    String ken = village.coming("ken", task, 0);
    assertEquals(before + 8_000, village.balance("ken", "JPY").get(0));
    ward.post(
            path + "/weather-hold",
            Map.of("decideAt", at(day.minusDays(1), 18).toString(), "decider", "区長 伊藤"))
        .is(200);
    village.town.letter("ken@tokyo.example", "区長 伊藤");
    ward.post(path + "/weather-hold/decision", Map.of("decision", "CANCEL", "words", "吹雪です"))
        .is(200);
    assertEquals("CANCELLED_BY_HOST", state(ken));
    village.town.letter("ken@tokyo.example", "吹雪です");
    assertEquals(before, village.balance("ken", "JPY").get(0), "nothing of it stays promised");
  }

  @Test
  @Order(5)
  void march_theDesk_settlesTheYearAndTheBooksAgree() throws Exception {
    reach(saturday(12).plusDays(80), 10);
    String run =
        desk.post(
                "/communities/" + village.community + "/settlements",
                Map.of("kind", "CASH", "until", Days.of(village.town.now()).toString()))
            .is(201)
            .id();
    for (String verb : List.of("check", "freeze")) {
      desk.post("/settlements/" + run + "/" + verb, null).is(200);
    }
    assertEquals(
        6_000, desk.get("/settlements/" + run).is(200).body().path("total").asLong(), "two came");
    desk.post("/settlements/" + run + "/exports", Map.of("format", "XLSX")).is(201);
    desk.post("/settlements/" + run + "/pay", null).is(200);
    for (String who : List.of("mika", "sora")) {
      assertEquals(
          List.of(0L, 3_000L), village.balance(who, "JPY").subList(1, 3), who + " got it once");
    }
    Reader books = town();
    String ledger = "/communities/" + village.community + "/ledger";
    books.get(ledger).is(200);
    books.post(ledger + "/proof").leadsTo(ledger);
    books.get(ledger).says("帳簿と残高は合っています");
  }

  private Reader town() throws Exception {
    return village.town.reader().comesIn(Village.DESK);
  }

  private JsonNode task(String id) throws Exception {
    return ward.get("/tasks/" + id).is(200).body();
  }

  private String state(String application) throws Exception {
    return ward.get("/applications/" + application).is(200).body().path("state").asText();
  }

  private LocalDate saturday(int month) {
    return LocalDate.of(year, month, 8).with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(Days.TOKYO).toInstant();
  }

  private void reach(LocalDate day, int hour) {
    village.town.reach(at(day, hour).plus(Duration.ofMinutes(1)));
  }
}
