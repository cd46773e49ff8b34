package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchEngineTest {
  private static final TaskRow TASK = Asking.task(1).row();

  @TempDir Path directory;

  @Test
  void apply_thenRefresh_isSeenByTheNextQuery() throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      engine.apply(List.of(put(1), put(2)), "10");
      assertEquals(List.of(), found(engine));
      engine.refresh();
      assertEquals(List.of(1L, 2L), found(engine));
      engine.apply(List.of(new Change.DeleteResident(new UUID(0, 1)), put(3)), "11");
      engine.refresh();
      assertEquals(List.of(2L, 3L), found(engine));
    }
  }

  @Test
  void apply_twice_isTheSameAsOnce() throws BrokenIndex {
    List<Change> changes = List.of(put(1), put(2), new Change.DeleteResident(new UUID(0, 1)));
    try (MatchEngine engine = MatchEngine.open(directory)) {
      engine.apply(changes, "10");
      engine.apply(changes, "10");
      engine.refresh();
      assertEquals(List.of(2L), found(engine));
    }
  }

  @Test
  void apply_residentNobodyMayFind_leavesTheIndex() throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      engine.apply(List.of(put(1), put(2), put(3)), "10");
      engine.apply(
          List.of(
              new Change.PutResident(Helping.resident(1).findable(Findable.NOBODY).row()),
              new Change.PutResident(Helping.resident(2).inactive().row())),
          "11");
      engine.refresh();
      assertEquals(List.of(3L), found(engine));
    }
  }

  @Test
  void apply_taskThatCloses_isNoLongerFoundOrRecommended() throws BrokenIndex {
    ResidentRow resident = Helping.resident(1).row();
    try (MatchEngine engine = MatchEngine.open(directory)) {
      engine.apply(List.of(new Change.PutTask(TASK)), "10");
      engine.refresh();
      assertEquals(1, engine.tasksFor(resident, Excluded.NONE, 5, Asking.NOW).size());
      assertEquals(1, engine.search(TaskSearch.words("", 5, Asking.NOW)).total());
      TaskRow closed = Asking.task(1).stage(Stage.HIDDEN).row();
      engine.apply(List.of(new Change.PutTask(closed)), "11");
      engine.refresh();
      assertEquals(0, engine.tasksFor(resident, Excluded.NONE, 5, Asking.NOW).size());
      assertEquals(0, engine.search(TaskSearch.words("", 5, Asking.NOW)).total());
      assertEquals(List.of(), engine.residentsFor(closed, Excluded.NONE, 5, Asking.NOW));
    }
  }

  @Test
  void open_afterClose_keepsRowsAndPosition() throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      assertNull(engine.position());
      engine.apply(List.of(put(1)), "epoch-7/10");
      assertEquals("epoch-7/10", engine.position());
    }
    try (MatchEngine engine = MatchEngine.open(directory)) {
      assertEquals("epoch-7/10", engine.position());
      assertEquals(List.of(1L), found(engine));
    }
  }

  @Test
  void open_afterACrash_standsAtTheLastCommit() throws Exception {
    Path survivor = directory.resolve("survivor");
    Path crashed = directory.resolve("crashed");
    try (MatchEngine engine = MatchEngine.open(crashed)) {
      engine.apply(List.of(put(1)), "10");
      engine.commit();
      engine.apply(List.of(put(2)), "11");
      engine.refresh();
      copy(crashed, survivor);
    }
    try (MatchEngine engine = MatchEngine.open(survivor)) {
      assertEquals("10", engine.position());
      assertEquals(List.of(1L), found(engine));
    }
  }

  @Test
  void open_anyFileCutShort_isNoticed() throws Exception {
    eachFileBroken(
        (file, size) -> {
          try (RandomAccessFile broken = new RandomAccessFile(file.toFile(), "rw")) {
            broken.setLength(size - 1);
          }
        });
  }

  @Test
  void open_anyFileMissing_isNoticed() throws Exception {
    eachFileBroken((file, size) -> Files.delete(file));
  }

  @Test
  void open_aByteFlippedInTheMiddle_isNoticed() throws Exception {
    eachFileBroken(
        (file, size) -> {
          try (RandomAccessFile broken = new RandomAccessFile(file.toFile(), "rw")) {
            broken.seek(size / 2);
            int was = broken.read();
            broken.seek(size / 2);
            broken.write(was ^ 0x55);
          }
        });
  }

  @Test
  void open_anotherVersion_isNoticed() throws Exception {
    try (IndexWriter writer =
        new IndexWriter(FSDirectory.open(directory), new IndexWriterConfig())) {
      writer.addDocument(new Document());
    }
    assertEquals(
        BrokenIndex.Why.OTHER_VERSION,
        assertThrows(BrokenIndex.class, () -> MatchEngine.open(directory)).why());
  }

  @Test
  void open_whileAnotherWrites_isRefused() throws BrokenIndex {
    try (MatchEngine engine = MatchEngine.open(directory)) {
      assertEquals(
          BrokenIndex.Why.IN_USE,
          assertThrows(BrokenIndex.class, () -> MatchEngine.open(directory)).why());
      engine.apply(List.of(put(1)), "10");
    }
  }

  private interface Damage {
    void to(Path file, long size) throws IOException;
  }

  private void eachFileBroken(Damage damage) throws Exception {
    Path whole = directory.resolve("whole");
    try (MatchEngine engine = MatchEngine.open(whole)) {
      List<Change> changes = new ArrayList<>();
      Population population = new Population(3);
      for (int i = 0; i < 50; i++) {
        changes.add(new Change.PutResident(population.resident(i, 0)));
        changes.add(new Change.PutTask(population.task(i, 0)));
      }
      engine.apply(changes, "10");
    }
    List<String> files;
    try (Stream<Path> all = Files.walk(whole)) {
      files =
          all.filter(Files::isRegularFile)
              .map(file -> whole.relativize(file).toString())
              .filter(name -> !name.endsWith("write.lock"))
              .toList();
    }
    assertTrue(files.size() >= 4, files.toString());
    for (String name : files) {
      Path broken = directory.resolve("broken-" + name.replace(File.separatorChar, '-'));
      copy(whole, broken);
      damage.to(broken.resolve(name), Files.size(broken.resolve(name)));
      BrokenIndex noticed = assertThrows(BrokenIndex.class, () -> MatchEngine.open(broken), name);
      assertTrue(noticed.why() != BrokenIndex.Why.IN_USE, name);
    }
    MatchEngine.open(whole).close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static Change put(long id) {
    return new Change.PutResident(Helping.resident(id).row());
  }

  private static List<Long> found(MatchEngine engine) {
    return engine.residentsFor(TASK, Excluded.NONE, 10, Asking.NOW).stream()
        .map(match -> match.id().getLeastSignificantBits())
        .toList();
  }
}
