package yui.matching;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.Spoken;
import yui.engine.DayRange;

/** Days as people type them, seen from a day: 土曜, 今週末, 来月, 12/5, tomorrow. */
final class DateWords {
  /** Days from one to another, both among them. */
  record Span(LocalDate from, LocalDate to) {
    DayRange range() {
      return new DayRange(from, to);
    }

    static Span parse(String printed) {
      String[] ends = printed.split("/");
      return new Span(LocalDate.parse(ends[0]), LocalDate.parse(ends[1]));
    }

    /** From the first to the last day of both. */
    Span with(Span other) {
      return new Span(
          from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
    }

    String spoken(Lang lang) {
      return Spoken.days(from, to, lang);
    }

    @Override
    public String toString() {
      return from + "/" + to;
    }
  }

  /** Words for days, and what stood behind them. */
  record Said(Span days, String text, String rest) {}

  private static final Map<Pattern, UnaryDays> WORDS = new LinkedHashMap<>();

  /** Which days a word means, seen from one; null when there are no such days. */
  private interface UnaryDays {
    @Nullable Span from(LocalDate today, MatchResult word);
  }

  static {
    say("今日|本日|きょう|today", day -> day);
    say("明後日|あさって", day -> day.plusDays(2));
    say("明日|あした|あす|tomorrow", day -> day.plusDays(1));
    range("今週末|週末|土日|こんしゅうまつ|しゅうまつ|this_weekend|weekend", today -> weekend(today, 0));
    range("再来週末", today -> weekend(today, 2));
    range("来週末|らいしゅうまつ|next_weekend", today -> weekend(today, 1));
    WORDS.put(
        word("(今週の?|来週の?|再来週の?|今度の?|次の|this_|next_)?(?:([月火水木金土日])曜日?|" + weekdays() + ")"),
        DateWords::weekday);
    range("今週|こんしゅう|this_week", today -> new Span(today, monday(today).plusDays(6)));
    range("再来週", today -> week(today, 2));
    range("来週|らいしゅう|next_week", today -> week(today, 1));
    range("今月|こんげつ|this_month", today -> month(today, 0));
    range("再来月", today -> month(today, 2));
    range("来月|らいげつ|next_month", today -> month(today, 1));
    WORDS.put(word("([0-9]{1,2})月([0-9]{1,2})日"), DateWords::date);
    WORDS.put(word("([0-9]{1,2})/([0-9]{1,2})"), DateWords::date);
    WORDS.put(word("([0-9]{1,2})月"), DateWords::namedMonth);
  }

  private DateWords() {}

  /** The days that a folded word says, alone or before a particle and more. */
  static Optional<Said> read(String word, LocalDate today) {
    for (Map.Entry<Pattern, UnaryDays> known : WORDS.entrySet()) {
      Matcher said = known.getKey().matcher(word);
      if (!said.matches()) continue;
      Span days = known.getValue().from(today, said);
      if (days == null) continue;
      String rest = said.group("rest");
      return Optional.of(
          new Said(days, said.group("said").replace('_', ' '), rest == null ? "" : rest));
    }
    return Optional.empty();
  }

  /** Saturday and Sunday; of the weekend that has begun what is left. */
  static Span weekend(LocalDate today, int weeksOn) {
    LocalDate saturday = monday(today).plusDays(5).plusWeeks(weeksOn);
    LocalDate from = saturday.isBefore(today) ? today : saturday;
    return new Span(from, saturday.plusDays(1));
  }

  /** A month; of this one what is left. */
  static Span month(LocalDate today, int monthsOn) {
    YearMonth month = YearMonth.from(today).plusMonths(monthsOn);
    return new Span(monthsOn == 0 ? today : month.atDay(1), month.atEndOfMonth());
  }

  private static Span week(LocalDate today, int weeksOn) {
    LocalDate monday = monday(today).plusWeeks(weeksOn);
    return new Span(monday, monday.plusDays(6));
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static Span weekday(LocalDate today, MatchResult word) {
    String which = word.group(2) == null ? "" : word.group(2);
    String name = word.group(3) == null ? word.group(4) : word.group(3);
    DayOfWeek day = "月火水木金土日".contains(name) ? ja(name) : en(name);
    // Who means today says so.
    LocalDate next = today.with(TemporalAdjusters.next(day));
    int weeksOn = which.startsWith("再来週") ? 2 : which.matches("来週.*|next_") ? 1 : 0;
    LocalDate meant =
        weeksOn == 0 ? next : monday(today).plusWeeks(weeksOn).plusDays(day.getValue() - 1L);
    return new Span(meant, meant);
  }

  private static DayOfWeek ja(String name) {
    return DayOfWeek.of(1 + "月火水木金土日".indexOf(name));
  }

  private static DayOfWeek en(String name) {
    return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static @Nullable Span date(LocalDate today, MatchResult word) {
    try {
      int month = Integer.parseInt(word.group(2));
      LocalDate day = LocalDate.of(today.getYear(), month, Integer.parseInt(word.group(3)));
      LocalDate coming = day.isBefore(today) ? day.plusYears(1) : day;
      return new Span(coming, coming);
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  private static @Nullable Span namedMonth(LocalDate today, MatchResult word) {
    int month = Integer.parseInt(word.group(2));
    if (month < 1 || month > 12) return null;
    return month(today, (month - today.getMonthValue() + 12) % 12);
  }

  private static String weekdays() {
    return "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
  }

  private static void say(String words, UnaryOperator<LocalDate> day) {
    range(words, today -> new Span(day.apply(today), day.apply(today)));
  }

  private static void range(String words, Function<LocalDate, Span> days) {
    WORDS.put(word(words), (today, word) -> days.apply(today));
  }

  private static Pattern word(String words) {
    return Pattern.compile("(?<said>" + words + ")(?:(?:の|に|は|から|,|、)(?<rest>.*))?");
  }
}
