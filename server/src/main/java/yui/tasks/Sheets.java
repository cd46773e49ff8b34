package yui.tasks;

import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;

/** Whether a posting was as it was written: asked of those who were there, counted for all. */
public final class Sheets {
  /** What somebody who was there says. */
  record AnswerEntry(Answered answer, @Nullable String words) {}

  /** As written, partly, or not. */
  enum Answered {
    YES,
    PARTLY,
    NO
  }

  /** My answer, and what it counts with. */
  record Counted(Answered answer, String words, Accuracy accuracy) {}

  private static final String WAS_THERE =
      """
      select from was_there where task_id = $1 and person_id = $2
      """;
  private static final String SAY =
      """
      insert into sheet_answers (task_id, community_id, person_id, answer, words, at)
      values ($1, $2, $3, $4, $5, $6)
      on conflict (task_id, person_id) do update
        set answer = excluded.answer, words = excluded.words, at = excluded.at
      """;
  private static final String MINE =
      """
      select answer from sheet_answers where task_id = $1 and person_id = $2
      """;
  private static final String COUNT =
      """
      select count(*) filter (where a.answer = 'YES')::int as yes,
        count(*) filter (where a.answer = 'PARTLY')::int as partly,
        count(*) filter (where a.answer = 'NO')::int as no
      from sheet_answers a join tasks t on t.id = a.task_id
      where t.id = $1::uuid or t.group_id = $2::uuid
      """;
  private static final String MUST_BE_LATEST =
      """
      select sheet_version from tasks where id = $1
      """;

  private final Tasks tasks;

  public Sheets(Tasks tasks) {
    this.tasks = tasks;
  }

  /** The one question afterwards; who was there may say it otherwise later. */
  Counted answer(Tx tx, Caller caller, TaskId id, AnswerEntry entry) {
    Task task = tasks.visible(tx, caller, id);
    if (!wasThere(tx, caller, id)) throw Refusal.conflict("not_there");
    String words = entry.words() == null ? "" : entry.words();
    tx.change(
        SAY,
        id.value(),
        task.communityId().value(),
        caller.known().value(),
        entry.answer().name(),
        words,
        tx.now());
    return new Counted(entry.answer(), words, of(tx, task));
  }

  boolean wasThere(Tx tx, Caller caller, TaskId id) {
    return !caller.isStranger()
        && tx.row(WAS_THERE, id.value(), caller.known().value()).isPresent();
  }

  /** What the caller has answered. */
  Optional<Answered> mine(Tx tx, Caller caller, TaskId id) {
    return tx.row(MINE, id.value(), caller.known().value())
        .map(row -> Answered.valueOf(row.getString("answer")));
  }

  /** Of one posting. */
  static Accuracy of(Tx tx, Task task) {
    return tx.actingFor(task.communityId().value(), () -> counted(tx, task.id().value(), null));
  }

  /** Of all that a group has posted. */
  static Accuracy ofGroup(Tx tx, Task task) {
    return tx.actingFor(task.communityId().value(), () -> counted(tx, null, task.groupId()));
  }

  private static Accuracy counted(Tx tx, @Nullable UUID task, @Nullable GroupId group) {
    Row row = tx.row(COUNT, task, group == null ? null : group.value()).orElseThrow();
    return new Accuracy(row.getInteger("yes"), row.getInteger("partly"), row.getInteger("no"));
  }

  /** Refuses an applicant who read hard parts that have been changed since. */
  public static void mustBeRead(Tx tx, TaskId id, int version) {
    int latest = tx.row(MUST_BE_LATEST, id.value()).orElseThrow().getInteger("sheet_version");
    if (version != latest) {
      throw Refusal.conflict("sheet_changed", Map.of("version", latest));
    }
  }
}
