package yui;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import yui.core.Lang;

/** One day as people say it: 11月28日（土）, Saturday, 28 November. */
final class SpokenDays {
  private static final DateTimeFormatter JA =
      DateTimeFormatter.ofPattern("M月d日（E）", Locale.JAPANESE);
  private static final DateTimeFormatter EN =
      DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);

  private SpokenDays() {}

  static String say(LocalDate day, Lang lang) {
    return (lang == Lang.EN ? EN : JA).format(day);
  }
}
