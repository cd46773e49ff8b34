package yui.people;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import yui.core.Lang;

/** Days as people say them. */
final class SpokenDays {
  private static final DateTimeFormatter DAY_JA =
      DateTimeFormatter.ofPattern("M月d日（E）", Locale.JAPANESE);
  private static final DateTimeFormatter DAY_EN =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_JA =
      DateTimeFormatter.ofPattern("M/d（E）", Locale.JAPANESE);
  private static final DateTimeFormatter MONTH_JA =
      DateTimeFormatter.ofPattern("M月", Locale.JAPANESE);
  private static final DateTimeFormatter MONTH_EN =
      DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);

  private SpokenDays() {}

  /** {@code 12月4日（金）–12月7日（月）}. */
  static String period(LocalDate from, LocalDate to, Lang lang) {
    DateTimeFormatter day = lang == Lang.EN ? DAY_EN : DAY_JA;
    return from.equals(to) ? day.format(from) : day.format(from) + "–" + day.format(to);
  }

  /** {@code 11/28（土）}. */
  static String brief(LocalDate day, Lang lang) {
    return (lang == Lang.EN ? DAY_EN : SHORT_JA).format(day);
  }

  static String month(LocalDate day, Lang lang) {
    return (lang == Lang.EN ? MONTH_EN : MONTH_JA).format(day);
  }
}
