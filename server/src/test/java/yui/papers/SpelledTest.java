package yui.papers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import yui.core.Lang;

class SpelledTest {
  @Test
  void yen_inWords_saysEverySum() {
    String table =
        """
        0                 | 金零円也                       | Zero yen
        1                 | 金壱円也                       | One yen
        10                | 金壱拾円也                     | Ten yen
        105               | 金壱百五円也                   | One hundred and five yen
        1000              | 金壱千円也                     | One thousand yen
        3063              | 金参千六拾参円也               | Three thousand sixty-three yen
        10000             | 金壱万円也                     | Ten thousand yen
        12345             | 金壱万弐千参百四拾五円也       | Twelve thousand three hundred and forty-five yen
        100000            | 金壱拾万円也                   | One hundred thousand yen
        20000005          | 金弐千万五円也                 | Twenty million five yen
        119000000         | 金壱億壱千九百万円也           | One hundred and nineteen million yen
        1000000000000000  | 金壱千兆円也                   | One quadrillion yen
        """;
    for (String line : table.strip().split("\n")) {
      String[] cells = line.split("\\|");
      long yen = Long.parseLong(cells[0].strip());
      assertEquals(cells[1].strip(), Spelled.yen(yen, Lang.JA));
      assertEquals(cells[2].strip(), Spelled.yen(yen, Lang.EN));
    }
  }

  @Test
  void day_onPapers_isOfTheEra() {
    assertEquals("令和8年12月5日", Spelled.day(LocalDate.of(2026, 12, 5), Lang.JA));
    assertEquals("令和元年5月1日", Spelled.day(LocalDate.of(2019, 5, 1), Lang.EASY));
    assertEquals("平成31年4月30日", Spelled.day(LocalDate.of(2019, 4, 30), Lang.JA));
    assertEquals("令和11年1月1日", Spelled.day(LocalDate.of(2029, 1, 1), Lang.JA));
    assertEquals("5 December 2026", Spelled.day(LocalDate.of(2026, 12, 5), Lang.EN));
    assertEquals("2026年（令和8年）", Spelled.year(2026, Lang.JA));
    assertEquals("2019年（令和元年）", Spelled.year(2019, Lang.JA));
  }
}
