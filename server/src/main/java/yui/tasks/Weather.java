package yui.tasks;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/**
 * A task that waits for the weather: when it is decided, and by whom.
 *
 * @param decider the name of who decides
 */
public record Weather(Instant decideAt, String decider, String words, State state, int version) {
  /** Not decided, or how it was. */
  public enum State {
    WAITING,
    GO,
    CANCELLED,
    POSTPONED
  }

  private static final String FIND =
      """
      select decide_at, decider, words, state, version from weather_holds where task_id = $1
      """;
  private static final String SET =
      """
      insert into weather_holds (task_id, community_id, decide_at, decider, words, set_by, set_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (task_id) do update set decide_at = excluded.decide_at,
        decider = excluded.decider, words = excluded.words, set_by = excluded.set_by,
        set_at = excluded.set_at, state = 'WAITING', decided_by = null, decided_at = null,
        asked_at = null,
        version = weather_holds.version + 1
      """;
  private static final String DECIDE =
      """
      update weather_holds set state = $2, words = $3, decided_by = $4, decided_at = $5,
        version = version + 1
      where task_id = $1 and state = 'WAITING'
      """;

  private static final String UNDECIDED =
      """
      select task_id from weather_holds
      where state = 'WAITING' and decide_at <= $1 and asked_at is null order by decide_at limit 100
      """;
  private static final String ASK =
      """
      update weather_holds set asked_at = $2
      where task_id = $1 and state = 'WAITING' and decide_at <= $2 and asked_at is null
      """;

  /** Whose time to decide has passed in silence, and nobody has asked. */
  public static List<TaskId> undecided(Tx tx) {
    return tx.list(UNDECIDED, row -> new TaskId(row.getUUID("task_id")), tx.now());
  }

  /** Whether it is still undecided and this is the first to ask. */
  public static boolean ask(Tx tx, TaskId id) {
    return tx.change(ASK, id.value(), tx.now()) > 0;
  }

  public static Optional<Weather> of(Tx tx, TaskId id) {
    return tx.row(FIND, id.value()).map(Weather::of);
  }

  private static Weather of(Row row) {
    return new Weather(
        Instants.of(row, "decide_at"),
        row.getString("decider"),
        row.getString("words"),
        State.valueOf(row.getString("state")),
        row.getInteger("version"));
  }

  /** Asks everybody to wait until then; within the task's community. */
  public static void hold(
      Tx tx, Task task, PersonId by, Instant decideAt, String decider, String words) {
    CommunityId community = task.communityId();
    tx.change(
        SET, task.id().value(), community.value(), decideAt, decider, words, by.value(), tx.now());
    TaskStore.tell(tx, task.id(), community, "weather_WAITING", task.state(), words, by);
  }

  /** Whether it was waiting; decided once. */
  public static boolean decide(Tx tx, Task task, PersonId by, State how, String words) {
    if (tx.change(DECIDE, task.id().value(), how.name(), words, by.value(), tx.now()) == 0) {
      return false;
    }
    TaskStore.tell(
        tx, task.id(), task.communityId(), "weather_" + how.name(), task.state(), words, by);
    return true;
  }
}
