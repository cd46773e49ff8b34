package yui.web;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import yui.core.Refusal;

/**
 * How many requests a minute one address or person may make; one busy caller starves nobody else.
 */
public final class Limits {
  private static final int MOST_WINDOWS = 100_000;

  private record Window(long minute, int count) {}

  private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();
  private final InstantSource wallClock;
  private final int perMinute;

  public Limits(InstantSource wallClock, int perMinute) {
    this.wallClock = wallClock;
    this.perMinute = perMinute;
  }

  /** Counts one request, or refuses it. */
  public void count(String who) {
    long seconds = wallClock.instant().getEpochSecond();
    long minute = seconds / 60;
    if (windows.size() > MOST_WINDOWS) windows.values().removeIf(w -> w.minute() != minute);
    Window window =
        windows.merge(
            who,
            new Window(minute, 1),
            (old, one) -> old.minute() == minute ? new Window(minute, old.count() + 1) : one);
    if (window.count() > perMinute) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "too_many_requests", Map.of("seconds", 60 - seconds % 60));
    }
  }
}
