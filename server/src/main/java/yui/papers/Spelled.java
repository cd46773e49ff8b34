package yui.papers;

import java.time.LocalDate;
import java.time.chrono.JapaneseChronology;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import yui.core.Lang;

/** Days and sums of yen as papers spell them: 令和8年12月5日, 金壱万弐千円也. */
public final class Spelled {
  private static final DateTimeFormatter ERA =
      DateTimeFormatter.ofPattern("GGGGy年M月d日", Locale.JAPAN)
          .withChronology(JapaneseChronology.INSTANCE);
  private static final DateTimeFormatter DAY_EN =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  private static final String[] DIGITS = {"零", "壱", "弐", "参", "四", "五", "六", "七", "八", "九"};
  private static final String[] WITHIN = {"", "拾", "百", "千"};
  private static final String[] GROUPS = {"", "万", "億", "兆", "京"};

  private static final String[] SMALL = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };
  private static final String[] TENS = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };
  private static final String[] THOUSANDS = {
    "", " thousand", " million", " billion", " trillion", " quadrillion"
  };

  private Spelled() {}

  /** With the year of the era in Japanese. */
  public static String day(LocalDate day, Lang lang) {
    return lang.isEnglish() ? DAY_EN.format(day) : ERA.format(day).replaceFirst("(?<=\\D)1年", "元年");
  }

  /** A calendar year beside the era's: 2026年（令和8年）. */
  public static String year(int year, Lang lang) {
    if (lang.isEnglish()) return Integer.toString(year);
    String era = day(LocalDate.of(year, 12, 31), lang).replaceFirst("年.*", "年");
    return year + "年（" + era + "）";
  }

  /** A sum in words that no stroke of a pen turns into another. */
  public static String yen(long yen, Lang lang) {
    if (yen < 0) throw new IllegalArgumentException("a negative sum is on no receipt: " + yen);
    return lang.isEnglish() ? capital(english(yen)) + " yen" : "金" + japanese(yen) + "円也";
  }

  private static String japanese(long number) {
    if (number == 0) return DIGITS[0];
    StringBuilder spelled = new StringBuilder();
    for (int group = GROUPS.length - 1; group >= 0; group--) {
      long four = number / (long) Math.pow(10_000, group) % 10_000;
      if (four == 0) continue;
      for (int place = 3; place >= 0; place--) {
        int digit = (int) (four / (long) Math.pow(10, place) % 10);
        if (digit > 0) spelled.append(DIGITS[digit]).append(WITHIN[place]);
      }
      spelled.append(GROUPS[group]);
    }
    return spelled.toString();
  }

  private static String english(long number) {
    if (number == 0) return SMALL[0];
    List<String> groups = new ArrayList<>();
    for (int group = 0; number > 0; group++, number /= 1_000) {
      int three = (int) (number % 1_000);
      if (three > 0) groups.addFirst(hundreds(three) + THOUSANDS[group]);
    }
    return String.join(" ", groups);
  }

  private static String hundreds(int number) {
    String below = belowHundred(number % 100);
    if (number < 100) return below;
    return SMALL[number / 100] + " hundred" + (below.isEmpty() ? "" : " and " + below);
  }

  private static String belowHundred(int number) {
    if (number == 0) return "";
    if (number < 20) return SMALL[number];
    return TENS[number / 10] + (number % 10 == 0 ? "" : "-" + SMALL[number % 10]);
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
