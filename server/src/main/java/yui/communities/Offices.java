package yui.communities;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.GroupId;
import yui.core.Membership;
import yui.core.Role;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Frame;
import yui.web.Pages;

/**
 * What stands around every page: the number of an office that helps, and the places a host or a
 * coordinator goes to. What communities are called changes seldom; it is looked up every few
 * seconds, and at once when a role names one that is not known yet.
 */
public final class Offices implements Pages.Surroundings {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Pattern COMMUNITY =
      Pattern.compile(
          "^/communities/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:/|$)");

  private record Names(
      Instant at, Map<CommunityId, Community> communities, Map<GroupId, String> groups) {}

  private final Database database;
  private final Communities communities;
  private final InstantSource wallClock;
  private volatile @Nullable Names names;

  public Offices(Database database, Communities communities, InstantSource wallClock) {
    this.database = database;
    this.communities = communities;
    this.wallClock = wallClock;
  }

  @Override
  public Pages.Around of(Form form, String path) {
    Caller caller = form.caller();
    Names known = names(caller);
    Optional<Community> office = office(caller, path, known);
    return new Pages.Around(
        office.map(o -> o.officeName().isEmpty() ? o.name(form.lang()) : o.officeName()).orElse(""),
        office.map(Community::officePhone).orElse(""),
        hostLinks(form, known),
        deskLinks(form, known));
  }

  private Names names(Caller caller) {
    Names known = names;
    Instant now = wallClock.instant();
    if (known != null && now.isBefore(known.at().plus(FRESH)) && hasAll(known, caller)) {
      return known;
    }
    Names looked = database.read(Scope.ofSystem(), tx -> look(tx, now));
    names = looked;
    return looked;
  }

  private static boolean hasAll(Names known, Caller caller) {
    return caller.memberships().stream()
        .allMatch(
            m ->
                (m.communityId() == null || known.communities().containsKey(m.communityId()))
                    && (m.groupId() == null || known.groups().containsKey(m.groupId())));
  }

  private Names look(Tx tx, Instant now) {
    Map<CommunityId, Community> byId = new LinkedHashMap<>();
    Map<GroupId, String> groups = new HashMap<>();
    for (Community community : communities.all(tx)) byId.put(community.id(), community);
    for (Group group : CommunityStore.allGroups(tx)) groups.put(group.id(), group.name());
    return new Names(now, byId, groups);
  }

  /** The community's of the page, else one's own, else the only one there is. */
  private static Optional<Community> office(Caller caller, String path, Names known) {
    Matcher here = COMMUNITY.matcher(path);
    if (here.find()) {
      Community community =
          known.communities().get(new CommunityId(UUID.fromString(here.group(1))));
      if (community != null) return Optional.of(community);
    }
    Optional<Community> own =
        caller.memberships().stream()
            .map(Membership::communityId)
            .filter(Objects::nonNull)
            .map(known.communities()::get)
            .filter(Objects::nonNull)
            .findFirst();
    if (own.isPresent() || known.communities().size() != 1) return own;
    return known.communities().values().stream().findFirst();
  }

  private static List<Frame.Link> hostLinks(Form form, Names known) {
    List<Frame.Link> links = new ArrayList<>();
    for (Membership m : form.caller().memberships()) {
      if (m.role() != Role.HOST || m.communityId() == null || m.groupId() == null) continue;
      String name = known.groups().get(m.groupId());
      if (name != null) {
        links.add(new Frame.Link(form.base() + "/communities/" + m.communityId() + "/tasks", name));
      }
    }
    return links;
  }

  private static List<Frame.Link> deskLinks(Form form, Names known) {
    List<Frame.Link> links = new ArrayList<>();
    for (Membership m : form.caller().memberships()) {
      boolean desk = m.role() == Role.COORDINATOR || m.role() == Role.AUDITOR;
      if (!desk || m.communityId() == null) continue;
      Community community = known.communities().get(m.communityId());
      if (community != null) {
        links.add(
            new Frame.Link(
                form.base() + "/communities/" + m.communityId() + "/desk",
                community.name(form.lang())));
      }
    }
    return links;
  }
}
