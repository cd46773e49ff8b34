package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
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

  @Test
  void start_whereFoldersAreMissing_closesItsOwnAndNotTheMachines() throws Exception {
    Path above = directory.resolve("srv").resolve("towns");
    Path postgres = above.resolve("yui").resolve("postgres");
    EmbeddedDatabase.start(postgres, "yui").close();
    Set<PosixFilePermission> usual =
        Files.getPosixFilePermissions(Files.createDirectory(directory.resolve("usual")));
    assertEquals(usual, Files.getPosixFilePermissions(above));
    assertEquals(usual, Files.getPosixFilePermissions(above.getParent()));
    Set<PosixFilePermission> closed = PosixFilePermissions.fromString("rwx------");
    assertEquals(closed, Files.getPosixFilePermissions(postgres));
    assertEquals(closed, Files.getPosixFilePermissions(postgres.getParent()));
  }

  @Test
  void start_whileAnotherHoldsIt_saysSo() throws Exception {
    try (EmbeddedDatabase first = EmbeddedDatabase.start(directory, "yui")) {
      FileSystemException held =
          assertThrows(
              FileSystemException.class, () -> EmbeddedDatabase.start(directory, "yui").close());
      assertTrue(Failures.remedy(held).contains("another command of Yui"));
      try (Connection connection = first.superuser("yui")) {
        assertTrue(connection.isValid(5));
      }
    }
  }

  @Test
  void start_onADiskTooSmall_saysSoAndBeginsNothing() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    assumeTrue(mounts("mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", small + ""), "as root");
    try {
      Path postgres = small.resolve("data").resolve("postgres");
      FileSystemException full =
          assertThrows(
              FileSystemException.class, () -> EmbeddedDatabase.start(postgres, "yui").close());
      assertTrue(Failures.remedy(full).startsWith("the disk is full; make room"));
      try (Stream<Path> begun = Files.list(postgres)) {
        assertEquals(0, begun.count());
      }
    } finally {
      mounts("umount", small + "");
    }
  }

  private static boolean mounts(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
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
