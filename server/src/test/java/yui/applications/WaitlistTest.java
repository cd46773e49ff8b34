package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Visitor;

/** Places that get free are offered on, once, to one who can come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitlistTest {
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  private String state(String application) throws Exception {
    return village.ward().get("/applications/" + application).is(200).body().path("state").asText();
  }

  private String waiting(String name, JsonNode task) throws Exception {
    String id = village.apply(name, task, 0);
    village.verb(village.ward(), id, "waitlist").is(200);
    return id;
  }

  @Test
  void changeTask_withMorePlaces_offersThemToWhoWaits() throws Exception {
    JsonNode task = village.mowing(1);
    village.coming("has", task, 0);
    String first = waiting("first", task);
    String second = waiting("second", task);
    village.capacity(task, 2).is(200);
    assertEquals("OFFERED", state(first));
    assertEquals("WAITLISTED", state(second));
    village.town.letter("first@tokyo.example", "空きが出ました");
    JsonNode events =
        village.ward().get("/applications/" + first + "/events").is(200).body().path("items");
    assertEquals("offer", events.path(events.size() - 1).path("verb").asText());
    assertEquals(2, village.taken(task));
  }

  @Test
  void changeTask_belowWhoIsComing_isRefusedWhateverElseHappens() throws Exception {
    JsonNode task = village.mowing(3);
    village.coming("s1", task, 0);
    village.coming("s2", task, 0);
    village.capacity(task, 1).refuses(409, "capacity_below_chosen");
    for (int round = 0; round < 6; round++) {
      JsonNode raced = village.mowing(2);
      village.coming("x" + round, raced, 0);
      String other = village.apply("y" + round, raced, 0);
      List<Visitor.Reply> replies =
          together(() -> village.capacity(raced, 1), () -> village.select(other));
      long done = replies.stream().filter(r -> r.status() == 200).count();
      JsonNode slot =
          village.ward().get("/tasks/" + raced.path("id").asText()).body().at("/slots/0");
      assertEquals(1, done, () -> replies.toString());
      assertTrue(slot.path("taken").asInt() <= slot.path("capacity").asInt());
    }
  }

  @Test
  void withdraw_whenTheNextIsEngagedElsewhere_offersToTheOneAfter() throws Exception {
    JsonNode task = village.mowing(1);
    JsonNode other = village.mowing(1);
    String has = village.coming("leaves", task, 0);
    String busy = waiting("busy", task);
    String free = waiting("free", task);
    village.coming("busy", other, 0);
    village.verb(village.resident("leaves"), has, "withdraw", Map.of("reason", "熱")).is(200);
    assertEquals("WAITLISTED", state(busy));
    assertEquals("OFFERED", state(free));
    village.town.letter("leaves@tokyo.example", "取り消しを受け付けました");
  }

  @Test
  void confirm_whileTheOfferExpires_eitherWinsNeverBoth() throws Exception {
    for (int round = 0; round < 12; round++) {
      JsonNode task = village.mowing(1);
      String has = village.coming("h" + round, task, 0);
      String waits = waiting("w" + round, task);
      village.verb(village.resident("h" + round), has, "withdraw").is(200);
      Instant until =
          OffsetDateTime.parse(
                  village
                      .ward()
                      .get("/applications/" + waits)
                      .body()
                      .at("/slots/0/confirmBy")
                      .asText())
              .toInstant();
      Visitor click = village.resident("w" + round);
      try (Backroom server = new Backroom(village.town, until)) {
        List<Object> results =
            together(
                () -> village.verb(click, waits, "confirm").status(),
                () -> {
                  server.expiry.run();
                  return "ran";
                });
        String end = state(waits);
        assertEquals(results.getFirst().equals(200) ? "CONFIRMED" : "EXPIRED", end);
        assertEquals(end.equals("CONFIRMED") ? 1 : 0, village.taken(task));
        List<String> verbs = new ArrayList<>();
        click
            .get("/applications/" + waits + "/events")
            .is(200)
            .body()
            .path("items")
            .forEach(e -> verbs.add(e.path("verb").asText()));
        assertEquals(1, verbs.stream().filter(v -> v.matches("confirm|expire")).count());
      }
    }
  }

  @Test
  void withdraw_byTwoAtOnce_offersEachPlaceOnce() throws Exception {
    for (int round = 0; round < 4; round++) {
      JsonNode task = village.mowing(2);
      String one = "one" + round;
      String two = "two" + round;
      String first = village.coming(one, task, 0);
      String second = village.coming(two, task, 0);
      List<String> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) waiting.add(waiting("waits" + i, task));
      Visitor leaver = village.resident(one);
      Visitor other = village.resident(two);
      together(
              () -> village.verb(leaver, first, "withdraw"),
              () -> village.verb(other, second, "withdraw"))
          .forEach(reply -> reply.is(200));
      List<String> states = new ArrayList<>();
      for (String id : waiting) states.add(state(id));
      assertEquals(List.of("OFFERED", "OFFERED", "WAITLISTED"), states);
      assertEquals(2, village.taken(task));
      for (String id : waiting) {
        village.verb(village.resident("waits" + waiting.indexOf(id)), id, "withdraw").is(200);
      }
    }
  }

  @Test
  void expire_onAClockSetBackAnHour_happensOnceAndStays() throws Exception {
    JsonNode task = village.mowing(1);
    String has = village.coming("winter", task, 0);
    String waits = waiting("summer", task);
    String next = waiting("autumn", task);
    village.verb(village.resident("winter"), has, "withdraw").is(200);
    Instant until =
        OffsetDateTime.parse(
                village
                    .ward()
                    .get("/applications/" + waits)
                    .body()
                    .at("/slots/0/confirmBy")
                    .asText())
            .toInstant();
    try (Backroom server = new Backroom(village.town, until.plusSeconds(60))) {
      server.expiry.run();
      server.clock.set(until.minus(Duration.ofHours(1)));
      server.expiry.run();
    }
    assertEquals("EXPIRED", state(waits));
    assertEquals("OFFERED", state(next));
    assertEquals(1, village.taken(task));
    village.verb(village.resident("summer"), waits, "confirm").refuses(409, "application_state");
    JsonNode events =
        village.ward().get("/applications/" + waits + "/events").is(200).body().path("items");
    assertEquals(List.of("apply", "waitlist", "offer", "expire"), events.findValuesAsText("verb"));
    try (Connection connection = village.town.superuser();
        Statement statement = connection.createStatement();
        ResultSet letters =
            statement.executeQuery(
                "select count(*) from outbox where to_address like 'summer@%' and kind = 'EXPIRED'")) {
      letters.next();
      assertEquals(1, letters.getInt(1));
    }
  }

  @Test
  void answerLink_openedByAnybody_changesNothingUntilTheButton() throws Exception {
    JsonNode task = village.mowing(1);
    String id = village.apply("letter", task, 0);
    village.select(id).is(200);
    String path = village.town.letter("letter@tokyo.example", "/answers/[\\w-]+");
    Reader reader = village.town.reader();
    reader.get(path).is(200).says("来ていただけますか").says("行きます");
    reader.get(path).is(200);
    assertEquals("SELECTED", state(id));
    reader.postBare(path + "/confirm").leadsTo(path);
    reader.postBare(path + "/confirm").leadsTo(path);
    assertEquals("CONFIRMED", state(id));
    reader.get(path).is(200).says("参加が決まっています").says("行けなくなった");
    reader.postBare(path + "/withdraw", "reason", "熱が出ました").leadsTo(path);
    assertEquals("WITHDRAWN", state(id));
    reader.postBare(path + "/confirm").is(409);
    reader.get("/answers/nothing-like-it").is(404).says("期限は終わりました");
  }

  @Test
  void answerLink_inTheDatabase_isNowhereToBeRead() throws Exception {
    JsonNode task = village.mowing(1);
    village.select(village.apply("secret", task, 0)).is(200);
    String token =
        village
            .town
            .letter("secret@tokyo.example", "/answers/[\\w-]+")
            .substring("/answers/".length());
    try (Connection connection = village.town.superuser();
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from answer_links l where l::text like '%" + token + "%'")) {
      rows.next();
      assertEquals(0, rows.getInt(1));
    }
  }

  @SafeVarargs
  private static <T> List<T> together(Callable<? extends T>... deeds) throws Exception {
    CyclicBarrier start = new CyclicBarrier(deeds.length);
    try (ExecutorService threads = Executors.newFixedThreadPool(deeds.length)) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<? extends T> deed : deeds) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return deed.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) results.add(future.get());
      return results;
    }
  }
}
