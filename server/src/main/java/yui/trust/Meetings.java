package yui.trust;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.communities.Communities;
import yui.communities.Group;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;
import yui.people.Blocks;
import yui.people.People;

/** Who does not meet whom: each side's own blocks, and what was agreed before them. */
public final class Meetings {
  /** A resident's wish not to meet a group. */
  record GroupEntry(GroupId groupId, @Nullable String words) {}

  /** A group's wish not to meet a resident. */
  record ResidentEntry(PersonId residentId, @Nullable String words) {}

  private final Communities communities;
  private final People people;
  private final Blocks blocks = new Blocks();

  public Meetings(Communities communities, People people) {
    this.communities = communities;
    this.people = people;
  }

  Blocks.Block block(Tx tx, Caller caller, GroupEntry entry) {
    Group group = communities.group(tx, entry.groupId()).orElseThrow(Refusal::notFound);
    return blocks.add(
        tx,
        caller,
        group.communityId(),
        group.id(),
        caller.known(),
        Blocks.Side.RESIDENT,
        Objects.requireNonNullElse(entry.words(), ""));
  }

  List<Blocks.Block> mine(Tx tx, Caller caller) {
    return blocks.ofResident(tx, caller.known());
  }

  void lift(Tx tx, Caller caller, UUID id) {
    blocks.lift(tx, caller, id, Blocks.Side.RESIDENT, null, caller.known());
  }

  Blocks.Block block(Tx tx, Caller caller, GroupId id, ResidentEntry entry) {
    Group group = ours(tx, caller, id);
    if (caller.is(entry.residentId())) throw Refusal.forbidden("not_your_own");
    return tx.actingFor(
        group.communityId(),
        caller,
        () -> {
          if (!people.isResident(tx, entry.residentId())) throw Refusal.notFound();
          return blocks.add(
              tx,
              caller,
              group.communityId(),
              group.id(),
              entry.residentId(),
              Blocks.Side.GROUP,
              Objects.requireNonNullElse(entry.words(), ""));
        });
  }

  List<Blocks.Block> of(Tx tx, Caller caller, GroupId id) {
    Group group = ours(tx, caller, id);
    return tx.actingFor(group.communityId(), caller, () -> blocks.ofGroup(tx, id));
  }

  void lift(Tx tx, Caller caller, GroupId id, UUID block) {
    Group group = ours(tx, caller, id);
    tx.actingFor(
        group.communityId(),
        caller,
        () -> {
          blocks.lift(tx, caller, block, Blocks.Side.GROUP, id, null);
          return block;
        });
  }

  private Group ours(Tx tx, Caller caller, GroupId id) {
    Group group = communities.group(tx, id).orElseThrow(Refusal::notFound);
    if (!caller.isAdmin() && !caller.actsFor(group.communityId(), id)) {
      throw Refusal.forbidden("forbidden");
    }
    return group;
  }

  /** Somebody chosen before a block: it stands, and the desk looks after it. */
  record Standing(UUID application, UUID task, String title, PersonId person) {}

  private static final String STANDING =
      """
      select application_id, task_id, title, person_id from barred_standing
      where community_id = $1 and ends_at > $2
      order by title, application_id
      """;

  /** For the desk, without saying which of the two does not want it. */
  List<Standing> standing(Tx tx, Caller caller, CommunityId community) {
    if (!Reports.isDesk(caller, community)) throw Refusal.forbidden("forbidden");
    return tx.asSystem(
        () ->
            tx.list(
                STANDING,
                row ->
                    new Standing(
                        row.getUUID("application_id"),
                        row.getUUID("task_id"),
                        row.getString("title"),
                        new PersonId(row.getUUID("person_id"))),
                community.value(),
                tx.now()));
  }
}
