package yui.tasks;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Days, times and numbers as people in Japan type them. */
public final class TypedWordsFuzz {
  private static final LocalDate TODAY = LocalDate.of(2028, 2, 29);

  private TypedWordsFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String typed = new String(bytes, StandardCharsets.UTF_8);
    TypedWords.day(typed, TODAY)
        .ifPresent(
            day -> {
              if (!TypedWords.day(day.toString(), TODAY).orElseThrow().equals(day)) {
                throw new AssertionError(day.toString());
              }
            });
    TypedWords.time(typed);
    TypedWords.number(typed)
        .ifPresent(
            number -> {
              if (number < 0) throw new AssertionError(number.toString());
            });
  }
}
