package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.engine.IndexHome;
import yui.engine.TaskSearch;
import yui.tasks.TaskId;

/** Whatever lies in its directory, a server that starts ends with what the database holds. */
class FeedStartTest {
  private static final String BUILT = "the index is built anew: ";

  @TempDir Path directory;
  private Village village;
  private Path home;
  private TaskId kept;
  private TaskId gone;

  @BeforeEach
  void open() throws Exception {
    home = directory.resolve("index");
    village = new Village(home);
    kept = village.task("農道の草刈り");
    gone = village.task("水路の草刈り");
    Village.until(() -> inIndex() == 2);
    village.stop();
  }

  @AfterEach
  void close() throws Exception {
    village.close();
  }

  @Test
  void start_nothingChanged_readsOn() throws Exception {
    try (Said said = new Said()) {
      village.open();
      assertEquals(2, inIndex());
      assertEquals(List.of(), said.lines(BUILT));
    }
  }

  @Test
  void start_killedBetweenApplyAndCommit_replaysWhatWasNotOnDisk() throws Exception {
    village.open();
    village.stop();
    String before = onDisk();
    try (FeedChild child = FeedChild.start(home, village.feederUrl())) {
      child.finds(2);
      // The first turn commits; the next is ten seconds later.
      village.task("神社の草刈り");
      village.sql("update tasks set state = 'CANCELLED' where id = '" + gone + "'");
      village.task("公園の草刈り");
      child.finds(3);
      child.kill();
    }
    assertEquals(before, onDisk(), "killed before anything of it was on the disk");
    try (Said said = new Said()) {
      village.open();
      assertEquals(3, inIndex());
      assertEquals(List.of(), said.lines(BUILT));
    }
  }

  @Test
  void start_killedWhileItIsBuilt_buildsItWhole() throws Exception {
    village.crowd(1, 900);
    delete(home);
    try (FeedChild child = FeedChild.start(home, village.feederUrl())) {
      Village.until(() -> Files.exists(home.resolve("index-2")));
      child.kill();
    }
    village.open();
    assertEquals(2, inIndex());
    assertEquals(900, village.candidates(village.index, kept).size());
  }

  @Test
  void start_fileWithAFlippedByte_isBuiltAnew() throws Exception {
    for (Path file : segments()) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    assertBuilt("its files are damaged");
  }

  @Test
  void start_fileCutShort_isBuiltAnew() throws Exception {
    Path largest =
        segments().stream()
            .max(Comparator.comparingLong(file -> file.toFile().length()))
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(largest);
    Files.write(largest, Arrays.copyOf(bytes, bytes.length / 2));
    assertBuilt("its files are damaged");
  }

  @Test
  void start_filesMissing_isBuiltAnew() throws Exception {
    delete(home);
    assertBuilt("there is none yet");
  }

  @Test
  void start_rowsOfAnOlderVersion_isBuiltAnew() throws Exception {
    Path index = home.resolve(Files.readString(home.resolve("current")).strip());
    delete(index);
    try (FSDirectory files = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.of("rows", "0", "position", "an older one").entrySet());
      writer.commit();
    }
    assertBuilt("it is of another version");
  }

  @Test
  void start_placeOfAnOlderVersion_isBuiltAnew() throws Exception {
    write("%s:1:1".formatted(UUID.randomUUID()));
    assertBuilt("it is of another version");
  }

  @Test
  void start_databaseRestored_isBuiltAnew() throws Exception {
    village.sql("select begin_feed_epoch()");
    assertBuilt("the database is another");
  }

  @Test
  void start_indexOfAnotherDatabase_isBuiltAnew() throws Exception {
    Village other = new Village(directory.resolve("other"));
    try {
      other.stop();
      // A dump read in elsewhere brings its epoch along.
      String epoch = village.one("select epoch from feed_epoch");
      other.sql("update feed_epoch set epoch = '" + epoch + "'");
      try (Said said = new Said()) {
        Village.Feeding feeding = other.feeding(home);
        Village.until(() -> feeding.index().isReady());
        assertEquals(List.of(BUILT + "the database is another"), said.lines(BUILT));
        assertEquals(0, total(feeding.index()));
        other.stop(feeding);
      }
    } finally {
      other.vertx.close();
    }
  }

  @Test
  void start_aheadOfTheDatabase_isBuiltAnew() throws Exception {
    Position at = Position.of(onDisk()).orElseThrow();
    write(new Position(at.reader(), at.epoch(), at.xid() + 1_000_000, 1, at.looked()).toString());
    assertBuilt("the index is ahead of the database");
  }

  @Test
  void start_logForgotten_isBuiltAnew() throws Exception {
    village.task("公園の草刈り");
    village.sql(
        """
        update feed_readers set seen_at = seen_at - interval '4 days';
        select register_feed_reader(gen_random_uuid(), 'another', pg_snapshot_xmin(pg_current_snapshot()));
        select trim_changes();
        """);
    assertEquals("0", village.one("select count(*) from changes"));
    try (Said said = new Said()) {
      village.open();
      assertEquals(
          List.of(BUILT + "the change log is forgotten up to a later place"), said.lines(BUILT));
      assertEquals(3, inIndex());
    }
  }

  @Test
  void start_taskClosedByTimeMeanwhile_isNotInTheIndex() throws Exception {
    village.sql("update tasks set apply_until = '2026-12-04T05:00:00Z' where id = '" + gone + "'");
    village.open();
    assertEquals(2, inIndex());
    village.stop();
    village.clock.set(Instant.parse("2026-12-04T06:00:00Z"));
    village.open();
    Village.until(() -> inIndex() == 1);
  }

  /** Built for this reason and for none other, said in one line; equal to the database. */
  private void assertBuilt(String reason) throws Exception {
    village.sql("update tasks set state = 'CANCELLED' where id = '" + gone + "'");
    try (Said said = new Said()) {
      village.open();
      List<String> lines = said.lines(BUILT);
      assertEquals(1, lines.size(), lines.toString());
      assertTrue(lines.getFirst().startsWith(BUILT + reason), lines.getFirst());
    }
    assertEquals(List.of(kept.value()), village.found("草刈り"));
    assertEquals(1, inIndex());
  }

  private int inIndex() {
    return total(village.index);
  }

  private static int total(Index index) {
    return index
        .ask(Index.Asked.SEARCH, e -> e.search(TaskSearch.words("草刈り", 20, Village.NOW)))
        .total();
  }

  private String onDisk() throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      return opened.current().position();
    }
  }

  private void write(String position) throws Exception {
    try (IndexHome opened = IndexHome.open(home)) {
      opened.current().apply(List.of(), position);
    }
  }

  private List<Path> segments() throws Exception {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith("_"))
          .toList();
    }
  }

  private static void delete(Path path) throws Exception {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
