package yui.tasks;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import yui.core.Refusal;
import yui.web.Cursor;

/** A place in a list ordered by time and id, as cursors hide it. */
final class Places {
  private Places() {}

  static String[] of(String cursor) {
    String[] parts = Cursor.decode(cursor).split("\\|", -1);
    if (parts.length != 2) throw unknown();
    return parts;
  }

  static OffsetDateTime time(String text) {
    try {
      return OffsetDateTime.parse(text);
    } catch (DateTimeException e) {
      throw unknown();
    }
  }

  static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw unknown();
    }
  }

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static Refusal unknown() {
    return Refusal.invalid("#/query/cursor", "cursor_unknown");
  }
}
