package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The second lock as the database's own catalogue tells it: a table that is added has one, too. */
class PoliciesTest {
  /** What no community and no person owns, and everybody may read. */
  private static final Set<String> FOR_EVERYBODY =
      Set.of(
          "communities",
          "community_rules",
          "districts",
          "groups",
          "licences",
          "municipality_outlines",
          "produce_items",
          "public_holidays",
          "skill_groups",
          "skills",
          "units",
          "withdrawn_rules");

  private static final String BARE =
      """
      select c.relname from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relname <> 'flyway_schema_history'
        and not (c.relrowsecurity and c.relforcerowsecurity)
        and has_table_privilege('yui_app', c.oid, %s)
      """;
  private static final String WRITES = "'insert, update, delete'";
  private static final String UNSEEN_BY_OWNER =
      """
      select c.relname from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid
          and p.polcmd = '*' and c.relowner = any(p.polroles))
      """;
  private static final String OPEN =
      """
      select distinct c.relname from pg_policy p join pg_class c on c.oid = p.polrelid
      where ('yui_app'::regrole::oid = any(p.polroles) or 0 = any(p.polroles))
        and p.polcmd in ('r', '*')
        and coalesce(pg_get_expr(p.polqual, p.polrelid), 'true') = 'true'
      """;
  private static final String OPEN_TO_WRITE =
      """
      select c.relname || ' ' || p.polcmd::text from pg_policy p join pg_class c on c.oid = p.polrelid
      where ('yui_app'::regrole::oid = any(p.polroles) or 0 = any(p.polroles)) and p.polcmd <> 'r'
        and (p.polcmd <> 'a' and coalesce(pg_get_expr(p.polqual, p.polrelid), 'true') = 'true'
          or coalesce(pg_get_expr(p.polwithcheck, p.polrelid),
            pg_get_expr(p.polqual, p.polrelid), 'true') = 'true')
      """;
  private static final String VIEWS =
      """
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
        and not coalesce(reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']
      """;
  private static final String DEFINERS =
      """
      select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
        and not exists (select from unnest(proconfig) c where c like 'search_path=%pg_temp')
      """;
  private static final String MIGHT =
      """
      select rolname from pg_roles where rolname in ('yui_app', 'yui_feeder', 'yui_owner')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
      union all
      select 'yui_app owns ' || relname from pg_class
        where relnamespace = 'public'::regnamespace and relowner = 'yui_app'::regrole
      union all
      select 'yui_app is in ' || roleid::regrole from pg_auth_members
        where member = 'yui_app'::regrole
      """;

  @Test
  void tables_all_areUnderRowLevelSecurity() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    assertEquals(List.of(), asked(database, BARE.formatted(WRITES)), "written without a lock");
    Set<String> read = new TreeSet<>(asked(database, BARE.formatted("'select'")));
    read.removeAll(FOR_EVERYBODY);
    assertEquals(Set.of(), read, "read without a lock");
    assertEquals(List.of(), asked(database, UNSEEN_BY_OWNER), "that a backup would leave out");
    assertEquals(List.of(), asked(database, VIEWS), "views that read with their owner's rights");
    assertEquals(List.of(), asked(database, DEFINERS), "functions whose names could be shadowed");
    assertEquals(List.of(), asked(database, MIGHT), "roles that may more than they need");
  }

  @Test
  void policies_withoutACondition_areTheNamedOnesOnly() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    Set<String> open = new TreeSet<>(asked(database, OPEN));
    Set<String> unnamed = new TreeSet<>(open);
    unnamed.removeAll(FOR_EVERYBODY);
    assertEquals(Set.of(), unnamed, "everybody reads them");
    assertEquals(
        Set.of("audit_log a", "outbox a"),
        new TreeSet<>(asked(database, OPEN_TO_WRITE)),
        "everybody writes them");
  }

  /** The control: what this test is for would be seen. */
  @Test
  void table_addedWithoutALock_isSeen() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    try (Connection owner = database.asOwner();
        Statement sql = owner.createStatement()) {
      sql.execute(
          """
          create table forgotten (id uuid, community_id uuid);
          grant insert on forgotten to yui_app;
          create table half_locked (id uuid);
          alter table half_locked enable row level security;
          alter table half_locked force row level security;
          create policy everybody on half_locked using (true);
          create view peeping as select * from persons;
          create function peep() returns int language sql security definer as 'select 1';
          """);
    }
    assertEquals(List.of("forgotten"), asked(database, BARE.formatted(WRITES)));
    assertEquals(List.of("half_locked"), asked(database, UNSEEN_BY_OWNER));
    assertEquals(List.of("peeping"), asked(database, VIEWS));
    assertEquals(List.of("peep"), asked(database, DEFINERS));
    assertTrue(asked(database, OPEN).contains("half_locked"));
    assertTrue(asked(database, OPEN_TO_WRITE).contains("half_locked *"));
  }

  private static List<String> asked(EmptyDatabase database, String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) names.add(rows.getString(1));
    }
    return names;
  }
}
