package yui.mjml;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** How a slot is written. */
final class Slots {
  static final Pattern SLOT = Pattern.compile("\\{\\{([a-z][A-Za-z0-9_]*)}}");

  private Slots() {}

  static Set<String> in(String template) {
    Set<String> names = new LinkedHashSet<>();
    SLOT.matcher(template).results().forEach(slot -> names.add(slot.group(1)));
    return names;
  }

  /** Braces that look like a slot and are none would be sent as they stand. */
  static boolean malformed(String characters) {
    String rest = SLOT.matcher(characters).replaceAll("");
    return rest.contains("{{") || rest.contains("}}");
  }
}
