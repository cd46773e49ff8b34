package yui.calendars;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.Url;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** Events as calendar programs read them: UTC times, folded lines, CRLF. */
public final class Calendars {
  public static final String CONTENT_TYPE = "text/calendar; charset=utf-8";

  private static final int LINE_OCTETS = 75;
  private static final int UNFOLDED = 1 << 20;

  private Calendars() {}

  /** A calendar that programs fetch again and again. */
  public static String feed(String name, List<Event> events) {
    Calendar calendar = calendar(ImmutableMethod.PUBLISH);
    calendar.add(new XProperty("X-WR-CALNAME", name));
    calendar.add(new XProperty("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    events.forEach(event -> calendar.add(entry(event)));
    return written(calendar);
  }

  /**
   * What goes with a letter: to enter, to change or to strike out.
   *
   * @param organizer the address letters come from
   */
  public static String letter(List<Event> events, String organizer) {
    boolean off = events.stream().allMatch(event -> event.status() == Event.Status.CANCELLED);
    Calendar calendar = calendar(off ? ImmutableMethod.CANCEL : ImmutableMethod.PUBLISH);
    for (Event event : events) {
      VEvent entry = entry(event);
      entry.add(new Organizer(URI.create("mailto:" + organizer)));
      calendar.add(entry);
    }
    return written(calendar);
  }

  private static Calendar calendar(Method method) {
    Calendar calendar = new Calendar();
    calendar.add(new ProdId("-//Yui//Yui//JA"));
    calendar.add(ImmutableVersion.VERSION_2_0);
    calendar.add(ImmutableCalScale.GREGORIAN);
    calendar.add(method);
    return calendar;
  }

  private static VEvent entry(Event event) {
    VEvent entry = new VEvent(false);
    entry.add(new Uid(event.uid()));
    entry.add(new DtStamp(event.changedAt()));
    entry.add(new LastModified(event.changedAt()));
    entry.add(new Sequence(event.sequence()));
    entry.add(new DtStart<>(event.startsAt()));
    entry.add(new DtEnd<>(event.endsAt()));
    entry.add(new Summary(event.summary()));
    entry.add(new Status(event.status().name()));
    if (!event.description().isBlank()) entry.add(new Description(event.description()));
    if (!event.location().isBlank()) entry.add(new Location(event.location()));
    entry.add(new Url(URI.create(event.url())));
    return entry;
  }

  private static String written(Calendar calendar) {
    StringWriter text = new StringWriter();
    try {
      // Not validated again: a feed without entries is one, too.
      new CalendarOutputter(false, UNFOLDED).output(calendar, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().lines().map(Calendars::folded).collect(Collectors.joining());
  }

  // The library folds by chars: kanji lines grow too long and half an emoji is left on each side.
  private static String folded(String line) {
    StringBuilder lines = new StringBuilder();
    int octets = 0;
    for (int at = 0; at < line.length(); ) {
      int point = line.codePointAt(at);
      int size = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE_OCTETS) {
        lines.append("\r\n ");
        octets = 1;
      }
      lines.appendCodePoint(point);
      octets += size;
      at += Character.charCount(point);
    }
    return lines.append("\r\n").toString();
  }
}
