package yui.backups;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a database consists of, asked of PostgreSQL itself, so that no table is ever forgotten. */
final class Catalogue {
  /**
   * Means something to the running installation only, or opens doors: stays out of every backup.
   */
  static final Set<String> LEFT_OUT =
      Set.of(
          "administrator_codes",
          "changes",
          "data_exports",
          "errands",
          "feed_readers",
          "idempotency_keys",
          "login_challenges",
          "login_counts",
          "passkey_challenges",
          "refresh_tokens",
          "request_counts",
          "signing_keys");

  private Catalogue() {}

  private static final String TABLES =
      """
      select c.relname, array_agg(quote_ident(a.attname) order by a.attnum) as columns
        from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and c.relname <> 'flyway_schema_history'
         and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       group by c.relname order by c.relname
      """;

  /** Every table with its columns, quoted where needed. */
  static Map<String, List<String>> tables(Connection connection) throws SQLException {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        String[] columns = (String[]) rows.getArray("columns").getArray();
        tables.put(rows.getString("relname"), List.of(columns));
      }
    }
    return tables;
  }

  private static final String SEQUENCES =
      """
      select c.relname from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' order by c.relname
      """;

  /** The last number that each sequence gave; 0 for one that gave none. */
  static Map<String, Long> sequences(Connection connection) throws SQLException {
    Map<String, Long> sequences = new TreeMap<>();
    for (String name : strings(connection, SEQUENCES)) {
      String last = "select case when is_called then last_value else 0 end from " + quoted(name);
      sequences.put(name, Long.parseLong(strings(connection, last).getFirst()));
    }
    return sequences;
  }

  private static final String SEALED =
      """
      select quote_ident(table_name) from information_schema.columns
       where table_schema = 'public' and column_name = 'key_id' and data_type = 'text'
       order by table_name
      """;

  /** The keys that something which a backup holds is sealed under. */
  static List<String> keys(Connection connection) throws SQLException {
    Set<String> keys = new TreeSet<>();
    for (String table : strings(connection, SEALED)) {
      if (LEFT_OUT.contains(table)) continue;
      keys.addAll(
          strings(
              connection, "select distinct key_id from " + table + " where key_id is not null"));
    }
    return List.copyOf(keys);
  }

  private static final String HAS_HISTORY =
      "select to_regclass('public.flyway_schema_history') is not null";

  private static final String SCHEMA =
      """
      select version from flyway_schema_history
       where success and version is not null order by installed_rank
      """;

  /** The migrations that have run, oldest first. */
  static List<String> schema(Connection connection) throws SQLException {
    return strings(connection, HAS_HISTORY).getFirst().equals("t")
        ? strings(connection, SCHEMA)
        : List.of();
  }

  static List<String> strings(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) values.add(rows.getString(1));
    }
    return values;
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
