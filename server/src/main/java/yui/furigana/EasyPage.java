package yui.furigana;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import yui.engine.Readings;

/**
 * A filled page in easy Japanese, read word by word. Only what a reader sees as running text gets
 * readings: no attribute, no title, option or textarea, no script, no picture, nothing in another
 * language and nothing that is marked {@code translate="no"}, as names of persons are.
 */
public final class EasyPage {
  private static final Pattern PARTS =
      Pattern.compile(
          "<!--.*?-->|<!doctype[^>]*>|<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^>]*)>", Pattern.DOTALL);
  private static final Pattern ELSEWHERE =
      Pattern.compile("\\s(?:translate=\"no\"|lang=\"(?!ja)[^\"]*\")");
  private static final Set<String> RAW =
      Set.of("script", "style", "title", "textarea", "option", "svg", "pre", "code", "ruby");
  private static final Set<String> VOID =
      Set.of("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr");

  private final Furigana furigana;

  /**
   * @param catalogue the words of the pages, with their readings in round brackets
   */
  public EasyPage(Readings readings, Collection<String> catalogue) {
    this.furigana = new Furigana(readings, catalogue);
  }

  /**
   * @param shown whether the reader wants readings; without them the brackets that give one in the
   *     text go, too
   */
  public String of(String html, boolean shown) {
    StringBuilder out = new StringBuilder(html.length() * 2);
    Matcher part = PARTS.matcher(html);
    int at = 0;
    String closing = "";
    int depth = 0;
    while (part.find()) {
      String text = html.substring(at, part.start());
      out.append(depth > 0 ? text : read(text, shown));
      out.append(part.group());
      at = part.end();
      if (part.group(2) == null) continue;
      String name = part.group(2).toLowerCase(Locale.ROOT);
      boolean ends = !part.group(1).isEmpty();
      if (depth > 0) {
        if (name.equals(closing) && !part.group(3).endsWith("/")) depth += ends ? -1 : 1;
      } else if (!ends && !VOID.contains(name) && !part.group(3).endsWith("/")) {
        if (RAW.contains(name) || ELSEWHERE.matcher(part.group(3)).find()) {
          closing = name;
          depth = 1;
        }
      }
    }
    return out.append(read(html.substring(at), shown)).toString();
  }

  private String read(String text, boolean shown) {
    if (!shown) return furigana.without(text);
    String read = furigana.over(text);
    // One thing, where what surrounds it lays its children side by side.
    return read.length() == text.length() ? text : "<bdi>" + read + "</bdi>";
  }
}
