package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type, and what they find; each task is named by its title. */
class WordsTest {
  @TempDir Path directory;
  private MatchEngine engine;
  private final List<String> titles = new ArrayList<>();

  /** What is tested; an engine elsewhere is tested by the same. */
  MatchEngine begin() throws BrokenIndex {
    return MatchEngine.open(directory);
  }

  @BeforeEach
  void open() throws BrokenIndex {
    engine = begin();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"人足", "日役", "総事", "共同作業", "奉仕作業", "道普請", "井普請", "道路愛護", "水路整備"})
  void find_anyWordForCommunalWork_findsAllOfThem(String typed) {
    post("人足", "日役", "総事", "共同作業", "奉仕作業", "道普請", "井普請", "道路愛護", "水路整備", "除雪", "稲刈り");
    finds(typed, "人足", "日役", "総事", "共同作業", "奉仕作業", "道普請", "井普請", "道路愛護", "水路整備");
  }

  @ParameterizedTest
  @ValueSource(strings = {"雪かき", "除雪", "雪よせ", "雪はね", "ゆきかき", "ジョセツ", "雪かきの手伝い"})
  void find_anyWordForClearingSnow_findsAllOfThemButNoRoof(String typed) {
    post("雪かきの手伝い", "除雪の手伝い", "雪よせの手伝い", "雪はねの手伝い");
    post("雪下ろしの手伝い", "屋根の雪おろしの手伝い", "雪降ろしの手伝い", "草刈りの手伝い");
    finds(typed, "雪かきの手伝い", "除雪の手伝い", "雪よせの手伝い", "雪はねの手伝い");
  }

  @ParameterizedTest
  @ValueSource(strings = {"雪下ろし", "雪おろし", "雪降ろし", "ゆきおろし", "ﾕｷｵﾛｼ"})
  void find_roofWork_findsNoClearingOfTheGround(String typed) {
    post("雪かき", "除雪", "雪よせ", "雪はね", "雪下ろし", "屋根の雪おろし", "雪降ろし");
    finds(typed, "雪下ろし", "屋根の雪おろし", "雪降ろし");
  }

  @ParameterizedTest
  @ValueSource(strings = {"草刈り", "草刈", "除草", "下刈り", "くさかり", "クサカリ", "草かり"})
  void find_anyWordForMowing_findsAllOfThem(String typed) {
    post("草刈り", "草刈", "除草", "下刈り", "田の草取り", "雪かき");
    finds(typed, "草刈り", "草刈", "除草", "下刈り");
  }

  @ParameterizedTest
  @CsvSource({
    "りんご, リンゴの収穫 林檎",
    "リンゴ, リンゴの収穫 林檎",
    "ﾘﾝｺﾞ, リンゴの収穫 林檎",
    "いねかり, 稲刈り",
    "ＷＩＦＩ, WiFiの設定",
    "wifi, WiFiの設定",
    "㌔, 10キロ歩く",
    "キロ, 10キロ歩く",
  })
  void find_otherKanaOrWidth_findsTheSame(String typed, String expected) {
    post("リンゴの収穫", "林檎", "稲刈り", "WiFiの設定", "10キロ歩く");
    finds(typed, expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "草, 草刈り",
    "雪, 雪かき 雪下ろし",
    "雪下, 雪下ろし",
    "く, 草刈り クマよけの柵",
    "くさ, 草刈り",
    "クマ, クマよけの柵",
    "w, wifi",
    "公民館の掃, 公民館の掃除",
  })
  void find_theBeginningOfAWord_findsItAsOneTypes(String typed, String expected) {
    post("草刈り", "雪かき", "雪下ろし", "クマよけの柵", "wifi", "公民館の掃除");
    finds(typed, expected.split(" "));
  }

  /** Words without spaces in kana, half-way through a kanji's reading, and in Latin letters. */
  @ParameterizedTest
  @CsvSource({
    "くさか, 草刈り",
    "草か, 草刈り",
    "くさk, 草刈り",
    "だいこんのしゅうかく, 大根の収穫",
    "だいこんの, 大根の収穫",
    "ﾀﾞｲｺﾝ, 大根の収穫",
    "しんりんせ, 森林整備",
    "かりはらいき, 刈払機の講習",
    "にしあいず, 西会津町の道普請",
    "にしあいづ, 西会津町の道普請",
    "みちぶしん, 西会津町の道普請",
    "雪お, 屋根の雪下ろし",
    "kusakari, 草刈り",
    "Kusak, 草刈り",
    "daikon, 大根の収穫",
    "michibushin, 西会津町の道普請",
    "yukioroshi, 屋根の雪下ろし",
    "でんきさく, 電気柵",
    "柵, 電気柵",
    "ウイスキー, ",
  })
  void find_asItSounds_findsIt(String typed, @Nullable String expected) {
    post("草刈り", "大根の収穫", "森林整備", "刈払機の講習", "西会津町の道普請", "屋根の雪下ろし", "電気柵");
    finds(typed, expected == null ? new String[0] : expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "会津の浜, 會津の濱",
    "會津の濱, 會津の濱",
    "渡辺, 渡邊さんの畑",
    "霞ケ丘, 霞ヶ丘の花壇",
    "葛󠄀, 葛の刈り取り",
    "サークル, サ－クルの部屋",
    "バイオリン, ヴァイオリンの会",
    "つづみ, 鼓の会",
    "つずみ, 鼓の会",
  })
  void find_oldAndOtherForms_findTheCommonOne(String typed, String expected) {
    post("會津の濱", "渡邊さんの畑", "霞ヶ丘の花壇", "葛の刈り取り", "サ－クルの部屋", "ヴァイオリンの会", "鼓の会");
    finds(typed, expected);
  }

  /** Each column is weaker than the one before: itself, synonym, beginning; title before text. */
  @Test
  void order_ofWaysToBeFound_isThatOfTheFormula() {
    put(text("草刈り機の点検", "物置にあります"));
    put(text("道の手入れ", "除草のあと"));
    put(text("墓地の除草", "お彼岸の前に"));
    put(text("道の掃除", "草刈りのあと"));
    put(text("畑の仕事", "くさかりき"));
    put(text("草刈り", "道ぞいに"));
    assertEquals(List.of("草刈り機の点検", "草刈り", "墓地の除草", "道の掃除", "道の手入れ", "畑の仕事"), found("草刈り"));
    assertEquals(List.of("草刈り機の点検"), found("草刈り 物置"));
  }

  private static TaskText text(String title, String description) {
    return new TaskText(title, description, "", "", "", List.of(), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"人足", "総事", "日役"})
  void find_lettersThatStandTogetherByChance_areNotTheWord(String typed) {
    post("あと二人足りません", "人足らずの村", "総事業費の説明", "総事務局", "土日役場は休み", "一日役員", "太田役場");
    post("人足のお願い", "総事のお知らせ", "日役に出る");
    finds(typed, "人足のお願い", "総事のお知らせ", "日役に出る");
  }

  @Test
  void find_severalWords_mustAllBeThere() {
    post("奥川の草刈り", "奥川の雪かき", "西会津の草刈り");
    finds("奥川 草刈り", "奥川の草刈り");
    finds("奥川　除草", "奥川の草刈り");
    finds("奥川 稲刈り");
  }

  @Test
  void find_quotedWords_areAPhraseWithoutSynonyms() {
    post("小学校の庭の草刈り", "庭の小学校跡", "小学校の庭の除草");
    finds("小学校の庭", "小学校の庭の草刈り", "庭の小学校跡", "小学校の庭の除草");
    finds("\"小学校の庭\"", "小学校の庭の草刈り", "小学校の庭の除草");
    finds("“草刈り” 小学校", "小学校の庭の草刈り");
    finds("\"小学校の庭", "小学校の庭の草刈り", "小学校の庭の除草");
  }

  @Test
  void find_wordsOfEveryField_areFoundAndTitlesStandFirst() {
    put(new TaskText("畑仕事", "軽トラックで運びます", "旧奥川小学校", "西会津町", "奥川自治会", List.of("運転"), List.of("大根")));
    put(new TaskText("大根の収穫", "朝から", "公民館", "西会津町", "奥川自治会", List.of(), List.of()));
    for (String typed : List.of("軽トラック", "運ぶ", "小学校", "西会津町", "自治会", "運転", "畑")) {
      assertTrue(found(typed).contains("畑仕事"), typed);
    }
    assertEquals(List.of("大根の収穫", "畑仕事"), found("大根"));
  }

  @Test
  void find_phraseAcrossFields_isNoPhrase() {
    put(new TaskText("奥川の", "草刈り", "", "", "", List.of(), List.of()));
    finds("\"奥川の草刈り\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!!",
        "＊",
        "\"",
        "\"\"",
        "\"!\"",
        "()[]{}^~:\\/",
        "AND",
        "OR NOT",
        "*",
        "?",
        "の",
        "🍎",
        "\u0000",
        "\ud83c",
        "ー",
        "、。",
        "field:value",
        "(",
        "草 AND (",
        "+-&&||"
      })
  void find_signsAndOddities_neverFails(String typed) {
    post("草刈り");
    assertTrue(search(typed).total() <= 1);
  }

  @Test
  void find_veryLongInput_neverFails() {
    post("草刈り", "雪かき");
    for (String piece :
        List.of("草刈り", "草 ", "人足", "あ", "a", "\"", "水路整備共同作業", "除雪 ", "ｶ", "🍎", "a b ", "奥川村大字")) {
      search(piece.repeat(1000 / piece.length()));
      search(piece.repeat(100_000 / piece.length()));
    }
    finds("草刈り ".repeat(300), "草刈り");
  }

  @Test
  void page_byRelevance_showsEachTaskOnce() {
    post("草刈り", "草刈りの手伝い", "草刈り", "除草と雪かき", "草刈り", "草刈りと草刈り", "雪かき");
    List<UUID> whole = new ArrayList<>();
    search("草刈り").items().forEach(hit -> whole.add(hit.id()));
    assertEquals(6, whole.size());
    List<UUID> paged = new ArrayList<>();
    String cursor = null;
    do {
      Found page =
          engine.search(
              new TaskSearch(
                  "草刈り",
                  TaskFilter.NONE,
                  List.of(),
                  null,
                  TaskSort.RELEVANCE,
                  2,
                  cursor,
                  Asking.NOW));
      page.items().forEach(hit -> paged.add(hit.id()));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertEquals(whole, paged);
  }

  @Test
  void find_anythingAtAll_neverFails() {
    post("草刈り", "雪かき");
    SplittableRandom random = new SplittableRandom(2);
    int[][] alphabets = {
      {0, 0x7f}, {0x3000, 0x30ff}, {0x4e00, 0x9fff}, {0xff00, 0xffef}, {0, 0x10ffff}
    };
    for (int i = 0; i < 300; i++) {
      int[] alphabet = alphabets[random.nextInt(alphabets.length)];
      StringBuilder typed = new StringBuilder();
      for (int length = random.nextInt(1, 300); length > 0; length--) {
        typed.appendCodePoint(random.nextInt(alphabet[0], alphabet[1] + 1));
      }
      assertTrue(search(typed.toString()).total() <= 2);
    }
  }

  @Test
  void find_nothingTyped_findsAll() {
    post("草刈り", "雪かき");
    finds("", "草刈り", "雪かき");
    finds(" 　", "草刈り", "雪かき");
    finds("!?");
  }

  private void post(String... newTitles) {
    for (String title : newTitles) {
      put(new TaskText(title, "", "", "", "", List.of(), List.of()));
    }
  }

  private void put(TaskText text) {
    titles.add(text.title());
    engine.apply(List.of(new Change.PutTask(Asking.task(titles.size()).says(text).row())), "p");
  }

  private void finds(String typed, String... expected) {
    assertEquals(new TreeSet<>(List.of(expected)), new TreeSet<>(found(typed)), typed);
  }

  private List<String> found(String typed) {
    return search(typed).items().stream()
        .map(hit -> titles.get((int) hit.id().getLeastSignificantBits() - 1))
        .toList();
  }

  private Found search(String typed) {
    engine.refresh();
    return engine.search(TaskSearch.words(typed, 100, Asking.NOW));
  }
}
