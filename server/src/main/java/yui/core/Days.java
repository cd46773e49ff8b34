package yui.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Japanese days: whatever the host's time zone, a day begins at midnight in Tokyo. */
public final class Days {
  public static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private Days() {}

  public static LocalDate of(Instant instant) {
    return instant.atZone(TOKYO).toLocalDate();
  }

  public static Instant startOf(LocalDate day) {
    return day.atStartOfDay(TOKYO).toInstant();
  }

  /** An instant as answers write it: with Tokyo's offset. */
  public static OffsetDateTime at(Instant instant) {
    return instant.atZone(TOKYO).toOffsetDateTime();
  }

  public static @Nullable OffsetDateTime maybeAt(@Nullable Instant instant) {
    return instant == null ? null : at(instant);
  }
}
