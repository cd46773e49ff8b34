package yui.core;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Days, times and sums as people say them, on Japan's clock. */
public final class Spoken {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY_JA =
      DateTimeFormatter.ofPattern("M月d日（E）", Locale.JAPANESE);
  private static final DateTimeFormatter DAY_EN =
      DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR_DAY_JA =
      DateTimeFormatter.ofPattern("uuuu年M月d日（E）", Locale.JAPANESE);
  private static final DateTimeFormatter YEAR_DAY_EN =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter EACH_YEAR_JA =
      DateTimeFormatter.ofPattern("M月d日", Locale.JAPANESE);
  private static final DateTimeFormatter EACH_YEAR_EN =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter BRIEF_JA =
      DateTimeFormatter.ofPattern("M/d（E）", Locale.JAPANESE);
  private static final DateTimeFormatter BRIEF_EN =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH_JA =
      DateTimeFormatter.ofPattern("M月", Locale.JAPANESE);
  private static final DateTimeFormatter MONTH_EN =
      DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR_MONTH_JA =
      DateTimeFormatter.ofPattern("y年M月", Locale.JAPANESE);
  private static final DateTimeFormatter YEAR_MONTH_EN =
      DateTimeFormatter.ofPattern("MMMM y", Locale.ENGLISH);

  private Spoken() {}

  /** {@code 2026年12月5日（土）9:00–12:00}; an end on another day is named. */
  public static String period(Instant starts, Instant ends, Lang lang) {
    ZonedDateTime from = starts.atZone(Days.TOKYO);
    ZonedDateTime to = ends.atZone(Days.TOKYO);
    boolean sameDay = from.toLocalDate().equals(to.toLocalDate());
    return switch (lang) {
      case JA, EASY ->
          from.getYear()
              + "年"
              + DAY_JA.format(from)
              + TIME.format(from)
              + "–"
              + (sameDay ? "" : DAY_JA.format(to))
              + TIME.format(to);
      case EN ->
          DAY_EN.format(from)
              + " "
              + from.getYear()
              + ", "
              + TIME.format(from)
              + "–"
              + (sameDay ? "" : DAY_EN.format(to) + ", ")
              + TIME.format(to);
    };
  }

  /** {@code 8:52}. */
  public static String time(Instant moment) {
    return TIME.format(moment.atZone(Days.TOKYO));
  }

  /** {@code 12月2日（水）}, {@code Wednesday, 2 December}. */
  public static String day(Instant moment, Lang lang) {
    return (lang.isEnglish() ? DAY_EN : DAY_JA).format(moment.atZone(Days.TOKYO));
  }

  /** {@code 2026年12月2日（水）}, {@code Wednesday, 2 December 2026}: where years lie between. */
  public static String dayOfYear(LocalDate day, Lang lang) {
    return (lang.isEnglish() ? YEAR_DAY_EN : YEAR_DAY_JA).format(day);
  }

  /** The same with the time of day. */
  public static String momentOfYear(Instant moment, Lang lang) {
    return dayOfYear(Days.of(moment), lang) + " " + time(moment);
  }

  /** {@code 12月10日}, {@code 10 December}: each year's. */
  public static String day(MonthDay day, Lang lang) {
    return (lang.isEnglish() ? EACH_YEAR_EN : EACH_YEAR_JA).format(day);
  }

  /** The day and the time of day, as a message is dated. */
  public static String moment(Instant moment, Lang lang) {
    return day(moment, lang) + " " + time(moment);
  }

  /** {@code 12月2日（水）18:00まで}, {@code by Wednesday, 2 December, 18:00}. */
  public static String deadline(Instant moment, Lang lang) {
    ZonedDateTime by = moment.atZone(Days.TOKYO);
    return switch (lang) {
      case JA, EASY -> DAY_JA.format(by) + TIME.format(by) + "まで";
      case EN -> "by " + DAY_EN.format(by) + ", " + TIME.format(by);
    };
  }

  /** {@code 12月4日（金）–12月7日（月）}, {@code Fri 4 Dec–Mon 7 Dec}. */
  public static String days(LocalDate from, LocalDate to, Lang lang) {
    DateTimeFormatter day = lang.isEnglish() ? BRIEF_EN : DAY_JA;
    return from.equals(to) ? day.format(from) : day.format(from) + "–" + day.format(to);
  }

  /** {@code 11/28（土）}, {@code Sat 28 Nov}. */
  public static String brief(LocalDate day, Lang lang) {
    return (lang.isEnglish() ? BRIEF_EN : BRIEF_JA).format(day);
  }

  /** {@code 令和8年12月5日（土）}, {@code Saturday, 5 December 2026}: as papers are dated. */
  public static String dated(LocalDate day, Lang lang) {
    if (lang.isEnglish()) return DAY_EN.format(day) + " " + day.getYear();
    JapaneseDate era = JapaneseDate.from(day);
    int inEra = era.get(ChronoField.YEAR_OF_ERA);
    return era.getEra().getDisplayName(TextStyle.FULL, Locale.JAPANESE)
        + (inEra == 1 ? "元" : Integer.toString(inEra))
        + "年"
        + DAY_JA.format(day);
  }

  public static String month(LocalDate day, Lang lang) {
    return (lang.isEnglish() ? MONTH_EN : MONTH_JA).format(day);
  }

  /** {@code 2026年12月}, {@code December 2026}. */
  public static String month(YearMonth month, Lang lang) {
    return (lang.isEnglish() ? YEAR_MONTH_EN : YEAR_MONTH_JA).format(month);
  }

  /** {@code 土}, {@code Sat}. */
  public static String weekday(DayOfWeek day, Lang lang) {
    return day.getDisplayName(
        TextStyle.SHORT_STANDALONE, lang.isEnglish() ? Locale.ENGLISH : Locale.JAPANESE);
  }

  /** {@code 12,000}. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 12,000円}, {@code 12,000 yen}. */
  public static String yen(long amount, Lang lang) {
    return number(amount) + (lang.isEnglish() ? " yen" : "円");
  }
}
