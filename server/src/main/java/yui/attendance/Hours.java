package yui.attendance;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.applications.Application;
import yui.applications.ApplicationId;
import yui.applications.Applications;
import yui.core.Caller;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.Tasks;

/** How long somebody worked: told by themselves, confirmed by the host. */
final class Hours {
  /**
   * What was told of a slot, and what the host says to it.
   *
   * @param confirmed minutes, once confirmed
   */
  record Worked(
      ApplicationId applicationId,
      SlotId slotId,
      int minutes,
      String note,
      PersonId toldBy,
      Instant toldAt,
      @Nullable Integer confirmed,
      @Nullable PersonId confirmedBy,
      @Nullable Instant confirmedAt) {}

  private final Tasks tasks;
  private final Applications applications;

  Hours(Tasks tasks, Applications applications) {
    this.tasks = tasks;
    this.applications = applications;
  }

  /** {@code 2:30}. */
  static String clock(int minutes) {
    return "%d:%02d".formatted(minutes / 60, minutes % 60);
  }

  private static final String OF_APPLICATIONS =
      """
      select application_id, slot_id, minutes, note, told_by, told_at, confirmed_minutes,
        confirmed_by, confirmed_at
      from worked_hours where application_id = any($1)
      """;

  Map<ApplicationId, Map<SlotId, Worked>> of(Tx tx, Collection<ApplicationId> applications) {
    UUID[] ids = applications.stream().map(ApplicationId::value).toArray(UUID[]::new);
    Map<ApplicationId, Map<SlotId, Worked>> known = new HashMap<>();
    for (Row row : tx.rows(OF_APPLICATIONS, (Object) ids)) {
      Worked worked = worked(row);
      known
          .computeIfAbsent(worked.applicationId(), id -> new HashMap<>())
          .put(worked.slotId(), worked);
    }
    return known;
  }

  Optional<Worked> of(Tx tx, ApplicationId application, SlotId slot) {
    return Optional.ofNullable(
        of(tx, List.of(application)).getOrDefault(application, Map.of()).get(slot));
  }

  private static final String TELL =
      """
      insert into worked_hours (application_id, slot_id, community_id, person_id, minutes, note,
        told_by, told_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (application_id, slot_id) do update
        set minutes = $5, note = $6, told_by = $7, told_at = $8, version = worked_hours.version + 1
        where worked_hours.confirmed_at is null
      """;

  /** By the resident, or by the task's side for them; until it is confirmed. */
  Worked tell(Tx tx, Caller caller, ApplicationId id, SlotId slot, int minutes, String note) {
    Application seen = applications.visible(tx, caller, id);
    boolean own = caller.is(seen.personId());
    if (!own && !tasks.acts(caller, task(tx, caller, seen))) throw Refusal.forbidden("forbidden");
    return tx.actingFor(
        seen.communityId(),
        caller,
        () -> {
          Application application = applications.locked(tx, id);
          mustBeThere(application, slot, tx.now());
          int told =
              tx.change(
                  TELL,
                  id.value(),
                  slot.value(),
                  application.communityId().value(),
                  application.personId().value(),
                  minutes,
                  note,
                  caller.known().value(),
                  tx.now());
          if (told == 0) throw Refusal.conflict("hours_confirmed");
          AttendanceStore.tell(
              tx,
              application,
              slot,
              AttendanceStore.Event.of(caller.known(), "HOURS_TOLD", minutes + " " + note, !own));
          return of(tx, id, slot).orElseThrow();
        });
  }

  private static final String CONFIRM =
      """
      update worked_hours set confirmed_minutes = $3, confirmed_by = $4, confirmed_at = $5,
        version = version + 1
      where application_id = $1 and slot_id = $2
      """;

  /**
   * By the task's side.
   *
   * @param minutes as told where not said otherwise
   */
  Worked confirm(Tx tx, Caller caller, ApplicationId id, SlotId slot, @Nullable Integer minutes) {
    Application seen = applications.visible(tx, caller, id);
    Task task = task(tx, caller, seen);
    if (!tasks.acts(caller, task)) throw Refusal.forbidden("forbidden");
    if (caller.is(seen.personId())) throw Refusal.forbidden("not_your_own");
    if (seen.slot(slot).isEmpty()) throw Refusal.notFound();
    return tx.actingFor(
        seen.communityId(),
        caller,
        () -> {
          Application application = applications.locked(tx, id);
          Worked told = of(tx, id, slot).orElseThrow(() -> Refusal.conflict("hours_not_told"));
          int agreed = Objects.requireNonNullElse(minutes, told.minutes());
          tx.change(CONFIRM, id.value(), slot.value(), agreed, caller.known().value(), tx.now());
          AttendanceStore.tell(
              tx,
              application,
              slot,
              AttendanceStore.Event.of(
                  caller.known(),
                  "HOURS_CONFIRMED",
                  Integer.toString(agreed),
                  !caller.hosts(task.groupId())));
          return of(tx, id, slot).orElseThrow();
        });
  }

  private Task task(Tx tx, Caller caller, Application application) {
    return tx.seenBy(caller, () -> tasks.find(tx, application.taskId()))
        .orElseThrow(Refusal::notFound);
  }

  private void mustBeThere(Application application, SlotId slot, Instant now) {
    if (application.slot(slot).isEmpty()) throw Refusal.notFound();
    applications.mustBeRecordable(application, slot, now);
  }

  private static Worked worked(Row row) {
    UUID by = row.getUUID("confirmed_by");
    return new Worked(
        new ApplicationId(row.getUUID("application_id")),
        new SlotId(row.getUUID("slot_id")),
        row.getInteger("minutes"),
        row.getString("note"),
        new PersonId(row.getUUID("told_by")),
        Instants.of(row, "told_at"),
        row.getInteger("confirmed_minutes"),
        by == null ? null : new PersonId(by),
        Instants.maybe(row, "confirmed_at"));
  }
}
