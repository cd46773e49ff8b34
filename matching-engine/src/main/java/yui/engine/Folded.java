package yui.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A text in one width and one form of each sign, and where in the original each of its chars came
 * from. Done before analysis to whatever is indexed, asked or marked.
 */
final class Folded {
  private static final Map<Character, Character> OLD_FORMS = oldForms();

  private final StringBuilder folded = new StringBuilder();
  private int[] origins;

  private Folded(String original) {
    origins = new int[original.length() + 1];
    for (int from = 0; from < original.length(); ) {
      int to = end(original, from);
      append(original.substring(from, to), from);
      from = to;
    }
    origin(folded.length(), original.length());
  }

  static Folded of(String original) {
    return new Folded(original);
  }

  static String text(String original) {
    return of(original).text();
  }

  String text() {
    return folded.toString();
  }

  /** Where in the original the char of the folded text, or its end, came from. */
  int origin(int index) {
    return origins[index];
  }

  /** One sign with all that combines with it, so that normalizing it alone is as good as whole. */
  private static int end(String text, int from) {
    int to = from + Character.charCount(text.codePointAt(from));
    while (to < text.length() && joins(text.codePointAt(to))) {
      to += Character.charCount(text.codePointAt(to));
    }
    return to;
  }

  private static boolean joins(int c) {
    boolean halfWidthVoicing = c == 'ﾞ' || c == 'ﾟ';
    boolean jamo = (c >= 0x1160 && c <= 0x11ff) || (c >= 0xffa0 && c <= 0xffdc);
    return halfWidthVoicing || jamo || isMark(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private void append(String sign, int from) {
    if (sign.length() == 1 && Character.isSurrogate(sign.charAt(0))) {
      append(' ', from);
      return;
    }
    String plain = sign.codePoints().anyMatch(Folded::choosesVariant) ? withoutVariant(sign) : sign;
    String normal = Normalizer.normalize(plain, Normalizer.Form.NFKC);
    for (int i = 0; i < normal.length(); i++) {
      append(normal.charAt(i), from);
    }
  }

  private void append(char c, int from) {
    origin(folded.length(), from);
    folded.append(afterKatakana() && isDash(c) ? 'ー' : OLD_FORMS.getOrDefault(c, c));
  }

  private void origin(int index, int from) {
    if (index >= origins.length) {
      origins = Arrays.copyOf(origins, 2 * index + 1);
    }
    origins[index] = from;
  }

  private boolean afterKatakana() {
    if (folded.isEmpty()) {
      return false;
    }
    char last = folded.charAt(folded.length() - 1);
    return last >= 'ァ' && last <= 'ヺ';
  }

  private static boolean isDash(char c) {
    return c == '-' || (c >= '‐' && c <= '―') || c == '−' || c == '─';
  }

  private static boolean choosesVariant(int c) {
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static String withoutVariant(String sign) {
    return sign.codePoints()
        .filter(c -> !choosesVariant(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Map<Character, Character> oldForms() {
    Map<Character, Character> forms = new HashMap<>();
    try (InputStream in = Folded.class.getResourceAsStream("old-forms.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
        for (char old : line.substring(1).strip().toCharArray()) {
          forms.put(old, line.charAt(0));
        }
      }
      return forms;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
