package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.communities.Community;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.Lang;
import yui.web.Words;

/** What is typed into the one field on Wednesday, 2 December 2026. */
class MeaningTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 2);
  private static final Set<String> SPOTS = Set.of("奥川", "中町");
  private static final Words WORDS = Words.load();
  private static final List<Community> COMMUNITIES =
      List.of(
          community("074055", "西会津町", "Nishiaizu"),
          community("072028", "会津若松市", "Aizuwakamatsu"),
          community("142107", "三浦市", "Miura"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "草刈り                   | 草刈り          | ",
        "土曜 草刈り 奥川         | 草刈り          | days 12月5日（土）, place 奥川",
        "今週末の雪かき           | 雪かき          | days 12月5日（土）–12月6日（日）",
        "来月　西会津             |                 | days 1月1日（金）–1月31日（日）, communityId 西会津町",
        "西会津町の草刈り         | 草刈り          | communityId 西会津町",
        "奥川で明日の人足         | 人足            | place 奥川, days 12月3日（木）",
        "福島                     |                 | prefecture 福島県",
        "神奈川県 大根            | 大根            | prefecture 神奈川県",
        "北海道                   | 北海道          | ",
        "Nishiaizu SNOW           | SNOW            | communityId 西会津町",
        "１２月５日　草刈り       | 草刈り          | days 12月5日（土）",
        "土曜 日曜                |                 | days 12月5日（土）–12月6日（日）",
        "西会津 三浦              | 三浦            | communityId 西会津町",
        "交通費あり 大根          | 大根            | travelPaid 交通費が出る",
        "交通費                   | 交通費          | ",
        "日曜大工                 | 日曜大工        | ",
        "\"土曜 奥川\"            | \"土曜 奥川\"   | ",
        "“来月”                   | “来月”          | ",
        "snow this weekend        | snow            | days 12月5日（土）–12月6日（日）",
        "わたしの三浦の畑         | わたしの三浦の畑 | ",
      })
  void meaning_ofWhatIsTyped_isWordsAndFilters(String typed, String q, String understood) {
    Meaning meaning = read(asking(typed, null), true);
    assertEquals(q, meaning.q());
    assertEquals(understood == null ? "" : understood, told(meaning));
  }

  @Test
  void meaning_withTheFilterSet_takesNoneFromWords() {
    Meaning meaning = read(asking("土曜 草刈り", TODAY), true);
    assertEquals("草刈り", meaning.typed(String.valueOf(meaning.q())));
    assertEquals("", told(meaning));
  }

  @Test
  void meaning_withoutPlaces_looksForThem() {
    Meaning meaning = read(asking("土曜 西会津 奥川", null), false);
    assertEquals("西会津 奥川", meaning.q());
    assertEquals("days 12月5日（土）", told(meaning));
  }

  @Test
  void without_oneWord_keepsTheOthers() {
    Meaning meaning = read(asking("土曜 草刈り 奥川", null), true);
    assertEquals("奥川 草刈り", meaning.without(meaning.understood().get(0)));
    assertEquals("土曜 草刈り", meaning.without(meaning.understood().get(1)));
    assertEquals("土曜 奥川 雪かき", meaning.typed("雪かき"));
  }

  @Test
  void meaning_ofAnythingAtAll_neverFails() {
    String[] signs = {
      "土曜",
      "の",
      "奥川",
      " ",
      "　",
      "\"",
      "“",
      "来月",
      "/",
      "12",
      "月",
      "\ud83c",
      "\u0000",
      "this weekend",
      "()"
    };
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3000; i++) {
      String typed =
          random
              .ints(random.nextInt(12), 0, signs.length)
              .mapToObj(sign -> signs[sign])
              .collect(Collectors.joining());
      Meaning meaning = read(asking(typed, null), random.nextBoolean());
      assertTrue(meaning.understood().size() <= 4, typed);
    }
  }

  private static String told(Meaning meaning) {
    return meaning.understood().stream()
        .map(one -> one.filter() + " " + one.label())
        .collect(Collectors.joining(", "));
  }

  private static Meaning read(SearchFilters search, boolean withPlaces) {
    return new Meaning.Reading(
            search,
            TODAY,
            COMMUNITIES,
            words -> words.stream().filter(SPOTS::contains).collect(Collectors.toSet()),
            withPlaces,
            WORDS,
            Lang.JA)
        .meaning();
  }

  private static SearchFilters asking(String q, LocalDate from) {
    return new SearchFilters(q, null, null, null, null, null, null, from, null, null, null, null);
  }

  private static Community community(String code, String name, String nameEn) {
    return new Community(new CommunityId(Ids.next()), code, name, nameEn, "", 37, 139, "", "");
  }
}
