package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import yui.core.Refusal;

/** What an operator reads when a command cannot do its work. */
class FailuresTest {
  @Test
  void remedy_whatAnOperatorCanMend_isASentenceWithoutATrace() {
    for (Throwable failure :
        List.of(
            new AccessDeniedException("/var/lib/yui/postgres/secrets.properties"),
            new NoSuchFileException("/mnt/safe/yui.zip"),
            new FileAlreadyExistsException("yui.zip"),
            new FileSystemException("/etc/passwd/x", null, "Not a directory"),
            new FileSystemException("/var/lib/yui/lost"),
            new DirectoryNotEmptyException("/var/lib/yui/postgres"),
            new IOException("No space left on device"),
            new UncheckedIOException(new AccessDeniedException("bank.keys")),
            new SQLException("Connection to 127.0.0.1:1 refused.", "08001"),
            new SQLException("password authentication failed", "28P01"),
            Refusal.of(Refusal.Kind.UNAVAILABLE, "database_unavailable"))) {
      String said = Failures.remedy(failure);
      assertFalse(said.contains("\n    at "), said);
      assertFalse(said.contains("Exception"), said);
      assertFalse(said.contains("null"), said);
    }
    assertTrue(Failures.remedy(new IllegalStateException("ours")).contains("\n    at "));
  }

  @Test
  void remedy_ofAFullDisk_saysToMakeRoomWhoeverMetIt() {
    for (Throwable failure :
        List.of(
            new FileSystemException("/var/lib/yui/index/_0.cfs", null, "No space left on device"),
            new FileSystemException("/home/yui/x", null, "Disk quota exceeded"),
            new UncheckedIOException(new IOException("No space left on device")),
            new SQLException("could not extend file: No space left on device", "53100"),
            new IllegalStateException(new IOException("No space left on device")))) {
      String said = Failures.remedy(failure);
      assertTrue(said.startsWith("the disk is full; make room"), said);
    }
  }

  @Test
  void remedy_ofWhatIsAwayForAWhile_namesThatAndNotTheDatabase() {
    assertTrue(away("database_unavailable").contains("DATABASE_URL"));
    for (String code : List.of("matching_unavailable", "index_behind", "busy_try_again")) {
      String said = away(code);
      assertFalse(said.contains("database"), said);
      assertTrue(said.contains("try again"), said);
    }
    assertFalse(Failures.remedy(Refusal.conflict("busy_try_again")).contains("\n    at "));
  }

  private static String away(String code) {
    return Failures.remedy(Refusal.of(Refusal.Kind.UNAVAILABLE, code));
  }

  @Test
  void help_ofEachCommand_isAnsweredWithZero() {
    told(Main.commands());
  }

  private static void told(CommandLine command) {
    StringWriter out = new StringWriter();
    command.setOut(new PrintWriter(out));
    assertEquals(0, command.execute("--help"), command.getCommandName());
    assertTrue(out.toString().startsWith("Usage: yui"), out.toString());
    command.getSubcommands().values().forEach(FailuresTest::told);
  }
}
