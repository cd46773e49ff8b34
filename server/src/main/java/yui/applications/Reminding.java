package yui.applications;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import yui.communities.Rules;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.tasks.Task;
import yui.tasks.Tasks;

/**
 * A job: writes to those who come a week before, the day before and on the morning. A row says what
 * was written, so that a restart or a second server writes nothing twice.
 */
final class Reminding implements Runnable {
  private static final int MOST = 200;
  private static final int WEEK = 7;
  private static final int WEEK_UNTIL = 3;
  private static final int FRESH_DAYS = 2;

  /** How near the day is. */
  enum Near {
    WEEK,
    DAY,
    MORNING
  }

  private static final String DUE =
      """
      select distinct s.application_id as id from application_slots s
      where s.state = 'CONFIRMED' and not s.whole
        and lower(s.period) > $1 and lower(s.period) < $2
        and not exists (select from reminders r where r.application_id = s.application_id
          and r.slot_id = s.slot_id and r.starts_at = lower(s.period)
          and r.kind = case when lower(s.period) < $3 then 'MORNING'
            when lower(s.period) < $4 then 'DAY' else 'WEEK' end)
        and (lower(s.period) < $4 or lower(s.period) >= $5 and s.changed_at < $6)
      limit $7
      """;
  private static final String SENT =
      """
      insert into reminders (application_id, slot_id, kind, starts_at, sent_at)
      values ($1, $2, $3, $4, $5)
      on conflict do nothing
      """;

  private final Database database;
  private final Tasks tasks;
  private final Rules rules;
  private final Correspondence correspondence;

  Reminding(Database database, Tasks tasks, Rules rules, Correspondence correspondence) {
    this.database = database;
    this.tasks = tasks;
    this.rules = rules;
    this.correspondence = correspondence;
  }

  @Override
  public void run() {
    List<ApplicationId> due = database.read(Scope.ofSystem(), Reminding::due);
    for (ApplicationId id : due) {
      database.write(
          Scope.ofSystem(),
          tx -> {
            remind(tx, id);
            return id;
          });
    }
  }

  private static List<ApplicationId> due(Tx tx) {
    LocalDate today = Days.of(tx.now());
    return tx.list(
        DUE,
        row -> new ApplicationId(row.getUUID("id")),
        tx.now(),
        Days.startOf(today.plusDays(WEEK + 1)),
        Days.startOf(today.plusDays(1)),
        Days.startOf(today.plusDays(2)),
        Days.startOf(today.plusDays(WEEK_UNTIL)),
        tx.now().minus(FRESH_DAYS, ChronoUnit.DAYS),
        MOST);
  }

  /** Locked, so that nobody is reminded of what they withdraw from at this moment. */
  private void remind(Tx tx, ApplicationId id) {
    ApplicationStore.lock(tx, List.of(id));
    Application application = ApplicationStore.find(tx, id).orElseThrow();
    Task task = tasks.find(tx, application.taskId()).orElseThrow();
    Rules.QuietHours quiet = rules.quietHours(tx, application.communityId(), Days.of(tx.now()));
    if (quiet.holds(tx.now())) return;
    for (ApplicationSlot slot : application.slots()) {
      Optional<Near> near = near(slot, tx.now());
      if (near.isEmpty()) continue;
      int written =
          tx.change(
              SENT,
              id.value(),
              slot.slotId().value(),
              near.get().name(),
              slot.startsAt(),
              tx.now());
      if (written == 1) correspondence.reminder(tx, task, application, slot, near.get());
    }
  }

  /** Which reminder is due; whoever has just confirmed needs none a week ahead. */
  static Optional<Near> near(ApplicationSlot slot, Instant now) {
    if (slot.state() != ApplicationState.CONFIRMED || slot.whole()) return Optional.empty();
    if (!slot.startsAt().isAfter(now)) return Optional.empty();
    long days = ChronoUnit.DAYS.between(Days.of(now), Days.of(slot.startsAt()));
    if (days == 0) return Optional.of(Near.MORNING);
    if (days == 1) return Optional.of(Near.DAY);
    boolean fresh = !slot.changedAt().isBefore(now.minus(FRESH_DAYS, ChronoUnit.DAYS));
    return days >= WEEK_UNTIL && days <= WEEK && !fresh ? Optional.of(Near.WEEK) : Optional.empty();
  }
}
