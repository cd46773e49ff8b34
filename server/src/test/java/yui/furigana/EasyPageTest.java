package yui.furigana;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.engine.Readings;

/** What stands above which words of a page. */
class EasyPageTest {
  private static final EasyPage PAGES =
      new EasyPage(Readings.load(), List.of("一行（ぎょう）を 書きます（かきます）", "この日（から）"));

  @ParameterizedTest
  @CsvSource({
    "町（まち）で くらす, 町[まち]で くらす",
    "もう一度（いちど）送る（おくる）, もう一度[いちど]送[おく]る",
    "お金（おかね）が ほしい, お金[かね]が ほしい",
    "大根（つけもの）と一行（ぎょう）, 大根[だいこん]（つけもの）と一行[ぎょう]",
    "草刈りと溝さらい, 草刈[くさか]りと溝[みぞ]さらい",
    "区長の家で, 区長[くちょう]の家[いえ]で",
    "結の里, 結[ゆい]の里[さと]",
    "結果に反対する, 結果[けっか]に反対[はんたい]する",
    "12月5日（土）9:00–12:00, 12月[がつ]5日[いつか]（土[ど]）9:00–12:00",
    "3人で1日か2日、10分, 3人[にん]で1日[いちにち]か2日[ふつか]、10分[ぷん]",
    "24日と25日、2本と3本, 24日[にじゅうよっか]と25日[にち]、2本[ほん]と3本[ぼん]",
    "坂道（きつい）です, 坂道[さかみち]（きつい）です",
    "奥沢（おくざわ）の用水路, 奥沢[おくざわ]の用水路[ようすいろ]",
    "佐藤美佳さんと農家さん, 佐藤美佳さんと農家[のうか]さん",
    "てつだう 人と数人で空の箱を運ぶ。5人中2人, てつだう 人[ひと]と数[すう]人[にん]で空の箱[はこ]を運[はこ]ぶ。5人中[にんちゅう]2人[ふたり]",
    "総人足と総がかり, 総人足[そうにんそく]と総[そう]がかり",
    "米 3kg、お米と米2kg, 米[こめ] 3kg、お米[こめ]と米[こめ]2kg",
    "この日（から）あとの日, この日[ひ]（から）あとの日[ひ]",
  })
  void page_ofAText_carriesTheReadingOfEachWord(String text, String expected) {
    String marked =
        PAGES
            .of(text, true)
            .replaceAll("<ruby>(.*?)<rp>（</rp><rt>(.*?)</rt><rp>）</rp></ruby>", "$1[$2]")
            .replaceAll("</?bdi>", "");
    assertEquals(expected, marked);
  }

  @Test
  void page_whereNobodyReadsText_staysAsItIs() {
    String page =
        """
        <!doctype html><html lang="ja-x-easy"><head><title>草刈り</title>\
        <meta name="description" content="草刈り"><script type="application/ld+json">{"a": "草"}</script></head>\
        <body><!-- 草 --><img alt="草刈り"><select><option>草刈り</option></select>\
        <textarea>草刈り</textarea><svg><title>草</title><text>草</text></svg>\
        <h2 translate="no">草野 <span>心平</span></h2><p lang="en">草</p></body></html>""";
    assertEquals(page, PAGES.of(page, true));
  }

  @Test
  void page_withReadingsHidden_losesTheBracketsThatGiveThem() {
    assertEquals(
        "<p title=\"町（まち）\">町と 坂道（きつい）</p>",
        PAGES.of("<p title=\"町（まち）\">町（まち）と 坂道（きつい）</p>", false));
  }
}
