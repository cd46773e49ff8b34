package yui.core;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** April to March, as Japanese offices count; named by the year it begins in. */
public record FiscalYear(int year) {

  public static FiscalYear of(LocalDate day) {
    return new FiscalYear(day.getYear() - (day.getMonthValue() < 4 ? 1 : 0));
  }

  /** The year in whose April it begins; today's where none is named, or what is named is none. */
  public static FiscalYear asked(Optional<String> year, LocalDate today) {
    return year.filter(text -> text.matches("20[0-9]{2}"))
        .map(text -> new FiscalYear(Integer.parseInt(text)))
        .orElseGet(() -> of(today));
  }

  public LocalDate first() {
    return LocalDate.of(year, 4, 1);
  }

  public LocalDate last() {
    return LocalDate.of(year + 1, 3, 31);
  }

  /** 令和8年度（2026年度）, or fiscal 2026. */
  public String words(Lang lang) {
    if (lang.isEnglish())
      return "fiscal " + year + " (April " + year + " to March " + (year + 1) + ")";
    JapaneseDate first = JapaneseDate.from(first());
    int inEra = first.get(ChronoField.YEAR_OF_ERA);
    String era = first.getEra().getDisplayName(TextStyle.FULL, Locale.JAPANESE);
    return era + (inEra == 1 ? "元" : Integer.toString(inEra)) + "年度（" + year + "年度）";
  }

  public static String month(YearMonth month, Lang lang) {
    return DateTimeFormatter.ofPattern(
            lang.isEnglish() ? "MMMM uuuu" : "uuuu年M月",
            lang.isEnglish() ? Locale.ENGLISH : Locale.JAPANESE)
        .format(month);
  }
}
