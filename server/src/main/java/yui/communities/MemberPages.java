package yui.communities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.Role;
import yui.db.Tx;
import yui.web.Form;
import yui.web.Json;
import yui.web.Page;
import yui.web.Pages;
import yui.web.Typed;
import yui.web.Words;

/** Who is who in a community: its groups, its roles, and the forms that give them. */
public final class MemberPages {
  private static final int ALL = 10_000;
  private static final List<String> ROLES =
      List.of("HOST", "COORDINATOR.OFFICIAL", "COORDINATOR.PRIVATE", "AUDITOR");

  /** What only the official desk gives and takes. */
  private static final Set<String> OF_MONEY = Set.of("COORDINATOR.OFFICIAL", "AUDITOR");

  private final Communities communities;
  private final Memberships memberships;
  private final Words words;

  public MemberPages(Communities communities, Persons persons, Words words) {
    this.communities = communities;
    this.memberships = new Memberships(communities, persons);
    this.words = words;
  }

  public void bind(Pages pages) {
    String members = "/communities/:cid/members";
    pages.get(members, (form, tx) -> page(form, tx, Typed.of(Json.MAPPER.createObjectNode())));
    pages.post(
        "/communities/:cid/groups",
        (form, tx) -> {
          communities.addGroup(
              tx,
              form.caller(),
              community(form),
              form.body("addGroup", group(form), GroupEntry.class));
          return Page.elsewhere(path(form), "group_added");
        },
        (form, tx, errors, summary) -> page(form, tx, Typed.refused(group(form), errors, summary)));
    pages.post(
        "/communities/:cid/memberships",
        (form, tx) -> {
          memberships.add(
              tx,
              form.caller(),
              community(form),
              form.body("addMembership", membership(form), MembershipEntry.class));
          return Page.elsewhere(path(form), "role_given");
        },
        (form, tx, errors, summary) ->
            page(form, tx, Typed.refused(shownAgain(form), errors, summary)));
    pages.post(
        "/communities/:cid/memberships/:mid/remove",
        (form, tx) -> {
          memberships.remove(tx, form.caller(), community(form), form.id("mid"));
          return Page.elsewhere(path(form), "role_taken");
        });
  }

  private static CommunityId community(Form form) {
    return new CommunityId(form.id("cid"));
  }

  private static String path(Form form) {
    return form.base() + "/communities/" + community(form) + "/members";
  }

  private static ObjectNode group(Form form) {
    return Json.MAPPER.createObjectNode().put("name", form.text("name"));
  }

  /** One choice on the page, role and desk in the body. */
  private static ObjectNode membership(Form form) {
    String[] role = form.text("role").split("\\.", 2);
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.put("email", form.text("email")).put("role", role[0]);
    if (role.length == 2) body.put("desk", role[1]);
    if (role[0].equals(Role.HOST.name())) {
      form.filled("groupId").ifPresent(id -> body.put("groupId", id));
    }
    return body;
  }

  private static ObjectNode shownAgain(Form form) {
    return membership(form).put("role", form.text("role"));
  }

  private Page page(Form form, Tx tx, Typed typed) {
    Caller caller = form.caller();
    caller.known();
    CommunityId id = community(form);
    Community community = communities.get(tx, id);
    List<Member> members = memberships.list(tx, caller, id, "", Communities.BEFORE_ALL, ALL);
    List<Group> groups = communities.groups(tx, id);
    boolean gives = caller.isAdmin() || caller.coordinates(id);
    return Page.show(
        "members",
        new Members(
            id.toString(),
            community.name(form.lang()),
            groups.stream()
                .map(
                    g ->
                        new GroupCard(
                            g.name(),
                            g.about(),
                            members.stream().filter(m -> g.id().equals(m.groupId())).count()))
                .toList(),
            !groups.isEmpty(),
            members.stream().map(m -> row(m, form.lang(), gives, caller)).toList(),
            !members.isEmpty(),
            gives,
            typed.field("name"),
            typed.field("email"),
            typed.choice("role", roles(form.lang(), caller.isAdmin() || caller.settles(id))),
            typed.choice("groupId", names(groups)),
            typed.hasErrors(),
            typed.errors()));
  }

  private Map<String, String> roles(Lang lang, boolean ofMoney) {
    Map<String, String> roles = new LinkedHashMap<>();
    for (String role : ROLES) {
      if (ofMoney || !OF_MONEY.contains(role)) roles.put(role, words.say(lang, "role." + role));
    }
    return roles;
  }

  private static Map<String, String> names(List<Group> groups) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Group group : groups) names.put(group.id().toString(), group.name());
    return names;
  }

  private Row row(Member m, Lang lang, boolean gives, Caller caller) {
    String role = m.role() + (m.desk() == null ? "" : "." + m.desk());
    boolean settles = caller.isAdmin() || caller.settles(m.communityId());
    return new Row(
        m.id(),
        m.name().isEmpty() ? m.email() : m.name(),
        m.email(),
        words.say(lang, "role." + role),
        m.groupName() == null ? "" : m.groupName(),
        gives && (settles || !OF_MONEY.contains(role)),
        gives && m.role() == Role.HOST,
        settles && !caller.is(m.personId()));
  }

  record Members(
      String communityId,
      String community,
      List<GroupCard> groups,
      boolean hasGroups,
      List<Row> members,
      boolean hasMembers,
      boolean gives,
      Typed.Field groupName,
      Typed.Field email,
      Typed.Choice role,
      Typed.Choice groupId,
      boolean hasErrors,
      List<Typed.Mistake> errors) {}

  record GroupCard(String name, String kind, long members) {}

  record Row(
      UUID memberId,
      String name,
      String email,
      String roleWords,
      String group,
      boolean removable,
      boolean onPaper,
      boolean resettable) {}
}
