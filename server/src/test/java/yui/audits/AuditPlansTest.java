package yui.audits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yui.EmptyDatabase;

/** A long audit log is looked into by key, behind row-level security as the server stands. */
class AuditPlansTest {
  private static final String SOMEBODY = "00000000-0000-0000-0000-000000000007";

  /** Forty thousand lines, each about one of a thousand things and of one of a hundred people. */
  private static final String FILL =
      """
      insert into audit_log (id, at, person_id, community_id, deed, about)
      select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
          timestamptz '2026-01-01' + i * interval '1 minute',
          ('00000000-0000-0000-0001-' || lpad(to_hex(i % 100), 12, '0'))::uuid,
          '00000000-0000-0000-0002-000000000001', 'deed_' || i % 7,
          jsonb_build_object('things', jsonb_build_array(
            '00000000-0000-0000-0000-' || lpad(to_hex(i % 1000), 12, '0')), 'n', i, 'word', 'x')
        from generate_series(1, 40000) i
      """;

  private static final String LIMITS = "(null, null, null, null, null, 51, %s)";
  private static final String TYPES = "(uuid, text, timestamptz, timestamptz, uuid, int, %s)";

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void search_aboutAThing_readsItsLinesAlone(String mode) throws Exception {
    List<String> plan =
        plan(
            mode,
            AuditSearch.LINES_ABOUT,
            TYPES.formatted("uuid"),
            LIMITS.formatted("'" + SOMEBODY + "'"));
    readsFew(plan);
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void search_byPersons_readsTheirLinesAlone(String mode) throws Exception {
    List<String> plan =
        plan(
            mode,
            AuditSearch.LINES_BY,
            TYPES.formatted("uuid[]"),
            LIMITS.formatted("array['00000000-0000-0000-0001-000000000003']::uuid[]"));
    readsFew(plan);
  }

  @Test
  void names_inALine_areKeptOnceEach() throws Exception {
    try (Connection all = filled();
        Statement statement = all.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*), count(distinct named) from audit_named where named is not null")) {
      row.next();
      assertEquals(40_000, row.getInt(1));
      assertEquals(1_000, row.getInt(2));
    }
  }

  private static void readsFew(List<String> plan) {
    String told = String.join("\n", plan);
    assertTrue(plan.stream().noneMatch(line -> line.contains("Seq Scan on audit_")), told);
    assertTrue(
        plan.stream()
            .filter(line -> line.contains("Rows Removed by Filter"))
            .allMatch(line -> Integer.parseInt(line.replaceAll("\\D", "")) < 1_000),
        told);
  }

  private static List<String> plan(String mode, String sql, String types, String values)
      throws Exception {
    EmptyDatabase database = fill();
    List<String> plan = new ArrayList<>();
    try (Connection app = database.asApp();
        Statement statement = app.createStatement()) {
      statement.execute("set plan_cache_mode = " + mode);
      statement.execute("select set_config('yui.system', 'on', false)");
      statement.execute("prepare looked " + types + " as " + sql);
      try (ResultSet rows = statement.executeQuery("explain analyze execute looked " + values)) {
        while (rows.next()) plan.add(rows.getString(1));
      }
    }
    return plan;
  }

  private static Connection filled() throws Exception {
    return fill().superuser();
  }

  private static EmptyDatabase fill() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    try (Connection all = database.superuser();
        Statement statement = all.createStatement()) {
      statement.execute(FILL);
      statement.execute("analyze audit_log, audit_named");
    }
    return database;
  }
}
