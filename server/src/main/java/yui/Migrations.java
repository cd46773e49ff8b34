package yui;

import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema this version needs, as the role that owns it. */
public final class Migrations {
  private Migrations() {}

  /** Returns how many migrations ran. */
  public static int run(String ownerUrl) {
    PgConnectOptions address = PgConnectOptions.fromUri(ownerUrl);
    String query = ownerUrl.contains("?") ? ownerUrl.substring(ownerUrl.indexOf('?')) : "";
    return Flyway.configure()
        .dataSource(
            "jdbc:postgresql://%s:%d/%s%s"
                .formatted(address.getHost(), address.getPort(), address.getDatabase(), query),
            address.getUser(),
            address.getPassword())
        .locations("classpath:db/migration")
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
