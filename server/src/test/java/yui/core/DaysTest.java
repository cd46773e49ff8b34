package yui.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.TimeZone;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Midnight in Japan, wherever the machine thinks it stands. */
class DaysTest {
  private static final LocalDate SATURDAY = LocalDate.of(2026, 11, 28);

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati"})
  void of_aroundMidnight_isTheRightSide(String hostZone) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(hostZone));
    try {
      Instant midnight = Instant.parse("2026-11-27T15:00:00Z");
      assertEquals(SATURDAY.minusDays(1), Days.of(midnight.minusMillis(1)));
      assertEquals(SATURDAY, Days.of(midnight));
      assertEquals(midnight, Days.startOf(SATURDAY));
      assertEquals(
          OffsetDateTime.parse("2026-11-27T23:59:59.999+09:00"), Days.at(midnight.minusMillis(1)));
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
