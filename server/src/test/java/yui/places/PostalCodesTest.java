package yui.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.core.Lang;

class PostalCodesTest {
  @ParameterizedTest
  @CsvSource({
    "9694406, 9694406",
    "969-4406, 9694406",
    "〒９６９−４４０６, 9694406",
    "969ー4406, 9694406",
    "96944, ''",
    "西会津, ''"
  })
  void typed_inManyWays_isSevenDigitsOrNothing(String typed, String digits) {
    assertEquals(digits, PostalCodes.typed(typed).orElse(""));
  }

  @Test
  void find_aTown_namesItAndItsMunicipality() {
    assertEquals(
        List.of(
            new PostalPlace(new Municipality("07405", "耶麻郡西会津町", "ヤマグンニシアイヅマチ"), List.of("野沢"))),
        PostalCodes.all().find("9694406"));
  }

  @Test
  void find_theFirstTheLastAndNone_keepsWithinTheFile() {
    assertEquals("01102", PostalCodes.all().find("0010000").getFirst().municipality().code());
    assertEquals("47382", PostalCodes.all().find("9071801").getFirst().municipality().code());
    assertEquals(List.of(), PostalCodes.all().find("0000000"));
    assertEquals(List.of(), PostalCodes.all().find("9999999"));
  }

  @Test
  void find_aCodeOfTwoMunicipalities_namesBoth() {
    // 498-0000 is shared by 愛西市, 弥富市 and towns beside them
    assertTrue(PostalCodes.all().find("4980000").size() > 1);
  }

  @Test
  void municipalities_ofEveryPrefecture_areThere() {
    int all = 0;
    for (String code : Prefectures.codes()) all += Municipalities.of(code).size();
    assertEquals(1_892, all);
    assertEquals(List.of(), Municipalities.of("48"));
    assertEquals(List.of(), Municipalities.of("' or 1=1"));
  }

  @ParameterizedTest
  @CsvSource({
    "37.587, 139.648, 福島県",
    "35.69, 139.69, 東京都",
    "43.06, 141.35, 北海道",
    "26.21, 127.68, 沖縄県",
    "34.98, 138.38, 静岡県",
    "39.0, 135.0, ''"
  })
  void prefecture_ofAPoint_isTheOneAroundIt(double lat, double lon, String name) {
    Optional<String> found = PrefectureShapes.at(lat, lon);
    assertEquals(name, found.map(code -> Prefectures.name(code, Lang.JA)).orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "ニシアイヅマチ, Nishiaizumachi",
    "キョウトシ, Kyotoshi",
    "ジョウホク, Johoku",
    "サッポロシ, Sapporoshi",
    "シンジュクク, Shinjukuku",
    "ハッチョウ, Hatcho"
  })
  void romaji_ofKana_isHepburn(String kana, String latin) {
    assertEquals(latin, Romaji.of(kana).replace("ou", "o"));
  }
}
