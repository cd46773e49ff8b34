package yui.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The second lock, tried by the server's own role with the scope of each community and of some
 * persons: every table, whatever the code would ask it.
 */
final class Locks {
  /** What anybody may read of a community: that it is there, what it offers and by which rules. */
  private static final Set<String> PUBLIC =
      Set.of(
          "accounts",
          "communities",
          "community_rules",
          "districts",
          "feed_epoch",
          "groups",
          "licences",
          "municipality_outlines",
          "photo_sizes",
          "photos",
          "produce_items",
          "public_holidays",
          "skill_groups",
          "skills",
          "slots",
          "task_care",
          "task_rewards",
          "task_sheets",
          "tasks",
          "units",
          "weather_holds",
          "withdrawn_rules");

  /** What several communities may know of one person: who may be found, where they have a role. */
  private static final Set<String> SHARED =
      Set.of(
          "availability",
          "bases",
          "persons",
          "resident_licences",
          "resident_skills",
          "residents",
          "stays");

  /** What is told to several persons: where to fetch goods, the run that each is paid by. */
  private static final Set<String> TOLD = Set.of("pledge_lines", "pledges", "settlements");

  /** What everybody may add a row to and nobody may read. */
  private static final Set<String> ADDED_BY_ANYBODY = Set.of("audit_log", "outbox");

  private static final String SCOPE =
      """
      select set_config('yui.person', ?, true), set_config('yui.communities', ?, true),
        set_config('yui.system', '', true), set_config('yui.now', now()::text, true)
      """;
  private static final String COLUMN =
      """
      select a.attname from pg_attribute a
      where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' and a.attidentity = ''
        and has_column_privilege('yui_app', a.attrelid, a.attname, 'update')
      order by a.attnum limit 1
      """;

  private final Connection server;
  private final Connection all;
  private final Set<String> broken = new TreeSet<>();
  private int tried;

  /**
   * @param server as the server's own role
   * @param all with every right
   */
  Locks(Connection server, Connection all) throws SQLException {
    this.server = server;
    this.all = all;
    server.setAutoCommit(false);
  }

  int tried() {
    return tried;
  }

  /** What opened, of all that was tried. */
  Collection<String> open(List<String> tables, List<String> communities, List<String> persons)
      throws SQLException {
    String nobody = UUID.randomUUID().toString();
    for (String table : tables) {
      Set<String> anybodys = seen(table, nobody, "");
      if (!anybodys.isEmpty() && !PUBLIC.contains(table)) {
        broken.add(table + " is read by nobody in particular");
      }
      Map<String, Set<String>> ofCommunities = new TreeMap<>();
      for (String community : communities) {
        Set<String> own = seen(table, nobody, community);
        own.removeAll(anybodys);
        ofCommunities.put(community, own);
      }
      Map<String, Set<String>> ofPersons = new TreeMap<>();
      for (String person : persons) {
        Set<String> own = seen(table, person, "");
        own.removeAll(anybodys);
        ofPersons.put(person, own);
      }
      if (!SHARED.contains(table)) {
        apart(table, "communities", ofCommunities);
        if (!TOLD.contains(table)) apart(table, "persons", ofPersons);
      }
      for (Map.Entry<String, Set<String>> one : ofCommunities.entrySet()) {
        int own = one.getValue().size();
        change(
            table,
            nobody,
            one.getKey(),
            PUBLIC.contains(table) ? ofCommunity(table, one.getKey()) : own);
        add(table, nobody, one.getKey());
      }
      for (Map.Entry<String, Set<String>> one : ofPersons.entrySet()) {
        change(table, one.getKey(), "", one.getValue().size());
      }
      change(table, nobody, "", 0);
    }
    server.rollback();
    return broken;
  }

  private void apart(String table, String of, Map<String, Set<String>> seen) {
    Set<String> together = new HashSet<>();
    for (Set<String> own : seen.values()) {
      for (String row : own) {
        if (!together.add(row)) {
          broken.add(table + " shows the same to two " + of);
          return;
        }
      }
    }
  }

  // Of a public table everything is seen, so what is one's own is counted by its column.
  private int ofCommunity(String table, String community) throws SQLException {
    try (Statement sql = all.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select count(*) from %s t where %s = '%s'"
                    .formatted(table, OF.formatted(table), community))) {
      row.next();
      return row.getInt(1);
    }
  }

  /** The community of a row {@code t}. */
  private static final String OF =
      "to_jsonb(t)->>(case when '%s' = 'communities' then 'id' else 'community_id' end)";

  private void enter(String person, String communities) throws SQLException {
    tried++;
    server.rollback();
    try (PreparedStatement scope = server.prepareStatement(SCOPE)) {
      scope.setString(1, person);
      scope.setString(2, communities);
      scope.execute();
    }
  }

  /** The rows that are seen; none where the role may not even ask. */
  private Set<String> seen(String table, String person, String communities) throws SQLException {
    enter(person, communities);
    Set<String> rows = new HashSet<>();
    try (Statement sql = server.createStatement();
        ResultSet row = sql.executeQuery("select ctid from " + table)) {
      while (row.next()) rows.add(row.getString(1));
    } catch (SQLException e) {
      if (!"42501".equals(e.getSQLState())) throw e;
    }
    return rows;
  }

  /** Changes and deletes whatever gives way: no more than one's own. */
  private void change(String table, String person, String communities, int own)
      throws SQLException {
    List<String> statements = new ArrayList<>(List.of("delete from " + table));
    try (PreparedStatement asked = all.prepareStatement(COLUMN)) {
      asked.setString(1, table);
      try (ResultSet row = asked.executeQuery()) {
        if (row.next()) {
          statements.add("update %1$s set %2$s = %2$s".formatted(table, row.getString(1)));
        }
      }
    }
    for (String statement : statements) {
      enter(person, communities);
      try (Statement sql = server.createStatement()) {
        int changed = sql.executeUpdate(statement);
        if (changed > own) {
          broken.add("%s gives way to %s".formatted(table, statement.substring(0, 6)));
        }
      } catch (SQLException e) {
        // refused, by the lock or by what else guards the table; a dead connection shows next time
      }
    }
  }

  /** A copy of a row of somebody else's, if there is one. */
  private void add(String table, String person, String community) throws SQLException {
    String foreign;
    try (Statement sql = all.createStatement();
        ResultSet row =
            sql.executeQuery(
                """
                select to_jsonb(t)::text from %s t where %s is distinct from '%s' limit 1
                """
                    .formatted(table, OF.formatted(table), community))) {
      if (!row.next()) return;
      foreign = row.getString(1);
    }
    enter(person, community);
    String copy = "insert into %1$s select * from jsonb_populate_record(null::%1$s, ?::jsonb)";
    String state;
    try (PreparedStatement sql = server.prepareStatement(copy.formatted(table))) {
      sql.setString(1, foreign);
      sql.executeUpdate();
      state = "done";
    } catch (SQLException e) {
      state = String.valueOf(e.getSQLState());
    }
    // Unique, foreign and other keys are asked after the lock has let a row pass.
    boolean passed = state.equals("done") || state.startsWith("23");
    if (passed && !ADDED_BY_ANYBODY.contains(table)) {
      broken.add("%s takes another's row (%s)".formatted(table, state));
    }
  }
}
