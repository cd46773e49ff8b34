package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
import yui.core.Refusal;

/** Work that is written once and comes again: copies, templates, series, the year's calendar. */
class PlansTest {
  private static Town town;
  private static String community;
  private static Visitor ward;
  private static Visitor desk;
  private static Visitor host2;
  private static String mowing;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    community = "/communities/" + town.community();
    ward = town.as("ward@town.example");
    desk = town.as("desk@town.example");
    Visitor admin = town.as("admin@yui.example");
    String other = admin.post(community + "/groups", Map.of("name", "野沢の会")).is(201).id();
    admin
        .post(
            community + "/memberships",
            Map.of("email", "host2@town.example", "role", "HOST", "groupId", other))
        .is(201);
    host2 = town.as("host2@town.example");
    mowing = town.posted(town.mowing());
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static LocalDate day(int ahead) {
    return Days.of(town.now()).plusDays(ahead);
  }

  @Test
  void copy_onAnotherDay_isADraftWithEverythingButTheDay() throws Exception {
    Map<String, Object> on = Map.of("day", day(20).toString());
    JsonNode copy = ward.post("/tasks/" + mowing + "/copies", on).is(201).body();
    JsonNode last = ward.get("/tasks/" + mowing).is(200).body();
    assertEquals("DRAFT", copy.path("state").asText());
    for (String part :
        List.of("title", "description", "hardParts", "rewards", "travel", "onCall")) {
      assertEquals(last.path(part), copy.path(part), part);
    }
    assertEquals(day(20) + "T09:00:00+09:00", copy.at("/slots/0/startsAt").asText());
    assertEquals(3, copy.at("/slots/0/capacity").asInt());
    Visitor.Reply past =
        ward.post("/tasks/" + mowing + "/copies", Map.of("day", day(-3).toString()))
            .refuses(400, "invalid_input");
    assertEquals("/day", past.body().at("/errors/0/pointer").asText());
  }

  @Test
  void again_onThePage_leadsToTheCheckOfTheCopyAndOnceOnly() throws Exception {
    Reader reader = town.reader().comesIn("ward@town.example");
    reader.get("/tasks/" + mowing + "/manage").is(200).says("前回と同じ");
    String again = "/tasks/" + mowing + "/again";
    reader.get(again).is(200).says("草刈り");
    reader.post(again, "day", "きのうのきのう").is(400).says("id=\"day-error\"");
    reader.get(again).is(200);
    String first = reader.post(again, "day", day(21).toString()).leadsTo("/tasks/").location();
    assertEquals(first, reader.post(again, "day", day(21).toString()).location(), "a second click");
    reader.get(first).is(200).says("草刈り");
  }

  @Test
  void newTask_afterCopies_offersEachWorkOnceAsItWasLastPosted() throws Exception {
    ward.post("/tasks/" + mowing + "/copies", Map.of("day", day(25).toString())).is(201);
    ward.post("/tasks/" + mowing + "/copies", Map.of("day", day(26).toString())).is(201);
    Reader reader = town.reader().comesIn("ward@town.example");
    String page = reader.get(community + "/tasks/new").is(200).html();
    assertEquals(2, page.split("/again\">草刈り ", -1).length, "one link");
    assertTrue(page.contains("/tasks/" + mowing + "/again"), "not to a draft");
  }

  @Test
  void template_ofAGroup_isThatGroupsAlone() throws Exception {
    String kept =
        ward.post(
                community + "/templates",
                Map.of("taskId", mowing, "name", "いつもの草刈り", "groupId", town.group()))
            .is(201)
            .id();
    assertTrue(names(ward).contains("いつもの草刈り"));
    assertTrue(names(desk).contains("いつもの草刈り"));
    assertFalse(names(host2).contains("いつもの草刈り"));
    Map<String, Object> use = Map.of("groupId", town.group(), "day", day(9).toString());
    host2.post("/templates/" + kept + "/tasks", use).refuses(404, "not_found");
    JsonNode task = desk.post("/templates/" + kept + "/tasks", use).is(201).body();
    assertEquals("草刈り", task.path("title").asText());
    assertEquals(day(9) + "T12:00:00+09:00", task.at("/slots/0/endsAt").asText());
    ward.delete("/templates/" + kept).is(204);
    ward.post("/templates/" + kept + "/tasks", use).refuses(404, "not_found");
  }

  @Test
  void template_ofTheWholeCommunity_isTheDesksToGive() throws Exception {
    Map<String, Object> entry = Map.of("taskId", mowing, "name", "地域の草刈り");
    ward.post(community + "/templates", entry).refuses(403, "forbidden");
    String kept = desk.post(community + "/templates", entry).is(201).id();
    assertTrue(names(host2).contains("地域の草刈り"));
    ward.delete("/templates/" + kept).refuses(403, "forbidden");
    Reader reader = town.reader().comesIn("ward@town.example");
    Reader.Seen plans = reader.get(community + "/plans").is(200).says("地域の草刈り");
    assertFalse(
        plans.html().contains("/templates/" + kept + "/remove"), "not the host's to remove");
    reader
        .post("/templates/" + kept + "/use", "groupId", town.group(), "day", day(10).toString())
        .leadsTo("/tasks/");
    reader.get(community + "/plans").is(200);
    reader.post("/templates/" + kept + "/use", "groupId", "nobody").is(404);
  }

  @Test
  void series_previewed_tellsItsDaysAndMakesNothing() throws Exception {
    int before = drafts();
    JsonNode preview =
        ward.post(
                "/tasks/" + mowing + "/series?preview=true",
                Map.of("rule", "FREQ=WEEKLY;INTERVAL=2;COUNT=3", "from", day(3).toString()))
            .is(200)
            .body();
    assertEquals(
        List.of(day(3).toString(), day(17).toString(), day(31).toString()),
        preview.path("occurrences").findValuesAsText("day"));
    assertEquals(before, drafts());
    for (String rule : List.of("FREQ=SECONDLY", "FREQ=WEEKLY;BYHOUR=3", "mow", "INTERVAL=2")) {
      Visitor.Reply refused =
          ward.post("/tasks/" + mowing + "/series", Map.of("rule", rule, "from", day(3).toString()))
              .is(400);
      assertEquals("/rule", refused.body().at("/errors/0/pointer").asText());
    }
  }

  @Test
  void series_extendedByTwoServersOverARestart_makesEachDayOnce() throws Exception {
    JsonNode series =
        ward.post(
                "/tasks/" + mowing + "/series",
                Map.of("rule", "FREQ=WEEKLY;INTERVAL=2", "from", day(5).toString()))
            .is(201)
            .body();
    String id = series.path("id").asText();
    assertEquals(13, series.path("occurrences").size(), "half a year");
    Instant later = town.now().plus(Duration.ofDays(100));
    try (Planner one = new Planner(town, later);
        Planner two = new Planner(town, later)) {
      atOnce(List.of(one::extend, two::extend));
    }
    try (Planner restarted = new Planner(town, later)) {
      restarted.extend();
    }
    try (Planner muchLater = new Planner(town, later.plus(Duration.ofDays(1000)))) {
      muchLater.extend();
    }
    List<String> days = occurrences(id);
    assertEquals(days.size(), new TreeSet<>(days).size(), "each day once");
    LocalDate first = LocalDate.parse(days.getFirst());
    for (String on : days) {
      assertEquals(0, (LocalDate.parse(on).toEpochDay() - first.toEpochDay()) % 14, on);
    }
    LocalDate last = Days.of(later).plusDays(1000).plusWeeks(26);
    assertTrue(LocalDate.parse(days.getLast()).isAfter(last.minusDays(14)), "it never dries up");
    ward.post("/series/" + id + "/end", null).is(200);
    try (Planner afterwards = new Planner(town, later.plus(Duration.ofDays(1200)))) {
      afterwards.extend();
    }
    assertEquals(days, occurrences(id));
  }

  @Test
  void series_whoseFundIsGone_stopsByItselfAndSaysWhy() throws Exception {
    Map<String, Object> paid = town.mowing();
    String fund =
        desk.post(community + "/funds", Map.of("name", "消える財源", "budgetLine", "報償費")).is(201).id();
    paid.put(
        "rewards",
        List.of(Map.of("kind", "CASH", "amountYen", 10, "payer", Map.of("fundId", fund))));
    String task = ward.post(community + "/tasks", paid).is(201).id();
    String id =
        ward.post(
                "/tasks/" + task + "/series",
                Map.of("rule", "FREQ=MONTHLY", "from", day(6).toString()))
            .is(201)
            .id();
    try (var all = town.superuser();
        var change =
            all.prepareStatement(
                "update task_series set body = jsonb_set(body, '{rewards,0,payer,fundId}', to_jsonb(id::text)) where id = ?::uuid")) {
      change.setString(1, id);
      change.execute();
    }
    try (Planner later = new Planner(town, town.now().plus(Duration.ofDays(90)))) {
      later.extend();
    }
    JsonNode series = series(id);
    assertTrue(series.path("ended").asBoolean());
    assertEquals("invalid_input", series.path("stoppedBy").asText());
    town.reader().comesIn("ward@town.example").get(community + "/plans").is(200).says("終わりました");
  }

  @Test
  void series_thatMeetsWhatSomebodyHolds_goesOnLater() throws Exception {
    String id =
        ward.post(
                "/tasks/" + mowing + "/series",
                Map.of("rule", "FREQ=MONTHLY", "from", day(8).toString()))
            .is(201)
            .id();
    int before = occurrences(id).size();
    waitForLocks("300ms"); // as an operator may set it; else the statement's own end comes first
    try (Planner later = new Planner(town, town.now().plus(Duration.ofDays(60)))) {
      try (var all = town.superuser();
          var holds = all.createStatement()) {
        all.setAutoCommit(false);
        // What it writes, not the series' own row: that could be ended meanwhile.
        holds.execute("lock table tasks in share row exclusive mode");
        assertEquals(
            "busy_try_again", assertThrows(Refusal.class, later::extend).code(), "the job's turn");
      }
      assertFalse(series(id).path("ended").asBoolean());
      assertFalse(series(id).has("stoppedBy"));
      later.extend();
    } finally {
      waitForLocks("0");
    }
    assertTrue(occurrences(id).size() > before);
    ward.post("/series/" + id + "/end", null).is(200);
  }

  private static void waitForLocks(String time) throws Exception {
    try (var all = town.superuser();
        var set = all.createStatement()) {
      set.execute(
          "do $$ begin execute format('alter database %I set lock_timeout = %L',"
              + " current_database(), '"
              + time
              + "'); end $$");
    }
  }

  @Test
  void series_onThePage_isOpenedAndEnded() throws Exception {
    Reader reader = town.reader().comesIn("ward@town.example");
    reader.get("/tasks/" + mowing + "/manage").is(200).says("くり返す");
    String path = "/tasks/" + mowing + "/series";
    reader.post(path, "every", "MONTHLY", "from", "").is(400).says("id=\"from-error\"");
    reader.get("/tasks/" + mowing + "/manage").is(200);
    reader.post(path, "every", "MONTHLY", "from", day(8).toString()).leadsTo(community + "/plans");
    reader.get(community + "/plans").is(200).says("毎月");
  }

  @Test
  void seasons_asShippedUntilTheDeskDecides_areTheYearsWork() throws Exception {
    town.reader()
        .comesIn("ward@town.example")
        .get(community + "/tasks/new?season=SNOW")
        .is(200)
        .says("<option value=\"snow_clearing\" selected")
        .says("<option value=\"snow_blower\"")
        .saysNot("<option value=\"rice_planting\"");
    String path = community + "/seasons?day=2027-01-15";
    JsonNode winter = town.stranger().get(path).is(200).body().path("items");
    assertEquals("SNOW", winter.at("/0/code").asText());
    assertTrue(winter.at("/0/now").asBoolean(), "over New Year");
    Map<String, Object> season =
        Map.of(
            "code", "PERSIMMON", "ja", "柿もぎ", "en", "Persimmons", "from", "10-20", "to", "02-10");
    desk.post(
            community + "/rules",
            Map.of("rule", "SEASONS", "from", day(0).toString(), "value", List.of(season)))
        .is(201);
    JsonNode decided = town.stranger().get(path).is(200).body().path("items");
    assertEquals(List.of("柿もぎ"), decided.findValuesAsText("ja"));
    Visitor.Reply refused =
        desk.post(
                community + "/rules",
                Map.of(
                    "rule",
                    "SEASONS",
                    "from",
                    day(0).toString(),
                    "value",
                    List.of(Map.of("code", "X", "ja", "", "from", "13-40", "to", "02-10"))))
            .is(400);
    assertEquals(
        List.of("/value/0/ja", "/value/0/en", "/value/0/from"),
        refused.body().path("errors").findValuesAsText("pointer"));
    Reader reader = town.reader().comesIn("ward@town.example");
    reader.get(community + "/plans").is(200).says("柿もぎ").says("10/20–2/10");
    reader
        .get(community + "/tasks/new?season=PERSIMMON")
        .is(200)
        .says("name=\"title\" value=\"柿もぎ\"");
  }

  private static List<String> names(Visitor who) throws Exception {
    return who.get(community + "/templates").is(200).body().path("items").findValuesAsText("name");
  }

  private static int drafts() throws Exception {
    return ward.get(community + "/tasks?limit=100").is(200).body().path("items").size();
  }

  private static List<String> occurrences(String id) throws Exception {
    return series(id).path("occurrences").findValuesAsText("day");
  }

  private static JsonNode series(String id) throws Exception {
    for (JsonNode one : ward.get(community + "/series").is(200).body().path("items")) {
      if (one.path("id").asText().equals(id)) return one;
    }
    throw new AssertionError("no such series");
  }

  private static void atOnce(List<Runnable> works) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(works.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable work : works) running.add(pool.submit(work));
      for (Future<?> one : running) one.get();
    }
  }
}
