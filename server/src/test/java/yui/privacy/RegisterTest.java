package yui.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yui.EmptyDatabase;
import yui.core.Lang;
import yui.web.Words;

/** The register of what is kept of people, against the database as it is. */
class RegisterTest {
  private static final Register REGISTER = Register.load();
  private static final UUID SOMEBODY = UUID.fromString("11111111-1111-4111-8111-111111111111");
  private static final String ADDRESS = "canary-address@yui.example";

  @Test
  void columns_ofEveryTable_standInTheRegister() throws Exception {
    try (Connection all = EmptyDatabase.open().superuser()) {
      Map<String, Set<String>> found = columns(all);
      Map<String, Set<String>> told = new TreeMap<>();
      for (Register.Table table : REGISTER.tables()) told.put(table.name(), table.columns());
      Set<String> tables = new TreeSet<>(told.keySet());
      tables.addAll(REGISTER.deeds());
      tables.addAll(REGISTER.others());
      assertEquals(tables, found.keySet());
      for (Map.Entry<String, Set<String>> table : told.entrySet()) {
        assertEquals(table.getValue(), found.get(table.getKey()), table.getKey());
      }
    }
  }

  @Test
  void tables_thatSayNothingOfPeople_nameNobody() throws Exception {
    try (Connection all = EmptyDatabase.open().superuser();
        Statement statement = all.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select conrelid::regclass::text from pg_constraint
                 where contype = 'f'
                   and confrelid in ('persons'::regclass, 'residents'::regclass)
                """)) {
      Set<String> naming = new TreeSet<>();
      while (rows.next()) naming.add(rows.getString(1));
      naming.retainAll(REGISTER.others());
      assertEquals(Set.of(), naming);
    }
  }

  @Test
  void whatSomebodyGetsWhenTheyAsk_isTheirsToRead() {
    Set<String> unread = new TreeSet<>();
    for (Register.Table table : REGISTER.tables()) {
      for (String column : table.tell()) {
        List<String> readers = table.secret().get(column);
        if (readers != null && !readers.contains("SELF")) unread.add(table.name() + "." + column);
      }
    }
    assertEquals(Set.of(), unread);
  }

  @Test
  void codes_ofTheRegister_haveWords() {
    Words words = Words.load();
    for (Register.Table table : REGISTER.tables()) {
      for (Lang lang : Lang.values()) {
        words.say(lang, "data.table." + table.name());
        words.say(lang, "data.purpose." + table.purpose());
        words.say(lang, "data.kept." + table.kept());
        words.say(lang, "data.from." + table.from());
        words.say(lang, "data.end." + table.end());
        for (String column : table.tell()) words.say(lang, "data.column." + column);
        table.secret().values().stream()
            .flatMap(List::stream)
            .forEach(seen -> words.say(lang, "data.seen." + seen));
        if (table.end() == Register.End.KEPT) words.say(lang, "data.why." + table.why());
      }
    }
  }

  /** A row of somebody in every table with a word in every private column: who leaves takes all. */
  @Test
  void erasing_somebodyOfWhomEveryTableSpeaks_leavesWhatTheRegisterKeeps() throws Exception {
    try (Connection all = EmptyDatabase.open().superuser();
        Statement statement = all.createStatement()) {
      forgetChecks(all);
      statement.execute("set session_replication_role = replica");
      for (Register.Table table : REGISTER.tables()) plant(all, table);
      assertEquals(every(false), speaking(all));
      statement.execute("select set_config('yui.system', 'on', false)");
      statement.execute("select erase_person('" + SOMEBODY + "')");
      assertEquals(every(true), speaking(all));
      statement.execute("select erase_person('" + SOMEBODY + "')");
      assertEquals(every(true), speaking(all));
    }
  }

  /** Tables with a private column, or of them those whose rows stay as they were. */
  private static Set<String> every(boolean kept) {
    Set<String> names = new TreeSet<>();
    for (Register.Table table : REGISTER.tables()) {
      boolean stays = table.end() == Register.End.KEPT;
      if (!table.secret().isEmpty() && (stays || !kept)) names.add(table.name());
    }
    return names;
  }

  private static Set<String> speaking(Connection all) throws SQLException {
    String hex = HexFormat.of().formatHex("canary-".getBytes(StandardCharsets.UTF_8));
    Set<String> speaking = new TreeSet<>();
    for (String table : columns(all).keySet()) {
      try (Statement statement = all.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select count(*) from %s t where t::text like '%%canary-%%' or t::text like '%%%s%%'"
                      .formatted(table, hex))) {
        row.next();
        if (row.getLong(1) > 0) speaking.add(table);
      }
    }
    return speaking;
  }

  private static void forgetChecks(Connection all) throws SQLException {
    try (Statement statement = all.createStatement()) {
      statement.execute(
          """
          do $$ declare c record; begin
            for c in select conrelid::regclass as t, conname from pg_constraint
              where contype in ('c', 'x') and connamespace = 'public'::regnamespace
                and conrelid <> 0 loop
              execute format('alter table %s drop constraint %I', c.t, c.conname);
            end loop;
          end $$
          """);
    }
  }

  private static void plant(Connection all, Register.Table table) throws SQLException {
    StringBuilder names = new StringBuilder();
    StringBuilder values = new StringBuilder();
    try (Statement statement = all.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select column_name, udt_name from information_schema.columns
                 where table_schema = 'public' and table_name = '%s' and is_generated = 'NEVER'
                   and is_identity = 'NO'
                """
                    .formatted(table.name()))) {
      while (rows.next()) {
        String column = rows.getString(1);
        names.append(names.isEmpty() ? "" : ", ").append(column);
        values.append(values.isEmpty() ? "" : ", ").append(value(table, column, rows.getString(2)));
      }
    }
    try (Statement statement = all.createStatement()) {
      statement.execute("insert into %s (%s) values (%s)".formatted(table.name(), names, values));
    }
  }

  private static String value(Register.Table table, String column, String type) {
    boolean secret = table.secret().containsKey(column);
    String word = "canary-" + table.name() + "-" + column;
    return switch (type) {
      case "uuid" -> "'" + id(table, column) + "'";
      case "text" -> {
        if (column.startsWith("email") || column.equals("to_address")) yield "'" + ADDRESS + "'";
        if (column.equals("side") || column.equals("state")) yield "'APPROVED'";
        yield "'" + (secret ? word : table.name()) + "'";
      }
      case "jsonb" -> secret ? "'{\"words\": \"" + word + "\"}'" : "'[]'";
      case "bytea" -> secret ? "convert_to('" + word + "', 'UTF8')" : "'\\x00'";
      case "timestamptz" -> "now()";
      case "date" -> "current_date";
      case "bool" -> "false";
      case "tstzrange" -> "tstzrange(now() - interval '2 days', now() - interval '1 day')";
      case "_text", "_uuid" -> "'{}'";
      default -> "1";
    };
  }

  // Whose row it is stands in the column that the register names; other ids are their table's one.
  private static UUID id(Register.Table table, String column) {
    if (table.of().equals(column + " = $1")) return SOMEBODY;
    if (column.equals("person_id")) return SOMEBODY;
    String of =
        switch (column) {
          case "application_id" -> "applications";
          case "need_id" -> "needs";
          case "photo_id" -> "photos";
          case "login_id" -> "logins";
          case "claim_id" -> "travel_claims";
          case "account_id" -> "accounts";
          default -> column.equals("id") ? table.name() : column;
        };
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Set<String>> columns(Connection all) throws SQLException {
    Map<String, Set<String>> columns = new TreeMap<>();
    try (Statement statement = all.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select c.table_name, c.column_name from information_schema.columns c
                  join information_schema.tables t using (table_schema, table_name)
                 where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
                """)) {
      while (rows.next()) {
        columns.computeIfAbsent(rows.getString(1), name -> new TreeSet<>()).add(rows.getString(2));
      }
    }
    assertTrue(columns.size() > 100, "the database is there");
    return columns;
  }
}
