package yui.communities;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * When an office answers.
 *
 * @param days of the week, Monday is 1
 * @param closed its own closing days; the country's holidays come on top
 */
public record OfficeHours(List<Integer> days, LocalTime from, LocalTime to, Set<LocalDate> closed) {
  static final OfficeHours SHIPPED =
      new OfficeHours(List.of(1, 2, 3, 4, 5), LocalTime.of(8, 30), LocalTime.of(17, 15), Set.of());

  boolean opens(LocalDate day) {
    return days.contains(day.getDayOfWeek().getValue()) && !closed.contains(day);
  }

  static OfficeHours of(JsonObject value) {
    Set<LocalDate> closed = new HashSet<>();
    value
        .getJsonArray("closed", new JsonArray())
        .forEach(day -> closed.add(LocalDate.parse(day.toString())));
    return new OfficeHours(
        value.getJsonArray("days").stream().map(day -> ((Number) day).intValue()).toList(),
        LocalTime.parse(value.getString("from")),
        LocalTime.parse(value.getString("to")),
        closed);
  }
}
