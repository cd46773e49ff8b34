package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Ids;
import yui.engine.TaskSearch;
import yui.tasks.TaskId;

/** Servers on one database, each with an index of its own, and what the log keeps for them. */
class FeedReadersTest {
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

  @Test
  void feed_twoServers_bothFindEverything() throws Exception {
    Village.Feeding second = village.feeding(directory.resolve("second"));
    Village.until(() -> second.index().isReady());
    village.task("草刈り");
    village.task("水路の草刈り");
    Village.until(() -> found(village.index) == 2 && found(second.index()) == 2);
    assertEquals("2", village.one("select count(*) from feed_readers"));
    village.stop(second);
  }

  @Test
  void trim_oneServerIsAway_keepsWhatItHasNotRead() throws Exception {
    Path home = directory.resolve("second");
    Village.Feeding second = village.feeding(home);
    Village.until(() -> second.index().isReady());
    village.stop(second);
    for (int i = 0; i < 5; i++) village.task("草刈り");
    Village.until(() -> found(village.index) == 5);
    // The first comes back and has everything on its disk; the second has not.
    village.stop();
    village.open();
    Village.until(() -> registered() == 2);
    village.sql("select trim_changes()");
    try (Said said = new Said()) {
      Village.Feeding again = village.feeding(home);
      Village.until(() -> again.index().isReady());
      assertEquals(5, found(again.index()));
      assertEquals(List.of(), said.lines("built anew"));
      village.stop(again);
    }
  }

  @Test
  void trim_serverIsAwayTooLong_forgetsAndThatOneIsBuiltAnew() throws Exception {
    Path home = directory.resolve("second");
    Village.Feeding second = village.feeding(home);
    Village.until(() -> second.index().isReady());
    village.stop(second);
    village.sql("update feed_readers set seen_at = seen_at - interval '4 days'");
    for (int i = 0; i < 5; i++) village.task("草刈り");
    Village.until(() -> found(village.index) == 5);
    village.stop();
    village.open();
    Village.until(
        () -> village.one("select count(*) from changes").equals("0") || registered() == 1);
    village.task("水路の草刈り");
    village.stop();
    village.open();
    Village.until(() -> !village.one("select trimmed_to from feed_epoch").equals("0"));
    try (Said said = new Said()) {
      Village.Feeding again = village.feeding(home);
      Village.until(() -> again.index().isReady());
      assertEquals(6, found(again.index()));
      assertEquals(1, said.lines("built anew: the change log is forgotten").size());
      village.stop(again);
    }
  }

  @Test
  void feed_writerStaysOpen_saysSinceWhenAndWho() throws Exception {
    try (Said said = new Said();
        Connection open = village.root();
        Statement sql = open.createStatement()) {
      open.setAutoCommit(false);
      sql.execute(village.taskSql(new TaskId(Ids.next()), "草刈り", "OPEN"));
      village.task("水路の草刈り");
      Village.until(() -> village.feed.warnings().containsKey("writer"));
      assertTrue(village.running.figure("yui.feed.oldest.writer.seconds") > 1);
      Village.until(() -> village.feed.warnings().containsKey("feed"));
      assertTrue(village.running.figure("yui.feed.lag.seconds") > 0.5);
      assertTrue(village.running.figure("yui.feed.lag.rows") >= 1);
      assertEquals(1, said.lines("of postgres on village").size());
      open.rollback();
      Village.until(() -> found(village.index) == 1);
      Village.until(() -> village.feed.warnings().isEmpty());
      assertEquals(0, village.running.figure("yui.feed.lag.rows"));
    }
  }

  @Test
  void figures_afterWork_tellSizeAndTimes() throws Exception {
    village.task("草刈り");
    Village.until(() -> found(village.index) == 1);
    village.stop();
    village.open();
    found(village.index);
    Village.until(() -> village.running.figure("yui.index.documents") == 1);
    assertTrue(village.running.figure("yui.index.bytes") > 500);
    assertTrue(
        village.running.figures().get("yui.index.query").tag("asked", "search").timer().count()
            > 0);
    assertTrue(village.running.figures().get("yui.index.commit").timer().count() >= 0);
    village.task("水路の草刈り");
    Village.until(() -> village.running.figures().get("yui.index.refresh").timer().count() > 0);
  }

  private int registered() throws Exception {
    return Integer.parseInt(village.one("select count(*) from feed_readers"));
  }

  private static int found(Index index) {
    return index
        .ask(Index.Asked.SEARCH, e -> e.search(TaskSearch.words("草刈り", 20, Village.NOW)))
        .total();
  }
}
