package yui.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Visitor;
import yui.applications.Village;

/** What telephones in the field say of who came: late, twice, and against one another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarksTest {
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

  private static String marks(String id, JsonNode task) {
    return "/applications/" + id + "/attendance/" + Village.slotOf(task) + "/marks";
  }

  private static Map<String, Object> mark(String state, Instant happenedAt, int seen) {
    return new HashMap<>(Map.of("state", state, "happenedAt", happenedAt.toString(), "seen", seen));
  }

  @Test
  void mark_sentTwiceAndLate_countsOnceAndKeepsBothTimes() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("mika", task, 1);
    Instant pressed = start(task).plus(Duration.ofMinutes(5));
    village.town.reach(start(task).plus(Duration.ofHours(2)));
    Visitor ward = village.ward().with("Idempotency-Key", "made-on-the-telephone");
    JsonNode first = ward.post(marks(id, task), mark("ATTENDED", pressed, 0)).is(201).body();
    assertEquals(first, ward.post(marks(id, task), mark("ATTENDED", pressed, 0)).is(201).body());
    assertEquals(6_000L, village.balance("mika", "JPY").get(1));
    assertEquals(1, first.path("said").asInt());
    assertEquals(pressed, OffsetDateTime.parse(first.path("happenedAt").asText()).toInstant());
    assertTrue(
        OffsetDateTime.parse(first.path("recordedAt").asText())
            .toInstant()
            .isAfter(pressed.plus(Duration.ofHours(1))));
    // A telephone whose clock is ahead said it now at the latest.
    Instant future = village.town.now().plus(Duration.ofDays(3));
    JsonNode other =
        village.ward().post(marks(id, task), mark("ABSENT_TOLD", future, 1)).is(201).body();
    assertTrue(
        OffsetDateTime.parse(other.path("happenedAt").asText()).toInstant().isBefore(future));
  }

  @Test
  void mark_againstAnothersWordNotSeen_isToldAndOverwritesNothing() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("ken", task, 0);
    Instant nine = start(task).plus(Duration.ofMinutes(5));
    village.town.reach(nine.plus(Duration.ofHours(1)));
    village.desk().post(marks(id, task), mark("ATTENDED", nine, 0)).is(201);
    Visitor.Reply told =
        village
            .ward()
            .post(marks(id, task), mark("ABSENT_UNTOLD", nine.plusSeconds(60), 0))
            .refuses(409, "attendance_newer");
    assertTrue(told.body().path("detail").asText().contains("来た"), told.text());
    assertEquals(3_000L, village.balance("ken", "JPY").get(1));
    // The same word is no conflict, and one that was seen may be said otherwise.
    village.ward().post(marks(id, task), mark("ATTENDED", nine.plusSeconds(90), 0)).is(201);
    village.ward().post(marks(id, task), mark("ABSENT_TOLD", nine.plusSeconds(120), 1)).is(201);
    assertEquals(0L, village.balance("ken", "JPY").get(1));
  }

  @Test
  void mark_byTheSamePerson_newerWinsAndOlderIsTold() throws Exception {
    JsonNode task = village.mowing(3);
    String id = village.coming("sora", task, 0);
    Instant nine = start(task).plus(Duration.ofMinutes(5));
    village.town.reach(nine.plus(Duration.ofHours(1)));
    village.ward().post(marks(id, task), mark("ATTENDED", nine, 0)).is(201);
    village.ward().post(marks(id, task), mark("UNRECORDED", nine.plusSeconds(30), 0)).is(201);
    village
        .ward()
        .post(marks(id, task), mark("ABSENT_UNTOLD", nine.plusSeconds(10), 0))
        .refuses(409, "attendance_newer");
    assertEquals(0L, village.balance("sora", "JPY").get(1));
  }
}
