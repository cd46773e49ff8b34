package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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
import yui.Visitor;

/** What happens to a task while others are busy with it: the database says no. */
class TaskRacesTest {
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
  void capacity_loweredBelowThoseWhoCome_isRefused() throws Exception {
    JsonNode task = village.mowing(3);
    village.coming("a1", task, 0);
    village.coming("a2", task, 0);
    village.capacity(task, 1).refuses(409, "capacity_below_chosen");
    village.capacity(task, 2).is(200);
  }

  @Test
  void capacity_loweredWhileSomebodyIsChosen_neverLeavesTooManyIn() throws Exception {
    for (int round = 0; round < 6; round++) {
      JsonNode task = village.mowing(2);
      village.coming("b" + round, task, 0);
      String second = village.apply("c" + round, task, 0);
      List<Visitor.Reply> replies =
          atOnce(List.of(() -> village.capacity(task, 1), () -> village.select(second)));
      long done = replies.stream().filter(reply -> reply.status() == 200).count();
      JsonNode slot =
          village.town.stranger().get("/tasks/" + task.path("id").asText()).body().at("/slots/0");
      assertTrue(slot.path("taken").asInt() <= slot.path("capacity").asInt(), slot.toString());
      assertEquals(1, done, "one of the two");
    }
  }

  @Test
  void cancel_whileApplicationsArrive_leavesNobodyWaiting() throws Exception {
    JsonNode task = village.mowing(5);
    String path = "/tasks/" + task.path("id").asText();
    for (int n = 0; n < 6; n++) village.resident("d" + n);
    List<Callable<Visitor.Reply>> all = new ArrayList<>();
    for (int n = 0; n < 6; n++) {
      String who = "d" + n;
      all.add(() -> village.applied(who, task, 0));
    }
    all.add(3, () -> village.ward().post(path + "/cancel", Map.of("reason", "大雨")));
    for (Visitor.Reply reply : atOnce(all)) {
      assertTrue(reply.status() < 300 || reply.status() == 409, reply.text());
    }
    JsonNode left = village.ward().get(path + "/applications").is(200).body().path("items");
    for (JsonNode application : left) {
      assertEquals("CANCELLED_BY_HOST", application.at("/slots/0/state").asText());
    }
  }

  @Test
  void change_byTwoHostsWhoReadTheSame_isDoneByOne() throws Exception {
    JsonNode task = village.mowing(2);
    String path = "/tasks/" + task.path("id").asText();
    String read = "\"" + task.path("version").asText() + "\"";
    List<Visitor.Reply> replies =
        atOnce(
            List.of(
                () -> village.ward().with("If-Match", read).patch(path, Map.of("title", "朝の草刈り")),
                () -> village.desk().with("If-Match", read).patch(path, Map.of("title", "昼の草刈り"))));
    assertEquals(List.of(200, 412), replies.stream().map(Visitor.Reply::status).sorted().toList());
  }

  private static List<Visitor.Reply> atOnce(List<Callable<Visitor.Reply>> deeds) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(deeds.size())) {
      List<Future<Visitor.Reply>> running =
          deeds.stream()
              .map(
                  deed ->
                      threads.submit(
                          () -> {
                            start.await();
                            return deed.call();
                          }))
              .toList();
      start.countDown();
      List<Visitor.Reply> replies = new ArrayList<>();
      for (Future<Visitor.Reply> one : running) replies.add(one.get());
      return replies;
    }
  }
}
