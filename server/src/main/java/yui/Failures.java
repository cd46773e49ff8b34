package yui;

import java.net.BindException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.api.FlywayException;
import yui.backups.Unusable;

/** Says in one line why a start failed and what to do about it. */
final class Failures {
  private Failures() {}

  static String remedy(Throwable failure) {
    Throwable e = failure;
    while (e instanceof CompletionException && e.getCause() != null) e = e.getCause();
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
    if (e instanceof FileAlreadyExistsException || e instanceof NoSuchFileException) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    if (e instanceof FlywayException) {
      return "the database could not be brought up to date: " + e.getMessage();
    }
    StringBuilder said = new StringBuilder(String.valueOf(e));
    for (StackTraceElement frame : e.getStackTrace()) {
      if (said.length() < 1_500) said.append("\n    at ").append(frame);
    }
    if (e.getCause() != null) said.append("\n  because ").append(e.getCause());
    return said.toString();
  }
}
