package yui.communities;

import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Tx;

/** Hosts as their desk knows them: whom it may help to come in. */
public final class Hosts {

  /** Somebody who acts for a group, by a membership. */
  public record Host(UUID membership, PersonId person, String name, String group) {}

  private final Communities communities;

  public Hosts(Communities communities) {
    this.communities = communities;
  }

  /** By the community's coordinators and the administrator; another role than HOST is not found. */
  public Host get(Tx tx, Caller caller, CommunityId community, UUID membership) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.coordinates(community)) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    return tx.actingFor(community.value(), () -> MemberStore.find(tx, community, membership))
        .filter(member -> member.role() == Role.HOST)
        .map(
            member ->
                new Host(
                    member.id(),
                    member.personId(),
                    member.name().isEmpty() ? member.email() : member.name(),
                    member.groupName() == null ? "" : member.groupName()))
        .orElseThrow(Refusal::notFound);
  }

  private static final String MORE =
      """
      select from persons p where p.id = $1 and (p.is_admin
        or exists (select from memberships m where m.person_id = p.id and m.role <> 'HOST')
        or not exists (select from memberships m where m.person_id = p.id))
      """;

  /** Whether somebody is a host and neither a desk, an auditor nor the administrator anywhere. */
  public boolean isNothingElse(Tx tx, PersonId person) {
    return tx.asSystem(() -> tx.row(MORE, person.value()).isEmpty());
  }
}
