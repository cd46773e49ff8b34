package yui.torture;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import yui.Migrations;

/** Upgrades of an old database that are killed somewhere: it is the old one still, or the new. */
final class UpgradeKills {
  private static final String OLD_SCHEMA = "45";
  private static final String PRINT =
      """
      select md5(string_agg(line, E'\\n' order by line)) from (
        select 'c ' || attrelid::regclass || ' ' || attname || ' ' || format_type(atttypid, atttypmod)
            || ' ' || attnotnull || coalesce(array_to_string(attacl, ','), '') as line
          from pg_attribute a join pg_class c on c.oid = a.attrelid
          where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
            and relname <> 'flyway_schema_history'
        union all select 'k ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
          from pg_constraint where connamespace = 'public'::regnamespace
        union all select 'i ' || indexdef from pg_indexes where schemaname = 'public'
        union all select 'p ' || tablename || policyname || coalesce(qual, '')
            || coalesce(with_check, '') from pg_policies where policyname <> 'seen_whole_by_owner'
        union all select 'f ' || pg_get_functiondef(oid) from pg_proc
          where pronamespace = 'public'::regnamespace and prokind = 'f'
            and not exists (select from pg_depend d where d.objid = pg_proc.oid and deptype = 'e')
        union all select 'v ' || version from flyway_schema_history
        union all select 'r ' || count(*) from persons) all_of_it
      """;
  private static final String BUSY =
      "select count(*) from pg_stat_activity where datname = '%s' and xact_start is not null";
  private static final String THERE = "select count(*) from pg_stat_activity where datname = '%s'";

  private final DemoServer server;
  private final Random random;

  UpgradeKills(DemoServer server, Random random) {
    this.server = server;
    this.random = random;
  }

  void run(Findings findings, int kills) throws Exception {
    make("upgrade_old", "template0");
    Migrations.runTo(url("yui_owner", "upgrade_old"), OLD_SCHEMA);
    fill();
    String old = print("upgrade_old");
    make("upgrade_new", "upgrade_old");
    Migrations.run(url("yui_owner", "upgrade_new"));
    String fresh = print("upgrade_new");
    int asOld = 0;
    int asNew = 0;
    int between = 0;
    int unmended = 0;
    for (int kill = 0; kill < kills; kill++) {
      String name = "upgrade_" + kill;
      make(name, "upgrade_old");
      killed(name, kill % 2 == 0 ? 1_500 : 6_000);
      String is = print(name);
      if (is.equals(old)) asOld++;
      else if (is.equals(fresh)) asNew++;
      else between++;
      int code = upgrade(name).waitFor();
      if (code != 0 || !print(name).equals(fresh)) unmended++;
      Torment.say("upgrade %d of %d killed: %d old, %d new", kill + 1, kills, asOld, asNew);
      drop(name);
    }
    findings.figure("upgradesKilled", kills);
    findings.figure("upgradesKilledThenOld", asOld);
    findings.figure("upgradesKilledThenNew", asNew);
    findings.promise("the old and the new differ", !old.equals(fresh));
    findings.promise("some were killed in the midst", asOld > 0);
    findings.promise("a killed upgrade ends at the old or the new", between == 0);
    findings.promise("and goes through the next time", unmended == 0);
  }

  private void killed(String name, int withinMillis) throws Exception {
    Process upgrade = upgrade(name);
    while (upgrade.isAlive() && count(BUSY.formatted(name)) == 0) Thread.sleep(2);
    Thread.sleep(random.nextInt(withinMillis));
    upgrade.destroyForcibly().waitFor();
    for (int looks = 0; count(THERE.formatted(name)) > 0; looks++) {
      if (looks > 600) throw new IllegalStateException("a session stays in " + name);
      Thread.sleep(100);
    }
  }

  private Process upgrade(String name) throws Exception {
    ProcessBuilder builder =
        DemoServer.java("yui.Main", "upgrade", "--no-backup")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(server.data().resolve("upgrade.log").toFile()));
    builder.environment().put("DATABASE_URL", url("yui_app", name));
    builder.environment().put("DATABASE_OWNER_URL", url("yui_owner", name));
    builder.environment().put("DATABASE_FEEDER_URL", url("yui_feeder", name));
    builder.environment().put("YUI_DATA", server.data().resolve("upgrade").toString());
    return builder.start();
  }

  private String url(String role, String database) throws Exception {
    return server.url(role).replaceFirst("/yui$", "/" + database);
  }

  private Connection at(String database) throws Exception {
    String url = server.url("postgres").replaceFirst("/yui$", "/" + database);
    String[] parts = url.split("[/:@]");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.databasePort() + "/" + database,
        "postgres",
        parts[4]);
  }

  private void make(String name, String template) throws Exception {
    try (Connection all = server.connect("postgres");
        Statement sql = all.createStatement()) {
      sql.execute("create database " + name + " template " + template + " owner yui_owner");
    }
    if (!template.equals("template0")) return;
    try (Connection inside = at(name);
        Statement sql = inside.createStatement()) {
      sql.execute("create extension if not exists btree_gist");
      sql.execute("alter schema public owner to yui_owner");
    }
  }

  private void drop(String name) throws Exception {
    try (Connection all = server.connect("postgres");
        Statement sql = all.createStatement()) {
      sql.execute("drop database " + name + " with (force)");
    }
  }

  /** Some people, so that the way leads over rows. */
  private void fill() throws Exception {
    try (Connection inside = at("upgrade_old");
        Statement sql = inside.createStatement()) {
      sql.execute(
          """
          insert into persons (id, email, email_folded, created_at)
            select gen_random_uuid(), 'p' || n || '@old.example', 'p' || n || '@old.example', now()
            from generate_series(1, 20000) n
          """);
    }
  }

  private String print(String name) throws Exception {
    try (Connection inside = at(name);
        Statement sql = inside.createStatement();
        ResultSet row = sql.executeQuery(PRINT)) {
      row.next();
      return row.getString(1);
    }
  }

  private long count(String query) throws Exception {
    try (Connection all = server.connect("postgres");
        Statement sql = all.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
