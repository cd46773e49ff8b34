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
        recorded_by, recorded_at, version
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
  static boolean checkIn(Tx tx, Application application, SlotId slot, String how) {
    boolean first =
        tx.change(
                CHECK_IN,
                application.id().value(),
                slot.value(),
                application.communityId().value(),
                application.personId().value(),
                tx.now(),
                how)
            == 1;
    if (first) tell(tx, application, slot, application.personId(), "CHECKED_IN", null, null, "");
    return first;
  }

  private static final String RECORD =
      """
      insert into attendance (application_id, slot_id, community_id, person_id, state, present,
        earned, note, recorded_by, recorded_at)
      values ($1, $2, $3, $4, $5, $6::int, $7, $8, $9, $10)
      on conflict (application_id, slot_id) do update
        set state = $5, present = $6::int, earned = $7, note = $8, recorded_by = $9,
          recorded_at = $10, version = attendance.version + 1
      """;

  static void record(Tx tx, Application application, Attendance said, PersonId by) {
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
        tx.now());
    tell(
        tx,
        application,
        said.slotId(),
        by,
        "RECORDED",
        said.state().name(),
        said.present(),
        said.note());
  }

  private static final String TELL =
      """
      insert into attendance_events (id, application_id, slot_id, community_id, person_id, at,
        by_person, fact, state, present, note)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text, $10::int, $11)
      """;

  private static void tell(
      Tx tx,
      Application application,
      SlotId slot,
      PersonId by,
      String fact,
      @Nullable String state,
      @Nullable Integer present,
      String note) {
    tx.change(
        TELL,
        Ids.next(),
        application.id().value(),
        slot.value(),
        application.communityId().value(),
        application.personId().value(),
        tx.now(),
        by.value(),
        fact,
        state,
        present,
        note);
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
        row.getInteger("version"));
  }
}
