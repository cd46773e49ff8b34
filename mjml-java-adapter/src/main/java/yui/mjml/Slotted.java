package yui.mjml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;

/** Characters with slots between them, each knowing where it stands. */
record Slotted(List<Part> parts) {

  /** A piece of the whole. */
  sealed interface Part permits Fixed, Slot {}

  /** What is the same in every mail. */
  record Fixed(String characters) implements Part {}

  /** What a value goes into. */
  record Slot(String name, Place place) implements Part {}

  static Slotted ofLine(String characters) {
    return of(characters, before -> Place.LINE);
  }

  static Slotted ofText(String characters) {
    return of(characters, before -> Place.TEXT);
  }

  static Slotted ofHtml(String html) {
    return of(html, Slotted::placeAfter);
  }

  String fill(Map<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Fixed fixed -> filled.append(fixed.characters());
        case Slot slot -> filled.append(slot.place().fit(slot.name(), value(slot, values)));
      }
    }
    return filled.toString();
  }

  private static String value(Slot slot, Map<String, String> values) {
    String value = values.get(slot.name());
    if (value == null) throw new ValueRefused(slot.name(), "no value for this slot");
    return value;
  }

  private static Slotted of(String characters, Function<String, Place> placeAfter) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (MatchResult slot : Slots.SLOT.matcher(characters).results().toList()) {
      parts.add(new Fixed(characters.substring(from, slot.start())));
      parts.add(new Slot(slot.group(1), placeAfter.apply(characters.substring(0, slot.start()))));
      from = slot.end();
    }
    parts.add(new Fixed(characters.substring(from)));
    return new Slotted(List.copyOf(parts));
  }

  private static Place placeAfter(String html) {
    if (html.endsWith("=\"tel:")) return Place.PHONE;
    if (html.endsWith(" href=\"") || html.endsWith(" src=\"")) return Place.ADDRESS;
    boolean insideTag = html.lastIndexOf('<') > html.lastIndexOf('>');
    boolean insideTitle = html.lastIndexOf("<title>") > html.lastIndexOf("</title>");
    return insideTag || insideTitle ? Place.LABEL : Place.WORDS;
  }
}
