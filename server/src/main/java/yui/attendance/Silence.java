package yui.attendance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.mail.Outbox;
import yui.people.People;
import yui.tasks.SlotId;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/**
 * A job: silence is not absence, so whoever said nothing about a slot is asked, first the host and
 * later the desk, each once.
 */
public final class Silence implements Runnable {
  /** Who is asked. */
  enum Whom {
    HOST,
    DESK
  }

  private static final Duration LONG_AGO = Duration.ofDays(30);
  private static final int MOST = 200;

  private final Database database;
  private final Tasks tasks;
  private final Rules rules;
  private final Asking asking;

  /**
   * @param origin where letters' links begin, without a slash at its end
   */
  public Silence(
      Database database,
      Tasks tasks,
      Rules rules,
      People people,
      Communities communities,
      Outbox outbox,
      String origin) {
    this.database = database;
    this.tasks = tasks;
    this.rules = rules;
    this.asking = new Asking(people, communities, outbox, origin);
  }

  @Override
  public void run() {
    for (Whom whom : Whom.values()) {
      List<Unsaid> due =
          database.read(
              Scope.ofSystem(),
              tx -> unsaid(tx, whom).stream().filter(slot -> isDue(tx, slot, whom)).toList());
      for (Unsaid slot : due) {
        database.write(Scope.ofSystem(), tx -> ask(tx, slot, whom));
      }
    }
  }

  private record Unsaid(SlotId slot, TaskId task, CommunityId community, Instant endsAt) {}

  private static final String UNSAID =
      """
      select u.slot_id, u.task_id, u.community_id, u.ends_at from slots_unsaid u
      where u.ends_at < $1 and u.ends_at > $2
        and not exists (select from attendance_asked a where a.slot_id = u.slot_id and a.whom = $3)
      order by u.ends_at limit $4
      """;

  private static List<Unsaid> unsaid(Tx tx, Whom whom) {
    return tx.list(
        UNSAID,
        row ->
            new Unsaid(
                new SlotId(row.getUUID("slot_id")),
                new TaskId(row.getUUID("task_id")),
                new CommunityId(row.getUUID("community_id")),
                row.getOffsetDateTime("ends_at").toInstant()),
        tx.now(),
        tx.now().minus(LONG_AGO),
        whom.name(),
        MOST);
  }

  private boolean isDue(Tx tx, Unsaid slot, Whom whom) {
    Rules.AskHours hours = rules.askHours(tx, slot.community(), Days.of(tx.now()));
    int wait = whom == Whom.HOST ? hours.host() : hours.desk();
    return !slot.endsAt().plus(Duration.ofHours(wait)).isAfter(tx.now());
  }

  private static final String ASKED =
      """
      insert into attendance_asked (slot_id, community_id, whom, at) values ($1, $2, $3, $4)
      on conflict do nothing
      """;

  private boolean ask(Tx tx, Unsaid slot, Whom whom) {
    int first =
        tx.change(ASKED, slot.slot().value(), slot.community().value(), whom.name(), tx.now());
    if (first == 0) return false;
    Task task = tasks.find(tx, slot.task()).orElseThrow();
    task.slot(slot.slot()).ifPresent(of -> asking.silent(tx, task, of, whom));
    return true;
  }
}
