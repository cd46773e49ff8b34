package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexHomeTest {
  @TempDir Path home;
  @TempDir Path copies;

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
  void swap_whileTheOldOneAnswersAndIsFed_takesItsPlace() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      try (IndexHome.Next next = opened.begin()) {
        assertNull(next.engine().position());
        fill(next.engine(), 2, "20");
        fill(next.engine(), 3, "21");
        assertEquals(1, count(opened));
        fill(opened.current(), 4, "11");
        assertEquals(2, count(opened));
        fill(next.engine(), 4, "22");
        next.swap();
      }
      assertEquals(3, count(opened));
      assertEquals("22", opened.current().position());
      fill(opened.current(), 5, "23");
      assertEquals(4, count(opened));
    }
    assertEquals(List.of("current", "index-2"), files());
    try (IndexHome opened = IndexHome.open(home)) {
      assertEquals("23", opened.current().position());
      assertEquals(4, count(opened));
    }
  }

  @Test
  void begin_givenUp_leavesTheOldOne() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      try (IndexHome.Next next = opened.begin()) {
        fill(next.engine(), 2, "20");
      }
      assertEquals(1, count(opened));
      assertEquals("10", opened.current().position());
      assertEquals(List.of("current", "index-1"), files());
    }
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
      try (IndexHome.Next next = opened.begin()) {
        fill(next.engine(), 2, "20");
        fill(next.engine(), 3, "21");
        filled.countDown();
        next.swap();
      }
      assertEquals(1, slow.get());
      assertEquals(2, count(opened));
    }
  }

  @Test
  void reopen_afterAFailedWrite_goesBackToTheLastCommit() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      opened.current().commit();
      fill(opened.current(), 2, "11");
      ((LuceneEngine) opened.current()).abandon();
      assertEquals(2, count(opened), "the last good reader still answers");
      assertThrows(RuntimeException.class, () -> fill(opened.current(), 3, "12"));
      opened.reopen();
      assertEquals("10", opened.current().position());
      assertEquals(1, count(opened));
      fill(opened.current(), 2, "11");
      assertEquals(2, count(opened));
    }
  }

  @Test
  void reopen_filesGone_theLastReaderAnswersUntilAnotherIndexIsThere() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
      opened.current().commit();
      try (Stream<Path> inside = Files.walk(home)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
      }
      assertThrows(RuntimeException.class, () -> fillAndCommit(opened.current(), 2, "11"));
      assertEquals(1, count(opened));
      try (IndexHome.Next next = opened.begin()) {
        fill(next.engine(), 1, "20");
        fill(next.engine(), 2, "21");
        next.swap();
      }
      assertEquals(2, count(opened));
    }
  }

  @Test
  void size_some_countsDocumentsAndBytes() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      assertEquals(0, opened.size().documents());
      fill(opened.current(), 1, "10");
      opened.current().commit();
      assertTrue(opened.size().documents() >= 1);
      assertTrue(opened.size().bytes() > 500, opened.size().toString());
    }
  }

  /** Any file of the index, any kind of damage: noticed, never believed. */
  @ParameterizedTest
  @ValueSource(strings = {"flipped", "cut", "emptied", "missing"})
  void open_anyFileDamaged_isNoticed(String damage) throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      for (int i = 1; i <= 50; i++) fill(opened.current(), i, "" + i);
      opened
          .current()
          .apply(List.of(new Change.DeleteResident(Helping.resident(1).row().id())), "9");
      fill(opened.current(), 51, "51");
      opened.current().commit();
    }
    List<Path> files;
    try (Stream<Path> inside = Files.walk(home.resolve("index-1"))) {
      files =
          inside.filter(Files::isRegularFile).filter(file -> !file.endsWith("write.lock")).toList();
    }
    assertTrue(files.size() > 2, files.toString());
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      damage(damage, file, whole);
      Path copy = Files.createTempDirectory(copies, "copy");
      copy(home, copy);
      Files.write(file, whole);
      try (IndexHome opened = IndexHome.open(copy)) {
        assertNotNull(opened.broken(), damage + " " + file);
        assertNull(opened.current().position());
        assertEquals(0, count(opened));
      }
    }
  }

  private static void damage(String damage, Path file, byte[] whole) throws Exception {
    switch (damage) {
      case "flipped" -> {
        byte[] flipped = whole.clone();
        flipped[flipped.length / 2] ^= 0x10;
        Files.write(file, flipped);
      }
      case "cut" -> Files.write(file, Arrays.copyOf(whole, whole.length - 1));
      case "emptied" -> Files.write(file, new byte[0]);
      default -> Files.delete(file);
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "index-7", "../elsewhere", "\u0000\uffff"})
  void open_pointerDamaged_isNoticed(String pointer) throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
    }
    Files.writeString(home.resolve("current"), pointer);
    try (IndexHome opened = IndexHome.open(home)) {
      assertNotNull(opened.broken());
      assertNull(opened.current().position());
    }
  }

  @Test
  void open_otherRows_isOfAnotherVersion() throws Exception {
    Path index = home.resolve("index-1");
    Files.createDirectories(home);
    try (FSDirectory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("rows", "0", "position", "10").entrySet());
      writer.commit();
    }
    Files.writeString(home.resolve("current"), "index-1\n");
    try (IndexHome opened = IndexHome.open(home)) {
      BrokenIndex broken = opened.broken();
      assertNotNull(broken);
      assertEquals(BrokenIndex.Why.OTHER_VERSION, broken.why());
      assertNull(opened.current().position());
    }
  }

  @Test
  void open_brokenIndex_startsEmptyAndSaysWhy() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      fill(opened.current(), 1, "10");
    }
    try (Stream<Path> segments = Files.walk(home.resolve("index-1"))) {
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

  private static void fillAndCommit(MatchEngine engine, long resident, String position) {
    fill(engine, resident, position);
    engine.commit();
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
