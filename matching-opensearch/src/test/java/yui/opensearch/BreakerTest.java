package yui.opensearch;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import yui.engine.Unanswered;

class BreakerTest {
  private static final Unanswered SILENT = new Unanswered("silent", null);
  private static final long LONG = Duration.ofSeconds(5).toNanos();

  private final Breaker breaker = new Breaker();

  @Test
  void enter_afterThreeFailures_isRefusedUntilOneIsAnswered() {
    for (int i = 0; i < 3; i++) breaker.failed(breaker.enter(), SILENT);
    assertThrows(Unanswered.class, breaker::enter);
    breaker.answered();
    breaker.enter();
  }

  @Test
  void enter_afterSomebodyWaitedLongForNothing_isRefused() {
    breaker.failed(breaker.enter() - LONG, SILENT);
    // The breaker is as old as the test, so somebody was answered meanwhile.
    breaker.enter();
    Breaker old = new Breaker();
    long entered = old.enter();
    pause(1100);
    old.failed(entered, SILENT);
    assertThrows(Unanswered.class, old::enter);
  }

  @Test
  void enter_afterThePause_letsOneTryAndNobodyBesideThem() {
    for (int i = 0; i < 3; i++) breaker.failed(breaker.enter(), SILENT);
    pause(2100);
    long entered = breaker.enter();
    pause(2100);
    assertThrows(Unanswered.class, breaker::enter);
    breaker.failed(entered, SILENT);
    assertThrows(Unanswered.class, breaker::enter);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
