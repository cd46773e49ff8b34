package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days, times and numbers, however people type them. */
class TypedWordsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

  @ParameterizedTest
  @CsvSource({
    "2026-12-05, 2026-12-05",
    "2026/12/5, 2026-12-05",
    "２０２６年１２月５日, 2026-12-05",
    "R8.12.5, 2026-12-05",
    "令和8年12月5日, 2026-12-05",
    "令和元年5月1日, 2019-05-01",
    "12/5, 2026-12-05",
    "１２／５, 2026-12-05",
    "1月10日, 2027-01-10",
    "2026－12－05, 2026-12-05",
    "12/35, -",
    "あした, -",
    "'', -"
  })
  void day_asTyped_isTheDayMeant(String typed, String meant) {
    assertEquals(meant, TypedWords.day(typed, TODAY).map(LocalDate::toString).orElse("-"));
  }

  @ParameterizedTest
  @CsvSource({
    "8:30, 08:30",
    "08:30, 08:30",
    "８時３０分, 08:30",
    "8時, 08:00",
    "8時半, 08:30",
    "午後1時半, 13:30",
    "830, 08:30",
    "25:00, -",
    "朝, -"
  })
  void time_asTyped_isTheTimeMeant(String typed, String meant) {
    assertEquals(meant, TypedWords.time(typed).map(Object::toString).orElse("-"));
  }

  @ParameterizedTest
  @CsvSource({"3000, 3000", "'３，０００円', 3000", "3人, 3", "三, -", "-5, -"})
  void number_asTyped_isTheNumberMeant(String typed, String meant) {
    assertEquals(meant, TypedWords.number(typed).map(Object::toString).orElse("-"));
  }
}
