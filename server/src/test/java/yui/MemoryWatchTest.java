package yui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MemoryWatchTest {
  private static final double FULL = 0.97;

  private final MemoryWatch watch = new MemoryWatch();

  @Test
  void breathless_afterTwentySecondsOfCollecting_isTold() {
    for (int second = 1; second < 20; second++) {
      assertFalse(watch.isBreathless(950, 1_000, FULL), "after " + second + " s");
    }
    assertTrue(watch.isBreathless(950, 1_000, FULL));
  }

  @Test
  void breathless_whenItBreathesMeanwhile_beginsAnew() {
    for (int second = 1; second < 20; second++) watch.isBreathless(950, 1_000, FULL);
    assertFalse(watch.isBreathless(300, 1_000, FULL));
    assertFalse(watch.isBreathless(950, 1_000, FULL));
  }

  @Test
  void breathless_withRoomAfterEachCollection_isNot() {
    for (int second = 1; second <= 60; second++) {
      assertFalse(watch.isBreathless(950, 1_000, 0.5));
    }
  }
}
