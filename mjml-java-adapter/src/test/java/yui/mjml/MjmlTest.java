package yui.mjml;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MjmlTest {
  private static final Map<String, String> WEEKEND =
      Map.of(
          "name", "髙橋 美佳",
          "title", "奥川の水路の草刈り",
          "when", "2026年12月5日（土）9:00–12:00\n2026年12月6日（日）9:00–12:00",
          "phone", "０９０−1234−5678",
          "url", "https://yui.example/tasks/1?a=1&b=2");

  private final Mjml mjml = new Mjml();

  /** To accept what changed on purpose: run with {@code -Dgolden=write} and read the difference. */
  @ParameterizedTest
  @ValueSource(strings = {"ja", "en"})
  void render_wholeTemplate_isTheGoldenMail(String language) throws IOException {
    Mail mail = mjml.render(resource("letter.mjml"), language, WEEKEND);

    assertEquals("奥川の水路の草刈り: 髙橋 美佳", mail.subject());
    assertEquals(golden("letter." + language + ".txt", mail.text()), mail.text());
    assertEquals(golden("letter." + language + ".html", mail.html()), mail.html());
  }

  @Test
  void render_hostileValue_staysText() {
    String hostile = "<script>alert(\"1\")</script>{{url}}&amp;'";
    Mail mail =
        mjml.render(
            body("<mj-text>{{name}}</mj-text><mj-image src=\"{{url}}\" alt=\"{{name}}\"/>"),
            "ja",
            Map.of("name", hostile, "url", "https://yui.example/a.png"));

    String escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;{{url}}&amp;amp;&#39;";
    assertTrue(mail.html().contains(">" + escaped + "<"));
    assertTrue(mail.html().contains("alt=\"" + escaped + "\""));
    assertFalse(mail.html().contains("<script"));
    assertTrue(mail.text().contains(hostile));
  }

  @Test
  void render_valueOfSeveralLines_keepsItsLines() {
    Mail mail = mjml.render(body("<mj-text>{{name}}</mj-text>"), "ja", Map.of("name", "一\r\n二"));

    assertTrue(mail.html().contains("一<br>二"));
    assertEquals("一\n二\n", mail.text());
  }

  @Test
  void render_subjectWithLineBreaks_isOneLine() {
    Mail mail =
        mjml.render(
            titled("{{name}} から"),
            "ja",
            Map.of("name", "a\r\nBcc: b@c.example\u2028d\u202Ee\u0000"));

    assertEquals("a Bcc: b@c.example de から", mail.subject());
    assertTrue(mail.html().contains("<title>a Bcc: b@c.example de から</title>"));
  }

  @Test
  void render_templateWithEscapes_keepsThemEscapedInHtmlAndPlainInText() {
    Mail mail =
        mjml.render(
            body(
                "<mj-text>1 &lt;b&gt; 2 &amp; 3</mj-text><mj-button href=\"https://a.example/?b&amp;c\">&lt;i&gt;</mj-button>"),
            "en",
            Map.of());

    assertTrue(mail.html().contains("1 &lt;b&gt; 2 &amp; 3"));
    assertEquals("1 <b> 2 & 3\n\n<i>: https://a.example/?b&c\n", mail.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://a.example/ b",
        "https://a.example/\"onclick=x",
        "https://a.example/\n",
        ""
      })
  void render_addressThatIsNone_isRefusedByName(String address) {
    ValueRefused refused =
        assertThrows(
            ValueRefused.class,
            () ->
                mjml.render(
                    body("<mj-button href=\"{{url}}\">x</mj-button>"),
                    "ja",
                    Map.of("url", address)));
    assertEquals("url", refused.slot());
  }

  @Test
  void render_slotWithoutValueOrValueWithoutSlot_isRefusedByName() {
    String template = body("<mj-text>{{name}}</mj-text>");

    ValueRefused missing =
        assertThrows(ValueRefused.class, () -> mjml.render(template, "ja", Map.of()));
    ValueRefused unused =
        assertThrows(
            ValueRefused.class,
            () -> mjml.render(template, "ja", Map.of("name", "a", "nmae", "b")));

    assertAll(
        () -> assertEquals("name", missing.slot()), () -> assertEquals("nmae", unused.slot()));
  }

  @Test
  void render_slotInTheHiddenPreviewOnly_needsItsValueToo() {
    String template = "<mjml><mj-head><mj-preview>{{name}}</mj-preview></mj-head><mj-body/></mjml>";

    assertThrows(ValueRefused.class, () -> mjml.render(template, "ja", Map.of()));
    assertTrue(mjml.render(template, "ja", Map.of("name", "結")).html().contains(">結</div>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <mjml><mj-body>                                                      | 1
          <mjml>\\n<mj-body></mj-bdy></mjml>                                   | 2
          <!DOCTYPE mjml><mjml><mj-body/></mjml>                               | 1
          <!DOCTYPE mjml [<!ENTITY a SYSTEM "file:///etc/passwd">]><mjml/>     | 1
          <mjml><mj-body>&nbsp;</mj-body></mjml>                               | 1
          <mjml>\\n<mj-body>\\n<mj-txt/></mj-body></mjml>                      | 3
          <mjml>\\n<mj-head><mj-style inline="inline"/></mj-head><mj-body/></mjml> | 2
          <mjml>\\n<mj-head><mj-style>a{{b}}</mj-style></mj-head><mj-body/></mjml> | 2
          <mjml>\\n<mj-body><mj-include path="a.mjml"/></mj-body></mjml>       | 2
          <mjml>\\n<mj-body><mj-raw><script/></mj-raw></mj-body></mjml>        | 2
          <mjml><mj-body><mj-text>\\n<script/></mj-text></mj-body></mjml>      | 2
          <mjml>\\n<mj-body><p/></mj-body></mjml>                              | 2
          <mjml><mj-body>\\n<mj-text color="{{a}}"/></mj-body></mjml>          | 2
          <mjml><mj-body>\\n<mj-button href="https://{{a}}"/></mj-body></mjml> | 2
          <mjml><mj-body>\\n<mj-text>{{ a }}</mj-text></mj-body></mjml>        | 2
          <mjml><mj-body>\\n<mj-text>{{a</mj-text></mj-body></mjml>            | 2
          <mjml/>                                                              | 1
          <html/>                                                              | 1
          """)
  void render_templateThatWouldBeDrawnWrongly_isRefusedWithItsLine(String template, int line) {
    TemplateRefused refused =
        assertThrows(
            TemplateRefused.class,
            () -> mjml.render(template.replace("\\n", "\n"), "ja", Map.of("a", "1", "b", "2")));
    assertEquals(line, refused.line(), refused.getMessage());
  }

  @Test
  void render_thousandTemplates_forgetsOldDrawings() {
    for (int i = 0; i < 1000; i++) {
      assertEquals(
          i + "\n", mjml.render(body("<mj-text>" + i + "</mj-text>"), "ja", Map.of()).text());
    }
  }

  private static String body(String inside) {
    return "<mjml><mj-body><mj-section><mj-column>"
        + inside
        + "</mj-column></mj-section></mj-body></mjml>";
  }

  private static String titled(String title) {
    return "<mjml><mj-head><mj-title>" + title + "</mj-title></mj-head><mj-body/></mjml>";
  }

  private static String golden(String name, String now) throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(Path.of("src/test/resources/yui/mjml", name), now);
      return now;
    }
    return resource(name);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = MjmlTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
