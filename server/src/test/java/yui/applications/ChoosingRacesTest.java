package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
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
import yui.Visitor;

/** Two people do two things at one moment: one of them happens, once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChoosingRacesTest {
  private static final int ROUNDS = 8;
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
    for (int i = 0; i < ROUNDS; i++) village.resident("racer" + i);
  }

  @AfterAll
  void close() {
    village.close();
  }

  @Test
  void select_byTwoHostsAtOnce_happensOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode task = village.mowing(4);
      String id = village.apply("racer" + round, task, 0);
      List<Visitor.Reply> replies =
          together(
              List.of(
                  () -> village.select(id),
                  () -> village.verb(village.desk(), id, "select"),
                  () -> village.verb(village.ward(), id, "decline")));
      long done = replies.stream().filter(r -> r.status() == 200).count();
      assertEquals(1, done, replies::toString);
      for (Visitor.Reply reply : replies) {
        if (reply.status() != 200) reply.refuses(409, "application_state");
      }
      JsonNode after = village.ward().get("/applications/" + id).is(200).body();
      boolean selected = after.path("state").asText().equals("SELECTED");
      assertEquals(selected ? 1 : 0, village.taken(task));
      assertEquals(
          selected ? List.of(1L, 0L, 0L) : List.of(0L, 0L, 0L),
          village.balance("racer" + round, "MEAL"));
      village.verb(village.ward(), id, "cancel", Map.of("reason", "試し"));
    }
  }

  @Test
  void apply_clickedFourTimesAtOnce_isOneApplication() throws Exception {
    JsonNode task = village.mowing(4);
    List<Visitor.Reply> replies =
        together(Collections.nCopies(4, () -> village.applied("racer0", task, 1)));
    assertEquals(1, replies.stream().filter(r -> r.status() == 201).count(), replies::toString);
    for (Visitor.Reply reply : replies) {
      if (reply.status() != 201) reply.refuses(409, "applications_once_per_person");
    }
    JsonNode all =
        village
            .ward()
            .get("/tasks/" + task.path("id").asText() + "/applications")
            .is(200)
            .body()
            .path("items");
    assertEquals(1, all.size());
  }

  @Test
  void cancelTask_whileApplicationsArrive_leavesNobodyWaiting() throws Exception {
    for (int round = 0; round < 4; round++) {
      JsonNode task = village.mowing(4);
      String path = "/tasks/" + task.path("id").asText();
      List<Callable<Visitor.Reply>> deeds = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        int one = i;
        deeds.add(() -> village.applied("racer" + one, task, 0));
      }
      deeds.add(ROUNDS / 2, () -> village.ward().post(path + "/cancel", Map.of("reason", "大雨の予報")));
      List<Visitor.Reply> replies = together(deeds);
      replies.remove(ROUNDS / 2).is(200);
      int arrived = 0;
      for (Visitor.Reply reply : replies) {
        if (reply.status() == 201) arrived++;
        else reply.refuses(409, "task_not_open");
      }
      JsonNode all =
          village.ward().get(path + "/applications?limit=100").is(200).body().path("items");
      assertEquals(arrived, all.size());
      for (JsonNode one : all) {
        assertEquals("CANCELLED_BY_HOST", one.path("state").asText());
      }
    }
  }

  @Test
  void withdraw_clickedTwice_freesThePlaceOnce() throws Exception {
    JsonNode task = village.mowing(4);
    String id = village.coming("racer0", task, 1);
    village.coming("racer1", task, 0);
    Visitor mine = village.resident("racer0");
    List<Visitor.Reply> replies =
        together(
            List.of(
                () -> village.verb(mine, id, "withdraw"),
                () -> village.verb(mine, id, "withdraw"),
                () -> village.verb(village.ward(), id, "cancel", Map.of("reason", "x"))));
    assertEquals(1, replies.stream().filter(r -> r.status() == 200).count());
    assertEquals(1, village.taken(task));
  }

  private static <T> List<T> together(List<Callable<T>> deeds) throws Exception {
    CyclicBarrier start = new CyclicBarrier(deeds.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(deeds.size())) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> deed : deeds) {
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
