package yui.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import yui.core.Lang;
import yui.core.PersonId;

/**
 * The catalogues of words, one file a language; a key that one of them lacks stops the start. What
 * easy Japanese does not say in words of its own it says as Japanese does.
 */
public final class Words {
  private static final Pattern VALUE = Pattern.compile("\\{(\\w+)}");

  private static final Pattern LEFT_IN_JSON =
      Pattern.compile("(?:\"(\\w+)\":)?\"" + PersonId.LEFT + '"');

  /** What people write at length: the same words are theirs there. */
  private static final Set<String> OWN_WORDS =
      Set.of(
          "title",
          "description",
          "message",
          "note",
          "reason",
          "words",
          "intro",
          "text",
          "q",
          "hardParts",
          "label",
          "place",
          "summary");

  private final Map<Lang, Map<String, String>> byLang = new EnumMap<>(Lang.class);

  private Words() {}

  public static Words load() {
    Words words = new Words();
    for (Lang lang : Lang.values()) words.byLang.put(lang, read(lang));
    Map<String, String> easy = new HashMap<>(words.of(Lang.JA));
    easy.putAll(words.of(Lang.EASY));
    words.byLang.put(Lang.EASY, easy);
    for (Lang lang : Lang.values()) {
      for (Lang other : Lang.values()) {
        for (String key : words.of(other).keySet()) {
          if (!words.of(lang).containsKey(key)) {
            throw new IllegalStateException("no words in " + lang.code() + " for " + key);
          }
        }
      }
    }
    return words;
  }

  /** The words for a key, or a fault that names it. */
  public String say(Lang lang, String key) {
    return find(lang, key)
        .orElseThrow(() -> new IllegalStateException("no words in " + lang.code() + " for " + key));
  }

  /** The words with {@code {name}}s filled in. */
  public String say(Lang lang, String key, Map<String, ?> values) {
    Map<String, Object> shown = new HashMap<>(values);
    shown.replaceAll((name, value) -> value instanceof String text ? shown(lang, text) : value);
    return fill(say(lang, key), shown);
  }

  /** What somebody is called, to this reader. */
  String shown(Lang lang, String name) {
    return name.equals(PersonId.LEFT) ? say(lang, "person.left") : name;
  }

  /** The same throughout an answer that is written already. */
  String shownIn(Lang lang, String json) {
    if (!json.contains(PersonId.LEFT)) return json;
    String name = Json.write(say(lang, "person.left"));
    return LEFT_IN_JSON
        .matcher(json)
        .replaceAll(
            found -> {
              String field = found.group(1);
              if (field == null) return Matcher.quoteReplacement(name);
              return Matcher.quoteReplacement(
                  OWN_WORDS.contains(field) ? found.group() : '"' + field + "\":" + name);
            });
  }

  public Optional<String> find(Lang lang, String key) {
    return Optional.ofNullable(of(lang).get(key));
  }

  /** Everything said in a language. */
  Collection<String> all(Lang lang) {
    return of(lang).values();
  }

  static String fill(String text, Map<String, ?> values) {
    return VALUE
        .matcher(text)
        .replaceAll(
            m -> {
              Object value = values.get(m.group(1));
              return Matcher.quoteReplacement(value == null ? m.group() : value.toString());
            });
  }

  private Map<String, String> of(Lang lang) {
    return byLang.getOrDefault(lang, Map.of());
  }

  private static Map<String, String> read(Lang lang) {
    String file = "web/words/" + lang.code() + ".properties";
    try (InputStream in = Words.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("missing " + file);
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> words = new HashMap<>();
      properties.forEach((key, value) -> words.put((String) key, (String) value));
      return Map.copyOf(words);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
