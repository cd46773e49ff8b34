package yui.papers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The one font of our papers in one document, of which only the letters in use are embedded; it
 * measures, wraps, and replaces what it has no shape for.
 */
final class Face {
  static final String LACKING = "〓";
  private static final byte[] IPAEX_GOTHIC = read("/papers/ipaexg.ttf");

  private final PDFont font;
  private final CmapLookup shapes;
  private final Map<Integer, Float> widths = new HashMap<>();
  private final Set<String> lacking = new TreeSet<>();

  Face(PDDocument document) throws IOException {
    TrueTypeFont ttf = new TTFParser().parse(new RandomAccessReadBuffer(IPAEX_GOTHIC));
    this.shapes = ttf.getUnicodeCmapLookup();
    this.font = PDType0Font.load(document, ttf, true);
  }

  PDFont font() {
    return font;
  }

  /** What was replaced since the last call, each as U+20BB7. */
  List<String> takeLacking() {
    List<String> taken = List.copyOf(lacking);
    lacking.clear();
    return taken;
  }

  /** The text in letters that the font has. */
  String settable(String text) {
    StringBuilder settable = new StringBuilder();
    composed(text)
        .codePoints()
        .forEach(
            c -> {
              if (c != '　' && (Character.isWhitespace(c) || Character.isSpaceChar(c))) {
                settable.append(' ');
              } else if (c == 0x200B || c == 0xFEFF || c == 0x2060) {
                return; // no width, no shape, nothing lost
              } else if (shapes.getGlyphId(c) != 0) {
                settable.appendCodePoint(c);
              } else {
                if (!isMark(c)) settable.append(LACKING);
                lacking.add(String.format(Locale.ROOT, "U+%04X", c));
              }
            });
    return settable.toString();
  }

  // か and a mark make が. Only such pairs: composing whole names would change kanji in them.
  private static String composed(String text) {
    StringBuilder composed = new StringBuilder();
    int[] letters = text.codePoints().toArray();
    for (int i = 0; i < letters.length; i++) {
      int pair = i + 1 < letters.length ? pair(letters[i], letters[i + 1]) : -1;
      composed.appendCodePoint(pair < 0 ? letters[i] : pair);
      if (pair >= 0) i++;
    }
    return composed.toString();
  }

  private static int pair(int letter, int mark) {
    if (Character.getType(mark) != Character.NON_SPACING_MARK || Character.isIdeographic(letter)) {
      return -1;
    }
    String both = new StringBuilder().appendCodePoint(letter).appendCodePoint(mark).toString();
    String one = Normalizer.normalize(both, Normalizer.Form.NFC);
    return one.codePointCount(0, one.length()) == 1 ? one.codePointAt(0) : -1;
  }

  /** Whether it changes the letter before it, which stays without it. */
  private static boolean isMark(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.ENCLOSING_MARK
        || Character.getType(c) == Character.FORMAT;
  }

  /** How wide a settable text stands, in points. */
  float width(String text, float size) {
    float width = 0;
    for (int c : text.codePoints().toArray()) width += widths.computeIfAbsent(c, this::width);
    return width / 1000 * size;
  }

  private float width(int letter) {
    try {
      return font.getStringWidth(Character.toString(letter));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text in lines that fit; at least one. */
  List<String> wrapped(String text, float size, float width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\\R", -1)) {
      wrap(settable(paragraph).strip(), size, width, lines);
    }
    return lines;
  }

  private void wrap(String text, float size, float width, List<String> lines) {
    BreakIterator breaks = BreakIterator.getLineInstance(Locale.JAPANESE);
    breaks.setText(text);
    StringBuilder line = new StringBuilder();
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      String piece = text.substring(from, to);
      if (width(line + piece.stripTrailing(), size) > width && !line.isEmpty()) {
        lines.add(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(piece);
      while (width(line.toString().stripTrailing(), size) > width) {
        int cut = fitting(line.toString(), size, width);
        lines.add(line.substring(0, cut));
        line.delete(0, cut);
      }
    }
    lines.add(line.toString().stripTrailing());
  }

  /** How much of a word longer than a line fits in one; at least a letter. */
  private int fitting(String text, float size, float width) {
    int cut = text.offsetByCodePoints(0, 1);
    while (cut < text.length()) {
      int next = text.offsetByCodePoints(cut, 1);
      if (width(text.substring(0, next), size) > width) break;
      cut = next;
    }
    return cut;
  }

  private static byte[] read(String resource) {
    try (InputStream in = Face.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
