package yui.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What lies in the tables, asked of the catalogue, so that no table is forgotten. */
final class Books {
  /** What jobs, looks, logins and refusals write beside the work. */
  private static final Set<String> WRITTEN_BESIDE =
      Set.of(
          "answers_asked",
          "attendance_asked",
          "audit_log",
          "audit_named",
          "changes",
          "errands",
          "feed_epoch",
          "feed_readers",
          "idempotency_keys",
          "ledger_seals",
          "login_challenges",
          "login_counts",
          "login_devices",
          "logins",
          "mailbox",
          "outbox",
          "produce_notices",
          "passkey_challenges",
          "refresh_tokens",
          "reminders",
          "request_counts",
          "signing_keys",
          "webhook_deliveries");

  /** Whose a row is. */
  record Owner(String table, String community, String person) {}

  private final Connection database;

  Books(Connection database) {
    this.database = database;
  }

  private static final String TABLES =
      """
      select c.relname from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and c.relname <> 'flyway_schema_history' order by c.relname
      """;

  List<String> tables() throws SQLException {
    return strings(TABLES);
  }

  /** A sum over each table that holds the work itself: two that are alike hold the same rows. */
  Map<String, String> sums() throws SQLException {
    Map<String, String> sums = new TreeMap<>();
    for (String table : tables()) {
      if (WRITTEN_BESIDE.contains(table)) continue;
      String sum =
          "select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from %s t";
      sums.put(table, strings(sum.formatted(table)).getFirst());
    }
    return sums;
  }

  private static final String OWNED =
      """
      select c.relname, bool_or(a.attname = 'community_id'),
        min(a.attname::text) filter (where a.attname in ('person_id', 'teller_id', 'reporter_id', 'told_by'))
      from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id'
          and i.atttypid = 'uuid'::regtype)
        and a.attname in ('community_id', 'person_id', 'teller_id', 'reporter_id', 'told_by')
      group by c.relname
      """;

  /** Every row that is somebody's and has an id, by its id. */
  Map<String, Owner> owned() throws SQLException {
    Map<String, Owner> owned = new HashMap<>();
    List<String[]> tables = new ArrayList<>();
    try (Statement sql = database.createStatement();
        ResultSet row = sql.executeQuery(OWNED)) {
      while (row.next()) {
        tables.add(
            new String[] {
              row.getString(1), row.getBoolean(2) ? "community_id" : "null", row.getString(3)
            });
      }
    }
    for (String[] table : tables) {
      String rows = "select id, %s, %s from %s".formatted(table[1], table[2], table[0]);
      try (Statement sql = database.createStatement();
          ResultSet row = sql.executeQuery(rows)) {
        while (row.next()) {
          owned.put(
              row.getString(1),
              new Owner(table[0], text(row.getString(2)), text(row.getString(3))));
        }
      }
    }
    return owned;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private List<String> strings(String query) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement sql = database.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      while (row.next()) strings.add(row.getString(1));
    }
    return strings;
  }
}
