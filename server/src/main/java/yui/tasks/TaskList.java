package yui.tasks;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.web.Cursor;

/** A community's tasks in every state, for its own side. */
final class TaskList {
  private static final String LIST =
      """
      select id, soonest from (
        select t.id, coalesce((select min(s.starts_at) from slots s where s.task_id = t.id),
            timestamptz '9999-01-01 00:00+00') as soonest
        from tasks t
        where t.community_id = $1 and ($2::text is null or t.state = $2::text)
          and ($3::uuid[] is null or t.group_id = any($3::uuid[]))) listed
      where $4::timestamptz is null or (soonest, id) > ($4::timestamptz, $5::uuid)
      order by soonest, id limit $6
      """;
  private static final String CHOSEN =
      """
      select task_id, sum(chosen)::int as heads from slot_heads where task_id = any($1)
      group by task_id
      """;
  private static final String APPLIED =
      """
      select task_id, applied as heads from task_heads where task_id = any($1)
      """;

  private final Tasks tasks;
  private final Communities communities;

  TaskList(Tasks tasks, Communities communities) {
    this.tasks = tasks;
    this.communities = communities;
  }

  /** The soonest slot first; hosts see those of their groups. */
  Cursor<TaskForStaff> page(
      Tx tx,
      Caller caller,
      CommunityId community,
      @Nullable String state,
      Optional<GroupId> group,
      int limit,
      Optional<String> after) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.isStaffOf(community)) throw Refusal.forbidden("forbidden");
    UUID[] groups = groupsSeen(caller, community).orElse(null);
    if (group.isPresent()) {
      boolean may = groups == null || List.of(groups).contains(group.get().value());
      groups = may ? new UUID[] {group.get().value()} : new UUID[0];
    }
    UUID[] within = groups;
    String[] place = after.map(Places::of).orElse(null);
    return tx.seenBy(
        caller,
        () -> {
          List<Row> rows =
              tx.rows(
                  LIST,
                  community.value(),
                  state,
                  within,
                  place == null ? null : Places.time(place[0]),
                  place == null ? null : Places.id(place[1]),
                  limit + 1);
          Cursor<Row> page =
              Cursor.cut(
                  rows,
                  limit,
                  row -> row.getOffsetDateTime("soonest").toString() + "|" + row.getUUID("id"));
          return new Cursor<>(shown(tx, caller, page.items()), page.nextCursor());
        });
  }

  /** The groups whose tasks a caller sees in every state; empty for all. */
  Optional<UUID[]> groupsSeen(Caller caller, CommunityId community) {
    boolean all = caller.isAdmin() || caller.coordinates(community) || caller.audits(community);
    return all ? Optional.empty() : Optional.of(hosted(caller, community));
  }

  private List<TaskForStaff> shown(Tx tx, Caller caller, List<Row> rows) {
    List<TaskId> ids = rows.stream().map(row -> new TaskId(row.getUUID("id"))).toList();
    UUID[] uuids = ids.stream().map(TaskId::value).toArray(UUID[]::new);
    Map<UUID, Integer> chosen = heads(tx, CHOSEN, uuids);
    Map<UUID, Integer> applied = heads(tx, APPLIED, uuids);
    Map<TaskId, Task> whole = tasks.byIds(tx, ids);
    List<TaskForStaff> shown = new ArrayList<>();
    for (TaskSummary summary : tasks.cards(tx, caller, ids)) {
      Task task = whole.get(summary.id());
      if (task == null) continue;
      shown.add(
          new TaskForStaff(
              summary,
              applied.getOrDefault(task.id().value(), 0),
              chosen.getOrDefault(task.id().value(), 0),
              task.slots().stream().mapToInt(Slot::capacity).sum(),
              Days.at(task.createdAt())));
    }
    return shown;
  }

  private static Map<UUID, Integer> heads(Tx tx, String sql, UUID[] ids) {
    Map<UUID, Integer> heads = new HashMap<>();
    for (Row row : tx.rows(sql, (Object) ids)) {
      heads.put(row.getUUID("task_id"), row.getInteger("heads"));
    }
    return heads;
  }

  private static UUID[] hosted(Caller caller, CommunityId community) {
    return caller.memberships().stream()
        .filter(m -> community.equals(m.communityId()))
        .map(m -> m.groupId())
        .filter(Objects::nonNull)
        .map(GroupId::value)
        .toArray(UUID[]::new);
  }
}
