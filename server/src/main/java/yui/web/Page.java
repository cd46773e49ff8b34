package yui.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a page's handler answers: a template with its view, another address, or a file. */
public sealed interface Page {

  /** A template of {@code web/pages} (without ending) filled with a view. */
  record Shown(int status, String template, Object view) implements Page {}

  /** After a form: look there (303), with a notice from the catalogue shown once. */
  record Elsewhere(String path, @Nullable String notice, Map<String, String> cookies)
      implements Page {}

  /** Bytes as they are: a CSV, a picture, a calendar. */
  record File(String contentType, @Nullable String name, byte[] bytes) implements Page {}

  /** A picture that never changes, kept by the reader's browser alone. */
  record Picture(byte[] jpeg) implements Page {}

  static Page show(String template, Object view) {
    return new Shown(200, template, view);
  }

  static Page elsewhere(String path) {
    return new Elsewhere(path, null, Map.of());
  }

  static Page elsewhere(String path, String notice) {
    return new Elsewhere(path, notice, Map.of());
  }
}
