package yui.mjml;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Values in a letter: nobody writes markup, a header or another part with them. */
public final class LetterFuzz {
  private static final Mjml MJML = new Mjml();
  private static final String TEMPLATE =
      """
      <mjml><mj-head><mj-title>Hello {{name}}</mj-title></mj-head><mj-body><mj-section><mj-column>
      <mj-text>{{name}}</mj-text><mj-image src="https://yui.example/a.png" alt="{{name}}" />
      </mj-column></mj-section></mj-body></mjml>
      """;
  private static final String PLAIN = MJML.render(TEMPLATE, "ja", Map.of("name", "-")).html();

  private LetterFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String value = new String(bytes, StandardCharsets.UTF_8);
    Mail mail = MJML.render(TEMPLATE, "ja", Map.of("name", value));
    String html = mail.html().replace("<br>", "");
    if (count(html, '<') != count(PLAIN, '<') || count(html, '"') != count(PLAIN, '"')) {
      throw new AssertionError(mail.html());
    }
    if (mail.subject().chars().anyMatch(c -> c < ' ')) throw new AssertionError(mail.subject());
  }

  private static long count(String text, char sign) {
    return text.chars().filter(c -> c == sign).count();
  }
}
