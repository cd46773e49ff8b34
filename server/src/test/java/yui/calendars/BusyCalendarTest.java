package yui.calendars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yui.core.Days;
import yui.core.Refusal;

/** What a calendar file makes somebody busy with, between 1 December 2026 and 31 January 2027. */
class BusyCalendarTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 12, 1);
  private static final LocalDate LAST = LocalDate.of(2027, 1, 31);

  private static BusyCalendar.Found read(String events) {
    return file("BEGIN:VCALENDAR\nVERSION:2.0\n" + events + "\nEND:VCALENDAR\n");
  }

  private static BusyCalendar.Found file(String text) {
    return BusyCalendar.read(
        text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8), FIRST, LAST);
  }

  private static String event(String lines) {
    return "BEGIN:VEVENT\nUID:1\nSUMMARY:ひみつ\n" + lines.replace(" / ", "\n") + "\nEND:VEVENT\n";
  }

  private static String said(BusyCalendar.Found found) {
    return found.busy().stream()
        .sorted((a, b) -> a.from().compareTo(b.from()))
        .map(span -> brief(span.from().toString()) + "–" + brief(span.to().toString()))
        .collect(Collectors.joining(" "));
  }

  private static String brief(String instant) {
    return instant.substring(5, 16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DTSTART:20261205T000000Z / DTEND:20261205T030000Z                          | 12-05T00:00–12-05T03:00
          DTSTART;TZID=Asia/Tokyo:20261205T090000 / DURATION:PT90M                    | 12-05T00:00–12-05T01:30
          DTSTART:20261205T090000 / DTEND:20261205T100000                             | 12-05T00:00–12-05T01:00
          DTSTART;TZID=Tokyo Standard Time:20261205T090000 / DURATION:PT1H            | 12-05T00:00–12-05T01:00
          DTSTART;TZID=/x.example/20260101/America/New_York:20261205T090000 / DURATION:PT1H | 12-05T14:00–12-05T15:00
          DTSTART;VALUE=DATE:20261205                                                 | 12-04T15:00–12-05T15:00
          DTSTART;VALUE=DATE:20261205 / DTEND;VALUE=DATE:20261207                     | 12-04T15:00–12-06T15:00
          DTSTART:20261205T090000 / DTEND:20261205T090000                             | ''
          DTSTART:20261105T090000 / DTEND:20261105T100000                             | ''
          DTSTART:20261205T090000 / DURATION:PT1H / STATUS:CANCELLED                  | ''
          DTSTART:20261205T090000 / DURATION:PT1H / TRANSP:TRANSPARENT                | ''
          DTSTART:20261205T090000 / DURATION:PT1H / X-MICROSOFT-CDO-BUSYSTATUS:FREE   | ''
          DTSTART:20261205T090000 / DURATION:PT1H / BEGIN:VALARM / DURATION:PT9H / END:VALARM | 12-05T00:00–12-05T01:00
          DTSTART:20201205T090000 / DURATION:PT1H / RRULE:FREQ=YEARLY                 | 12-05T00:00–12-05T01:00
          DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=WEEKLY;COUNT=2         | 12-05T00:00–12-05T01:00 12-12T00:00–12-12T01:00
          DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=WEEKLY;UNTIL=20261212T000000Z | 12-05T00:00–12-05T01:00 12-12T00:00–12-12T01:00
          DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=WEEKLY;UNTIL=20261211  | 12-05T00:00–12-05T01:00
          DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=WEEKLY;COUNT=3 / EXDATE:20261212T090000 | 12-05T00:00–12-05T01:00 12-19T00:00–12-19T01:00
          DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=WEEKLY;COUNT=3 / EXDATE;VALUE=DATE:20261212 | 12-05T00:00–12-05T01:00 12-19T00:00–12-19T01:00
          DTSTART;VALUE=DATE:20260105 / RRULE:FREQ=MONTHLY;BYDAY=1MO                  | 12-06T15:00–12-07T15:00 01-03T15:00–01-04T15:00
          DTSTART:20261205T090000 / DURATION:PT1H / RDATE:20261210T090000             | 12-05T00:00–12-05T01:00 12-10T00:00–12-10T01:00
          DTSTART:20261101T090000 / DTEND:20270301T090000                             | 11-01T00:00–03-01T00:00
          """)
  void read_oneEntry_isBusyThen(String lines, String busy) {
    assertEquals(busy, said(read(event(lines))));
  }

  @Test
  void read_aMovedOccurrence_standsWhereItWasMoved() {
    String moved =
        event("DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=WEEKLY;COUNT=3")
            + event("RECURRENCE-ID:20261212T090000 / DTSTART:20261213T140000 / DURATION:PT1H")
            + event(
                "RECURRENCE-ID:20261219T090000 / DTSTART:20261219T090000 / DURATION:PT1H / STATUS:CANCELLED");
    assertEquals("12-05T00:00–12-05T01:00 12-13T05:00–12-13T06:00", said(read(moved)));
  }

  @Test
  void read_aClockThatOnlyTheFileKnows_isTakenFromIt() {
    String zone =
        "BEGIN:VTIMEZONE\nTZID:うちの時計\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            + "TZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nEND:STANDARD\nEND:VTIMEZONE\n";
    String at = event("DTSTART;TZID=うちの時計:20261205T090000 / DURATION:PT1H");
    assertEquals("12-05T01:00–12-05T02:00", said(read(zone + at)));
    assertEquals(1, read(at).unread(), "a clock that nobody knows");
  }

  @Test
  void read_aClockForAllThatNobodyKnows_isJapans() {
    String event = event("DTSTART:20261205T090000 / DURATION:PT1H");
    assertEquals("12-05T00:00–12-05T01:00", said(read("X-WR-TIMEZONE:Nowhere/Nothing\n" + event)));
    assertEquals("12-05T08:00–12-05T09:00", said(read("X-WR-TIMEZONE:Europe/Berlin\n" + event)));
    assertEquals(
        "12-05T07:00–12-05T08:00",
        said(
            read(
                "X-WR-TIMEZONE:Ours\n"
                    + event
                    + "BEGIN:VTIMEZONE\nTZID:Ours\nTZOFFSETTO:+0200\nEND:VTIMEZONE\n")));
  }

  @Test
  void read_foldedLinesAndOtherClocks_areReadAsTheyWere() {
    String folded = event("DTSTART;TZID=\"Asia/\n Tokyo\":2026\n 1205T090000 / DURATION:PT1H");
    assertEquals("12-05T00:00–12-05T01:00", said(read("X-WR-TIMEZONE:Europe/Berlin\n" + folded)));
    assertEquals(
        "12-05T08:00–12-05T09:00",
        said(
            read(
                "X-WR-TIMEZONE:Europe/Berlin\n"
                    + event("DTSTART:20261205T090000 / DURATION:PT1H"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=SECONDLY",
        "DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=YEARLY;BYSECOND=1,2,3",
        "DTSTART:20261205T090000 / DURATION:PT1H / RRULE:FREQ=DAILY;COUNT=99999999",
        "DTSTART:20261205T090000 / DURATION:PT1H / RRULE:いつも",
        "DTSTART:00010101T000000 / DURATION:PT1H / RRULE:FREQ=DAILY",
        "DTSTART:20261399T090000 / DURATION:PT1H",
        "DTSTART:あした / DURATION:PT1H",
        "DTSTART:20261205T090000 / DURATION:1時間",
        "DURATION:PT1H"
      })
  void read_anEntryNotUnderstood_isCountedAndTheRestRead(String lines) {
    BusyCalendar.Found found =
        read(event(lines) + event("DTSTART:20261206T090000 / DURATION:PT1H"));
    assertEquals("12-06T00:00–12-06T01:00", said(found));
    assertEquals(1, found.unread());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PK\u0003\u0004",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261205T090000",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261205T090000\nEND:VCALENDAR",
        "<html>BEGIN:VCALENDAR END:VCALENDAR</html>"
      })
  void read_noWholeCalendar_isRefused(String text) {
    assertEquals(
        "calendar_unreadable",
        assertThrows(Refusal.class, () -> file(text)).errors().getFirst().code());
  }

  @Test
  void read_bytesThatAreNoText_areRefused() {
    byte[] bytes = {'B', 'E', 'G', 'I', 'N', (byte) 0xff, (byte) 0xfe};
    assertThrows(Refusal.class, () -> BusyCalendar.read(bytes, FIRST, LAST));
  }

  @Test
  void read_twentyThousandEntriesOfEveryDay_takesSecondsAndOneMoreIsRefused() {
    String daily = event("DTSTART:19980105T090000 / DURATION:PT1H / RRULE:FREQ=DAILY;INTERVAL=2");
    long began = System.nanoTime();
    BusyCalendar.Found found = read(daily.repeat(200));
    assertTrue(Duration.ofNanos(System.nanoTime() - began).toSeconds() < 8);
    assertEquals(200, found.events());
    String once = event("DTSTART:20261205T090000 / DURATION:PT1H");
    assertEquals(20_000, read(once.repeat(20_000)).busy().size());
    assertEquals(
        "calendar_too_large",
        assertThrows(Refusal.class, () -> read(once.repeat(20_001))).errors().getFirst().code());
  }

  @Test
  void read_days_areThoseOfJapan() {
    assertEquals(
        Days.startOf(LocalDate.of(2026, 12, 5)),
        read(event("DTSTART;VALUE=DATE:20261205")).busy().getFirst().from());
  }
}
