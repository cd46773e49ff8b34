package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Visitor;
import yui.core.Ids;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectionRacesTest {
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  @Test
  void select_256AtOnceForTheLastPlace_choosesExactlyOne() throws Exception {
    JsonNode task = village.mowing(1);
    Map<String, Integer> answers = atOnce(crowd(task, 256, 1));
    assertEquals(Map.of("200", 1, "409 slot_full", 255), answers);
    assertEquals(1, village.taken(task));
    assertEquals(1, promised(task, "MEAL"));
  }

  @Test
  void select_partiesOfTwoForFivePlaces_choosesTwo() throws Exception {
    JsonNode task = village.mowing(5);
    Map<String, Integer> answers = atOnce(crowd(task, 64, 2));
    assertEquals(Map.of("200", 2, "409 slot_full", 62), answers);
    assertEquals(4, village.taken(task));
    assertEquals(4, promised(task, "MEAL"));
  }

  @Test
  void select_withOneKey64Times_happensOnceAndSaysTheSame() throws Exception {
    JsonNode task = village.mowing(3);
    String id = crowd(task, 1, 2).getFirst();
    String key = UUID.randomUUID().toString();
    Visitor ward = village.ward().with("Idempotency-Key", key);
    List<Visitor.Reply> replies = new ArrayList<>();
    Callable<Visitor.Reply> deed = () -> village.verb(ward, id, "select");
    for (Future<Visitor.Reply> reply : together(Collections.nCopies(64, deed))) {
      replies.add(reply.get());
    }
    assertTrue(replies.stream().allMatch(r -> r.status() == 200 || r.status() == 409));
    assertEquals(
        1,
        replies.stream()
            .filter(r -> r.status() == 200)
            .map(Visitor.Reply::text)
            .distinct()
            .count());
    assertEquals(2, village.taken(task));
    assertEquals(2, promised(task, "MEAL"));
    assertEquals(200, village.verb(ward, id, "select").status());
  }

  @Test
  void select_byTwoHostsForOneTime_letsOneHaveThePerson() throws Exception {
    String other = village.ward("中町区", "ward@nakamachi.example");
    Visitor neighbour = village.town.as("ward@nakamachi.example");
    for (int round = 0; round < 8; round++) {
      JsonNode mine = village.mowing(2);
      String taskId =
          neighbour
              .post(
                  "/communities/" + village.community + "/tasks",
                  village.mowing(other, List.of(Village.slot(village.saturday(9), 3, 2))))
              .is(201)
              .id();
      JsonNode theirs = neighbour.post("/tasks/" + taskId + "/publish", null).is(200).body();
      UUID person = Ids.next();
      String here = crowd(mine, List.of(person), 1).getFirst();
      String there = apply(theirs, person, 1);
      List<Integer> statuses = new ArrayList<>();
      Callable<Visitor.Reply> ours = () -> village.verb(village.ward(), here, "select");
      Callable<Visitor.Reply> others = () -> village.verb(neighbour, there, "select");
      for (Future<Visitor.Reply> reply : together(List.of(ours, others))) {
        Visitor.Reply said = reply.get();
        statuses.add(said.status());
        if (said.status() != 200) said.refuses(409, "selected_elsewhere_at_that_time");
      }
      assertEquals(List.of(200, 409), statuses.stream().sorted().toList());
      assertEquals(1, village.taken(mine) + village.taken(theirs));
    }
  }

  @Test
  void withdrawAndSelect_atOnce_neverExceedThePlaces() throws Exception {
    JsonNode task = village.mowing(1);
    String first = village.apply("mika", task, 0);
    village.select(first).is(200);
    List<Callable<Visitor.Reply>> deeds = new ArrayList<>();
    for (String id : crowd(task, 32, 1)) deeds.add(() -> village.select(id));
    deeds.add(16, () -> village.verb(village.resident("mika"), first, "withdraw"));
    int chosen = 0;
    for (Future<Visitor.Reply> reply : together(deeds)) {
      Visitor.Reply said = reply.get();
      if (said.status() == 200) chosen++;
      else said.refuses(409, "slot_full");
    }
    // The withdrawal itself, and at most one who came after it.
    assertTrue(chosen == 1 || chosen == 2, () -> "not so many");
    assertEquals(chosen - 1, village.taken(task));
  }

  private Map<String, Integer> atOnce(List<String> applications) throws Exception {
    village.ward();
    List<Callable<Visitor.Reply>> deeds = new ArrayList<>();
    for (String id : applications) deeds.add(() -> village.select(id));
    Map<String, Integer> answers = new TreeMap<>();
    for (Future<Visitor.Reply> reply : together(deeds)) {
      Visitor.Reply said = reply.get();
      String code = said.body().path("code").asText();
      answers.merge((said.status() + " " + code).strip(), 1, Integer::sum);
    }
    return answers;
  }

  private static <T> List<Future<T>> together(List<Callable<T>> deeds) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> deed : deeds) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return deed.call();
                }));
      }
      start.countDown();
      return futures;
    }
  }

  /**
   * So many parties who applied; written straight to the database, for logging in takes a while.
   */
  private List<String> crowd(JsonNode task, int parties, int heads) throws Exception {
    List<UUID> persons = new ArrayList<>();
    for (int i = 0; i < parties; i++) persons.add(Ids.next());
    return crowd(task, persons, heads);
  }

  private List<String> crowd(JsonNode task, List<UUID> persons, int heads) throws Exception {
    try (Connection connection = village.town.superuser();
        PreparedStatement person =
            connection.prepareStatement(
                "insert into persons (id, email, email_folded, created_at) values (?, ?, ?, now())");
        PreparedStatement resident =
            connection.prepareStatement(
                "insert into residents (person_id, display_name, created_at, changed_at)"
                    + " values (?, 'somebody', now(), now())")) {
      for (UUID id : persons) {
        person.setObject(1, id);
        person.setString(2, id + "@crowd.example");
        person.setString(3, id + "@crowd.example");
        person.addBatch();
        resident.setObject(1, id);
        resident.addBatch();
      }
      person.executeBatch();
      resident.executeBatch();
    }
    List<String> applications = new ArrayList<>();
    for (UUID id : persons) applications.add(apply(task, id, heads));
    return applications;
  }

  private String apply(JsonNode task, UUID person, int heads) throws Exception {
    UUID id = Ids.next();
    JsonNode slot = task.path("slots").path(0);
    try (Connection connection = village.town.superuser();
        PreparedStatement application =
            connection.prepareStatement(
                "insert into applications (id, task_id, community_id, person_id, heads, created_at,"
                    + " changed_at) values (?, ?::uuid, ?::uuid, ?, ?, now(), now())");
        PreparedStatement applied =
            connection.prepareStatement(
                "insert into application_slots (application_id, slot_id, community_id, person_id,"
                    + " heads, period, changed_at)"
                    + " values (?, ?::uuid, ?::uuid, ?, ?, tstzrange(?, ?), now())")) {
      application.setObject(1, id);
      application.setString(2, task.path("id").asText());
      application.setString(3, village.community);
      application.setObject(4, person);
      application.setInt(5, heads);
      application.execute();
      applied.setObject(1, id);
      applied.setString(2, slot.path("id").asText());
      applied.setString(3, village.community);
      applied.setObject(4, person);
      applied.setInt(5, heads);
      applied.setTimestamp(6, at(slot.path("startsAt")));
      applied.setTimestamp(7, at(slot.path("endsAt")));
      applied.execute();
    }
    return id.toString();
  }

  private static Timestamp at(JsonNode text) {
    Instant instant = OffsetDateTime.parse(text.asText()).toInstant();
    return Timestamp.from(instant);
  }

  private long promised(JsonNode task, String unit) throws Exception {
    try (Connection connection = village.town.superuser();
        PreparedStatement sum =
            connection.prepareStatement(
                "select coalesce(sum(t.amount), 0) from transfers t"
                    + " join applications a on a.id::text = t.about ->> 'applicationId'"
                    + " where a.task_id = ?::uuid and t.unit = ? and t.kind = 'PENDING'"
                    + " and not exists (select from transfers r where r.pending_id = t.id)")) {
      sum.setString(1, task.path("id").asText());
      sum.setString(2, unit);
      try (var rows = sum.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
