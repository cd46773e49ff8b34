package yui;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import yui.backups.Owner;

/** What the doctor asks the database, as the server's own role. */
final class DatabaseCheck {
  private static final int OLDEST = 15;
  private static final Duration BACKUP_DUE = Duration.ofHours(26);
  private static final Duration BACKUP_LATE = Duration.ofDays(7);

  private final Connection app;
  private final List<Finding> found = new ArrayList<>();

  private DatabaseCheck(Connection app) {
    this.app = app;
  }

  static List<Finding> of(Databases databases) {
    try (Connection app = Owner.connect(databases.app())) {
      DatabaseCheck check = new DatabaseCheck(app);
      check.version();
      if (check.schema(databases.owner())) {
        check.run("select set_config('yui.system', 'on', false)");
        check.roles();
        check.policies();
        check.sessions();
        check.clock();
        check.letters();
        check.backups();
        check.seals();
      }
      return check.found;
    } catch (SQLException e) {
      return List.of(
          Finding.fail(
              "database",
              "not reached: " + e.getMessage(),
              "start PostgreSQL, look at DATABASE_URL and at pg_hba.conf"));
    }
  }

  private void version() throws SQLException {
    int version = (int) number("select current_setting('server_version_num')::int / 10000");
    if (version < OLDEST) {
      fail("database", "PostgreSQL " + version, "use PostgreSQL " + OLDEST + " or later");
    } else {
      ok("database", "PostgreSQL " + text("show server_version") + " answers");
    }
  }

  private boolean schema(String ownerUrl) {
    try {
      Migrations.Plan plan = Migrations.plan(ownerUrl);
      if (plan.isFresh()) {
        warn("schema", "the database is empty", "the first start of the server fills it");
        return false;
      }
      if (plan.pending().isEmpty()) ok("schema", plan.schema() + ", as this program needs it");
      else warn("schema", plan.pending().size() + " migrations to come", "run ./yui upgrade");
      return plan.pending().isEmpty();
    } catch (RuntimeException e) {
      fail("schema", String.valueOf(e.getMessage()), "start the version that the schema is of");
      return false;
    }
  }

  private static final String POWER =
      """
      select concat_ws(', ', case when rolsuper then 'is a superuser' end,
          case when rolbypassrls then 'passes row-level security' end,
          (select 'owns ' || count(*) || ' tables' from pg_class
            where relowner = r.oid and relkind = 'r' having count(*) > 0),
          case when has_table_privilege('transfers', 'update')
            or has_table_privilege('transfers', 'delete')
            or has_table_privilege('transfers', 'truncate') then 'can change the ledger' end)
        from pg_roles r where rolname = current_user
      """;

  private void roles() throws SQLException {
    String power = text(POWER);
    if (power.isEmpty())
      ok("rights", "the server's role owns nothing and cannot change the ledger");
    else {
      fail("rights", "the server's role " + power, "make the roles as OPERATIONS.md says");
    }
  }

  private static final String UNFORCED =
      """
      select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
         and not (c.relrowsecurity and c.relforcerowsecurity)
         and a.attname in ('community_id', 'person_id') and not a.attisdropped
       order by 1
      """;

  // What a community adds to a list that all of them read.
  private static final Set<String> SHARED = Set.of("produce_items");

  private void policies() throws SQLException {
    Set<String> open = new TreeSet<>(texts(UNFORCED));
    open.removeAll(SHARED);
    if (open.isEmpty()) ok("row-level security", "forced wherever rows are somebody's");
    else {
      fail(
          "row-level security",
          "not forced on " + String.join(", ", open),
          "somebody changed the tables by hand: restore, or ask us with this line");
    }
  }

  private static final String IDLE =
      """
      select count(*) from pg_stat_activity
       where datname = current_database() and state like 'idle in transaction%'
         and state_change < now() - interval '1 minute'
      """;
  private static final String USED =
      """
      select 100 * (select count(*) from pg_stat_activity where usename is not null)
        / current_setting('max_connections')::int
      """;

  private void sessions() throws SQLException {
    long idle = number(IDLE);
    if (idle == 0) ok("transactions", "none stays open");
    else {
      warn(
          "transactions",
          idle + " idle in a transaction for a minute",
          "they hold back the search index; see pg_stat_activity, end them by pg_terminate_backend");
    }
    long used = number(USED);
    if (used < 80) ok("connections", used + " % of max_connections");
    else warn("connections", used + " % of max_connections", "raise max_connections: 20 a server");
  }

  private void clock() throws SQLException {
    Instant before = Instant.now();
    Instant theirs =
        Instant.ofEpochMilli(
            number("select (extract(epoch from clock_timestamp()) * 1000)::bigint"));
    Instant after = Instant.now();
    Instant ours = before.plus(Duration.between(before, after).dividedBy(2));
    double apart = Math.abs(Duration.between(ours, theirs).toMillis()) / 1000.0;
    String said = "%.1f s from the database's".formatted(apart);
    if (apart < 1) ok("clock", said);
    else
      warn("clock", said, "let both machines keep time by NTP; until then the database's is used");
  }

  private static final String LATE =
      """
      select coalesce(extract(epoch from now() - min(greatest(created_at, next_try_at))), 0)::bigint
        from outbox where sent_at is null and dropped_at is null and priority < 2
         and greatest(created_at, next_try_at) < now()
      """;
  private static final String GIVEN_UP =
      """
      select count(*) from outbox where dropped_at > now() - interval '1 day'
       and last_error not in ('not wanted', 'waited too long', 'restored from a backup')
      """;

  private void letters() throws SQLException {
    long late = number(LATE);
    long givenUp = number(GIVEN_UP);
    if (late > 900) {
      fail(
          "letters",
          "one has been due for " + late / 60 + " minutes",
          "see mail; does a server run?");
    } else if (givenUp > 0) {
      warn("letters", givenUp + " given up within a day", "the log says why, line by line");
    } else {
      ok("letters", "none is late");
    }
  }

  private static final String BACKUP =
      "select extract(epoch from now() - max(taken_at))::bigint from backups";

  private void backups() throws SQLException {
    String seconds = text(BACKUP);
    String remedy = "run ./yui backup each night (ops/yui-backup.timer), keep the files elsewhere";
    if (seconds.isEmpty()) {
      warn("backup", "none was ever made", remedy);
      return;
    }
    Duration age = Duration.ofSeconds(Long.parseLong(seconds));
    String said = "the newest is %d hours old".formatted(age.toHours());
    if (age.compareTo(BACKUP_LATE) > 0) fail("backup", said, remedy);
    else if (age.compareTo(BACKUP_DUE) > 0) warn("backup", said, remedy);
    else ok("backup", said);
  }

  private static final String UNSEALED =
      """
      select coalesce(extract(epoch from now() - min(t.recorded_at)), 0)::bigint
        from transfers t where t.seq > (select coalesce(max(s.seq), 0) from ledger_seals s)
      """;

  private void seals() throws SQLException {
    long age = number(UNSEALED);
    String said = "%d minutes".formatted(age / 60);
    if (age < 600) ok("seals", "the ledger is sealed up to now");
    else warn("seals", "the oldest unsealed transfer is of " + said + " ago", "does a server run?");
  }

  private void ok(String about, String said) {
    found.add(Finding.ok(about, said));
  }

  private void warn(String about, String said, String remedy) {
    found.add(Finding.warn(about, said, remedy));
  }

  private void fail(String about, String said, String remedy) {
    found.add(Finding.fail(about, said, remedy));
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = app.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) throws SQLException {
    List<String> values = texts(sql);
    return values.isEmpty() ? "" : values.getFirst();
  }

  private List<String> texts(String sql) throws SQLException {
    try (Statement statement = app.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        String value = rows.getString(1);
        values.add(value == null ? "" : value);
      }
      return values;
    }
  }
}
