package yui.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.privacy.Register;
import yui.vault.Vault;

/** A word of its own in every private column of every row, and who may read which. */
final class Canaries {
  // In capitals where only those are taken: names in banks.
  private static final Pattern WORD = Pattern.compile("(?i)cnry\\d{6}");

  /** What would keep people out, or is no text of a person: watched as it is, or not at all. */
  private static final Set<String> LEFT =
      Set.of(
          "persons.email",
          "persons.email_folded",
          "login_challenges.email_folded",
          "logins.csrf",
          "outbox.to_address",
          "mailbox.to_address",
          "mailbox.subject",
          "mailbox.body_text",
          "mailbox.body_html",
          "mailbox.calendar",
          "outbox.calendar",
          "idempotency_keys.answer",
          "idempotency_keys.headers");

  /**
   * A planted word.
   *
   * @param of whose row it is; the other ids are those that the row names
   */
  record Canary(
      String table,
      String column,
      @Nullable UUID of,
      @Nullable UUID community,
      @Nullable UUID group,
      @Nullable UUID task,
      @Nullable UUID need,
      List<String> seen) {
    String place() {
      return table + "." + column;
    }
  }

  private final Map<String, Canary> planted = new LinkedHashMap<>();
  private final Map<String, String> addresses = new HashMap<>();
  private final Set<String> bare = new TreeSet<>();

  /** The canary of a word. */
  Optional<Canary> of(String word) {
    return Optional.ofNullable(planted.get(word));
  }

  int size() {
    return planted.size();
  }

  /** Private columns in which there is a word. */
  Set<String> places() {
    Set<String> places = new TreeSet<>();
    planted.values().forEach(canary -> places.add(canary.place()));
    return places;
  }

  /** Tables of which the town has no row and none could be made. */
  Set<String> bare() {
    return bare;
  }

  /** Every word and address in a text. */
  Set<String> in(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) words.add(matcher.group().toLowerCase(Locale.ROOT));
    addresses.forEach(
        (address, word) -> {
          if (text.contains(address)) words.add(word);
        });
    return words;
  }

  /** A word of this column, of somebody else than those who are walking about. */
  String some(String place) {
    return planted.entrySet().stream()
        .filter(entry -> entry.getValue().place().equals(place))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Puts a word into every private text; triggers rest meanwhile. */
  void plant(Connection all, Register register, Map<String, UUID> known, Vault vault)
      throws SQLException {
    try (Statement statement = all.createStatement()) {
      statement.execute("set session_replication_role = replica");
    }
    for (Register.Table table : register.tables()) {
      Map<String, String> types = types(all, table.name());
      List<String> columns =
          table.secret().keySet().stream()
              .filter(column -> types.getOrDefault(column, "").equals("text"))
              .filter(column -> !LEFT.contains(table.name() + "." + column))
              .toList();
      if (columns.isEmpty()) continue;
      if (isEmpty(all, table.name())) make(all, table, types, known);
      plant(all, table, columns, types);
    }
    new BuriedCanaries(all, this, vault).plant(register);
    addresses(all);
    try (Statement statement = all.createStatement()) {
      statement.execute("set session_replication_role = origin");
    }
  }

  /** A row of a table: where it lies, and the canary that its columns' words are made from. */
  record Row(String place, Canary canary) {}

  static List<Row> rows(
      Connection all, Register.Table table, Map<String, String> types, String where)
      throws SQLException {
    String select =
        "select t.ctid::text, %s, %s, g.group_id, g.id, %s from %s t left join tasks g on g.id = %s where %s"
            .formatted(
                owner(table),
                types.containsKey("community_id") ? "t.community_id" : "null::uuid",
                types.containsKey("need_id") ? "t.need_id" : "null::uuid",
                table.name(),
                task(table.name(), types),
                where);
    List<Row> rows = new ArrayList<>();
    try (Statement statement = all.createStatement();
        ResultSet found = statement.executeQuery(select)) {
      while (found.next()) {
        rows.add(
            new Row(
                found.getString(1),
                new Canary(
                    table.name(),
                    "",
                    found.getObject(2, UUID.class),
                    found.getObject(3, UUID.class),
                    found.getObject(4, UUID.class),
                    found.getObject(5, UUID.class),
                    found.getObject(6, UUID.class),
                    List.of())));
      }
    }
    return rows;
  }

  private void plant(
      Connection all, Register.Table table, List<String> columns, Map<String, String> types)
      throws SQLException {
    String sets = String.join(", ", columns.stream().map(column -> column + " = ?").toList());
    try (PreparedStatement update =
        all.prepareStatement(
            "update %s set %s where ctid = ?::tid".formatted(table.name(), sets))) {
      for (Row row : rows(all, table, types, "true")) {
        for (int c = 0; c < columns.size(); c++) {
          String column = columns.get(c);
          String word = word(row.canary(), column, table);
          update.setString(c + 1, column.equals("secret") ? word + "x".repeat(32) : word);
        }
        update.setString(columns.size() + 1, row.place());
        update.executeUpdate();
      }
    }
  }

  /** A new word for a column of a row. */
  String word(Canary row, String column, Register.Table table) {
    return word(row, column, table.secret().getOrDefault(column, List.of()));
  }

  /**
   * @param seen by whom, whatever the register says
   */
  String word(Canary row, String column, List<String> seen) {
    String word = "cnry%06d".formatted(planted.size());
    planted.put(
        word,
        new Canary(
            row.table(),
            column,
            row.of(),
            row.community(),
            row.group(),
            row.task(),
            row.need(),
            seen));
    return word;
  }

  // What people are known by already is watched as it stands.
  private void addresses(Connection all) throws SQLException {
    try (Statement statement = all.createStatement();
        ResultSet rows = statement.executeQuery("select id, email from persons")) {
      while (rows.next()) {
        String word = "cnry%06d".formatted(planted.size());
        planted.put(
            word,
            new Canary(
                "persons",
                "email",
                rows.getObject(1, UUID.class),
                null,
                null,
                null,
                null,
                List.of("SELF", "HOST", "DESK", "AUDITOR", "ADMIN")));
        addresses.put(rows.getString(2), word);
      }
    }
  }

  private static final Pattern OF_PARENT =
      Pattern.compile("(\\w+) in \\(select id from (\\w+) where (\\w+) = \\$1\\)");

  private static String owner(Register.Table table) {
    Matcher direct = Pattern.compile("(\\w+) = \\$1").matcher(table.of());
    if (direct.matches()) return "t." + direct.group(1);
    Matcher parent = OF_PARENT.matcher(table.of());
    return parent.matches()
        ? "(select p.%s from %s p where p.id = t.%s)"
            .formatted(parent.group(3), parent.group(2), parent.group(1))
        : "null::uuid";
  }

  private static String task(String table, Map<String, String> types) {
    if (table.equals("tasks")) return "t.id";
    if (table.equals("applications")) return "t.task_id";
    if (types.containsKey("application_id")) {
      return "(select a.task_id from applications a where a.id = t.application_id)";
    }
    return types.containsKey("task_id") ? "t.task_id" : "null::uuid";
  }

  static Map<String, String> types(Connection all, String table) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (PreparedStatement statement =
        all.prepareStatement(
            """
            select column_name, udt_name from information_schema.columns
             where table_schema = 'public' and table_name = ? and is_generated = 'NEVER'
               and is_identity = 'NO'
            """)) {
      statement.setString(1, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) types.put(rows.getString(1), rows.getString(2));
      }
    }
    return types;
  }

  private static boolean isEmpty(Connection all, String table) throws SQLException {
    try (Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery("select not exists (select from " + table + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** A row where the town has none: somebody's, with what the table's checks allow. */
  private void make(
      Connection all, Register.Table table, Map<String, String> types, Map<String, UUID> known)
      throws SQLException {
    Map<String, String> allowed = allowed(all, table.name());
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, String> column : types.entrySet()) {
      values.add(value(table, column.getKey(), column.getValue(), allowed, known));
    }
    try (Statement statement = all.createStatement()) {
      statement.execute(
          "insert into %s (%s) values (%s)"
              .formatted(
                  table.name(), String.join(", ", types.keySet()), String.join(", ", values)));
    } catch (SQLException e) {
      bare.add(table.name());
    }
  }

  private static final Pattern FIRST_OF_LIST =
      Pattern.compile("\\(\\(?(\\w+) = ANY \\(ARRAY\\['([^']+)'");

  private static Map<String, String> allowed(Connection all, String table) throws SQLException {
    Map<String, String> allowed = new HashMap<>();
    try (Statement statement = all.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select pg_get_constraintdef(oid) from pg_constraint where contype = 'c'"
                    + " and conrelid = '"
                    + table
                    + "'::regclass")) {
      while (rows.next()) {
        Matcher list = FIRST_OF_LIST.matcher(rows.getString(1));
        if (list.find()) allowed.put(list.group(1), list.group(2));
      }
    }
    return allowed;
  }

  private static String value(
      Register.Table table,
      String column,
      String type,
      Map<String, String> allowed,
      Map<String, UUID> known) {
    boolean ended =
        column.startsWith("removed_")
            || column.startsWith("withdrawn_")
            || column.startsWith("lifted_")
            || column.startsWith("closed_")
            || column.startsWith("responded_")
            || column.startsWith("corrects")
            || column.equals("above");
    if (ended) return "null";
    return switch (type) {
      case "uuid" -> {
        String person = "'" + known.get("person") + "'";
        if (table.of().equals(column + " = $1") || column.equals("person_id")) yield person;
        UUID id = known.get(column);
        yield "'" + (id == null ? UUID.randomUUID() : id) + "'";
      }
      case "text" -> "'" + allowed.getOrDefault(column, "a".repeat(40)) + "'";
      case "jsonb" -> "'[]'";
      case "bytea" -> "'\\x00'";
      case "timestamptz" -> "now()";
      case "date" -> "current_date";
      case "bool" -> "false";
      case "_text", "_uuid" -> "'{}'";
      default -> "1";
    };
  }
}
