package yui.backups;

import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** Connections of the role that owns the tables. */
public final class Owner {
  private Owner() {}

  /** Connects; the address is one of the server's own form. */
  public static Connection connect(String url) throws SQLException {
    PgConnectOptions at = PgConnectOptions.fromUri(url);
    String query = url.contains("?") ? url.substring(url.indexOf('?')) : "";
    Properties properties = new Properties();
    properties.setProperty("user", at.getUser());
    properties.setProperty("password", at.getPassword());
    properties.setProperty("ApplicationName", "yui operation");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s%s"
            .formatted(at.getHost(), at.getPort(), at.getDatabase(), query),
        properties);
  }

  private static final String SEES_ALL =
      """
      do $$
      declare t regclass;
      begin
        perform pg_advisory_xact_lock(20181, 64);
        for t in
          select c.oid from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
             and c.relforcerowsecurity
             and not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
               and p.polpermissive and c.relowner = any (p.polroles)
               and pg_get_expr(p.polqual, p.polrelid) = 'true')
           order by c.relname
        loop
          execute format('create policy seen_whole_by_owner on %s to current_user using (true) with check (true)',
            t);
        end loop;
      end $$
      """;

  /**
   * Row-level security holds for the owner too; without a policy of its own it would copy nothing
   * and find nothing wrong.
   */
  public static void seeAll(Connection connection) throws SQLException {
    Catalogue.run(connection, SEES_ALL);
  }

  private static final String OTHERS =
      """
      select count(*) from pg_stat_activity
       where datname = current_database() and usename is not null and pid <> pg_backend_pid()
      """;

  /** Whether anybody else is connected; one who just left is counted for a moment still. */
  public static boolean isUsedByOthers(Connection connection) throws SQLException {
    for (int looks = 0; looks < 20; looks++) {
      if (Catalogue.strings(connection, OTHERS).getFirst().equals("0")) return false;
      Catalogue.run(connection, "select pg_sleep(0.1)");
    }
    return true;
  }

  /** The keys that something in the database is sealed under. */
  public static List<String> sealedUnder(Connection connection) throws SQLException {
    return Catalogue.keys(connection);
  }
}
