package yui.applications;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;
import yui.tasks.Task;

/**
 * That somebody of a task's own side read what people wrote who applied: kept once a day, and for a
 * list of them once for the task, where each finds it who had applied by then.
 */
final class HostLooks {
  private HostLooks() {}

  static void atAll(Tx tx, Caller caller, Task task) {
    UUID id = task.id().value();
    keep(tx, caller, task.communityId(), "applications_seen", "task", id, newest(tx, id));
  }

  private static final String NEWEST =
      "select coalesce(max(created_at), 'epoch') as newest from applications where task_id = $1";

  // Who applies after a look finds only one that comes after that.
  private static Instant newest(Tx tx, UUID task) {
    return Instants.of(tx.row(NEWEST, task).orElseThrow(), "newest");
  }

  /** Whoever reads their own application looks at nobody else's. */
  static void at(Tx tx, Caller caller, Application application) {
    if (caller.is(application.personId())) return;
    keep(
        tx,
        caller,
        application.communityId(),
        "application_seen",
        "application",
        application.id().value(),
        application.appliedAt());
  }

  private static final String KEPT =
      """
      select exists (select from audit_named n join audit_log a on a.id = n.line
        where n.named = $1 and a.person_id = $2 and a.deed = $3 and a.at >= $4) as kept
      """;

  private static void keep(
      Tx tx,
      Caller caller,
      CommunityId community,
      String deed,
      String what,
      UUID id,
      Instant applied) {
    PersonId who = caller.known();
    Instant today = Days.startOf(Days.of(tx.now()));
    Instant since = applied.isAfter(today) ? applied : today;
    boolean kept =
        tx.seenBy(
            caller,
            () -> tx.row(KEPT, id, who.value(), deed, since).orElseThrow().getBoolean("kept"));
    if (!kept) {
      Audit.write(tx, who, community, deed, Map.of(what, id.toString()));
    }
  }
}
