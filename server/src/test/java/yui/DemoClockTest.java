package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Refusal;

/** The demo's clock, put where people put it. */
class DemoClockTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void reach_backOrBeyondTheYearsThatCanBeSaid_isRefusedAndChangesNothing() {
    DemoClock clock = new DemoClock(() -> NOW, folder.resolve("clock"));
    Instant saturday = Instant.parse("2026-12-05T00:30:00Z");
    clock.reach(saturday);
    assertEquals("clock_goes_forward_only", refusal(clock, NOW));
    assertEquals(
        "clock_goes_ten_years_ahead", refusal(clock, Instant.parse("9999-01-01T00:00:00Z")));
    assertEquals(saturday, clock.instant());
    assertEquals(saturday, new DemoClock(() -> NOW, folder.resolve("clock")).instant());
  }

  private static String refusal(DemoClock clock, Instant then) {
    return assertThrows(Refusal.class, () -> clock.reach(then)).code();
  }
}
