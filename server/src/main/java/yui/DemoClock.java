package yui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import yui.core.Refusal;

/** A clock that can be put forward, never back, so that a demonstration reaches Saturday. */
final class DemoClock implements InstantSource {
  // Further ahead there are years that neither the index nor a date field can say.
  private static final Duration FURTHEST = Duration.ofDays(10 * 366);

  private final InstantSource wall;
  private final Path file;
  private volatile Duration ahead;

  /** The clock whose lead over the wall clock is kept in a file. */
  DemoClock(InstantSource wall, Path file) {
    this.wall = wall;
    this.file = file;
    try {
      this.ahead =
          Files.exists(file) ? Duration.parse(Files.readString(file).strip()) : Duration.ZERO;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant instant() {
    return wall.instant().plus(ahead);
  }

  /** Goes anywhere in time, for playing the demo's past; nothing is kept. */
  synchronized void travel(Instant then) {
    ahead = Duration.between(wall.instant(), then);
  }

  synchronized void reach(Instant then) {
    Duration wanted = Duration.between(wall.instant(), then);
    if (wanted.compareTo(ahead) < 0) throw Refusal.conflict("clock_goes_forward_only");
    if (wanted.compareTo(FURTHEST) > 0) throw Refusal.conflict("clock_goes_ten_years_ahead");
    ahead = wanted;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, wanted.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
