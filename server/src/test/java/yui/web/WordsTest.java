package yui.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yui.core.Lang;

/** The words of pages and letters in each language, as they stand in the files. */
class WordsTest {
  private static final Pattern SLOT = Pattern.compile("\\{+\\w+}+");
  private static final Pattern KANJI = Pattern.compile("[一-龠々]+");

  @Test
  void shownIn_namesAndOwnWords_turnsTheNamesAlone() {
    String json =
        "{\"name\":\"退会した人\",\"title\":\"退会した人\",\"names\":[\"退会した人\",\"みか\"],"
            + "\"note\":\"「退会した人」へ\"}";
    assertEquals(
        "{\"name\":\"Somebody who left\",\"title\":\"退会した人\","
            + "\"names\":[\"Somebody who left\",\"みか\"],\"note\":\"「退会した人」へ\"}",
        Words.load().shownIn(Lang.EN, json));
  }

  @Test
  void wordsOfPages_inEachLanguage_haveTheSlotsOfTheJapanese() throws IOException {
    Map<String, String> japanese = read("web/words/", "ja");
    List<String> other = new ArrayList<>();
    for (String language : List.of("en", "ja-x-easy")) {
      read("web/words/", language)
          .forEach(
              (key, words) -> {
                if (!slots(words).equals(slots(japanese.getOrDefault(key, "")))) {
                  other.add(language + " " + key + " " + slots(words));
                }
              });
    }
    assertEquals(List.of(), other);
  }

  /** A host reads the same of somebody else. */
  @Test
  void reasons_inEasyJapanese_sayNotYou() throws IOException {
    List<String> you = new ArrayList<>();
    read("web/words/", "ja-x-easy")
        .forEach(
            (key, words) -> {
              if (key.startsWith("reason.") && words.contains("あなた")) you.add(key);
            });
    assertEquals(List.of(), you);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web/words/", "letters/"})
  void words_inEasyJapanese_giveTheReadingOfEachKanji(String shelf) throws IOException {
    List<String> unread = new ArrayList<>();
    read(shelf, "ja-x-easy")
        .forEach(
            (key, words) -> {
              String hard = words.replaceAll("[人日月円]", "");
              KANJI
                  .matcher(hard)
                  .results()
                  .map(found -> found.group())
                  .filter(kanji -> !hasReading(hard, kanji))
                  .forEach(kanji -> unread.add(key + " " + kanji));
            });
    assertEquals(List.of(), unread);
  }

  private static boolean hasReading(String words, String kanji) {
    return Pattern.compile(kanji + "[ぁ-ん]{0,6}（[ぁ-んー]+）").matcher(words).find();
  }

  private static TreeSet<String> slots(String words) {
    TreeSet<String> slots = new TreeSet<>();
    SLOT.matcher(words).results().forEach(found -> slots.add(found.group()));
    return slots;
  }

  private static Map<String, String> read(String shelf, String language) throws IOException {
    String file = shelf + language + ".properties";
    try (InputStream in = WordsTest.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) throw new IOException("no " + file);
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> words = new HashMap<>();
      properties.forEach((key, value) -> words.put((String) key, (String) value));
      return words;
    }
  }
}
