package yui;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
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
    if (isFullDisk(failure)) {
      return "the disk is full; make room and try again" + at(e);
    }
    if (e instanceof UnknownHostException || e instanceof UnresolvedAddressException) {
      return "no machine is called so, or its name cannot be looked up now ("
          + e.getMessage()
          + "); look at YUI_HOST and YUI_METRICS_HOST";
    }
    if (e instanceof BindException && !isTaken(e)) {
      return e.getMessage()
          + "; look at YUI_HOST and YUI_METRICS_HOST, and whether this port may be had";
    }
    if (isTaken(e)) {
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
    if (e instanceof Refusal refusal && isForNow(refusal)) return ofRefusal(refusal);
    if (e instanceof Vault.Unreadable) return String.valueOf(e.getMessage());
    StringBuilder said = new StringBuilder(String.valueOf(e));
    for (StackTraceElement frame : e.getStackTrace()) {
      if (said.length() < 1_500) said.append("\n    at ").append(frame);
    }
    if (e.getCause() != null) said.append("\n  because ").append(e.getCause());
    return said.toString();
  }

  // Whoever met it wraps it as they like: a file, an index, PostgreSQL's own words.
  private static boolean isFullDisk(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String said = String.valueOf(e.getMessage());
      if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTaken(Throwable e) {
    return String.valueOf(e.getMessage()).contains("already in use");
  }

  private static String at(Throwable e) {
    return e instanceof FileSystemException file
        ? " (" + file.getFile() + ": " + file.getReason() + ")"
        : "";
  }

  private static boolean isForNow(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.UNAVAILABLE || refusal.code().equals("busy_try_again");
  }

  private static String ofRefusal(Refusal refusal) {
    return switch (refusal.code()) {
      case "database_unavailable" ->
          "the database does not answer; is PostgreSQL running, is DATABASE_URL right?"
              + " ./yui doctor says more";
      case "matching_unavailable", "index_behind" ->
          "the search does not answer, or not with the newest; is what MATCH_URL names running?"
              + " try again in a moment; ./yui doctor says more";
      case "busy_try_again" ->
          "somebody else is working on the same thing; wait a moment and try again";
      default -> "not possible at the moment (" + refusal.code() + "); try again in a moment";
    };
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
      case DirectoryNotEmptyException full -> full.getFile() + " is not empty";
      default -> String.valueOf(e.getMessage());
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
