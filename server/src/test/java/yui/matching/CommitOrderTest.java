package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Ids;
import yui.db.Scope;
import yui.engine.Match;
import yui.engine.Mesh;
import yui.tasks.TaskId;

/**
 * The order of commits is not the order of beginnings: whatever transactions do to one another, the
 * index ends with what is committed and never holds what is not.
 */
class CommitOrderTest {
  /** So many that most are moved once: what is passed by is not mended by a later move. */
  private static final int RESIDENTS = 900;

  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 15;

  @TempDir Path directory;
  private Village village;

  @BeforeEach
  void open() throws Exception {
    village = new Village(directory.resolve("index"));
  }

  @AfterEach
  void close() throws Exception {
    village.close();
  }

  /**
   * Two transactions step by step; each line of the log is read once, when nothing can precede it.
   */
  @Test
  void after_transactionsInterleaved_tellsEachLineOnceInOrder() throws Exception {
    village.stop();
    Position at = beginning();
    try (Connection older = village.root();
        Connection newer = village.root()) {
      older.setAutoCommit(false);
      newer.setAutoCommit(false);
      UUID a = insert(older);
      UUID b = insert(newer);
      newer.commit();
      assertEquals(List.of(), ids(lines(at)), "the older might still commit");
      older.commit();
      assertEquals(List.of(a, b), ids(lines(at)), "the older first, though it committed last");
      at = last(at);

      UUID c = insert(older);
      UUID d = insert(newer);
      older.rollback();
      newer.commit();
      assertEquals(List.of(d), ids(lines(at)), "and not " + c);
      at = last(at);

      UUID e = insert(older);
      Savepoint before = older.setSavepoint();
      UUID f = insert(older);
      older.rollback(before);
      UUID g = insert(older);
      UUID h = insert(newer);
      newer.commit();
      assertEquals(List.of(), ids(lines(at)));
      older.commit();
      assertEquals(List.of(e, g, h), ids(lines(at)), "and not " + f);
      at = last(at);

      UUID i = insert(older);
      Savepoint released = older.setSavepoint();
      UUID j = insert(older);
      older.releaseSavepoint(released);
      older.commit();
      assertEquals(List.of(i, j), ids(lines(at)), "a savepoint is its transaction");
    }
  }

  @Test
  void after_writerCommitsBetweenLinesAndRows_comesAgain() throws Exception {
    village.stop();
    TaskId task = village.task("草刈り");
    Position at = beginning();
    FeedReader reader = new FeedReader(village.feeder);
    village.sql("update tasks set title = '一' where id = '" + task + "'");
    FeedReader.Batch first = reader.after(at);
    village.sql("update tasks set title = '二' where id = '" + task + "'");
    assertTrue(first.changes().iterator().next().toString().contains("二"), "as it is when read");
    FeedReader.Batch second = reader.after(first.until());
    assertEquals(1, second.lines(), "read early, it is told again");
    assertEquals(0, reader.after(second.until()).lines());
  }

  @Test
  void after_moreThanABatchInOneTransaction_goesOnWithinIt() throws Exception {
    village.stop();
    Position at = beginning();
    village.crowd(1, 2_500);
    FeedReader reader = new FeedReader(village.feeder);
    Set<Object> seen = new HashSet<>();
    int lines = 0;
    for (boolean more = true; more; ) {
      FeedReader.Batch batch = reader.after(at);
      batch.changes().forEach(seen::addAll);
      lines += batch.lines();
      at = batch.until();
      more = batch.isFull();
    }
    assertEquals(5 * 2_500 - 2_500, lines, "four tables, one line each");
    assertEquals(2_500, seen.size());
  }

  /**
   * Many writers move residents' bases northwards, each time to another place, in transactions long
   * and short that commit, roll back and roll back in part.
   */
  @Test
  void feed_manyWritersAtRandom_endsWithWhatIsCommittedAndNeverHoldsMore() throws Exception {
    TaskId task = village.task("草刈り");
    village.crowd(1, RESIDENTS);
    village.sql("update residents set max_distance_km = null");
    Set<String> undone = ConcurrentHashMap.newKeySet();
    List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      writers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failed.add(e))
              .start(() -> write(writer, undone)));
    }
    while (writers.stream().anyMatch(Thread::isAlive)) {
      Map<UUID, Match> seen = village.candidates(village.index, task);
      seen.forEach((id, match) -> assertFalse(undone.contains(id + " at " + metres(match))));
      Thread.sleep(10);
    }
    assertEquals(List.of(), failed);
    assertTrue(undone.size() > 50, "rolled back: " + undone.size());
    Map<UUID, Long> committed = new HashMap<>();
    try (Connection root = village.root();
        Statement sql = root.createStatement();
        ResultSet rows = sql.executeQuery("select person_id, lat from bases")) {
      while (rows.next()) committed.put(rows.getObject(1, UUID.class), metres(rows.getDouble(2)));
    }
    Village.until(
        () -> {
          Map<UUID, Long> indexed = new HashMap<>();
          village.candidates(village.index, task).forEach((id, m) -> indexed.put(id, metres(m)));
          return indexed.equals(committed);
        });
  }

  private void write(int writer, Set<String> undone) {
    Random random = new Random(writer);
    try (Connection connection = village.root();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < TRANSACTIONS; i++) {
        boolean keeps = random.nextInt(4) > 0;
        // Row by row upwards, so that nobody waits in a circle.
        int resident = 1 + random.nextInt(RESIDENTS / 2);
        for (int step = 0; step < 3; step++) {
          resident += 1 + random.nextInt(RESIDENTS / 6);
          Savepoint before = connection.setSavepoint();
          // Another row of cells each time; a write that is undone must be known before it is seen.
          double lat = 37.66 + (1 + (i * 3 + step) * WRITERS + writer) / 120.0;
          boolean stays = random.nextInt(3) > 0;
          String id = village.one("select md5('crowd' || " + resident + ")::uuid");
          if (!keeps || !stays) undone.add(id + " at " + metres(lat));
          sql.execute("update bases set lat = " + lat + " where person_id = '" + id + "'");
          if (!stays) connection.rollback(before);
          if (random.nextInt(3) == 0) Thread.sleep(random.nextInt(writer < 4 ? 900 : 60));
        }
        if (keeps) connection.commit();
        else connection.rollback();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long metres(Match match) {
    return Math.round(1_000 * Objects.requireNonNull(match.distanceKm()));
  }

  private static long metres(double lat) {
    return Math.round(1_000 * Mesh.of(37.66, 139.63).km(Mesh.of(lat, 139.63)));
  }

  private UUID insert(Connection connection) throws SQLException {
    TaskId id = new TaskId(Ids.next());
    try (Statement sql = connection.createStatement()) {
      sql.execute(village.taskSql(id, "草刈り", "OPEN"));
    }
    return id.value();
  }

  private Position beginning() {
    return village.feeder.read(
        Scope.ofSystem(),
        tx -> Position.beginning(Position.newReader(), ChangeLog.head(tx), tx.now()));
  }

  private List<ChangeLog.Line> lines(Position at) {
    return village.feeder.read(Scope.ofSystem(), tx -> ChangeLog.after(tx, at, 1_000));
  }

  private Position last(Position at) {
    return at.after(lines(at).getLast());
  }

  private static List<UUID> ids(List<ChangeLog.Line> lines) {
    return lines.stream().map(ChangeLog.Line::id).distinct().toList();
  }
}
