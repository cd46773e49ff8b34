package yui.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HalfDaysTest {
  @ParameterizedTest
  @CsvSource({
    "2026-12-05T09:00, 2026-12-05T12:00, 2026-12-05.AM",
    "2026-12-05T09:00, 2026-12-05T13:00, 2026-12-05.AM",
    "2026-12-05T09:00, 2026-12-05T13:01, 2026-12-05.AM 2026-12-05.PM",
    "2026-12-05T11:00, 2026-12-05T13:01, 2026-12-05.PM",
    "2026-12-05T11:00, 2026-12-05T13:00, 2026-12-05.AM",
    "2026-12-05T11:30, 2026-12-05T12:30, 2026-12-05.AM",
    "2026-12-05T11:40, 2026-12-05T12:30, 2026-12-05.PM",
    "2026-12-05T12:00, 2026-12-06T00:00, 2026-12-05.PM",
    "2026-12-05T22:00, 2026-12-06T01:00, 2026-12-05.PM",
    "2026-12-05T22:00, 2026-12-06T02:00, 2026-12-05.PM 2026-12-06.AM",
    "2026-12-05T00:00, 2026-12-05T00:10, 2026-12-05.AM",
    "2026-12-05T13:00, 2026-12-07T10:00, "
        + "2026-12-05.PM 2026-12-06.AM 2026-12-06.PM 2026-12-07.AM",
  })
  void needed_overlapOfMoreThanAnHourOrTheMost_isNeeded(String from, String to, String expected) {
    assertEquals(
        Arrays.asList(expected.split(" ")),
        HalfDays.needed(Asking.tokyo(from), Asking.tokyo(to)).stream()
            .map(HalfDays::print)
            .collect(Collectors.toList()));
  }

  @Test
  void number_firstMorningOfTwentyTwenty_isZero() {
    assertEquals(0, HalfDays.parse("2020-01-01.AM"));
    assertEquals(1, HalfDays.parse("2020-01-01.PM"));
    assertEquals(-1, HalfDays.parse("2019-12-31.PM"));
    assertEquals("2019-12-31.PM", HalfDays.print(-1));
    assertEquals(LocalDate.of(2019, 12, 31), HalfDays.date(-1));
    assertEquals(2 * 366, HalfDays.of(LocalDate.of(2021, 1, 1), false));
    assertEquals(HalfDays.parse("2026-12-05.PM"), HalfDays.at(Asking.tokyo("2026-12-05T12:00")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".AM", "2026-12-05", "2026-12-05.am", "2026-02-30.AM", "x.PM"})
  void parse_notAHalfDay_isRefused(String text) {
    BadQuery refused = assertThrows(BadQuery.class, () -> HalfDays.parse(text));
    assertEquals("half_day_invalid", refused.code());
  }
}
