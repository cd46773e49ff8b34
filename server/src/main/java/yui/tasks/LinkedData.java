package yui.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import yui.core.Days;
import yui.web.Json;

/**
 * An open task in the words of schema.org, an Event a slot, for search engines: no more than what
 * the page shows to strangers.
 */
final class LinkedData {
  // Within a script element nothing may end it, and nothing may turn the writing around it.
  private static final Pattern UNSAFE =
      Pattern.compile("[<>&\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

  private LinkedData() {}

  // Objects that keep their order: every server says it in the same bytes.
  static String of(Task task, String asker, String place, String url) {
    ArrayNode events = Json.MAPPER.createArrayNode();
    for (Slot slot : task.slots()) {
      if (slot.whole()) continue;
      ObjectNode event =
          events
              .addObject()
              .put("@context", "https://schema.org")
              .put("@type", "Event")
              .put("name", task.title())
              .put("description", task.description())
              .putPOJO("startDate", Days.at(slot.startsAt()))
              .putPOJO("endDate", Days.at(slot.endsAt()))
              .put("url", url);
      event.putObject("location").put("@type", "Place").put("name", place).put("address", place);
      event.putObject("organizer").put("@type", "Organization").put("name", asker);
    }
    return events.isEmpty() ? "" : within(Json.write(events));
  }

  private static String within(String json) {
    return UNSAFE
        .matcher(json)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
