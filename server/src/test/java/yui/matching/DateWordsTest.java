package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words for days, seen from Wednesday, 2 December 2026 unless another day is told. */
class DateWordsTest {
  private static final LocalDate WEDNESDAY = LocalDate.of(2026, 12, 2);

  @ParameterizedTest
  @CsvSource({
    "今日, 2026-12-02/2026-12-02",
    "明日, 2026-12-03/2026-12-03",
    "あさって, 2026-12-04/2026-12-04",
    "土曜, 2026-12-05/2026-12-05",
    "水曜日, 2026-12-09/2026-12-09",
    "今週の土曜, 2026-12-05/2026-12-05",
    "来週の土曜, 2026-12-12/2026-12-12",
    "来週月曜, 2026-12-07/2026-12-07",
    "再来週の日曜日, 2026-12-20/2026-12-20",
    "今週末, 2026-12-05/2026-12-06",
    "土日, 2026-12-05/2026-12-06",
    "来週末, 2026-12-12/2026-12-13",
    "再来週末, 2026-12-19/2026-12-20",
    "今週, 2026-12-02/2026-12-06",
    "来週, 2026-12-07/2026-12-13",
    "今月, 2026-12-02/2026-12-31",
    "来月, 2027-01-01/2027-01-31",
    "再来月, 2027-02-01/2027-02-28",
    "12月, 2026-12-02/2026-12-31",
    "11月, 2027-11-01/2027-11-30",
    "12月5日, 2026-12-05/2026-12-05",
    "12/5, 2026-12-05/2026-12-05",
    "12/1, 2027-12-01/2027-12-01",
    "tomorrow, 2026-12-03/2026-12-03",
    "saturday, 2026-12-05/2026-12-05",
    "next_saturday, 2026-12-12/2026-12-12",
    "this_weekend, 2026-12-05/2026-12-06",
    "next_month, 2027-01-01/2027-01-31",
  })
  void read_wordForDays_isThoseDays(String word, String days) {
    assertEquals(
        Optional.of(days), DateWords.read(word, WEDNESDAY).map(said -> said.days().toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-05, 今週末, 2026-12-05/2026-12-06",
    "2026-12-06, 今週末, 2026-12-06/2026-12-06",
    "2026-12-06, 来週末, 2026-12-12/2026-12-13",
    "2026-12-05, 土曜, 2026-12-12/2026-12-12",
    "2026-12-06, 土曜, 2026-12-12/2026-12-12",
    "2026-12-31, 明日, 2027-01-01/2027-01-01",
    "2026-12-31, 来月, 2027-01-01/2027-01-31",
    "2027-01-31, 来月, 2027-02-01/2027-02-28",
  })
  void read_onAnotherDay_goesOnFromThere(LocalDate today, String word, String days) {
    assertEquals(
        Optional.of(days), DateWords.read(word, today).map(said -> said.days().toString()));
  }

  @ParameterizedTest
  @CsvSource({"土曜の草刈り, 土曜, 草刈り", "来月に雪かき, 来月, 雪かき", "12/5から, 12/5, ''"})
  void read_beforeAParticle_leavesTheRest(String word, String text, String rest) {
    DateWords.Said said = DateWords.read(word, WEDNESDAY).orElseThrow();
    assertEquals(text, said.text());
    assertEquals(rest, said.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "日曜大工", "土", "月", "明日香村", "今日子", "13月", "0月", "2/30", "13/1", "5月人形", "週", "", "/"
      })
  void read_anotherWord_isNoDay(String word) {
    assertEquals(Optional.empty(), DateWords.read(word, WEDNESDAY));
  }
}
