package yui.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.UserDictionary;
import org.apache.lucene.analysis.ja.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.ja.tokenattributes.ReadingAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.jspecify.annotations.Nullable;

/** How Japanese words are read: kuromoji, the countryside's words, and what both misread. */
public final class Readings {
  /**
   * A stretch of the text, char {@code from} up to {@code to}.
   *
   * @param hiragana how it is read; empty where the dictionary does not know
   * @param isName a person's name, or part of one
   */
  public record Word(int from, int to, String hiragana, boolean isName) {}

  private final UserDictionary words;
  private final Map<String, String> alone;

  private Readings(UserDictionary words, Map<String, String> alone) {
    this.words = words;
    this.alone = alone;
  }

  public static Readings load() {
    try (InputStream rural = resource("rural-words.csv");
        InputStream misread = resource("readings.csv");
        InputStream both = new SequenceInputStream(rural, misread);
        InputStream single = resource("readings-alone.txt")) {
      UserDictionary words =
          UserDictionary.open(
              new StringReader(new String(both.readAllBytes(), StandardCharsets.UTF_8)));
      Map<String, String> alone = new HashMap<>();
      for (String line :
          new String(single.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.isBlank() || line.startsWith("#")) continue;
        String[] parts = line.strip().split(" +");
        alone.put(parts[0], parts[1].equals("-") ? "" : parts[1]);
      }
      return new Readings(Objects.requireNonNull(words), Map.copyOf(alone));
    } catch (IOException e) {
      throw new UncheckedIOException("the dictionary of readings", e);
    }
  }

  /** The words of a text in their order; what lies between them has no reading. */
  public List<Word> of(String text) {
    try (JapaneseTokenizer tokens =
        new JapaneseTokenizer(words, true, true, JapaneseTokenizer.Mode.NORMAL)) {
      ReadingAttribute reading = tokens.addAttribute(ReadingAttribute.class);
      PartOfSpeechAttribute kind = tokens.addAttribute(PartOfSpeechAttribute.class);
      OffsetAttribute place = tokens.addAttribute(OffsetAttribute.class);
      tokens.setReader(new StringReader(text));
      tokens.reset();
      List<Word> read = new ArrayList<>();
      while (tokens.incrementToken()) {
        int from = place.startOffset();
        int to = place.endOffset();
        String part = Objects.requireNonNullElse(kind.getPartOfSpeech(), "");
        boolean isEnding =
            part.startsWith("名詞-接尾")
                && from > 0
                && Character.UnicodeScript.of(text.codePointBefore(from))
                    == Character.UnicodeScript.HAN;
        String ours = isEnding ? null : alone.get(text.substring(from, to));
        String known = ours != null ? ours : hiragana(reading.getReading());
        boolean isName = ours == null && part.startsWith("名詞-固有名詞-人名");
        read.add(new Word(from, to, known, isName));
      }
      tokens.end();
      return read;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String hiragana(@Nullable String katakana) {
    if (katakana == null) return "";
    StringBuilder kana = new StringBuilder(katakana.length());
    for (int i = 0; i < katakana.length(); i++) {
      char c = katakana.charAt(i);
      kana.append(c >= 'ァ' && c <= 'ヶ' ? (char) (c - 'ァ' + 'ぁ') : c);
    }
    return kana.toString();
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Readings.class.getResourceAsStream(name), name);
  }
}
