package yui.tasks;

import java.util.List;
import java.util.Map;
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

  static String of(Task task, String asker, String place, String url) {
    List<Map<String, Object>> events =
        task.slots().stream()
            .filter(slot -> !slot.whole())
            .map(
                slot ->
                    Map.<String, Object>of(
                        "@context",
                        "https://schema.org",
                        "@type",
                        "Event",
                        "name",
                        task.title(),
                        "description",
                        task.description(),
                        "startDate",
                        Days.at(slot.startsAt()),
                        "endDate",
                        Days.at(slot.endsAt()),
                        "location",
                        Map.of("@type", "Place", "name", place, "address", place),
                        "organizer",
                        Map.of("@type", "Organization", "name", asker),
                        "url",
                        url))
            .toList();
    return events.isEmpty() ? "" : within(Json.write(events));
  }

  private static String within(String json) {
    return UNSAFE
        .matcher(json)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }
}
