package yui;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import yui.backups.Owner;

/** Brings a database to the schema this version needs, as the role that owns it. */
public final class Migrations {
  private static final String FOLDER = "db/migration";

  /** Where a database stands, and what an upgrade would do to it. */
  record Plan(String schema, List<String> pending) {
    boolean isFresh() {
      return schema.isEmpty();
    }
  }

  private Migrations() {}

  /**
   * Returns how many migrations ran. All that are missing are one transaction: whatever ends it
   * midway, the database is what it was or what it should be; of two at once the second waits.
   */
  public static int run(String ownerUrl) {
    return run(ownerUrl, MigrationVersion.LATEST);
  }

  /** As {@link #run(String)}, up to one version only. */
  public static int runTo(String ownerUrl, String version) {
    return run(ownerUrl, MigrationVersion.fromVersion(version));
  }

  private static int run(String ownerUrl, MigrationVersion until) {
    Flyway flyway = flyway(ownerUrl, until);
    refuseNewer(flyway);
    int ran = flyway.migrate().migrationsExecuted;
    try (Connection owner = Owner.connect(ownerUrl)) {
      Owner.seeAll(owner);
    } catch (SQLException e) {
      throw new FlywayException("the owner's view of the tables: " + e.getMessage(), e);
    }
    return ran;
  }

  static Plan plan(String ownerUrl) {
    Flyway flyway = flyway(ownerUrl, MigrationVersion.LATEST);
    refuseNewer(flyway);
    MigrationInfo current = flyway.info().current();
    return new Plan(
        current == null ? "" : String.valueOf(current.getVersion()),
        Arrays.stream(flyway.info().pending())
            .map(m -> m.getVersion() + " " + m.getDescription())
            .toList());
  }

  // Flyway would shrug: a program that knows less than the database would write rows that the
  // newer one cannot read.
  private static void refuseNewer(Flyway flyway) {
    List<MigrationInfo> unknown =
        Arrays.stream(flyway.info().applied())
            .filter(m -> m.getState().isApplied() && !m.getState().isResolved())
            .filter(m -> m.getVersion() != null)
            .toList();
    if (!unknown.isEmpty()) {
      throw new FlywayException(
          "it is of a newer Yui: it has migration %s, this program knows up to %s; start the newer"
                  .formatted(unknown.getLast().getVersion(), known().getLast())
              + " program, or restore a backup from before the upgrade");
    }
  }

  /** Every migration that this program knows, oldest first. */
  public static List<String> known() {
    URL folder =
        Objects.requireNonNull(Migrations.class.getClassLoader().getResource(FOLDER), FOLDER);
    try {
      URI uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) return versions(Path.of(uri));
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return versions(jar.getPath(FOLDER));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> versions(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("V[0-9]+__.*\\.sql"))
          .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
          .sorted()
          .map(MigrationVersion::getVersion)
          .toList();
    }
  }

  private static Flyway flyway(String ownerUrl, MigrationVersion until) {
    PgConnectOptions address = PgConnectOptions.fromUri(ownerUrl);
    String query = ownerUrl.contains("?") ? ownerUrl.substring(ownerUrl.indexOf('?')) : "";
    return Flyway.configure()
        .dataSource(
            "jdbc:postgresql://%s:%d/%s%s"
                .formatted(address.getHost(), address.getPort(), address.getDatabase(), query),
            address.getUser(),
            address.getPassword())
        .locations("classpath:" + FOLDER)
        .group(true)
        .target(until)
        .load();
  }
}
