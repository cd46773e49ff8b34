package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexHomeTest {
  @TempDir Path home;

  @Test
  void open_newHome_isAnEmptyEngineThatIsKept() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      assertNull(opened.broken());
      assertNull(opened.current().position());
      opened.current().apply(List.of(put(1)), "10");
    }
    try (IndexHome opened = IndexHome.open(home)) {
      assertNull(opened.broken());
      assertEquals("10", opened.current().position());
    }
    assertEquals(List.of("current", "index-1"), files());
  }

  @Test
  void rebuild_whileTheOldOneAnswers_swapsWhenComplete() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      opened.rebuild(
          fresh -> {
            assertNull(fresh.position());
            fill(fresh, 2, "20");
            fill(fresh, 3, "21");
            assertEquals(1, count(opened));
          });
      assertEquals(2, count(opened));
      assertEquals("21", opened.current().position());
    }
    assertEquals(List.of("current", "index-2"), files());
    try (IndexHome opened = IndexHome.open(home)) {
      assertEquals("21", opened.current().position());
      assertEquals(2, count(opened));
    }
  }

  @Test
  void rebuild_thatFails_leavesTheOldOne() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      assertThrows(
          IllegalStateException.class,
          () ->
              opened.rebuild(
                  fresh -> {
                    fill(fresh, 2, "20");
                    throw new IllegalStateException("the database went away");
                  }));
      assertEquals(1, count(opened));
      assertEquals("10", opened.current().position());
    }
    assertEquals(List.of("current", "index-1"), files());
  }

  @Test
  void ask_duringTheSwap_getsItsAnswer() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      CountDownLatch asking = new CountDownLatch(1);
      CountDownLatch filled = new CountDownLatch(1);
      CompletableFuture<Integer> slow =
          CompletableFuture.supplyAsync(
              () ->
                  opened.ask(
                      engine -> {
                        asking.countDown();
                        await(filled);
                        return residents(engine);
                      }));
      await(asking);
      opened.rebuild(
          fresh -> {
            fill(fresh, 2, "20");
            fill(fresh, 3, "21");
            filled.countDown();
          });
      assertEquals(1, slow.get());
      assertEquals(2, count(opened));
    }
  }

  @Test
  void open_brokenIndex_startsEmptyAndSaysWhy() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
    }
    try (Stream<Path> segments = Files.list(home.resolve("index-1"))) {
      for (Path file : segments.filter(f -> f.toString().contains("segments_")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    try (IndexHome opened = IndexHome.open(home)) {
      assertNotNull(opened.broken());
      assertNull(opened.current().position());
      assertEquals(0, count(opened));
    }
    assertEquals(List.of("current", "index-2"), files());
  }

  @Test
  void open_missingIndex_startsEmptyAndSaysWhy() throws Exception {
    Files.writeString(home.resolve("current"), "index-5\n");
    try (IndexHome opened = IndexHome.open(home)) {
      assertNotNull(opened.broken());
      assertNull(opened.current().position());
    }
  }

  @Test
  void open_remainsOfAnUnfinishedRebuild_areSweptAway() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
    }
    try (MatchEngine unfinished = MatchEngine.open(home.resolve("index-2"))) {
      fill(unfinished, 2, "20");
    }
    try (IndexHome opened = IndexHome.open(home)) {
      assertEquals("10", opened.current().position());
    }
    assertEquals(List.of("current", "index-1"), files());
  }

  @Test
  void open_homeInUse_isRefused() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      assertEquals(
          BrokenIndex.Why.IN_USE,
          assertThrows(BrokenIndex.class, () -> IndexHome.open(home)).why());
      assertNull(opened.broken());
    }
  }

  private List<String> files() throws Exception {
    try (Stream<Path> all = Files.list(home)) {
      return List.copyOf(new TreeSet<>(all.map(file -> file.getFileName().toString()).toList()));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void fill(MatchEngine engine, long resident, String position) {
    engine.apply(List.of(put(resident)), position);
    engine.refresh();
  }

  private static Change put(long id) {
    return new Change.PutResident(Helping.resident(id).row());
  }

  private static int count(IndexHome home) {
    return home.ask(IndexHomeTest::residents);
  }

  private static int residents(MatchEngine engine) {
    return engine.residentsFor(Asking.task(1).row(), Excluded.NONE, 10, Asking.NOW).size();
  }
}
