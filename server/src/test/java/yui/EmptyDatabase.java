package yui;

import io.vertx.pgclient.PgConnectOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A migrated database in which nothing has happened yet: a copy of a template on the one (embedded)
 * PostgreSQL of all tests.
 */
public final class EmptyDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String TEMPLATE = "yui_template";
  private static @Nullable EmbeddedDatabase postgres;

  private final EmbeddedDatabase on;
  private final String name;
  private final @Nullable String replica;

  private EmptyDatabase(EmbeddedDatabase on, String name) {
    this(on, name, null);
  }

  private EmptyDatabase(EmbeddedDatabase on, String name, @Nullable String replica) {
    this.on = on;
    this.name = name;
    this.replica = replica;
  }

  /** One that a replica follows. */
  static EmptyDatabase followed(EmbeddedDatabase on, String name, EmbeddedDatabase replica) {
    return new EmptyDatabase(on, name, replica.databases(name).app());
  }

  /** A copy of the template, for whoever asked alone. */
  public static EmptyDatabase open() throws IOException, SQLException {
    EmbeddedDatabase running = postgres();
    String name = "test_" + NUMBER.incrementAndGet();
    try (Connection connection = running.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + TEMPLATE + " owner yui_owner");
      // Nothing here must outlive a crash.
      statement.execute("alter database " + name + " set synchronous_commit = off");
    }
    return new EmptyDatabase(running, name);
  }

  /** A database without any table. */
  static EmptyDatabase bare() throws IOException, SQLException {
    EmbeddedDatabase running = postgres();
    String name = "test_" + NUMBER.incrementAndGet();
    running.prepare(name);
    return new EmptyDatabase(running, name);
  }

  /** What a command beside the server finds in its environment. */
  Map<String, String> environment() {
    Databases at = databases();
    return Map.of(
        "DATABASE_URL", at.app(),
        "DATABASE_OWNER_URL", at.owner(),
        "DATABASE_FEEDER_URL", at.feeder());
  }

  Databases databases() {
    Databases at = on.databases(name);
    return new Databases(at.app(), at.owner(), at.feeder(), replica);
  }

  /** Where the server's own role connects. */
  public PgConnectOptions app() {
    return PgConnectOptions.fromUri(databases().app());
  }

  /** With every right: for looking behind the scenes. */
  public Connection superuser() throws SQLException {
    return on.superuser(name);
  }

  public Connection asApp() throws SQLException {
    return connect(databases().app());
  }

  public Connection asOwner() throws SQLException {
    return connect(databases().owner());
  }

  private static Connection connect(String url) throws SQLException {
    PgConnectOptions at = PgConnectOptions.fromUri(url);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(at.getHost(), at.getPort(), at.getDatabase()),
        at.getUser(),
        at.getPassword());
  }

  private static synchronized EmbeddedDatabase postgres() throws IOException, SQLException {
    EmbeddedDatabase running = postgres;
    if (running != null) return running;
    Path directory = Files.createTempDirectory("yui-tests");
    EmbeddedDatabase started = EmbeddedDatabase.start(directory, TEMPLATE);
    Migrations.run(started.databases(TEMPLATE).owner());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    started.close();
                    try (var files = Files.walk(directory)) {
                      files
                          .sorted(Comparator.reverseOrder())
                          .map(Path::toFile)
                          .forEach(File::delete);
                    }
                  } catch (IOException e) {
                    e.printStackTrace();
                  }
                }));
    postgres = started;
    return started;
  }
}
