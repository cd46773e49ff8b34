package yui.tasks;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Days, times and numbers as people in Japan type them: full width, 令和8年12月5日, 12/5, 8時半. */
public final class TypedWords {
  private static final int REIWA_BEFORE = 2018;
  private static final Pattern REIWA =
      Pattern.compile("(?:R|r|令和)\\s*(元|\\d{1,2})[年./-](\\d{1,2})[月./-](\\d{1,2})日?");
  private static final Pattern FULL = Pattern.compile("(\\d{4})[年./-](\\d{1,2})[月./-](\\d{1,2})日?");
  private static final Pattern MONTH_AND_DAY = Pattern.compile("(\\d{1,2})[月./-](\\d{1,2})日?");
  private static final Pattern TIME =
      Pattern.compile("(午前|午後)?(\\d{1,2})(?:[:時](?:(\\d{1,2})分?|(半))?)?");
  private static final Pattern TIME_WITHOUT_COLON = Pattern.compile("(\\d{1,2})(\\d{2})");

  private TypedWords() {}

  /** Full width becomes half, the many dashes one. */
  static String fold(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[‐‑–—−ー－]", "-").strip();
  }

  /** A day; one without a year is the next to come. */
  public static Optional<LocalDate> day(String typed, LocalDate today) {
    String text = fold(typed).replaceAll("\\s", "");
    try {
      Matcher reiwa = REIWA.matcher(text);
      if (reiwa.matches()) {
        int year = reiwa.group(1).equals("元") ? 1 : Integer.parseInt(reiwa.group(1));
        return Optional.of(day(REIWA_BEFORE + year, reiwa.group(2), reiwa.group(3)));
      }
      Matcher full = FULL.matcher(text);
      if (full.matches()) {
        return Optional.of(day(Integer.parseInt(full.group(1)), full.group(2), full.group(3)));
      }
      Matcher short_ = MONTH_AND_DAY.matcher(text);
      if (short_.matches()) {
        LocalDate day = day(today.getYear(), short_.group(1), short_.group(2));
        return Optional.of(day.isBefore(today) ? day.plusYears(1) : day);
      }
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static LocalDate day(int year, String month, String day) {
    return LocalDate.of(year, Integer.parseInt(month), Integer.parseInt(day));
  }

  static Optional<LocalTime> time(String typed) {
    String text = fold(typed).replaceAll("\\s", "");
    try {
      Matcher time = TIME.matcher(text);
      if (time.matches()) {
        int hour = Integer.parseInt(time.group(2)) + ("午後".equals(time.group(1)) ? 12 : 0);
        int minute =
            time.group(4) != null
                ? 30
                : time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        return Optional.of(LocalTime.of(hour, minute));
      }
      Matcher bare = TIME_WITHOUT_COLON.matcher(text);
      if (bare.matches()) {
        return Optional.of(
            LocalTime.of(Integer.parseInt(bare.group(1)), Integer.parseInt(bare.group(2))));
      }
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** A whole number, with or without 円, 人, 食 and commas. */
  public static Optional<Long> number(String typed) {
    String text = fold(typed).replaceAll("[,\\s円人食]", "");
    return text.matches("\\d{1,12}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
