package yui.tasks;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import yui.core.Days;

/** Instants as answers write them: with Tokyo's offset. */
final class Japan {
  private Japan() {}

  static OffsetDateTime at(Instant instant) {
    return instant.atZone(Days.TOKYO).toOffsetDateTime();
  }

  static @Nullable OffsetDateTime maybe(@Nullable Instant instant) {
    return instant == null ? null : at(instant);
  }
}
