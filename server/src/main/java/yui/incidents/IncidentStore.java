package yui.incidents;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.TaskId;

/** Incidents and their history in the database. */
final class IncidentStore {
  private IncidentStore() {}

  private static final String COLUMNS =
      """
      select id, community_id, task_id, happened_at, told_at, told_by, severity, words,
        responded_at, responded_by, response, closed_at, closed_by, outcome
      from incidents
      """;
  private static final String ONE = COLUMNS + "where id = $1";

  static Optional<Incident> find(Tx tx, UUID id) {
    return tx.row(ONE, id).map(IncidentStore::incident);
  }

  private static final String LOCK = "select from incidents where id = $1 for update";

  static void lock(Tx tx, UUID id) {
    tx.rows(LOCK, id);
  }

  private static final String LIST =
      COLUMNS
          + """
      where community_id = $1 and ($2::uuid is null or told_by = $2)
        and (not $3 or closed_at is null) and ($4::uuid is null or id < $4)
      order by id desc limit $5
      """;

  /** Newest first. */
  static List<Incident> list(
      Tx tx,
      CommunityId community,
      @Nullable PersonId teller,
      boolean open,
      @Nullable UUID before,
      int limit) {
    return tx.list(
        LIST,
        IncidentStore::incident,
        community.value(),
        teller == null ? null : teller.value(),
        open,
        before,
        limit);
  }

  private static final String ADD =
      """
      insert into incidents (id, community_id, task_id, happened_at, told_at, told_by, severity,
        words)
      values ($1, $2, $3::uuid, $4, $5, $6, $7, $8)
      """;

  static void add(Tx tx, Incident incident) {
    tx.change(
        ADD,
        incident.id(),
        incident.communityId().value(),
        incident.taskId() == null ? null : incident.taskId().value(),
        incident.happenedAt(),
        incident.toldAt(),
        incident.toldBy().value(),
        incident.severity().name(),
        incident.words());
    tell(tx, incident.id(), incident.communityId(), incident.toldBy(), "tell", incident.words());
  }

  private static final String RESPOND =
      """
      update incidents set responded_at = $2, responded_by = $3, response = $4,
        version = version + 1
      where id = $1 and responded_at is null
      """;

  /** The first response stays the first; what comes later is added to the history. */
  static void respond(Tx tx, Incident incident, PersonId by, Instant at, String words) {
    boolean first = tx.change(RESPOND, incident.id(), at, by.value(), words) == 1;
    tell(tx, incident.id(), incident.communityId(), by, first ? "respond" : "add", words);
  }

  private static final String CLOSE =
      """
      update incidents set closed_at = $2, closed_by = $3, outcome = $4, version = version + 1
      where id = $1
      """;

  static void close(Tx tx, Incident incident, PersonId by, String words) {
    tx.change(CLOSE, incident.id(), tx.now(), by.value(), words);
    tell(tx, incident.id(), incident.communityId(), by, "close", words);
  }

  private static final String TELL =
      """
      insert into incident_events (id, incident_id, community_id, at, by_person, verb, words)
      values ($1, $2, $3, $4, $5, $6, $7)
      """;

  private static void tell(
      Tx tx, UUID id, CommunityId community, PersonId by, String verb, String words) {
    tx.change(TELL, Ids.next(), id, community.value(), tx.now(), by.value(), verb, words);
  }

  /** One line of the history. */
  record Event(Instant at, PersonId by, String verb, String words) {}

  private static final String EVENTS =
      """
      select at, by_person, verb, words from incident_events where incident_id = $1 order by at, id
      """;

  static List<Event> events(Tx tx, UUID id) {
    return tx.list(
        EVENTS,
        row ->
            new Event(
                Instants.of(row, "at"),
                new PersonId(row.getUUID("by_person")),
                row.getString("verb"),
                row.getString("words")),
        id);
  }

  private static Incident incident(Row row) {
    UUID task = row.getUUID("task_id");
    return new Incident(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        task == null ? null : new TaskId(task),
        Instants.of(row, "happened_at"),
        Instants.of(row, "told_at"),
        new PersonId(row.getUUID("told_by")),
        Incident.Severity.valueOf(row.getString("severity")),
        row.getString("words"),
        Instants.maybe(row, "responded_at"),
        person(row.getUUID("responded_by")),
        row.getString("response"),
        Instants.maybe(row, "closed_at"),
        person(row.getUUID("closed_by")),
        row.getString("outcome"));
  }

  private static @Nullable PersonId person(@Nullable UUID id) {
    return id == null ? null : new PersonId(id);
  }
}
