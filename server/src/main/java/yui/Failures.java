package yui;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.api.FlywayException;
import yui.backups.Unusable;
import yui.core.Refusal;
import yui.vault.Vault;

/** Says in one line why a start failed and what to do about it. */
final class Failures {
  private Failures() {}

  static String remedy(Throwable failure) {
    Throwable e = failure;
    while ((e instanceof CompletionException || e instanceof UncheckedIOException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    if (e instanceof Config.Wrong wrong) {
      return "these settings need your attention:\n  "
          + String.join("\n  ", wrong.lines())
          + "\n\n"
          + Config.settings();
    }
    if (e instanceof BindException || String.valueOf(e.getMessage()).contains("already in use")) {
      return e.getMessage()
          + " - something else listens there; stop it or choose YUI_PORT"
          + " (YUI_METRICS_PORT)";
    }
    if (e instanceof Unusable || e instanceof Installation.Missing) {
      return String.valueOf(e.getMessage());
    }
    if (e instanceof FileSystemException file) return ofFile(file);
    if (e instanceof FlywayException) {
      return e.getCause() instanceof SQLException cause && isAway(cause)
          ? ofDatabase(cause)
          : "the database could not be brought up to date: " + e.getMessage();
    }
    if (e instanceof SQLException sql && isAway(sql)) return ofDatabase(sql);
    if (e instanceof Refusal refusal && refusal.kind() == Refusal.Kind.UNAVAILABLE) {
      return "the database does not answer; is PostgreSQL running, is DATABASE_URL right?"
          + " ./yui doctor says more";
    }
    if (String.valueOf(e.getMessage()).contains("No space left on device")) {
      return "the disk is full; make room and try again";
    }
    if (e instanceof Vault.Unreadable) return String.valueOf(e.getMessage());
    StringBuilder said = new StringBuilder(String.valueOf(e));
    for (StackTraceElement frame : e.getStackTrace()) {
      if (said.length() < 1_500) said.append("\n    at ").append(frame);
    }
    if (e.getCause() != null) said.append("\n  because ").append(e.getCause());
    return said.toString();
  }

  private static String ofFile(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException denied ->
          denied.getFile()
              + " may not be read or written by "
              + System.getProperty("user.name")
              + "; run this as the user that the server runs as";
      case NoSuchFileException none -> "there is no " + none.getFile();
      case FileAlreadyExistsException there ->
          there.getFile() + " is already there, and is not overwritten";
      case NotDirectoryException folder -> folder.getFile() + " is not a directory";
      default -> e.getFile() + ": " + e.getReason();
    };
  }

  // PostgreSQL's classes 08, 28, 57P and 3D: not reached, not let in, going down, no such database.
  private static boolean isAway(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || state.startsWith("28")
        || state.startsWith("57P")
        || state.startsWith("3D");
  }

  private static String ofDatabase(SQLException e) {
    return "the database is not reached: "
        + e.getMessage()
        + "\n  look at DATABASE_URL, DATABASE_OWNER_URL and DATABASE_FEEDER_URL, and at pg_hba.conf;"
        + " ./yui doctor says more";
  }
}
