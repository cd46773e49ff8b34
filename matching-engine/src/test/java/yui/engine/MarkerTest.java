package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is marked in a text; marks are shown as [ ]. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarkerTest {
  @TempDir static Path directory;
  private MatchEngine engine;

  @BeforeAll
  void open() throws BrokenIndex {
    engine = MatchEngine.open(directory);
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "草刈り, 墓地までの道の草刈り, 墓地までの道の[草刈り]",
    "除草, 墓地までの道の草刈り, 墓地までの道の[草刈り]",
    "くさか, 墓地までの道の草刈り, 墓地までの道の[草刈り]",
    "草, 道の草刈りと草取り, 道の[草刈り]と[草取り]",
    "ﾀﾞｲｺﾝ, 三浦のダイコン洗い, 三浦の[ダイコン]洗い",
    "大根, ﾀﾞｲｺﾝと大根, ﾀﾞｲｺﾝと[大根]",
    "だいこん, ﾀﾞｲｺﾝと大根, [ﾀﾞｲｺﾝ]と[大根]",
    "奥川 人足, 奥川の水路整備（人足）, [奥川]の[水路整備]（[人足]）",
    "会津, 西会津と會津若松, 西会津と[會津]若松",
    "wifi, ＷｉＦｉの設定, [ＷｉＦｉ]の設定",
    "キロ, ㌔と10㌔, [㌔]と10[㌔]",
    "\"小学校の庭\", 庭と小学校の庭, 庭と[小学校の庭]",
    "運ぶ, 荷物を運びます, 荷物を[運び]ます",
    "草刈り, 雪かき, 雪かき",
    "<b>, <b>太字</b>, <[b]>太字</[b]>",
    "!!!, 草刈り!!!, 草刈り!!!",
  })
  void mark_words_marksWhatTheyFind(String typed, String text, String expected) {
    assertEquals(expected, shown(engine.marker(typed).mark(text)));
  }

  @Test
  void excerpt_ofALongText_isCutRoundTheFirstMark() {
    String before = "道具は用意します。".repeat(20);
    String text = before + "午前は草刈りをします。" + "昼は豚汁です。".repeat(20);
    String shown = shown(engine.marker("除草").excerpt(text, 40));
    assertEquals("…午前は[草刈り]をします。昼は豚汁です。昼は豚汁です。昼は豚汁です。昼は豚汁です。昼…", shown);
    assertEquals("[草刈り]の日", shown(engine.marker("草").excerpt("草刈りの日", 40)));
    assertEquals(List.of(), engine.marker("雪かき").excerpt(text, 40));
  }

  @Test
  void mark_anythingAtAll_losesNothing() {
    SplittableRandom random = new SplittableRandom(5);
    Marker marker = engine.marker("くさ 草 ガ a 会津 が");
    String[] signs = {
      "草", "刈", "り", "ｶ", "ﾞ", "が", "\u3099", "會", "㌔", "🍎", "\ud83c", "\udf4e", "葛󠄀", "a", "Å",
      "\u0301", "<", "&", "\u0000", "ｻ－ｸﾙ", "각", "\u1161"
    };
    for (int i = 0; i < 2000; i++) {
      String text =
          random
              .ints(random.nextInt(40), 0, signs.length)
              .mapToObj(sign -> signs[sign])
              .collect(Collectors.joining());
      assertEquals(text, plain(marker.mark(text)));
      String part = plain(marker.excerpt(text, 10)).replace("…", "");
      assertTrue(text.contains(part), part);
    }
  }

  private static String plain(List<Piece> pieces) {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  private static String shown(List<Piece> pieces) {
    return pieces.stream()
        .map(piece -> piece.marked() ? "[" + piece.text() + "]" : piece.text())
        .collect(Collectors.joining());
  }
}
