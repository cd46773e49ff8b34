package yui.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import yui.core.Refusal;

/** Cursors of lists, as somebody hands them back; what we gave out is read as it was. */
public final class CursorFuzz {
  private static final List<Consumer<String>> WAYS =
      List.of(Cursor::decode, Cursor::decodeId, Cursor::decodeCode);

  private CursorFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (Consumer<String> way : WAYS) {
      try {
        way.accept(text);
      } catch (Refusal refused) {
        if (!refused.errors().getFirst().code().equals("cursor_unknown")) throw refused;
      }
    }
    if (text.chars().allMatch(c -> c >= ' ' && c < 0xd800)
        && !Cursor.decode(Cursor.encode(text)).equals(text)) {
      throw new AssertionError(text);
    }
  }
}
