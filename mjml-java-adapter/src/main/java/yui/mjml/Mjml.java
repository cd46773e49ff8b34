package yui.mjml;

import ch.digitalfondue.mjml4j.Mjml4j;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import yui.mjml.Node.Element;

/** Draws each template once, keeps the drawing, and fills values into its slots. */
public final class Mjml {
  private static final int MOST_DRAWINGS = 512;

  private final Map<Key, Drawing> drawings = new ConcurrentHashMap<>();

  private record Key(String template, String language) {}

  private record Drawing(Slotted subject, Slotted html, Slotted text, Set<String> slots) {}

  /**
   * Renders a template. Its {@code mj-title} is the subject; the text part is made from the same
   * elements as the HTML.
   *
   * @param template MJML with {@code {{slots}}} in text, in {@code alt} and {@code title}, and as a
   *     whole {@code href} or {@code src} (also {@code tel:{{slot}}})
   * @param language what the mail is written in, as in {@code lang="ja"}
   * @param values a plain text for each slot; it is escaped here, line breaks are kept
   * @throws TemplateRefused when the template is not well-formed or says something unknown
   * @throws ValueRefused when a slot has no value, a value no slot, or an address is none
   */
  public Mail render(String template, String language, Map<String, String> values) {
    Drawing drawing = drawing(new Key(template, language));
    refuseUnused(drawing.slots(), values);
    return new Mail(
        drawing.subject().fill(values), drawing.html().fill(values), drawing.text().fill(values));
  }

  private Drawing drawing(Key key) {
    Drawing known = drawings.get(key);
    if (known != null) return known;
    Drawing drawn = draw(key);
    // Whoever composes templates from values would otherwise fill the memory.
    if (drawings.size() >= MOST_DRAWINGS) drawings.clear();
    drawings.put(key, drawn);
    return drawn;
  }

  private static Drawing draw(Key key) {
    Element root = Source.parse(key.template());
    return new Drawing(
        Slotted.ofLine(PlainText.title(root)),
        Slotted.ofHtml(html(key, root).strip()),
        Slotted.ofText(PlainText.of(root, key.language())),
        Slots.in(key.template()));
  }

  private static String html(Key key, Element root) {
    try {
      // Drawn from the characters: from a DOM, mjml4j would forget to escape text again.
      return Mjml4j.render(
          key.template(), new Mjml4j.Configuration(key.language(), Mjml4j.TextDirection.LTR));
    } catch (RuntimeException e) { // whatever it throws at a width that is none, without a line
      TemplateRefused refused = new TemplateRefused(root.line(), "cannot be drawn: " + e);
      refused.initCause(e);
      throw refused;
    }
  }

  private static void refuseUnused(Set<String> slots, Map<String, String> values) {
    Set<String> unused = new TreeSet<>(values.keySet());
    unused.removeAll(slots);
    if (!unused.isEmpty()) {
      throw new ValueRefused(unused.iterator().next(), "no slot of this name");
    }
  }
}
