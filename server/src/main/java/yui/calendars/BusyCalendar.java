package yui.calendars;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.fortuna.ical4j.model.Recur;
import org.jspecify.annotations.Nullable;
import yui.core.Days;
import yui.core.Refusal;

/**
 * When somebody is busy, read out of a calendar file of RFC 5545: what is cancelled or shown as
 * free does not count, what comes again is counted each time. Titles and places are not looked at,
 * and nothing is fetched, not even a time zone.
 */
public final class BusyCalendar {
  /** From one moment to another. */
  public record Span(Instant from, Instant to) {}

  /**
   * What was read.
   *
   * @param events entries that make somebody busy, each once however often it comes again
   * @param unread entries that could not be understood
   */
  public record Found(int events, int unread, List<Span> busy) {}

  private static final int MOST_EVENTS = 20_000;
  private static final int MOST_TIMES = 400;
  private static final int MOST_SPANS = 50_000;
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Period OLDEST = Period.ofYears(60);
  private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
  // Hours, minutes and seconds would make one entry into millions.
  private static final Set<String> PARTS =
      Set.of(
          "FREQ",
          "INTERVAL",
          "COUNT",
          "UNTIL",
          "BYDAY",
          "BYMONTHDAY",
          "BYYEARDAY",
          "BYWEEKNO",
          "BYMONTH",
          "BYSETPOS",
          "WKST");
  // As Outlook names those that Japan's calendars have most.
  private static final Map<String, String> OUTLOOK =
      Map.of(
          "Tokyo Standard Time", "Asia/Tokyo",
          "Korea Standard Time", "Asia/Seoul",
          "China Standard Time", "Asia/Shanghai",
          "Taipei Standard Time", "Asia/Taipei",
          "Singapore Standard Time", "Asia/Singapore",
          "India Standard Time", "Asia/Kolkata",
          "GMT Standard Time", "Europe/London",
          "W. Europe Standard Time", "Europe/Berlin",
          "Eastern Standard Time", "America/New_York",
          "Pacific Standard Time", "America/Los_Angeles");

  /** One line: {@code DTSTART;TZID=Asia/Tokyo:20261205T090000}. */
  private record Line(String name, Map<String, String> parameters, String value) {}

  /** A day, or a time on some clock. */
  private record Time(LocalDateTime local, ZoneId zone, boolean wholeDay) {
    Instant instant() {
      return local.atZone(zone).toInstant();
    }

    Time at(LocalDateTime other) {
      return new Time(other, zone, wholeDay);
    }
  }

  private final LocalDate first;
  private final LocalDate last;
  private final Map<String, ZoneId> zones = new HashMap<>();
  private final Map<String, Set<Instant>> moved = new HashMap<>();
  private final List<Span> busy = new ArrayList<>();
  private ZoneId usual = Days.TOKYO;
  private int events;
  private int unread;

  private BusyCalendar(LocalDate first, LocalDate last) {
    this.first = first;
    this.last = last;
  }

  /**
   * Reads a file; what lies outside the days is left out.
   *
   * @throws Refusal {@code calendar_unreadable} at {@code /calendar} when it is no calendar, {@code
   *     calendar_too_large} when it holds more than can be looked through
   */
  public static Found read(byte[] file, LocalDate first, LocalDate last) {
    BusyCalendar calendar = new BusyCalendar(first, last);
    calendar.read(lines(file));
    return new Found(calendar.events, calendar.unread, List.copyOf(calendar.busy));
  }

  private void read(List<Line> lines) {
    List<List<Line>> entries = entries(lines);
    for (List<Line> entry : entries) {
      Line instead = find(entry, "RECURRENCE-ID");
      if (instead == null) continue;
      try {
        moved
            .computeIfAbsent(value(entry, "UID"), uid -> new HashSet<>())
            .add(time(instead, instead.value()).instant());
      } catch (DateTimeException e) {
        unread++;
      }
    }
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (List<Line> entry : entries) {
      if (System.nanoTime() > until) throw tooLarge();
      try {
        if (counts(entry)) add(entry);
      } catch (DateTimeException
          | IllegalArgumentException
          | ArithmeticException
          | IndexOutOfBoundsException e) {
        // The last from the library, of a rule that breaks off.
        unread++;
      }
    }
  }

  /** The events, each as its lines; zones on the way are remembered. */
  private List<List<Line>> entries(List<Line> lines) {
    List<List<Line>> entries = new ArrayList<>();
    List<Line> entry = null;
    String zone = "";
    String clock = "";
    int depth = 0;
    boolean whole = false;
    for (Line line : lines) {
      boolean begins = line.name().equals("BEGIN");
      boolean ends = line.name().equals("END");
      String what = line.value().strip().toUpperCase(Locale.ROOT);
      if (begins && what.equals("VEVENT")) {
        entry = new ArrayList<>();
        depth = 0;
      } else if (ends && what.equals("VEVENT") && entry != null) {
        if (entries.size() == MOST_EVENTS) throw tooLarge();
        entries.add(entry);
        entry = null;
      } else if (entry != null) {
        // An alarm within an event has lines of its own.
        if (begins) depth++;
        else if (ends) depth--;
        else if (depth == 0) entry.add(line);
      } else if (line.name().equals("TZID")) {
        zone = line.value().strip();
      } else if (line.name().equals("TZOFFSETTO") && !zone.isEmpty()) {
        remember(zone, line.value().strip());
      } else if (line.name().equals("X-WR-TIMEZONE")) {
        clock = line.value().strip();
      } else if (ends && what.equals("VCALENDAR")) {
        whole = true;
      }
    }
    if (!whole || entry != null) throw unreadable();
    if (!clock.isEmpty()) usual = known(clock);
    return entries;
  }

  /** The clock of times that name none; Japan's where nobody knows it. */
  private ZoneId known(String clock) {
    try {
      return zone(clock);
    } catch (DateTimeException e) {
      return Days.TOKYO;
    }
  }

  private void remember(String zone, String offset) {
    try {
      zones.putIfAbsent(zone, ZoneOffset.of(offset));
    } catch (DateTimeException e) {
      zones.putIfAbsent(zone, usual);
    }
  }

  private static boolean counts(List<Line> entry) {
    return !value(entry, "STATUS").equalsIgnoreCase("CANCELLED")
        && !value(entry, "TRANSP").equalsIgnoreCase("TRANSPARENT")
        && !value(entry, "X-MICROSOFT-CDO-BUSYSTATUS").equalsIgnoreCase("FREE");
  }

  private void add(List<Line> entry) {
    Line begins = find(entry, "DTSTART");
    if (begins == null) throw new DateTimeException("no DTSTART");
    Time start = time(begins, begins.value());
    Duration length = length(entry, start);
    if (length.isNegative() || length.isZero()) return;
    events++;
    Set<Instant> left = left(entry);
    if (find(entry, "RECURRENCE-ID") == null) {
      left.addAll(moved.getOrDefault(value(entry, "UID"), Set.of()));
    }
    for (Time time : times(entry, start, length)) {
      Instant from = time.instant();
      if (left.contains(from) || left.contains(Days.startOf(time.local().toLocalDate()))) continue;
      Instant to =
          time.wholeDay() ? time.at(time.local().plus(length)).instant() : from.plus(length);
      if (to.isAfter(Days.startOf(first)) && from.isBefore(Days.startOf(last.plusDays(1)))) {
        if (busy.size() == MOST_SPANS) throw tooLarge();
        busy.add(new Span(from, to));
      }
    }
  }

  private Duration length(List<Line> entry, Time start) {
    Line ends = find(entry, "DTEND");
    if (ends != null) {
      Time end = time(ends, ends.value());
      return start.wholeDay()
          ? Duration.between(start.local(), end.local())
          : Duration.between(start.instant(), end.instant());
    }
    String told = value(entry, "DURATION");
    if (told.matches("P\\d{1,4}W")) {
      return Duration.ofDays(7L * Integer.parseInt(told.substring(1, told.length() - 1)));
    }
    if (!told.isEmpty()) return Duration.parse(told);
    return start.wholeDay() ? Duration.ofDays(1) : Duration.ZERO;
  }

  /** What is excepted, and a whole day where only a day is told. */
  private Set<Instant> left(List<Line> entry) {
    Set<Instant> left = new HashSet<>();
    for (Line line : entry) {
      if (!line.name().equals("EXDATE")) continue;
      for (String value : line.value().split(",", -1)) left.add(time(line, value).instant());
    }
    return left;
  }

  private List<Time> times(List<Line> entry, Time start, Duration length) {
    TreeSet<LocalDateTime> times = new TreeSet<>(Set.of(start.local()));
    for (Line line : entry) {
      if (line.name().equals("RRULE")) times.addAll(again(line.value().strip(), start, length));
      if (!line.name().equals("RDATE")) continue;
      for (String value : line.value().split(",", -1)) {
        Time more = time(line, value.replaceFirst("/.*", ""));
        times.add(LocalDateTime.ofInstant(more.instant(), start.zone()));
      }
    }
    return times.stream().map(start::at).toList();
  }

  private List<LocalDateTime> again(String rule, Time start, Duration length) {
    LocalDateTime from = first.atStartOfDay().minusDays(1).minus(length);
    LocalDateTime to = last.plusDays(2).atStartOfDay();
    if (start.local().isBefore(first.minus(OLDEST).atStartOfDay())) {
      throw new DateTimeException("begins too long ago");
    }
    if (start.local().isAfter(to)) return List.of();
    Map<String, String> parts = new HashMap<>();
    for (String part : rule.toUpperCase(Locale.ROOT).split(";")) {
      String[] named = part.split("=", 2);
      if (named.length != 2 || !PARTS.contains(named[0])) throw new DateTimeException(part);
      parts.put(named[0], named[1]);
    }
    if (!FREQUENCIES.contains(parts.getOrDefault("FREQ", ""))) throw new DateTimeException(rule);
    for (String number : List.of("INTERVAL", "COUNT")) {
      if (!parts.getOrDefault(number, "1").matches("[1-9]\\d{0,4}")) {
        throw new DateTimeException(rule);
      }
    }
    // UNTIL may be on another clock than the start; the library cannot compare the two.
    String until = parts.remove("UNTIL");
    List<String> kept = new ArrayList<>();
    parts.forEach((name, value) -> kept.add(name + "=" + value));
    Instant end = until == null ? Instant.MAX : until(until, start);
    return new Recur<LocalDateTime>(String.join(";", kept))
        .getDates(start.local(), from, to, MOST_TIMES).stream()
            .filter(time -> !start.at(time).instant().isAfter(end))
            .toList();
  }

  private static Instant until(String until, Time start) {
    if (until.length() == 8) {
      return start.at(day(until).plusDays(1).atStartOfDay()).instant().minusSeconds(1);
    }
    LocalDateTime local = local(until);
    return until.endsWith("Z") ? local.toInstant(ZoneOffset.UTC) : start.at(local).instant();
  }

  private Time time(Line line, String value) {
    String told = value.strip();
    if (told.length() == 8) return new Time(day(told).atStartOfDay(), Days.TOKYO, true);
    String zone = line.parameters().getOrDefault("TZID", "");
    return new Time(
        local(told),
        told.endsWith("Z") ? ZoneOffset.UTC : zone.isEmpty() ? usual : zone(zone),
        false);
  }

  private static LocalDate day(String told) {
    if (!told.matches("\\d{8}")) throw new DateTimeException(told);
    return LocalDate.of(
        Integer.parseInt(told.substring(0, 4)),
        Integer.parseInt(told.substring(4, 6)),
        Integer.parseInt(told.substring(6)));
  }

  private static LocalDateTime local(String told) {
    if (!told.matches("\\d{8}T\\d{6}Z?")) throw new DateTimeException(told);
    int second = Math.min(59, Integer.parseInt(told.substring(13, 15)));
    return day(told.substring(0, 8))
        .atTime(
            Integer.parseInt(told.substring(9, 11)),
            Integer.parseInt(told.substring(11, 13)),
            second);
  }

  /** By its name, by Outlook's, by the end of a longer one, or as the file itself says. */
  private ZoneId zone(String id) {
    String name = OUTLOOK.getOrDefault(id, id);
    String[] parts = name.split("/");
    String end = parts.length > 2 ? parts[parts.length - 2] + "/" + parts[parts.length - 1] : name;
    if (ZoneId.getAvailableZoneIds().contains(name)) return ZoneId.of(name);
    if (ZoneId.getAvailableZoneIds().contains(end)) return ZoneId.of(end);
    ZoneId told = zones.get(id);
    if (told == null) throw new DateTimeException(id);
    return told;
  }

  private static @Nullable Line find(List<Line> entry, String name) {
    return entry.stream().filter(line -> line.name().equals(name)).findFirst().orElse(null);
  }

  private static String value(List<Line> entry, String name) {
    Line line = find(entry, name);
    return line == null ? "" : line.value().strip();
  }

  /** Lines as they were before they were folded. */
  private static List<Line> lines(byte[] file) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable();
    }
    if (text.startsWith("\uFEFF")) text = text.substring(1);
    if (!text.stripLeading().regionMatches(true, 0, "BEGIN:VCALENDAR", 0, 15)) throw unreadable();
    return Arrays.stream(text.replaceAll("\r?\n[ \t]", "").split("\r?\n"))
        .filter(line -> !line.isBlank())
        .map(BusyCalendar::line)
        .toList();
  }

  private static Line line(String text) {
    boolean quoted = false;
    int colon = -1;
    for (int at = 0; at < text.length() && colon < 0; at++) {
      char c = text.charAt(at);
      if (c == '"') quoted = !quoted;
      if (c == ':' && !quoted) colon = at;
    }
    if (colon < 0) return new Line("", Map.of(), text);
    String[] parts = text.substring(0, colon).split(";", -1);
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] named = parts[i].split("=", 2);
      if (named.length == 2) {
        parameters.put(named[0].toUpperCase(Locale.ROOT), named[1].replace("\"", ""));
      }
    }
    return new Line(parts[0].toUpperCase(Locale.ROOT), parameters, text.substring(colon + 1));
  }

  private static Refusal unreadable() {
    return Refusal.invalid("/calendar", "calendar_unreadable");
  }

  private static Refusal tooLarge() {
    return Refusal.invalid("/calendar", "calendar_too_large");
  }
}
