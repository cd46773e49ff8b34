package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A database comes to this version whole or stays what it was. */
class UpgradeTest {
  private static final String OLD = "20";
  private static final String NEWEST = Migrations.known().getLast();
  @TempDir Path folder;

  @Test
  void run_endedMidway_leavesTheOldSchemaWhole() throws Exception {
    EmptyDatabase database = EmptyDatabase.bare();
    String owner = database.databases().owner();
    Migrations.runTo(owner, OLD);
    String before = shape(database);
    try (ExecutorService upgrade = Executors.newSingleThreadExecutor();
        Connection other = database.superuser();
        Statement lock = other.createStatement();
        Connection beside = database.superuser();
        Statement look = beside.createStatement()) {
      other.setAutoCommit(false);
      // A later migration alters this table, so the upgrade waits here, far from its beginning.
      lock.execute("lock table outbox in share mode");
      Future<Integer> upgrading = upgrade.submit(() -> Migrations.run(owner));
      while (number(look, waiting()) == 0) Thread.sleep(20);
      number(
          look,
          "select count(pg_terminate_backend(pid)) from pg_stat_activity"
              + " where datname = current_database() and wait_event_type = 'Lock'");
      assertThrows(Exception.class, upgrading::get);
      other.rollback();
    }
    assertTrue(before.equals(shape(database)), "the same tables and rules");
    assertEquals(OLD, Migrations.plan(owner).schema());
    assertTrue(Migrations.run(owner) > 20);
    assertEquals(NEWEST, Migrations.plan(owner).schema());
  }

  @Test
  void run_twoAtOnce_migratesOnce() throws Exception {
    EmptyDatabase database = EmptyDatabase.bare();
    String owner = database.databases().owner();
    try (ExecutorService servers = Executors.newFixedThreadPool(2)) {
      Future<Integer> first = servers.submit(() -> Migrations.run(owner));
      Future<Integer> second = servers.submit(() -> Migrations.run(owner));
      assertEquals(Migrations.known().size(), first.get() + second.get());
      assertEquals(0, Math.min(first.get(), second.get()));
    }
  }

  @Test
  void start_onANewerSchema_saysSoAndChangesNothing() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    try (Connection owner = database.asOwner();
        Statement sql = owner.createStatement()) {
      sql.execute(
          "insert into flyway_schema_history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success) values (9999, '9999', 'from afar', 'SQL',"
              + " 'V9999__from_afar.sql', 'yui_owner', 1, true)");
    }
    FlywayException refused =
        assertThrows(FlywayException.class, () -> Migrations.run(database.databases().owner()));
    assertTrue(
        Failures.remedy(refused).contains("of a newer Yui: it has migration 9999"),
        Failures.remedy(refused));
  }

  @Test
  void upgrade_anOldDatabase_saysWhatItWillDoAndBacksUpFirst() throws Exception {
    EmptyDatabase database = EmptyDatabase.bare();
    String owner = database.databases().owner();
    Migrations.runTo(owner, OLD);
    String said = upgrade(database, "--plan");
    assertTrue(said.contains("of schema " + OLD), said);
    assertTrue(said.contains("  " + NEWEST + " "), said);
    assertEquals(OLD, Migrations.plan(owner).schema());

    upgrade(database, "--data", folder.toString());
    assertEquals(NEWEST, Migrations.plan(owner).schema());
    try (Stream<Path> backups = Files.list(folder.resolve("backups"))) {
      assertEquals(1, backups.count());
    }
    assertTrue(upgrade(database).contains("up to date"));
  }

  @Test
  void restore_ofAnOlderBackup_migratesItAfterwards() throws Exception {
    EmptyDatabase old = EmptyDatabase.bare();
    Migrations.runTo(old.databases().owner(), OLD);
    Path file = folder.resolve("old.zip");
    BackupCommand.make(old.databases().owner(), file);
    EmptyDatabase elsewhere = EmptyDatabase.bare();
    assertEquals(
        0, new CommandLine(new RestoreCommand(elsewhere.environment())).execute(file.toString()));
    assertEquals(NEWEST, Migrations.plan(elsewhere.databases().owner()).schema());
    assertTrue(shape(EmptyDatabase.open()).equals(shape(elsewhere)), "the same tables and rules");
  }

  private static String upgrade(EmptyDatabase database, String... arguments) {
    PrintStream console = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      UpgradeCommand command = new UpgradeCommand(database.environment());
      assertEquals(0, new CommandLine(command).execute(arguments));
    } finally {
      System.setOut(console);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static String waiting() {
    return "select count(*) from pg_stat_activity"
        + " where datname = current_database() and wait_event_type = 'Lock'";
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Every table, column and function there is. */
  private static String shape(EmptyDatabase database) throws SQLException {
    try (Connection all = database.superuser();
        Statement statement = all.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select (select string_agg(concat_ws(' ', table_name, column_name, data_type), ', '
                      order by table_name, column_name)
                    from information_schema.columns where table_schema = 'public'),
                  (select string_agg(md5(prosrc), ' ' order by proname, md5(prosrc)) from pg_proc
                    where pronamespace = 'public'::regnamespace),
                  (select string_agg(concat_ws(' ', polrelid::regclass, polname), ', '
                      order by polrelid::regclass::text, polname) from pg_policy
                    where polname <> 'seen_whole_by_owner')
                """)) {
      rows.next();
      return String.join("\n", List.of(rows.getString(1), rows.getString(2), rows.getString(3)));
    }
  }
}
