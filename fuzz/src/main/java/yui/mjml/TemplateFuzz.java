package yui.mjml;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Templates: refused with a line, or drawn whole. */
public final class TemplateFuzz {
  private TemplateFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String template = new String(bytes, StandardCharsets.UTF_8);
    Map<String, String> values = new HashMap<>();
    for (String slot : Slots.in(template)) values.put(slot, "https://yui.example/<&>\"'");
    try {
      new Mjml().render(template, "ja", values);
    } catch (TemplateRefused | ValueRefused refused) {
      if (refused.getMessage() == null) throw refused;
    }
  }
}
