package yui.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, with the roles held at this moment; a stranger has no person.
 *
 * @param proven whether a second factor was shown in this login a short while ago, or none is asked
 */
public record Caller(
    @Nullable PersonId person, List<Membership> memberships, Lang lang, boolean proven) {

  /** Somebody who has shown nothing but the way in. */
  public Caller(@Nullable PersonId person, List<Membership> memberships, Lang lang) {
    this(person, memberships, lang, false);
  }

  public static Caller stranger(Lang lang) {
    return new Caller(null, List.of(), lang);
  }

  /** For what moves money or lets others move it: refused until a second factor is shown. */
  public void demandProof() {
    if (!proven) throw Refusal.forbidden("second_factor_needed");
  }

  /** Whether some deeds of theirs ask for a second factor. */
  public boolean mayMoveMoney() {
    return memberships.stream().anyMatch(m -> m.role() == Role.ADMIN || m.desk() == Desk.OFFICIAL);
  }

  public boolean isStranger() {
    return person == null;
  }

  /** The person, or a refusal that asks to log in. */
  public PersonId known() {
    if (person == null) throw Refusal.loginNeeded();
    return person;
  }

  public boolean is(@Nullable PersonId other) {
    return person != null && person.equals(other);
  }

  public boolean isAdmin() {
    return memberships.stream().anyMatch(m -> m.role() == Role.ADMIN);
  }

  public boolean coordinates(CommunityId community) {
    return holds(Role.COORDINATOR, community);
  }

  /** Whether the caller sits at the official desk, which alone handles money. */
  public boolean settles(CommunityId community) {
    return memberships.stream()
        .anyMatch(
            m ->
                m.role() == Role.COORDINATOR
                    && m.desk() == Desk.OFFICIAL
                    && community.equals(m.communityId()));
  }

  public boolean audits(CommunityId community) {
    return holds(Role.AUDITOR, community);
  }

  public boolean hosts(GroupId group) {
    return memberships.stream().anyMatch(m -> m.role() == Role.HOST && group.equals(m.groupId()));
  }

  /** Whether the caller acts for this group: as its host, or as its community's coordinator. */
  public boolean actsFor(CommunityId community, GroupId group) {
    return coordinates(community) || hosts(group);
  }

  /** Whether the caller posts tasks in this community: for a group, or at the desk. */
  public boolean posts(CommunityId community) {
    return isAdmin() || holds(Role.HOST, community) || coordinates(community);
  }

  /** Whether the caller holds any role in this community. */
  public boolean isStaffOf(CommunityId community) {
    return memberships.stream().anyMatch(m -> community.equals(m.communityId()));
  }

  private boolean holds(Role role, CommunityId community) {
    return memberships.stream()
        .anyMatch(m -> m.role() == role && community.equals(m.communityId()));
  }
}
