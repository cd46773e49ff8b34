package yui.tasks;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.db.Instants;
import yui.db.Tx;

/** What is posted, counted and in order of time, for the pages where people begin. */
public final class Board {

  /** A task that is not over yet, with its next slot and the heads of its slots to come. */
  public record Posted(
      TaskId id,
      GroupId groupId,
      String group,
      String title,
      TaskState state,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      int slots,
      int capacity,
      int waiting,
      int chosen) {

    public boolean isUnfilled() {
      return state == TaskState.OPEN && startsAt != null && chosen < capacity;
    }
  }

  private static final String SOONEST =
      """
      select t.id, (select min(s.starts_at) from slots s
          where s.task_id = t.id and s.ends_at > $2) as starts_at
      from tasks t
      where t.state = 'OPEN' and (t.apply_until is null or t.apply_until > $2)
        and ($1::uuid is null or t.community_id = $1::uuid)
      order by starts_at nulls last, t.id limit $3
      """;

  /** Open tasks, in all communities or in one, those that begin first. */
  public List<TaskId> soonest(Tx tx, @Nullable CommunityId community, int most) {
    return tx.list(
        SOONEST,
        row -> new TaskId(row.getUUID("id")),
        community == null ? null : community.value(),
        tx.now(),
        most);
  }

  private static final String COUNTS =
      """
      select community_id, count(*) as tasks, count(*) filter
          (where state = 'OPEN' and (apply_until is null or apply_until > $1)) as open
      from tasks group by community_id
      """;

  /** How many tasks are open, by community. */
  public Map<CommunityId, Long> open(Tx tx) {
    return counts(tx, "open");
  }

  /** How many tasks the caller may see, by community. */
  public Map<CommunityId, Long> all(Tx tx) {
    return counts(tx, "tasks");
  }

  private static Map<CommunityId, Long> counts(Tx tx, String column) {
    Map<CommunityId, Long> counts = new HashMap<>();
    for (Row row : tx.rows(COUNTS, tx.now())) {
      counts.put(new CommunityId(row.getUUID("community_id")), row.getLong(column));
    }
    return counts;
  }

  private static final String POSTED =
      """
      select t.id, t.group_id, g.group_name, t.title, t.state, n.starts_at, n.ends_at,
        c.slots, coalesce(c.capacity, 0) as capacity, coalesce((select w.applied from task_heads w where w.task_id = t.id), 0) as waiting,
        coalesce(c.chosen, 0) as chosen
      from tasks t join group_names g on g.group_id = t.group_id
        left join lateral (
          select s.starts_at, s.ends_at from slots s
          where s.task_id = t.id and s.ends_at > $3 order by s.starts_at limit 1) n on true
        left join lateral (
          select count(*)::int as slots, sum(s.capacity)::int as capacity,
            sum(h.chosen)::int as chosen
          from slots s left join slot_heads h on h.slot_id = s.id
          where s.task_id = t.id and s.ends_at > $3) c on true
      where t.community_id = $1 and ($2::uuid is null or t.group_id = $2::uuid)
        and t.state in ('DRAFT', 'REVIEW', 'RETURNED', 'OPEN', 'CLOSED', 'POSTPONED')
        and (n.starts_at is not null or t.kind = 'REMOTE'
          or t.state in ('DRAFT', 'REVIEW', 'RETURNED'))
      order by n.starts_at nulls last, t.id
      """;

  /** A community's tasks that are not over, or a group's, those that begin first. */
  public List<Posted> posted(Tx tx, CommunityId community, @Nullable GroupId group) {
    return tx.list(
        POSTED, Board::posted, community.value(), group == null ? null : group.value(), tx.now());
  }

  /** Where people are expected today, also when the work is over, and how many in all. */
  public record Today(TaskId id, int heads) {}

  private static final String TODAY =
      """
      select s.task_id, sum(h.chosen) over ()::int as heads
      from slots s join slot_heads h on h.slot_id = s.id join tasks t on t.id = s.task_id
      where t.group_id = $1 and t.state in ('OPEN', 'CLOSED', 'DONE') and h.chosen > 0
        and s.starts_at < $4 and s.ends_at > $3
      order by abs(extract(epoch from s.starts_at - $2)), s.id limit 1
      """;

  /** A group's work of today, the nearest in time. */
  public Optional<Today> today(Tx tx, GroupId group) {
    LocalDate today = Days.of(tx.now());
    return tx.row(
            TODAY, group.value(), tx.now(), Days.startOf(today), Days.startOf(today.plusDays(1)))
        .map(row -> new Today(new TaskId(row.getUUID("task_id")), row.getInteger("heads")));
  }

  private static Posted posted(Row row) {
    return new Posted(
        new TaskId(row.getUUID("id")),
        new GroupId(row.getUUID("group_id")),
        row.getString("group_name"),
        row.getString("title"),
        TaskState.valueOf(row.getString("state")),
        Instants.maybe(row, "starts_at"),
        Instants.maybe(row, "ends_at"),
        row.getInteger("slots"),
        row.getInteger("capacity"),
        row.getInteger("waiting"),
        row.getInteger("chosen"));
  }
}
