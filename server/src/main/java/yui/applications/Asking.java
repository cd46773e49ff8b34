package yui.applications;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Database;
import yui.db.Instants;
import yui.db.Scope;
import yui.db.Tx;
import yui.tasks.Task;
import yui.tasks.TaskId;
import yui.tasks.Tasks;

/** A job: tells hosts who waits for an answer; the second time, and near the day, the desk too. */
final class Asking implements Runnable {
  private static final int MOST = 500;
  private static final Duration NEAR = Duration.ofDays(3);

  /** Those of a task who wait for an answer. */
  private record Waiting(
      TaskId task, CommunityId community, int waiting, Instant since, Instant soonest, int asked) {}

  private static final String WAITING =
      """
      select a.task_id, a.community_id, count(distinct a.id)::int as waiting,
        min(s.changed_at) as since, min(lower(s.period)) as soonest,
        (select count(*) from answers_asked k where k.task_id = a.task_id
          and k.sent_at >= min(s.changed_at))::int as asked
      from application_slots s join applications a on a.id = s.application_id
      where s.state = 'APPLIED' and lower(s.period) > $1
        and not exists (select from answers_asked k where k.task_id = a.task_id and k.sent_at > $2)
      group by a.task_id, a.community_id
      limit $3
      """;
  private static final String LAST =
      "select max(sent_at) as last from answers_asked where task_id = $1";
  private static final String ASKED =
      """
      insert into answers_asked (task_id, community_id, day, waiting, sent_at)
      values ($1, $2, $3, $4, $5)
      on conflict do nothing
      """;

  private final Database database;
  private final Tasks tasks;
  private final Rules rules;
  private final Correspondence correspondence;

  Asking(Database database, Tasks tasks, Rules rules, Correspondence correspondence) {
    this.database = database;
    this.tasks = tasks;
    this.rules = rules;
    this.correspondence = correspondence;
  }

  @Override
  public void run() {
    List<Waiting> waiting =
        database.read(
            Scope.ofSystem(),
            tx ->
                tx.list(
                    WAITING,
                    Asking::waiting,
                    tx.now(),
                    tx.now().minus(Duration.ofHours(20)),
                    MOST));
    for (Waiting one : waiting) {
      database.write(
          Scope.ofSystem(),
          tx -> {
            ask(tx, one);
            return one;
          });
    }
  }

  private void ask(Tx tx, Waiting one) {
    Duration patience = Duration.ofDays(rules.answerDays(tx, one.community(), Days.of(tx.now())));
    if (one.since().plus(patience).isAfter(tx.now())) return;
    if (rules.quietHours(tx, one.community(), Days.of(tx.now())).holds(tx.now())) return;
    boolean early =
        tx.row(LAST, one.task().value())
            .map(row -> Instants.maybe(row, "last"))
            .filter(last -> last.plus(patience).isAfter(tx.now()))
            .isPresent();
    if (early) return;
    Task task = tasks.find(tx, one.task()).orElseThrow();
    int written =
        tx.change(
            ASKED,
            one.task().value(),
            one.community().value(),
            Days.of(tx.now()),
            one.waiting(),
            tx.now());
    if (written == 0) return;
    boolean urgent = one.asked() > 0 || one.soonest().isBefore(tx.now().plus(NEAR));
    correspondence.unanswered(tx, task, one.waiting(), one.since(), urgent);
  }

  private static Waiting waiting(Row row) {
    return new Waiting(
        new TaskId(row.getUUID("task_id")),
        new CommunityId(row.getUUID("community_id")),
        row.getInteger("waiting"),
        Instants.of(row, "since"),
        Instants.of(row, "soonest"),
        row.getInteger("asked"));
  }
}
