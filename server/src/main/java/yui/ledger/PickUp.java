package yui.ledger;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.core.Spoken;
import yui.db.Tx;
import yui.web.Words;

/**
 * Where what a line of thanks promises can be had, and until when; as whoever pledged it said.
 *
 * @param until the last day, when it no longer keeps or nobody is there any more
 */
record PickUp(String place, String hours, @Nullable LocalDate from, @Nullable LocalDate until) {
  private static final PickUp NONE = new PickUp("", "", null, null);

  private static final String OF_TASKS =
      """
      select task_id, line, place, hours, available_from, until from ledger_pick_ups
        where task_id = any ($1)
      """;

  /** By task and line; a line without a pledge is not in it. */
  static Map<String, PickUp> of(Tx tx, Collection<UUID> tasks) {
    Map<String, PickUp> found = new HashMap<>();
    UUID[] ids = tasks.stream().distinct().toArray(UUID[]::new);
    tx.rows(OF_TASKS, (Object) ids)
        .forEach(
            row ->
                found.put(
                    key(row.getUUID("task_id"), row.getInteger("line")),
                    new PickUp(
                        row.getString("place"),
                        row.getString("hours"),
                        row.getLocalDate("available_from"),
                        row.getLocalDate("until"))));
    return found;
  }

  static PickUp of(Map<String, PickUp> all, UUID task, int line) {
    return all.getOrDefault(key(task, line), NONE);
  }

  private static String key(UUID task, int line) {
    return task + "/" + line;
  }

  /** Place, hours and days in one line; empty when nothing is known. */
  String spoken(Words words, Lang lang) {
    List<String> parts = new ArrayList<>();
    if (!place.isEmpty()) parts.add(words.say(lang, "pick_up.place", Map.of("place", place)));
    if (!hours.isEmpty()) parts.add(hours);
    if (from != null) {
      parts.add(words.say(lang, "pick_up.from", Map.of("day", Spoken.brief(from, lang))));
    }
    if (until != null) {
      parts.add(words.say(lang, "pick_up.until", Map.of("day", Spoken.brief(until, lang))));
    }
    return String.join(lang.isEnglish() ? ", " : "　", parts);
  }
}
