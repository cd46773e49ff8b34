package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a small installation, when somebody kills it. */
class EmbeddedDatabaseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void keepRunning_databaseKilled_runsAgainWithWhatWasCommitted() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, "yui")) {
      database.keepRunning();
      try (Connection connection = database.superuser("yui");
          Statement sql = connection.createStatement()) {
        sql.execute("create table kept as select 42 as answer");
      }

      Path pid = directory.resolve("data/postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
              .orElseThrow();
      assertTrue(postmaster.destroyForcibly());
      postmaster.onExit().join();

      assertEquals(42, answer(database));
    }
  }

  private static int answer(EmbeddedDatabase database) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Connection connection = database.superuser("yui");
          Statement sql = connection.createStatement();
          ResultSet row = sql.executeQuery("select answer from kept")) {
        row.next();
        return row.getInt("answer");
      } catch (SQLException e) {
        if (System.nanoTime() > end) throw e;
        Thread.sleep(100);
      }
    }
  }
}
