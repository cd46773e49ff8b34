package yui.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import yui.core.Lang;

class ErrorSummaryTest {
  private static final String PAGE =
      """
      <!doctype html><html><body><main>
      <div class="errors" role="alert" tabindex="-1"><h2>直してください</h2>
      <ul>
      %s
      </ul>
      </div>
      <form>
      <div class="field"><label for="title">題名 <small>（短く）</small></label><input id="title"></div>
      <fieldset class="field"><legend><bdi translate="no">一&amp;二</bdi>さん</legend>
      <input id="slots.0.capacity"></fieldset>
      <p id="bare">札のないところ</p>
      </form></main></body></html>
      """;

  @Test
  void named_ofSeveralFields_saysEachOnesLabelInTheirOrder() {
    assertEquals(
        page(
            """
            <li><a href="#main">できませんでした</a></li>
            <li><a href="#title">題名：必要です</a></li>
            <li><a href="#slots.0.capacity"><bdi translate="no">一&amp;二</bdi>さん：1 &lt; 0 です</a></li>
            <li><a href="#bare">ここです</a></li>\
            """),
        ErrorSummary.named(
            page(
                """
                <li><a href="#bare">ここです</a></li>
                <li><a href="#slots.0.capacity">1 &lt; 0 です</a></li>
                <li><a href="#title">必要です</a></li>
                <li><a href="#main">できませんでした</a></li>\
                """),
            Lang.JA));
  }

  @Test
  void named_ofALineThatSaysItsField_doesNotSayItTwice() {
    String page = page("<li><a href=\"#title\">題名が長すぎます</a></li>");
    assertEquals(page, ErrorSummary.named(page, Lang.JA));
  }

  @Test
  void named_inEnglish_putsItsOwnColon() {
    assertEquals(
        page("<li><a href=\"#title\">題名: is needed</a></li>"),
        ErrorSummary.named(page("<li><a href=\"#title\">is needed</a></li>"), Lang.EN));
  }

  @Test
  void named_ofAPageWithoutMistakes_isThePage() {
    assertEquals("<p>あ</p>", ErrorSummary.named("<p>あ</p>", Lang.JA));
  }

  private static String page(String lines) {
    return PAGE.formatted(lines.strip());
  }
}
