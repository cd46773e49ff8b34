package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.engine.TaskSearch;
import yui.tasks.TaskId;

/** While an index is built, the one in use answers, is fed, and gives way at the end. */
class RebuildTest {
  private static final int CROWD = 6_000;

  @TempDir Path directory;
  private Village village;
  private Path home;
  private TaskId task;

  @BeforeEach
  void open() throws Exception {
    home = directory.resolve("index");
    village = new Village(home);
    task = village.task("草刈り");
    village.crowd(1, CROWD);
    Village.until(() -> village.candidates(village.index, task).size() == 1_000);
  }

  @AfterEach
  void close() throws Exception {
    village.close();
  }

  @Test
  void rebuild_peopleAskAndChange_everyAnswerIsGoodAndNothingIsLost() throws Exception {
    List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger most = new AtomicInteger(1);
    List<Thread> asking =
        Stream.<Runnable>of(
                () -> assertEquals(1_000, village.candidates(village.index, task).size()),
                () -> {
                  int before = most.get();
                  int now = found();
                  assertTrue(now >= before, "the new index is not behind the old one");
                  most.accumulateAndGet(now, Math::max);
                },
                () -> assertTrue(village.found("草刈り").contains(task.value())))
            .map(
                question ->
                    Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> failed.add(e))
                        .start(
                            () -> {
                              while (!over.get()) {
                                question.run();
                                LockSupport.parkNanos(10_000_000);
                              }
                            }))
            .toList();
    Set<TaskId> meanwhile = new HashSet<>();
    assertEquals(Optional.empty(), village.feed.rebuild());
    int seenBefore = 0;
    while (village.feed.progress().isPresent()) {
      meanwhile.add(village.task("水路の草刈り"));
      Village.until(() -> found() == 1 + meanwhile.size());
      if (village.feed.progress().isPresent()) seenBefore = meanwhile.size();
    }
    over.set(true);
    for (Thread thread : asking) thread.join();
    assertEquals(List.of(), failed);
    assertTrue(seenBefore > 0, "the index in use is fed until the swap");
    Village.until(() -> found() == 1 + meanwhile.size());
    assertEquals(List.of("current", "index-3"), List.copyOf(files()));
  }

  @Test
  void rebuild_underWay_tellsHowFarAndTakesNoSecondOrder() throws Exception {
    List<Progress> seen = new ArrayList<>();
    assertEquals(Optional.empty(), village.feed.rebuild());
    Optional<Progress> second = village.feed.rebuild();
    assertEquals("an operator asked for it", second.orElseThrow().reason());
    double most = 0;
    while (village.feed.progress().isPresent()) {
      village.feed.progress().ifPresent(seen::add);
      most = Math.max(most, village.running.figure("yui.index.rebuild.done"));
      if (village.feed.progress().isPresent()) {
        assertTrue(
            village
                .feed
                .warnings()
                .getOrDefault("index", "the index is being built")
                .contains("being built"));
      }
      assertEquals(Optional.empty(), village.feed.fault(), "it serves");
    }
    assertTrue(most > 0);
    List<Long> done = seen.stream().map(Progress::done).toList();
    assertEquals(done.stream().sorted().toList(), done);
    assertTrue(seen.stream().anyMatch(p -> p.done() > 0 && p.done() < CROWD), seen.toString());
    assertTrue(seen.stream().allMatch(p -> p.total() == 0 || p.total() == CROWD + 1));
    assertEquals(1, village.running.figure("yui.index.rebuilt.ratio"));
    assertEquals(0, village.running.figure("yui.index.rebuild.running"));
  }

  @Test
  void rebuild_serverStops_isGivenUpAndTheOldIndexStays() throws Exception {
    String before = files().toString();
    village.feed.rebuild();
    Village.until(() -> village.running.figure("yui.index.rebuild.done") > 0);
    try (Said said = new Said()) {
      village.stop();
      assertEquals(1, said.lines("given up").size());
    }
    assertEquals(before, files().toString());
    try (Said said = new Said()) {
      village.open();
      assertEquals(List.of(), said.lines("built anew"));
    }
    assertEquals(1_000, village.candidates(village.index, task).size());
  }

  @Test
  void rebuild_logIsTrimmedMeanwhile_losesNothingThatItNeeds() throws Exception {
    village.feed.rebuild();
    Village.until(() -> village.running.figure("yui.index.rebuild.done") > 0);
    village.task("水路の草刈り");
    village.sql("select trim_changes()");
    Village.until(() -> village.feed.progress().isEmpty());
    Village.until(() -> found() == 2);
    assertFalse(village.running.feed().progress().isPresent());
  }

  @Test
  void feed_filesVanish_servesOnSaysSoAndBuildsThemAnew() throws Exception {
    Files.move(home, directory.resolve("elsewhere"));
    // A file in the way: nothing can be written there until it is gone.
    Files.writeString(home, "in the way");
    TaskId posted = village.task("水路の草刈り");
    Village.until(() -> village.feed.fault().isPresent());
    assertTrue(village.feed.fault().orElseThrow().contains("cannot be written"));
    assertEquals(1_000, village.candidates(village.index, task).size(), "the last good reader");
    assertTrue(village.found("草刈り").contains(task.value()));
    Thread.sleep(1_500);
    assertTrue(village.feed.fault().isPresent());
    assertTrue(village.found("草刈り").contains(task.value()));
    Files.delete(home);
    Village.until(() -> village.feed.fault().isEmpty());
    Village.until(() -> found() == 2);
    assertTrue(village.found("草刈り").contains(posted.value()));
    assertEquals(1_000, village.candidates(village.index, task).size());
  }

  private int found() {
    return village
        .index
        .ask(Index.Asked.SEARCH, e -> e.search(TaskSearch.words("草刈り", 20, Village.NOW)))
        .total();
  }

  private TreeSet<String> files() throws Exception {
    try (Stream<Path> all = Files.list(home)) {
      return new TreeSet<>(all.map(file -> file.getFileName().toString()).toList());
    }
  }
}
