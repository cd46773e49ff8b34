package yui.attendance;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.applications.ApplicationId;
import yui.applications.PastLine;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Instants;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.SlotId;
import yui.web.Words;

/** Who said what of a party in a slot, and for whom: every fact there ever was, oldest first. */
final class FactLines {
  /** A word that came so much later than it happened was kept by a telephone meanwhile. */
  private static final Duration LATE = Duration.ofMinutes(2);

  private static final String FOR_OTHERS = "attendance.for_others.";

  private static final String OF =
      """
      select application_id, at, by_person, fact, state, note, happened_at, on_behalf
      from attendance_events where application_id = any($1) and slot_id = $2
      order by at, id
      """;

  private final People people;
  private final Words words;

  FactLines(People people, Words words) {
    this.people = people;
    this.words = words;
  }

  Map<ApplicationId, List<PastLine>> of(
      Tx tx, Collection<ApplicationId> applications, SlotId slot, Lang lang) {
    UUID[] ids = applications.stream().map(ApplicationId::value).toArray(UUID[]::new);
    List<Row> rows = tx.rows(OF, ids, slot.value());
    Map<PersonId, String> names = names(tx, rows);
    Map<ApplicationId, List<PastLine>> lines = new HashMap<>();
    for (Row row : rows) {
      lines
          .computeIfAbsent(
              new ApplicationId(row.getUUID("application_id")), none -> new ArrayList<>())
          .add(line(row, names, lang));
    }
    return lines;
  }

  private Map<PersonId, String> names(Tx tx, List<Row> rows) {
    Set<PersonId> persons =
        rows.stream()
            .map(row -> row.getUUID("by_person"))
            .filter(Objects::nonNull)
            .map(PersonId::new)
            .collect(Collectors.toSet());
    return people.contacts(tx, persons).stream()
        .collect(Collectors.toMap(Contact::id, Contact::name));
  }

  private PastLine line(Row row, Map<PersonId, String> names, Lang lang) {
    Instant at = Instants.of(row, "at");
    @Nullable Instant happened = Instants.maybe(row, "happened_at");
    UUID by = row.getUUID("by_person");
    String name = by == null ? "" : names.getOrDefault(new PersonId(by), "");
    String fact = row.getString("fact");
    String who =
        row.getBoolean("on_behalf")
            ? words.say(lang, FOR_OTHERS + fact, Map.of("name", name))
            : name;
    String state = row.getString("state");
    return new PastLine(
        Spoken.moment(at, lang),
        words.say(
            lang,
            "attendance.fact." + fact,
            Map.of(
                "who",
                who,
                "state",
                state == null ? "" : words.say(lang, "attendance.state." + state))),
        fact.startsWith("HOURS") ? hours(row.getString("note")) : row.getString("note"),
        happened != null && happened.plus(LATE).isBefore(at)
            ? words.say(lang, "attendance.late", Map.of("time", Spoken.moment(happened, lang)))
            : "",
        "");
  }

  // Kept as minutes, with words behind them.
  private static String hours(String note) {
    String[] parts = note.split(" ", 2);
    int minutes = Integer.parseInt(parts[0]);
    return ("%d:%02d ".formatted(minutes / 60, minutes % 60) + (parts.length < 2 ? "" : parts[1]))
        .strip();
  }
}
