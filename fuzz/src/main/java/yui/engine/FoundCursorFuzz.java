package yui.engine;

import java.nio.charset.StandardCharsets;

/** Where a page of found tasks ended, as somebody hands it back. */
public final class FoundCursorFuzz {
  private FoundCursorFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (TaskSort sort : TaskSort.values()) {
      try {
        Cursor found = Cursor.parse(text, sort);
        if (!Cursor.parse(found.print(), sort).equals(found)) throw new AssertionError(text);
      } catch (BadQuery refused) {
        continue;
      }
    }
  }
}
