package yui.engine;

import java.nio.charset.StandardCharsets;

/** Texts as the index and the readings take them apart: every place lies within the text. */
public final class TextFuzz {
  private static final Japanese JAPANESE = new Japanese();
  private static final Words WORDS = new Words(JAPANESE);
  private static final Readings READINGS = Readings.load();

  private TextFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Folded folded = Folded.of(text);
    for (int i = 0; i <= folded.text().length(); i++) {
      if (folded.origin(i) > text.length()) throw new AssertionError("place " + i);
    }
    WORDS.query(text);
    Words.split(text);
    JAPANESE.reading(folded.text());
    Romaji.katakana(text);
    for (Readings.Word word : READINGS.of(text)) {
      if (word.from() < 0 || word.from() > word.to() || word.to() > text.length()) {
        throw new AssertionError(word.toString());
      }
    }
  }
}
