package yui.communities;

import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Tx;

/** Whoever holds a role, as the desk for money and the administrator know them. */
public final class Staff {

  /** Somebody by one of their memberships. */
  public record Holder(UUID membership, CommunityId community, PersonId person, String name) {}

  private final Communities communities;

  public Staff(Communities communities) {
    this.communities = communities;
  }

  /** By the desk for money of this community and the administrator. */
  public Holder get(Tx tx, Caller caller, CommunityId community, UUID membership) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.settles(community)) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    return tx.actingFor(community.value(), () -> MemberStore.find(tx, community, membership))
        .map(
            member ->
                new Holder(
                    member.id(),
                    community,
                    member.personId(),
                    member.name().isEmpty() ? member.email() : member.name()))
        .orElseThrow(Refusal::notFound);
  }
}
