package yui.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody who looks, and what the register lets them read. */
final class Eyes {
  private final String name;
  private final @Nullable UUID person;
  private final boolean admin;
  private final Set<UUID> hosts = new HashSet<>();
  private final Set<UUID> hostsIn = new HashSet<>();
  private final Set<UUID> desks = new HashSet<>();
  private final Set<UUID> officials = new HashSet<>();
  private final Set<UUID> audits = new HashSet<>();
  private final Connection all;

  private Eyes(String name, @Nullable UUID person, boolean admin, Connection all) {
    this.name = name;
    this.person = person;
    this.admin = admin;
    this.all = all;
  }

  static Eyes stranger(Connection all) {
    return new Eyes("stranger", null, false, all);
  }

  static Eyes of(Connection all, String email) throws SQLException {
    try (PreparedStatement find =
        all.prepareStatement("select id, is_admin from persons where email_folded = ?")) {
      find.setString(1, email);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        Eyes eyes = new Eyes(email, row.getObject(1, UUID.class), row.getBoolean(2), all);
        eyes.roles();
        return eyes;
      }
    }
  }

  private void roles() throws SQLException {
    try (PreparedStatement find =
        all.prepareStatement(
            "select role, community_id, group_id, desk from memberships where person_id = ?")) {
      find.setObject(1, person);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          UUID community = rows.getObject(2, UUID.class);
          switch (rows.getString(1)) {
            case "HOST" -> {
              hosts.add(rows.getObject(3, UUID.class));
              hostsIn.add(community);
            }
            case "COORDINATOR" -> {
              desks.add(community);
              if ("OFFICIAL".equals(rows.getString(4))) officials.add(community);
            }
            default -> audits.add(community);
          }
        }
      }
    }
  }

  String name() {
    return name;
  }

  @Nullable UUID person() {
    return person;
  }

  /** Whether they may read it. */
  boolean mayRead(Canaries.Canary canary) throws SQLException {
    for (String who : canary.seen()) if (is(who, canary)) return true;
    return false;
  }

  private boolean is(String who, Canaries.Canary canary) throws SQLException {
    return switch (who) {
      case "SELF" -> person != null && person.equals(canary.of());
      case "ADMIN" -> admin;
      case "HOST" -> hosts(canary);
      case "DESK", "CALLED_DESK" -> sits(desks, canary);
      case "OFFICIAL" -> sits(officials, canary);
      case "AUDITOR" -> sits(audits, canary);
      case "COOK" -> hosts(canary) || sits(desks, canary);
      case "OWN_SIDE" ->
          person != null && person.equals(canary.of()) || hosts(canary) || sits(desks, canary);
      case "FINDER" -> finds(canary);
      case "CHOSEN" -> chosen(canary);
      case "RELEASED" -> released(canary);
      case "PARTNER" -> worksWith(canary);
      case "WITH_ITS_THING" -> true;
      default -> false;
    };
  }

  private boolean hosts(Canaries.Canary canary) throws SQLException {
    if (canary.group() != null) return hosts.contains(canary.group());
    if (canary.community() != null) return hostsIn.contains(canary.community());
    return related(hostsIn, canary);
  }

  private boolean sits(Set<UUID> communities, Canaries.Canary canary) throws SQLException {
    return canary.community() == null
        ? related(communities, canary)
        : communities.contains(canary.community());
  }

  private static final String RELATED =
      """
      select exists (select from applications a where a.person_id = ? and a.community_id = any (?))
        or exists (select from memberships m where m.person_id = ? and m.community_id = any (?))
        or exists (select from needs n where n.teller_id = ? and n.community_id = any (?))
        or exists (select from accounts o where o.owner_id = ? and o.community_id = any (?))
        or exists (select from audit_log l where l.person_id = ? and l.community_id = any (?))
      """;

  private boolean related(Set<UUID> communities, Canaries.Canary canary) throws SQLException {
    if (communities.isEmpty() || canary.of() == null) return false;
    try (PreparedStatement find = all.prepareStatement(RELATED)) {
      for (int i = 0; i < 10; i += 2) {
        find.setObject(i + 1, canary.of());
        find.setArray(i + 2, all.createArrayOf("uuid", communities.toArray()));
      }
      return yes(find);
    }
  }

  private boolean finds(Canaries.Canary canary) throws SQLException {
    Set<UUID> staff = new HashSet<>(hostsIn);
    staff.addAll(desks);
    staff.addAll(audits);
    if (staff.isEmpty()) return false;
    try (PreparedStatement find =
        all.prepareStatement(
            """
            select exists (select from residents where person_id = ? and (findable = 'ALL'
              or findable = 'COMMUNITIES' and findable_communities && ?))
              or exists (select from interests i where i.person_id = ? and i.named
                and i.community_id = any (?))
            """)) {
      find.setObject(1, canary.of());
      find.setArray(2, all.createArrayOf("uuid", staff.toArray()));
      find.setObject(3, canary.of());
      find.setArray(4, all.createArrayOf("uuid", staff.toArray()));
      return yes(find);
    }
  }

  /** Whether whose name it is stands on the other side of work they applied for. */
  private boolean worksWith(Canaries.Canary canary) throws SQLException {
    if (person == null || canary.of() == null) return false;
    try (PreparedStatement find =
        all.prepareStatement(
            """
            select exists (select from applications a join memberships m
              on m.community_id = a.community_id where a.person_id = ? and m.person_id = ?)
            """)) {
      find.setObject(1, person);
      find.setObject(2, canary.of());
      return yes(find);
    }
  }

  private boolean chosen(Canaries.Canary canary) throws SQLException {
    if (person == null || canary.task() == null) return false;
    try (PreparedStatement find =
        all.prepareStatement(
            "select exists (select from chosen where task_id = ? and person_id = ?)")) {
      find.setObject(1, canary.task());
      find.setObject(2, person);
      return yes(find);
    }
  }

  private boolean released(Canaries.Canary canary) throws SQLException {
    if (person == null || canary.need() == null) return false;
    try (PreparedStatement find =
        all.prepareStatement(
            "select exists (select from household_releases where need_id = ? and person_id = ?)")) {
      find.setObject(1, canary.need());
      find.setObject(2, person);
      return yes(find);
    }
  }

  private static boolean yes(PreparedStatement find) throws SQLException {
    try (ResultSet row = find.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
