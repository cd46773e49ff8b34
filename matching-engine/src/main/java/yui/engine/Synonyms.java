package yui.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Groups of words that mean the same work; a word may be several tokens. */
final class Synonyms {
  private final Map<List<String>, List<List<String>>> groupOf = new HashMap<>();
  private final Map<String, List<List<String>>> groupOfReading = new HashMap<>();
  private int longest;

  Synonyms(Japanese japanese) {
    for (String line : lines()) {
      List<List<String>> group = new ArrayList<>();
      for (String word : line.split(" ")) {
        String folded = Folded.text(word);
        List<String> terms = japanese.terms(Texts.TEXT, folded);
        group.add(terms);
        longest = Math.max(longest, terms.size());
        groupOf.put(terms, group);
        groupOfReading.put(japanese.reading(folded), group);
      }
    }
  }

  /**
   * The group of the longest word that begins at the token, as lists of terms; null when there is
   * none.
   */
  @Nullable Group at(List<String> terms, int start) {
    for (int length = Math.min(longest, terms.size() - start); length > 0; length--) {
      List<List<String>> group = groupOf.get(terms.subList(start, start + length));
      if (group != null) {
        return new Group(group, length);
      }
    }
    return null;
  }

  /** The group of a word told in katakana, as it is spoken. */
  List<List<String>> spoken(String katakana) {
    return groupOfReading.getOrDefault(katakana, List.of());
  }

  record Group(List<List<String>> group, int length) {}

  private static List<String> lines() {
    try (InputStream in = Synonyms.class.getResourceAsStream("synonyms.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n")).filter(line -> !line.startsWith("#")).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
