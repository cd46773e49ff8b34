package yui.communities;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.FieldError;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Audit;
import yui.db.Tx;

/**
 * Who holds which role in a community. Coordinators give and take roles at home, the administrator
 * everywhere; what the official desk may do with money, and who reads all of it, only it gives
 * away.
 */
final class Memberships {
  private final Communities communities;
  private final Persons persons;

  Memberships(Communities communities, Persons persons) {
    this.communities = communities;
    this.persons = persons;
  }

  List<Member> list(Tx tx, Caller caller, CommunityId community, String name, UUID id, int limit) {
    communities.get(tx, community);
    if (!caller.isAdmin() && !caller.coordinates(community) && !caller.audits(community)) {
      throw Refusal.forbidden("forbidden");
    }
    return tx.actingFor(community.value(), () -> MemberStore.list(tx, community, name, id, limit));
  }

  Member add(Tx tx, Caller caller, CommunityId community, MembershipEntry entry) {
    communities.get(tx, community);
    Desk desk =
        entry.role() == Role.COORDINATOR
            ? Objects.requireNonNullElse(entry.desk(), Desk.OFFICIAL)
            : null;
    allow(caller, community, entry.role(), desk);
    refuseMisfits(tx, community, entry);
    PersonId person = persons.findOrAdd(tx, entry.email(), caller.lang());
    UUID id = Ids.next();
    return tx.actingFor(
        community.value(),
        () -> {
          MemberStore.add(
              tx, id, person, community, entry.groupId(), entry.role(), desk, caller.known());
          audit(tx, caller, community, "role_given", person, entry.role(), entry.groupId());
          return MemberStore.find(tx, community, id).orElseThrow();
        });
  }

  void remove(Tx tx, Caller caller, CommunityId community, UUID id) {
    communities.get(tx, community);
    allow(caller, community, Role.HOST, null);
    tx.actingFor(
        community.value(),
        () -> {
          CommunityStore.lock(tx, community);
          Member member = MemberStore.find(tx, community, id).orElseThrow(Refusal::notFound);
          allow(caller, community, member.role(), member.desk());
          if (member.role() == Role.COORDINATOR && MemberStore.coordinators(tx, community) == 1) {
            throw Refusal.conflict("last_coordinator");
          }
          MemberStore.remove(tx, id);
          audit(
              tx,
              caller,
              community,
              "role_taken",
              member.personId(),
              member.role(),
              member.groupId());
          return member;
        });
  }

  // An auditor reads papers of payment that the private desk does not, and looks over its shoulder.
  private static void allow(Caller caller, CommunityId community, Role role, @Nullable Desk desk) {
    boolean ofMoney = desk == Desk.OFFICIAL || role == Role.AUDITOR;
    boolean may =
        caller.isAdmin() || (ofMoney ? caller.settles(community) : caller.coordinates(community));
    if (!may) throw Refusal.forbidden("forbidden");
    if (desk == Desk.OFFICIAL) caller.demandProof();
  }

  private void refuseMisfits(Tx tx, CommunityId community, MembershipEntry entry) {
    List<FieldError> errors = new ArrayList<>();
    GroupId group = entry.groupId();
    if (entry.role() != Role.HOST && group != null) {
      errors.add(new FieldError("/groupId", "not_allowed"));
    } else if (group != null && !isOf(community, communities.group(tx, group))) {
      errors.add(new FieldError("/groupId", "unknown_group"));
    }
    if (entry.role() != Role.COORDINATOR && entry.desk() != null) {
      errors.add(new FieldError("/desk", "not_allowed"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid(errors);
  }

  private static boolean isOf(CommunityId community, Optional<Group> group) {
    return group.filter(g -> g.communityId().equals(community)).isPresent();
  }

  private static void audit(
      Tx tx,
      Caller caller,
      CommunityId community,
      String deed,
      PersonId person,
      Role role,
      @Nullable GroupId group) {
    Audit.write(
        tx,
        caller.known(),
        community,
        deed,
        Map.of(
            "person",
            person.toString(),
            "role",
            role.name(),
            "group",
            group == null ? "" : group.toString()));
  }
}
