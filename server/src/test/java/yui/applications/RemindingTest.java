package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.core.Days;

/** Who is reminded, when, and that it happens once whatever the servers do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemindingTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private Village village;
  private LocalDate day;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
    day = Days.of(village.saturday(9));
  }

  @AfterAll
  void close() {
    village.close();
  }

  private Instant at(int daysBefore, int hour) {
    return Days.startOf(day.minusDays(daysBefore)).plus(Duration.ofHours(hour));
  }

  @Test
  void remind_byTwoServersOverARestartAndAClockSetBack_happensOnce() throws Exception {
    village.coming("twice", village.mowing(3), 0);
    try (Backroom first = new Backroom(village.town, at(1, 10));
        Backroom second = new Backroom(village.town, at(1, 10))) {
      for (int round = 0; round < 5; round++) {
        atOnce(first.reminding, second.reminding);
        first.clock.updateAndGet(now -> now.plus(HOUR));
      }
      second.clock.set(at(1, 9));
      second.reminding.run();
    }
    try (Backroom restarted = new Backroom(village.town, at(1, 9))) {
      restarted.reminding.run();
      assertEquals(Map.of("REMINDER", 1), letters("twice", "REMINDER%"));
      restarted.clock.set(at(0, 7));
      restarted.reminding.run();
      restarted.reminding.run();
      assertEquals(Map.of("REMINDER", 1, "REMINDER_MORNING", 1), letters("twice", "REMINDER%"));
    }
  }

  @Test
  void remind_inQuietHours_waitsForTheMorning() throws Exception {
    village.coming("quiet", village.mowing(3), 0);
    try (Backroom server = new Backroom(village.town, at(1, 21))) {
      server.reminding.run();
      server.clock.set(at(0, 6));
      server.reminding.run();
      assertEquals(Map.of(), letters("quiet", "REMINDER%"));
      server.clock.set(at(0, 7));
      server.reminding.run();
      assertEquals(Map.of("REMINDER_MORNING", 1), letters("quiet", "REMINDER%"));
    }
  }

  @Test
  void remind_aWeekBefore_onlyThoseWhoConfirmedSomeTimeAgo() throws Exception {
    JsonNode task = village.mowing(3);
    String early = village.coming("early", task, 0);
    village.coming("fresh", task, 0);
    age(early, Duration.ofDays(9));
    try (Backroom server = new Backroom(village.town, village.town.now())) {
      // Two weeks ahead of the day nobody is; on the day a week before, those of long ago.
      Instant morning = at(7, 10);
      server.clock.set(morning.isAfter(village.town.now()) ? morning : at(6, 10));
      Instant fresh = server.clock.get().minus(Duration.ofHours(30));
      age("fresh@tokyo.example", fresh);
      server.reminding.run();
      server.reminding.run();
      assertEquals(Map.of("REMINDER_WEEK", 1), letters("early", "REMINDER%"));
      assertEquals(Map.of(), letters("fresh", "REMINDER%"));
    }
  }

  @Test
  void remind_whoWithdrewOrIsLate_isLeftAlone() throws Exception {
    JsonNode task = village.mowing(3);
    String gone = village.coming("gone", task, 0);
    village.coming("late", task, 0);
    village.verb(village.resident("gone"), gone, "withdraw").is(200);
    try (Backroom server = new Backroom(village.town, village.saturday(9))) {
      server.reminding.run();
      assertEquals(Map.of(), letters("late", "REMINDER%"));
      server.clock.set(at(1, 10));
      server.reminding.run();
      assertEquals(Map.of(), letters("gone", "REMINDER%"));
      assertEquals(Map.of("REMINDER", 1), letters("late", "REMINDER%"));
    }
  }

  @Test
  void ask_onceTheTimeToDecideAboutTheWeatherHasPassed_writesToTheHostOnce() throws Exception {
    String ward = village.ward("天気の区", "sky@okugawa.example");
    var host = village.town.as("sky@okugawa.example");
    Map<String, Object> entry =
        village.mowing(ward, List.of(Village.slot(village.saturday(9), 3, 3)));
    String id = host.post("/communities/" + village.community + "/tasks", entry).is(201).id();
    host.post("/tasks/" + id + "/publish", null).is(200);
    Instant decideAt = village.town.now().plus(Duration.ofHours(3));
    Map<String, Object> hold = Map.of("decideAt", decideAt.toString(), "decider", "区長");
    host.post("/tasks/" + id + "/weather-hold", hold).is(200);
    try (Backroom server = new Backroom(village.town, decideAt.minusSeconds(60));
        Backroom other = new Backroom(village.town, decideAt.plusSeconds(60))) {
      server.weatherAsking.run();
      assertEquals(Map.of(), letters("sky@okugawa.example", id));
      server.clock.set(decideAt.plusSeconds(60));
      atOnce(server.weatherAsking, other.weatherAsking);
      other.weatherAsking.run();
      assertEquals(Map.of("WEATHER_DUE", 1), letters("sky@okugawa.example", id));
    }
    host.post("/tasks/" + id + "/weather-hold/decision", Map.of("decision", "GO")).is(200);
  }

  @Test
  void ask_whereNobodyAnswered_remindsTheHostAndThenTheDesk() throws Exception {
    String ward = village.ward("返事を待つ区", "silent@okugawa.example");
    var slow = village.town.as("silent@okugawa.example");
    Map<String, Object> entry =
        village.mowing(ward, List.of(Village.slot(village.saturday(9), 3, 3)));
    String id = slow.post("/communities/" + village.community + "/tasks", entry).is(201).id();
    JsonNode task = slow.post("/tasks/" + id + "/publish", null).is(200).body();
    village.apply("waits", task, 0);
    Instant now = village.town.now();
    Instant noon = Days.startOf(Days.of(now)).plus(Duration.ofHours(12));
    try (Backroom server = new Backroom(village.town, noon.plus(Duration.ofDays(2)));
        Backroom other = new Backroom(village.town, noon.plus(Duration.ofDays(2)))) {
      server.asking.run();
      assertEquals(Map.of(), letters("silent@okugawa.example", id));
      Instant third = noon.plus(Duration.ofDays(4));
      server.clock.set(third);
      other.clock.set(third);
      atOnce(server.asking, other.asking);
      assertEquals(Map.of("UNANSWERED", 1), letters("silent@okugawa.example", id));
      server.clock.set(third.plus(Duration.ofDays(1)));
      server.asking.run();
      assertEquals(Map.of("UNANSWERED", 1), letters("silent@okugawa.example", id));
      server.clock.set(third.plus(Duration.ofDays(3)));
      if (server.clock.get().isBefore(village.saturday(9))) {
        server.asking.run();
        assertEquals(Map.of("UNANSWERED", 2), letters("silent@okugawa.example", id));
        assertEquals(Map.of("UNANSWERED", 1), letters(Village.DESK, id));
      }
    }
  }

  @Test
  void expire_whoWasNotAnsweredBeforeTheDay_isToldInWords() throws Exception {
    JsonNode task = village.mowing(1);
    String forgotten = village.apply("forgotten", task, 0);
    String waiting = village.apply("waiting", task, 0);
    village.verb(village.ward(), waiting, "waitlist").is(200);
    try (Backroom server = new Backroom(village.town, village.saturday(9))) {
      server.expiry.run();
      server.expiry.run();
    }
    for (String id : List.of(forgotten, waiting)) {
      JsonNode after = village.ward().get("/applications/" + id).is(200).body();
      assertEquals("EXPIRED", after.path("state").asText());
    }
    assertEquals(Map.of("LAPSED", 1), letters("forgotten", "LAPSED"));
    JsonNode events =
        village.resident("forgotten").get("/applications/" + forgotten + "/events").is(200).body();
    assertEquals("lapse", events.at("/items/1/verb").asText());
    assertEquals("TIME", events.at("/items/1/actedAs").asText());
    village.town.letter("forgotten@tokyo.example", "お返事ができないまま");
  }

  private static void atOnce(Runnable... jobs) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs.length)) {
      List<Future<?>> running = List.of(jobs).stream().<Future<?>>map(threads::submit).toList();
      for (Future<?> job : running) job.get();
    }
  }

  /** Letters to a resident of some kind, or about a task, counted by kind. */
  private Map<String, Integer> letters(String to, String of) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    try (Connection connection = village.town.superuser();
        PreparedStatement rows =
            connection.prepareStatement(
                "select kind, count(*) from outbox where to_address = ? and"
                    + " (kind like ? or cause like '%' || ? || '%') and kind not in"
                    + " ('APPLICATION_RECEIVED') group by kind")) {
      rows.setString(1, to.contains("@") ? to : to + "@tokyo.example");
      rows.setString(2, of);
      rows.setString(3, of);
      try (var found = rows.executeQuery()) {
        while (found.next()) counts.put(found.getString(1), found.getInt(2));
      }
    }
    return counts;
  }

  private void age(String application, Duration by) throws Exception {
    change(
        "update application_slots set changed_at = changed_at - make_interval(secs => ?) where"
            + " application_id = ?::uuid",
        by.toSeconds(),
        application);
  }

  private void age(String email, Instant to) throws Exception {
    change(
        "update application_slots set changed_at = to_timestamp(?) where person_id = (select id"
            + " from persons where email = ?)",
        to.getEpochSecond(),
        email);
  }

  private void change(String sql, long number, String text) throws Exception {
    try (Connection connection = village.town.superuser();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, number);
      statement.setString(2, text);
      assertEquals(1, statement.executeUpdate());
    }
  }
}
