package yui.calendars;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;

/** Calendars, read back by the library's own reader and by eye. */
class CalendarsTest {
  private static final Instant NINE = Instant.parse("2026-12-05T00:00:00Z");

  @Test
  void feed_withEntries_isReadBackAsItWas() throws Exception {
    String text = Calendars.feed("わたしのお手伝い", List.of(event(Event.Status.CONFIRMED, 3)));
    VEvent read = only(text);
    assertEquals("a-1@yui.example", read.getUid().orElseThrow().getValue());
    assertEquals(3, read.getSequence().getSequenceNo());
    assertEquals("CONFIRMED", read.getStatus().getValue());
    assertEquals("草刈り; 奥川, 上", read.getSummary().getValue());
    assertEquals("持ち物 長靴\n電話 0241-49-0000", read.getDescription().getValue());
    assertTrue(text.contains("DTSTART:20261205T000000Z\r\n"), text);
    assertTrue(text.contains("X-WR-CALNAME:わたしのお手伝い\r\n"), text);
  }

  @Test
  void lines_ofJapaneseWords_areNeverLongerThan75Octets() throws Exception {
    Event event =
        new Event(
            "a@yui.example",
            0,
            Event.Status.CONFIRMED,
            NINE,
            NINE.plusSeconds(3600),
            "雪🌾".repeat(100),
            "",
            "",
            "https://yui.example/tasks/1",
            NINE);
    String text = Calendars.feed("", List.of(event));
    for (String line : text.split("\r\n")) {
      assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 75, line);
    }
    assertFalse(text.replace("\r\n", "").contains("\n"), "every line ends with CRLF");
    assertEquals("雪🌾".repeat(100), only(text).getSummary().getValue());
  }

  @Test
  void feed_withoutEntries_isACalendar() throws Exception {
    assertTrue(read(Calendars.feed("空", List.of())).getComponents().isEmpty());
  }

  @Test
  void letter_aboutWhatIsOff_strikesItOut() throws Exception {
    String text = Calendars.letter(List.of(event(Event.Status.CANCELLED, 4)), "yui@yui.example");
    assertTrue(text.contains("METHOD:CANCEL\r\n"), text);
    assertTrue(text.contains("ORGANIZER:mailto:yui@yui.example\r\n"), text);
    assertEquals("CANCELLED", only(text).getStatus().getValue());
  }

  @Test
  void letter_aboutWhatStands_isPublished() {
    String text =
        Calendars.letter(
            List.of(event(Event.Status.CONFIRMED, 4), event(Event.Status.CANCELLED, 4)), "y@y.jp");
    assertTrue(text.contains("METHOD:PUBLISH\r\n"), text);
  }

  @Test
  void words_withLineBreaksAndColons_startNoLineOfTheirOwn() throws Exception {
    Event event =
        new Event(
            "a@yui.example",
            0,
            Event.Status.CONFIRMED,
            NINE,
            NINE.plusSeconds(60),
            "無害\r\nATTENDEE:mailto:x@example.org",
            "",
            "",
            "https://yui.example/",
            NINE);
    String text = Calendars.feed("名前\r\nX-EVIL:1", List.of(event));
    assertFalse(text.contains("\r\nATTENDEE"), text);
    assertFalse(text.contains("\r\nX-EVIL"), text);
    assertTrue(only(text).getAttendees().isEmpty());
  }

  private static Event event(Event.Status status, int sequence) {
    return new Event(
        "a-1@yui.example",
        sequence,
        status,
        NINE,
        NINE.plusSeconds(3 * 3600),
        "草刈り; 奥川, 上",
        "持ち物 長靴\n電話 0241-49-0000",
        "集落センター前",
        "https://yui.example/tasks/1",
        NINE.minusSeconds(60));
  }

  private static VEvent only(String text) throws Exception {
    List<VEvent> events = read(text).getComponents("VEVENT");
    assertEquals(1, events.size());
    return events.getFirst();
  }

  private static Calendar read(String text) throws Exception {
    return new CalendarBuilder().build(new StringReader(text));
  }
}
