package yui.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Somebody with what they are in the books, to be held against what the contract says. */
record Caller(String name, Somebody somebody, String person, boolean admin, List<Held> roles) {

  /** A role of theirs. */
  record Held(String community, String group, String role) {}

  private static final String ROLES =
      """
      select p.id, p.is_admin, m.community_id, m.group_id, m.role
      from persons p left join memberships m on m.person_id = p.id
      where p.email_folded = ?
      """;

  static Caller stranger(String address) {
    return new Caller("stranger", Somebody.stranger(address), "", false, List.of());
  }

  static Caller as(DemoServer server, Connection database, String email) throws Exception {
    return known(database, email, Somebody.as(server.address(), email));
  }

  private static Caller known(Connection database, String email, Somebody somebody)
      throws SQLException {
    try (PreparedStatement sql = database.prepareStatement(ROLES)) {
      sql.setString(1, email);
      try (ResultSet row = sql.executeQuery()) {
        String person = "";
        boolean admin = false;
        List<Held> roles = new ArrayList<>();
        while (row.next()) {
          person = row.getString(1);
          admin = row.getBoolean(2);
          String community = row.getString(3);
          String group = row.getString(4);
          if (community == null) continue;
          roles.add(new Held(community, group == null ? "" : group, row.getString(5)));
        }
        return new Caller(email, somebody, person, admin, roles);
      }
    }
  }

  boolean isStranger() {
    return person.isEmpty();
  }

  boolean isStaffOf(String community) {
    return roles.stream().anyMatch(role -> role.community().equals(community));
  }

  /** Whether a row of this community or person may be told to them at all. */
  boolean isEntitled(String community, String owner) {
    return admin || owner.equals(person) && !isStranger() || isStaffOf(community);
  }

  /** Whether the contract could mean them, with this thing. */
  boolean may(Set<String> who, Thing thing) {
    if (who.contains("ALL")) return true;
    if (isStranger()) return false;
    boolean staff = admin || isStaffOf(thing.community());
    boolean persons = who.contains("PERSON") || who.contains("RESIDENT");
    // What belongs to nobody is any person's to try; what staff may as persons stands in the words.
    if (persons && (thing.person().isEmpty() || thing.person().equals(person))) return true;
    if (persons && staff && Set.of("PERSON").equals(who)) return true;
    if (who.contains("ADMIN") && admin) return true;
    return roles.stream()
        .filter(role -> thing.isOfNoCommunity() || role.community().equals(thing.community()))
        .filter(role -> who.contains(role.role()))
        .anyMatch(
            role ->
                !role.role().equals("HOST")
                    || thing.group().isEmpty()
                    || thing.group().equals(role.group()));
  }
}
