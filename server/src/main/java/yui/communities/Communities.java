package yui.communities;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.db.Audit;
import yui.db.Tx;

/** The communities and their groups. */
public final class Communities {
  static final UUID BEFORE_ALL = new UUID(0, 0);
  private static final int ALL = 10_000;

  private final Rules rules;
  private final BiConsumer<Tx, CommunityId> whenOpened;

  /**
   * @param whenOpened what a new community needs from rooms this one does not know: its first fund
   */
  public Communities(Rules rules, BiConsumer<Tx, CommunityId> whenOpened) {
    this.rules = rules;
    this.whenOpened = whenOpened;
  }

  public Optional<Community> find(Tx tx, CommunityId id) {
    return CommunityStore.find(tx, id);
  }

  public Community get(Tx tx, CommunityId id) {
    return find(tx, id).orElseThrow(Refusal::notFound);
  }

  /** All, by code. */
  public List<Community> all(Tx tx) {
    return CommunityStore.byCode(tx, "", ALL);
  }

  public Optional<Group> group(Tx tx, GroupId id) {
    return CommunityStore.group(tx, id);
  }

  /** A community's groups, by name. */
  public List<Group> groups(Tx tx, CommunityId community) {
    return CommunityStore.groups(tx, community, "", BEFORE_ALL, ALL);
  }

  /** How many people hold a role, by community. */
  public Map<CommunityId, Long> memberCounts(Tx tx) {
    return tx.asSystem(() -> MemberStore.counts(tx));
  }

  /** Somebody's account, past the caller's rights. */
  public Optional<FoundPerson> person(Tx tx, PersonId person) {
    return tx.asSystem(() -> MemberStore.person(tx, person));
  }

  /** Accounts with a piece of text in address or name, past the caller's rights. */
  List<FoundPerson> searchPersons(Tx tx, String piece, int limit) {
    return tx.asSystem(() -> MemberStore.search(tx, piece, limit));
  }

  /** To whom a letter to a group goes. */
  public List<PersonId> hosts(Tx tx, GroupId group) {
    return tx.asSystem(() -> CommunityStore.hosts(tx, group));
  }

  /** To whom a letter to a community's desk goes. */
  public List<PersonId> coordinators(Tx tx, CommunityId community) {
    return tx.asSystem(() -> CommunityStore.coordinators(tx, community));
  }

  /** By the administrator, with what its desk needs from the first day. */
  public Community open(Tx tx, Caller caller, CommunityEntry entry) {
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    Weights weights = entry.weights();
    if (weights != null && weights.areAllZero()) {
      throw Refusal.invalid("/weights", "weights_zero");
    }
    Community community =
        new Community(
            new CommunityId(Ids.next()),
            entry.code(),
            entry.name(),
            Objects.requireNonNullElse(entry.nameEn(), ""),
            Objects.requireNonNullElse(entry.about(), ""),
            entry.lat(),
            entry.lon(),
            Objects.requireNonNullElse(entry.officeName(), ""),
            Objects.requireNonNullElse(entry.officePhone(), ""));
    return tx.actingFor(
        community.id().value(),
        () -> {
          CommunityStore.add(tx, community);
          if (entry.reviewsTasks() != null) {
            decide(tx, caller, community.id(), Rule.REVIEW_TASKS.key(), entry.reviewsTasks());
          }
          if (weights != null) {
            decide(tx, caller, community.id(), Rules.MATCHING_WEIGHTS, weights.json());
          }
          whenOpened.accept(tx, community.id());
          audit(tx, caller, community.id(), "community_opened", community.id().value());
          return community;
        });
  }

  private void decide(Tx tx, Caller caller, CommunityId id, String rule, Object value) {
    rules.decide(tx, id, rule, Days.of(tx.now()), value, "", caller.known());
  }

  Group addGroup(Tx tx, Caller caller, CommunityId community, GroupEntry entry) {
    get(tx, community);
    if (!caller.isAdmin() && !caller.coordinates(community)) throw Refusal.forbidden("forbidden");
    Group group =
        new Group(
            new GroupId(Ids.next()),
            community,
            entry.name(),
            Objects.requireNonNullElse(entry.about(), ""));
    return tx.actingFor(
        community.value(),
        () -> {
          CommunityStore.addGroup(tx, group);
          audit(tx, caller, community, "group_added", group.id().value());
          return group;
        });
  }

  private static void audit(Tx tx, Caller caller, CommunityId community, String deed, UUID about) {
    Audit.write(tx, caller.known(), community, deed, Map.of("id", about.toString()));
  }
}
