package yui.applications;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.PersonId;
import yui.db.Audit;
import yui.db.Tx;
import yui.tasks.Task;

/**
 * That somebody of a task's own side read what people wrote who applied: kept once a day, and for a
 * list of them once for the task, where each finds it who had applied by then.
 */
final class HostLooks {
  private HostLooks() {}

  static void atAll(Tx tx, Caller caller, Task task) {
    keep(tx, caller, task.communityId(), "applications_seen", "task", task.id().value());
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
        application.id().value());
  }

  private static final String KEPT =
      """
      select exists (select from audit_named n join audit_log a on a.id = n.line
        where n.named = $1 and a.person_id = $2 and a.deed = $3 and a.at >= $4) as kept
      """;

  private static void keep(
      Tx tx, Caller caller, CommunityId community, String deed, String what, UUID id) {
    PersonId who = caller.known();
    Instant today = Days.startOf(Days.of(tx.now()));
    boolean kept =
        tx.seenBy(
            caller,
            () -> tx.row(KEPT, id, who.value(), deed, today).orElseThrow().getBoolean("kept"));
    if (!kept) {
      Audit.write(tx, who, community, deed, Map.of(what, id.toString()));
    }
  }
}
