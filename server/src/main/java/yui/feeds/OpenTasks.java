package yui.feeds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import yui.calendars.Calendars;
import yui.calendars.Event;
import yui.core.Days;
import yui.core.Lang;
import yui.tasks.Slot;
import yui.tasks.Spot;
import yui.tasks.Task;
import yui.web.Json;

/** Open tasks as others' programs read them: iCalendar, Atom (RFC 4287), JSON Feed 1.1. */
public final class OpenTasks {
  private static final Duration BEFORE_A_DEADLINE = Duration.ofMinutes(30);
  private static final String ATOM = "http://www.w3.org/2005/Atom";

  private final String name;
  private final String page;
  private final String self;
  private final String origin;
  private final Lang lang;
  private final Map<Task, String> groups;
  private final Instant asOf;

  /**
   * @param page the address of the page that shows the same to people
   * @param self the address of the feed
   * @param groups the tasks in their order, each with the name of its group
   */
  public OpenTasks(
      String name,
      String page,
      String self,
      String origin,
      Lang lang,
      Map<Task, String> groups,
      Instant asOf) {
    this.name = name;
    this.page = page;
    this.self = self;
    this.origin = origin;
    this.lang = lang;
    this.groups = groups;
    this.asOf = asOf;
  }

  public String calendar() {
    List<Event> events = new ArrayList<>();
    groups.forEach((task, group) -> task.slots().forEach(s -> events.add(event(task, s, group))));
    return Calendars.feed(name, events);
  }

  private Event event(Task task, Slot slot, String group) {
    return new Event(
        slot.id() + "@" + URI.create(origin).getHost(),
        task.version(),
        Event.Status.CONFIRMED,
        slot.whole() ? slot.endsAt().minus(BEFORE_A_DEADLINE) : slot.startsAt(),
        slot.endsAt(),
        task.title(),
        group + "\n" + task.description(),
        label(task),
        address(task),
        task.changedAt());
  }

  public String json() {
    ObjectNode feed = Json.MAPPER.createObjectNode();
    feed.put("version", "https://jsonfeed.org/version/1.1");
    feed.put("title", name);
    feed.put("home_page_url", page);
    feed.put("feed_url", self);
    feed.put("language", lang.code());
    ArrayNode items = feed.putArray("items");
    groups.forEach(
        (task, group) -> {
          ObjectNode item = items.addObject();
          item.put("id", id(task));
          item.put("url", address(task));
          item.put("title", task.title());
          item.put("content_text", words(task, group));
          item.put("date_modified", Days.at(task.changedAt()).toString());
          item.putArray("authors").addObject().put("name", group);
        });
    return Json.write(feed);
  }

  public String atom() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("utf-8", "1.0");
      xml.setDefaultNamespace(ATOM);
      xml.writeStartElement(ATOM, "feed");
      xml.writeDefaultNamespace(ATOM);
      xml.writeAttribute("xml:lang", lang.code());
      element(xml, "id", self);
      element(xml, "title", name);
      element(xml, "updated", updated());
      link(xml, "self", self);
      link(xml, "alternate", page);
      for (Map.Entry<Task, String> each : groups.entrySet()) entry(xml, each);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private void entry(XMLStreamWriter xml, Map.Entry<Task, String> each) throws XMLStreamException {
    Task task = each.getKey();
    xml.writeStartElement(ATOM, "entry");
    element(xml, "id", id(task));
    element(xml, "title", task.title());
    element(xml, "updated", Days.at(task.changedAt()).toString());
    link(xml, "alternate", address(task));
    xml.writeStartElement(ATOM, "author");
    element(xml, "name", each.getValue());
    xml.writeEndElement();
    element(xml, "content", words(task, each.getValue()));
    xml.writeEndElement();
  }

  private String updated() {
    return Days.at(
            groups.keySet().stream().map(Task::changedAt).max(Instant::compareTo).orElse(asOf))
        .toString();
  }

  private String words(Task task, String group) {
    String when =
        task.slots().stream().map(slot -> slot.spoken(lang)).collect(Collectors.joining("\n"));
    return when + "\n" + (label(task) + "　" + group).strip() + "\n\n" + task.description();
  }

  private static String label(Task task) {
    Spot spot = task.spot();
    return spot == null ? "" : spot.label();
  }

  private String address(Task task) {
    return origin + lang.path() + "/tasks/" + task.id();
  }

  private static String id(Task task) {
    return "urn:uuid:" + task.id();
  }

  private static void element(XMLStreamWriter xml, String element, String words)
      throws XMLStreamException {
    xml.writeStartElement(ATOM, element);
    xml.writeCharacters(words);
    xml.writeEndElement();
  }

  private static void link(XMLStreamWriter xml, String rel, String href) throws XMLStreamException {
    xml.writeEmptyElement(ATOM, "link");
    xml.writeAttribute("rel", rel);
    xml.writeAttribute("href", href);
  }
}
