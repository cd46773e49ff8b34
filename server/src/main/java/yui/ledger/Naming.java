package yui.ledger;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.db.Instants;
import yui.db.Tx;

/**
 * What opaque ids are called, from views that the rooms owning them publish; under the caller's
 * rights.
 */
final class Naming {
  private Naming() {}

  /** An application as far as the ledger has to know it. */
  record Work(
      UUID applicationId,
      CommunityId communityId,
      GroupId groupId,
      PersonId personId,
      UUID taskId,
      String title,
      int heads,
      boolean paysActualTravel) {}

  /** A task as far as the ledger has to know it. */
  record Task(UUID id, CommunityId communityId, GroupId groupId, String title) {}

  private static final String PERSONS =
      "select id, name from ledger_persons where id = any ($1) and name <> ''";
  private static final String DISPLAY_NAMES =
      "select id, display_name as name from ledger_persons where id = any ($1)";
  private static final String GROUPS = "select id, name from ledger_groups where id = any ($1)";
  private static final String FUNDS = "select id, name from funds where id = any ($1)";
  private static final String COMMUNITIES =
      "select id, name from ledger_communities where id = any ($1)";
  private static final String COMMUNITY =
      """
      select case when $2::boolean and name_en <> '' then name_en else name end as name
        from ledger_communities where id = $1
      """;
  private static final String WORK =
      """
      select id, community_id, group_id, person_id, task_id, title, heads, travel_policy
        from ledger_applications where id = any ($1)
      """;

  private static final String BUDGET_LINES =
      "select id, budget_line from funds where community_id = $1";

  /** The budget lines of a community's funds. */
  static Map<UUID, String> budgetLines(Tx tx, CommunityId community) {
    Map<UUID, String> lines = new HashMap<>();
    tx.rows(BUDGET_LINES, community.value())
        .forEach(row -> lines.put(row.getUUID("id"), row.getString("budget_line")));
    return lines;
  }

  static Map<UUID, String> persons(Tx tx, Collection<UUID> ids) {
    return names(tx, PERSONS, ids);
  }

  static Map<UUID, String> displayNames(Tx tx, Collection<UUID> ids) {
    return names(tx, DISPLAY_NAMES, ids);
  }

  static Map<UUID, String> groups(Tx tx, Collection<UUID> ids) {
    return names(tx, GROUPS, ids);
  }

  static Map<UUID, String> communities(Tx tx, Collection<UUID> ids) {
    return names(tx, COMMUNITIES, ids);
  }

  static String community(Tx tx, CommunityId id, Lang lang) {
    return tx.row(COMMUNITY, id.value(), lang.isEnglish())
        .map(row -> row.getString("name"))
        .orElse("");
  }

  /** Of everything that can own an account. */
  static Map<UUID, String> owners(Tx tx, Collection<UUID> ids) {
    Map<UUID, String> names = persons(tx, ids);
    names.putAll(groups(tx, ids));
    names.putAll(names(tx, FUNDS, ids));
    names.putAll(communities(tx, ids));
    return names;
  }

  static Optional<Work> work(Tx tx, UUID application) {
    return Optional.ofNullable(work(tx, List.of(application)).get(application));
  }

  static Map<UUID, Work> work(Tx tx, Collection<UUID> applications) {
    Map<UUID, Work> work = new HashMap<>();
    if (applications.isEmpty()) return work;
    for (Row row : tx.rows(WORK, (Object) ids(applications))) {
      work.put(
          row.getUUID("id"),
          new Work(
              row.getUUID("id"),
              new CommunityId(row.getUUID("community_id")),
              new GroupId(row.getUUID("group_id")),
              new PersonId(row.getUUID("person_id")),
              row.getUUID("task_id"),
              row.getString("title"),
              row.getInteger("heads"),
              row.getString("travel_policy").equals("ACTUAL")));
    }
    return work;
  }

  /** When a slot is. */
  record Slot(UUID id, Instant startsAt, Instant endsAt) {}

  private static final String SLOTS =
      "select id, starts_at, ends_at from ledger_timed_slots where id = any ($1)";

  static Map<UUID, Slot> slots(Tx tx, Collection<UUID> ids) {
    Map<UUID, Slot> slots = new HashMap<>();
    if (ids.isEmpty()) return slots;
    for (Row row : tx.rows(SLOTS, (Object) ids(ids))) {
      UUID id = row.getUUID("id");
      slots.put(id, new Slot(id, Instants.of(row, "starts_at"), Instants.of(row, "ends_at")));
    }
    return slots;
  }

  private static final String TASK =
      "select id, community_id, group_id, title from ledger_tasks where id = $1";
  private static final String OF_TASK =
      "select id from ledger_applications where task_id = $1 order by id";

  static Optional<Task> task(Tx tx, UUID id) {
    return tx.row(TASK, id)
        .map(
            row ->
                new Task(
                    row.getUUID("id"),
                    new CommunityId(row.getUUID("community_id")),
                    new GroupId(row.getUUID("group_id")),
                    row.getString("title")));
  }

  /** Every application for a task, in order. */
  static List<Work> ofTask(Tx tx, UUID task) {
    List<UUID> ids = tx.list(OF_TASK, row -> row.getUUID("id"), task);
    Map<UUID, Work> work = work(tx, ids);
    return ids.stream().map(work::get).filter(Objects::nonNull).toList();
  }

  private static Map<UUID, String> names(Tx tx, String sql, Collection<UUID> ids) {
    Map<UUID, String> names = new HashMap<>();
    if (ids.isEmpty()) return names;
    for (Row row : tx.rows(sql, (Object) ids(ids))) {
      names.put(row.getUUID("id"), row.getString("name"));
    }
    return names;
  }

  private static UUID[] ids(Collection<UUID> ids) {
    return ids.stream().filter(Objects::nonNull).distinct().toArray(UUID[]::new);
  }
}
