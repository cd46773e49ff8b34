package yui.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiscalYearTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-12-05");

  @Test
  void of_aDay_beginsInApril() {
    assertEquals(2025, FiscalYear.of(LocalDate.parse("2026-03-31")).year());
    assertEquals(2026, FiscalYear.of(LocalDate.parse("2026-04-01")).year());
    assertEquals(2026, FiscalYear.of(LocalDate.parse("2027-01-01")).year());
  }

  @Test
  void days_ofAYear_areItsFirstAndLast() {
    FiscalYear year = new FiscalYear(2026);
    assertEquals(LocalDate.parse("2026-04-01"), year.first());
    assertEquals(LocalDate.parse("2027-03-31"), year.last());
  }

  @Test
  void asked_whatIsNoYear_isTodays() {
    assertEquals(2024, FiscalYear.asked(Optional.of("2024"), TODAY).year());
    for (String none : new String[] {"", "1999", "20xx", "20245", "２０２４"}) {
      assertEquals(2026, FiscalYear.asked(Optional.of(none), TODAY).year(), none);
    }
    assertEquals(2026, FiscalYear.asked(Optional.empty(), TODAY).year());
  }

  @Test
  void words_ofAYear_nameTheEraAsOfficesDo() {
    assertEquals("令和8年度（2026年度）", new FiscalYear(2026).words(Lang.JA));
    assertEquals("平成30年度（2018年度）", new FiscalYear(2018).words(Lang.JA));
    // On 1 April 2019 it was still Heisei.
    assertEquals("平成31年度（2019年度）", new FiscalYear(2019).words(Lang.JA));
    assertEquals("平成元年度（1989年度）", new FiscalYear(1989).words(Lang.EASY));
    assertEquals("fiscal 2026 (April 2026 to March 2027)", new FiscalYear(2026).words(Lang.EN));
  }

  @Test
  void month_inWords_isOfItsLanguage() {
    assertEquals("2026年4月", FiscalYear.month(YearMonth.of(2026, 4), Lang.JA));
    assertEquals("April 2026", FiscalYear.month(YearMonth.of(2026, 4), Lang.EN));
  }
}
