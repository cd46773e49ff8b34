package yui.attendance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.SlotId;
import yui.tasks.TaskId;

/** Attendance and its history in the database. */
final class AttendanceStore {
  private AttendanceStore() {}

  private static final String OF_APPLICATIONS =
      """
      select application_id, slot_id, state, present, earned, note, checked_in_at, checked_in_how,
        recorded_by, recorded_at, happened_at, said, reported_at, reported_by, reported_words,
        answer, answered_at, version
      from attendance where application_id = any($1)
      """;

  static Map<SlotId, Attendance> of(Tx tx, ApplicationId application) {
    return of(tx, List.of(application)).getOrDefault(application, Map.of());
  }

  static Map<ApplicationId, Map<SlotId, Attendance>> of(
      Tx tx, Collection<ApplicationId> applications) {
    UUID[] ids = applications.stream().map(ApplicationId::value).toArray(UUID[]::new);
    Map<ApplicationId, Map<SlotId, Attendance>> known = new HashMap<>();
    for (Row row : tx.rows(OF_APPLICATIONS, (Object) ids)) {
      Attendance attendance = attendance(row);
      known
          .computeIfAbsent(attendance.applicationId(), id -> new HashMap<>())
          .put(attendance.slotId(), attendance);
    }
    return known;
  }

  private static final String CHECK_IN =
      """
      insert into attendance (application_id, slot_id, community_id, person_id, checked_in_at,
        checked_in_how)
      values ($1, $2, $3, $4, $5, $6)
      on conflict (application_id, slot_id) do update
        set checked_in_at = $5, checked_in_how = $6, version = attendance.version + 1
        where attendance.checked_in_at is null
      """;

  /** Whether this was the first time. */
  static boolean checkIn(Tx tx, Application application, SlotId slot, String how, Instant then) {
    boolean first =
        tx.change(
                CHECK_IN,
                application.id().value(),
                slot.value(),
                application.communityId().value(),
                application.personId().value(),
                then,
                how)
            == 1;
    if (first) {
      tell(
          tx,
          application,
          slot,
          new Event(application.personId(), "CHECKED_IN", null, null, "", then, false));
    }
    return first;
  }

  private static final String RECORD =
      """
      insert into attendance (application_id, slot_id, community_id, person_id, state, present,
        earned, note, recorded_by, recorded_at, happened_at, said)
      values ($1, $2, $3, $4, $5, $6::int, $7, $8, $9, $10, $11, 1)
      on conflict (application_id, slot_id) do update
        set state = $5, present = $6::int, earned = $7, note = $8, recorded_by = $9,
          recorded_at = $10, happened_at = $11, said = attendance.said + 1,
          version = attendance.version + 1
      """;

  static void record(
      Tx tx, Application application, Attendance said, PersonId by, boolean onBehalf) {
    tx.change(
        RECORD,
        said.applicationId().value(),
        said.slotId().value(),
        application.communityId().value(),
        application.personId().value(),
        said.state().name(),
        said.present(),
        json(said.earned()),
        said.note(),
        by.value(),
        tx.now(),
        said.happenedAt());
    tell(
        tx,
        application,
        said.slotId(),
        new Event(
            by,
            "RECORDED",
            said.state().name(),
            said.present(),
            said.note(),
            said.happenedAt(),
            onBehalf));
  }

  private static final String REPORT =
      """
      insert into attendance (application_id, slot_id, community_id, person_id, reported_at,
        reported_by, reported_words)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (application_id, slot_id) do update
        set reported_at = $5, reported_by = $6, reported_words = $7,
          version = attendance.version + 1
      """;

  /** That somebody does not come, as a named person told. */
  static void report(
      Tx tx, Application application, SlotId slot, PersonId by, String words, boolean onBehalf) {
    tx.change(
        REPORT,
        application.id().value(),
        slot.value(),
        application.communityId().value(),
        application.personId().value(),
        tx.now(),
        by.value(),
        words);
    tell(tx, application, slot, Event.of(by, "REPORTED", words, onBehalf));
  }

  private static final String ANSWER =
      """
      update attendance set answer = $3, answered_at = $4, version = version + 1
      where application_id = $1 and slot_id = $2
      """;

  /** The resident's words beside the record. */
  static void answer(Tx tx, Application application, SlotId slot, String words) {
    tx.change(ANSWER, application.id().value(), slot.value(), words, tx.now());
    tell(tx, application, slot, Event.of(application.personId(), "ANSWERED", words, false));
  }

  /** One line of the history. */
  record Event(
      PersonId by,
      String fact,
      @Nullable String state,
      @Nullable Integer present,
      String note,
      @Nullable Instant happenedAt,
      boolean onBehalf) {
    static Event of(PersonId by, String fact) {
      return of(by, fact, "", false);
    }

    static Event of(PersonId by, String fact, String note, boolean onBehalf) {
      return new Event(by, fact, null, null, note, null, onBehalf);
    }
  }

  private static final String TELL =
      """
      insert into attendance_events (id, application_id, slot_id, community_id, person_id, at,
        by_person, fact, state, present, note, happened_at, on_behalf)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text, $10::int, $11, $12::timestamptz, $13)
      """;

  static void tell(Tx tx, Application application, SlotId slot, Event event) {
    tx.change(
        TELL,
        Ids.next(),
        application.id().value(),
        slot.value(),
        application.communityId().value(),
        application.personId().value(),
        tx.now(),
        event.by().value(),
        event.fact(),
        event.state(),
        event.present(),
        event.note(),
        event.happenedAt(),
        event.onBehalf());
  }

  private static final String OVER =
      """
      select id from tasks_over
      where state in ('OPEN', 'CLOSED') and over_at <= $1 and (waiting = 0 or over_at <= $2)
      order by over_at limit $3
      """;

  /** Tasks whose last slot is past and recorded, or was over by an earlier moment. */
  static List<TaskId> over(Tx tx, Instant now, Instant longAgo, int most) {
    return tx.list(OVER, row -> new TaskId(row.getUUID("id")), now, longAgo, most);
  }

  private static final String DONE =
      """
      select id from tasks_over
      where state = 'DONE' and id > $1 order by id limit $2
      """;

  /** Tasks that are done and not settled, after an id. */
  static List<TaskId> done(Tx tx, UUID after, int most) {
    return tx.list(DONE, row -> new TaskId(row.getUUID("id")), after, most);
  }

  private static JsonArray json(List<EarnedLine> lines) {
    JsonArray json = new JsonArray();
    for (EarnedLine line : lines) {
      json.add(new JsonObject().put("line", line.line()).put("quantity", line.quantity()));
    }
    return json;
  }

  private static Attendance attendance(Row row) {
    UUID by = row.getUUID("recorded_by");
    JsonArray earned = row.getJsonArray("earned");
    return new Attendance(
        new ApplicationId(row.getUUID("application_id")),
        new SlotId(row.getUUID("slot_id")),
        AttendanceState.valueOf(row.getString("state")),
        row.getInteger("present"),
        IntStream.range(0, earned.size())
            .mapToObj(earned::getJsonObject)
            .map(line -> new EarnedLine(line.getInteger("line"), line.getLong("quantity")))
            .toList(),
        row.getString("note"),
        Instants.maybe(row, "checked_in_at"),
        row.getString("checked_in_how"),
        by == null ? null : new PersonId(by),
        Instants.maybe(row, "recorded_at"),
        Instants.maybe(row, "happened_at"),
        row.getInteger("said"),
        told(
            row.getUUID("reported_by"),
            row.getString("reported_words"),
            Instants.maybe(row, "reported_at")),
        told(null, row.getString("answer"), Instants.maybe(row, "answered_at")),
        row.getInteger("version"));
  }

  private static Attendance.@Nullable Told told(
      @Nullable UUID by, String words, @Nullable Instant at) {
    return at == null ? null : new Attendance.Told(by == null ? null : new PersonId(by), words, at);
  }
}
