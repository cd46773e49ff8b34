package yui.people;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Instants;
import yui.db.Tx;

/**
 * A resident and a group of whom one does not want to meet the other. Either side sees its own
 * blocks alone; the work between them ends in both directions, and nobody is told why.
 */
public final class Blocks {
  /** Who made it. */
  public enum Side {
    GROUP,
    RESIDENT
  }

  /** One block, for the side that made it. */
  public record Block(
      UUID id,
      CommunityId communityId,
      GroupId groupId,
      PersonId personId,
      Side side,
      String words,
      Instant madeAt) {}

  private static final String COLUMNS =
      """
      select id, community_id, group_id, person_id, side, words, made_at from blocks
      where lifted_at is null
      """;
  private static final String MINE =
      COLUMNS + " and side = 'RESIDENT' and person_id = $1 order by id desc";

  /** A resident's own. */
  public List<Block> ofResident(Tx tx, PersonId person) {
    return tx.list(MINE, Blocks::block, person.value());
  }

  private static final String OF_GROUP =
      COLUMNS + " and side = 'GROUP' and group_id = $1 order by id desc";

  /** A group's own. */
  public List<Block> ofGroup(Tx tx, GroupId group) {
    return tx.list(OF_GROUP, Blocks::block, group.value());
  }

  private static final String ADD =
      """
      insert into blocks (id, community_id, group_id, person_id, side, words, made_by, made_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;

  /** Made by a side that the caller may speak for; what was agreed before stands. */
  public Block add(
      Tx tx,
      Caller caller,
      CommunityId community,
      GroupId group,
      PersonId person,
      Side side,
      String words) {
    Block block = new Block(Ids.next(), community, group, person, side, words, tx.now());
    tx.change(
        ADD,
        block.id(),
        community.value(),
        group.value(),
        person.value(),
        side.name(),
        words,
        caller.known().value(),
        tx.now());
    audit(tx, caller, community, "blocked", block.id());
    return block;
  }

  private static final String LIFT =
      """
      update blocks set lifted_at = $2, lifted_by = $3
      where id = $1 and lifted_at is null and side = $4 and ($5::uuid is null or group_id = $5)
        and ($6::uuid is null or person_id = $6)
      """;

  /** Lifted by the side that made it; what does not exist for it is 404. */
  public void lift(
      Tx tx,
      Caller caller,
      UUID id,
      Side side,
      @Nullable GroupId group,
      @Nullable PersonId person) {
    int lifted =
        tx.change(
            LIFT,
            id,
            tx.now(),
            caller.known().value(),
            side.name(),
            group == null ? null : group.value(),
            person == null ? null : person.value());
    if (lifted == 0) throw Refusal.notFound();
    audit(tx, caller, null, "block_lifted", id);
  }

  private static void audit(
      Tx tx, Caller caller, @Nullable CommunityId community, String deed, UUID id) {
    // A resident's block is theirs alone: the community's log does not name it.
    boolean staff = community != null && caller.isStaffOf(community);
    Audit.write(tx, caller.known(), staff ? community : null, deed, Map.of("block", id.toString()));
  }

  private static final String BETWEEN =
      """
      select count(*) as n from blocks
      where lifted_at is null and person_id = $1 and group_id = $2
      """;

  /** Whether one of them does not want the other, whoever it is. */
  public static boolean between(Tx tx, PersonId person, GroupId group) {
    return tx.asSystem(
        () ->
            tx.row(BETWEEN, person.value(), group.value()).map(row -> row.getLong("n")).orElse(0L)
                > 0);
  }

  private static final String TASKS = "select task_id from barred_tasks where person_id = $1";

  /** Open work that is not shown to a resident. */
  public static Set<UUID> tasksBarred(Tx tx, PersonId person) {
    return tx.asSystem(
        () ->
            tx.list(TASKS, row -> row.getUUID("task_id"), person.value()).stream()
                .collect(Collectors.toSet()));
  }

  private static final String PERSONS =
      "select distinct person_id from barred_tasks where task_id = $1";

  /** Residents that are not shown for a task. */
  public static Set<UUID> personsBarred(Tx tx, UUID task) {
    return tx.asSystem(
        () ->
            tx.list(PERSONS, row -> row.getUUID("person_id"), task).stream()
                .collect(Collectors.toSet()));
  }

  private static Block block(Row row) {
    return new Block(
        row.getUUID("id"),
        new CommunityId(row.getUUID("community_id")),
        new GroupId(row.getUUID("group_id")),
        new PersonId(row.getUUID("person_id")),
        Side.valueOf(row.getString("side")),
        row.getString("words"),
        Instants.of(row, "made_at"));
  }
}
