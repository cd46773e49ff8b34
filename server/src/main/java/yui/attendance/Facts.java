package yui.attendance;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.db.Instants;
import yui.db.Tx;
import yui.people.Contact;
import yui.people.People;
import yui.tasks.SlotId;
import yui.web.Words;

/** Who said what of a party's day, and for whom: every fact there ever was, oldest first. */
final class Facts {
  /**
   * One of them.
   *
   * @param onBehalf whether it was said for the host, or for the applicant where it is theirs to
   *     say
   * @param happenedAt when a telephone in the field saw it, perhaps before it arrived
   * @param detail in words
   */
  record Fact(
      UUID id,
      SlotId slotId,
      OffsetDateTime at,
      String fact,
      @Nullable String state,
      @Nullable Integer present,
      @Nullable String by,
      boolean onBehalf,
      @Nullable String note,
      @Nullable OffsetDateTime happenedAt,
      String detail) {}

  /** A word that came so much later than it happened was kept by a telephone meanwhile. */
  private static final Duration LATE = Duration.ofMinutes(2);

  private static final String FOR_OTHERS = "attendance.for_others.";

  private static final String OF =
      """
      select id, application_id, slot_id, at, by_person, fact, state, present, note, happened_at,
        on_behalf
      from attendance_events where application_id = any($1)
      order by at, id
      """;

  private final People people;
  private final Words words;

  Facts(People people, Words words) {
    this.people = people;
    this.words = words;
  }

  Map<ApplicationId, List<Fact>> of(Tx tx, Collection<ApplicationId> applications, Lang lang) {
    UUID[] ids = applications.stream().map(ApplicationId::value).toArray(UUID[]::new);
    List<Row> rows = tx.rows(OF, (Object) ids);
    Map<PersonId, String> names = names(tx, rows);
    Map<ApplicationId, List<Fact>> facts = new HashMap<>();
    for (Row row : rows) {
      facts
          .computeIfAbsent(
              new ApplicationId(row.getUUID("application_id")), none -> new ArrayList<>())
          .add(fact(row, names, lang));
    }
    return facts;
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

  private Fact fact(Row row, Map<PersonId, String> names, Lang lang) {
    UUID by = row.getUUID("by_person");
    String name = by == null ? null : names.get(new PersonId(by));
    String fact = row.getString("fact");
    boolean onBehalf = row.getBoolean("on_behalf");
    String said = Objects.requireNonNullElse(name, "");
    String who = onBehalf ? words.say(lang, FOR_OTHERS + fact, Map.of("name", said)) : said;
    String state = row.getString("state");
    String note = row.getString("note");
    return new Fact(
        row.getUUID("id"),
        new SlotId(row.getUUID("slot_id")),
        Days.at(Instants.of(row, "at")),
        fact,
        state,
        row.getInteger("present"),
        name,
        onBehalf,
        note.isEmpty() ? null : fact.startsWith("HOURS") ? hours(note) : note,
        Days.maybeAt(Instants.maybe(row, "happened_at")),
        words.say(
            lang,
            "attendance.fact." + fact,
            Map.of(
                "who",
                who,
                "state",
                state == null ? "" : words.say(lang, "attendance.state." + state))));
  }

  // Kept as minutes, with words behind them.
  private static String hours(String note) {
    String[] parts = note.split(" ", 2);
    String clock = Hours.clock(Integer.parseInt(parts[0]));
    return parts.length < 2 ? clock : (clock + " " + parts[1]).strip();
  }

  /** Those of one slot as pages show them. */
  List<PastLine> lines(List<Fact> facts, SlotId slot, Lang lang) {
    return facts.stream()
        .filter(fact -> fact.slotId().equals(slot))
        .map(fact -> line(fact, lang))
        .toList();
  }

  private PastLine line(Fact fact, Lang lang) {
    Instant at = fact.at().toInstant();
    @Nullable OffsetDateTime happened = fact.happenedAt();
    boolean late = happened != null && happened.toInstant().plus(LATE).isBefore(at);
    return new PastLine(
        Spoken.moment(at, lang),
        fact.detail(),
        Objects.requireNonNullElse(fact.note(), ""),
        late && happened != null
            ? words.say(
                lang, "attendance.late", Map.of("time", Spoken.moment(happened.toInstant(), lang)))
            : "",
        "");
  }
}
