package yui;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own for one machine: durable, reached over loopback with passwords kept
 * beside its data, always on the same port, so that one left running by a crash is found again.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String HBA =
      """
      # Written by Yui: passwords for everybody, from this machine only.
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final long LOOK_MILLIS = 300;
  // What PostgreSQL takes unpacked, and what an empty cluster with its first log does.
  private static final long BINARIES_BYTES = 80_000_000;
  private static final long DATA_BYTES = 100_000_000;

  private final Path directory;
  private final Properties secrets;
  private EmbeddedPostgres postgres;
  private boolean closed;

  private EmbeddedDatabase(Path directory, Properties secrets, EmbeddedPostgres postgres) {
    this.directory = directory;
    this.secrets = secrets;
    this.postgres = postgres;
  }

  /** Starts (or finds again) the server whose files lie in a directory, and its database. */
  public static EmbeddedDatabase start(Path directory, String database)
      throws IOException, SQLException {
    makeFolders(directory.toAbsolutePath());
    needsRoom(directory);
    Path data = directory.resolve("data").toAbsolutePath();
    Properties secrets = secrets(directory);
    boolean fresh = !Files.exists(data.resolve("PG_VERSION"));
    EmbeddedDatabase started =
        new EmbeddedDatabase(directory, secrets, startPostgres(directory, secrets, fresh));
    if (fresh) started.lock(data);
    started.prepare(database);
    return started;
  }

  // Whatever lies beside it, index, keys, backups, is nobody else's business either; what that
  // lies in is the machine's, and stays as open as its owner makes such folders.
  private static void makeFolders(Path directory) throws IOException {
    Path data = directory.getParent();
    if (data != null && data.getParent() != null) Files.createDirectories(data.getParent());
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  // The library that unpacks it complains of each of a thousand files, and takes what it could
  // write for the whole ever after.
  private static void needsRoom(Path directory) throws IOException {
    boolean unpacked = isUnpacked(directory.resolve("binaries"));
    boolean made = Files.exists(directory.resolve("data").resolve("PG_VERSION"));
    long needed = (unpacked ? 0 : BINARIES_BYTES) + (made ? 0 : DATA_BYTES);
    if (Files.getFileStore(directory).getUsableSpace() < needed) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "No space left on device for PostgreSQL, which needs "
              + needed / 1_000_000
              + " MB to begin with");
    }
  }

  private static boolean isUnpacked(Path binaries) throws IOException {
    if (!Files.exists(binaries)) return false;
    try (Stream<Path> versions = Files.list(binaries)) {
      return versions.anyMatch(version -> Files.exists(version.resolve(".exists")));
    }
  }

  private static EmbeddedPostgres startPostgres(Path directory, Properties secrets, boolean fresh)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data").toAbsolutePath())
            .setOverrideWorkingDirectory(directory.resolve("binaries").toAbsolutePath().toFile())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(Integer.parseInt(secrets.getProperty("port")))
            .setPGStartupWait(Duration.ofSeconds(60))
            .setLocaleConfig("locale", "C.UTF-8")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "60")
            .setServerConfig("shared_buffers", "128MB")
            .setServerConfig("password_encryption", "scram-sha-256")
            .setOutputRedirector(Redirect.appendTo(log(directory).toFile()))
            .setErrorRedirector(Redirect.appendTo(log(directory).toFile()));
    if (!fresh) builder.setConnectConfig("password", secrets.getProperty("postgres"));
    try {
      return builder.start();
    } catch (IllegalStateException e) {
      if (!isHeld(e)) throw e;
      throw new FileSystemException(
          directory.toString(),
          null,
          "another command of Yui has this PostgreSQL running; wait until it has ended, or end it");
    }
  }

  // By another process, or by this one.
  private static boolean isHeld(IllegalStateException e) {
    return e instanceof OverlappingFileLockException
        || String.valueOf(e.getMessage()).startsWith("could not lock ");
  }

  /**
   * Watches it, and starts it again whenever it is gone: whoever killed it, nobody else would do
   * so. On a thread of its own until it is closed.
   */
  void keepRunning() {
    Thread.ofVirtual()
        .name("postgres watch")
        .start(
            () -> {
              try {
                while (startAgainIfGone()) Thread.sleep(LOOK_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  // Whoever closes it waits until a start has ended, and the other way round.
  private synchronized boolean startAgainIfGone() {
    if (closed) return false;
    try {
      if (isRunning(directory)) return true;
      LOG.error("PostgreSQL is gone, it is started again; {} tells why", log(directory));
      try {
        postgres.close();
      } catch (IOException | RuntimeException e) {
        LOG.debug("nothing was left to stop", e);
      }
      postgres = startPostgres(directory, secrets, false);
      LOG.info("PostgreSQL runs again");
    } catch (IOException | RuntimeException e) {
      LOG.error("PostgreSQL does not start, tried again", e);
    }
    return true;
  }

  private static Path log(Path directory) {
    return directory.resolve("postgres.log");
  }

  /** Where each of the three roles connects. */
  public Databases databases(String database) {
    return databases(secrets, database);
  }

  private static Databases databases(Properties secrets, String database) {
    return new Databases(
        url(secrets, "yui_app", database),
        url(secrets, "yui_owner", database),
        url(secrets, "yui_feeder", database));
  }

  /** Whether a server runs on these files, this process's or another's. */
  static boolean isRunning(Path directory) throws IOException {
    try (Socket probe = new Socket()) {
      int port = Integer.parseInt(known(directory).getProperty("port"));
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** The database of a server that runs on these files. */
  static Databases found(Path directory, String database) throws IOException {
    return databases(known(directory), database);
  }

  private static Properties known(Path directory) throws IOException {
    Properties secrets = new Properties();
    try (Reader in = Files.newBufferedReader(directory.resolve("secrets.properties"))) {
      secrets.load(in);
    }
    return secrets;
  }

  /** Whether anybody is connected to a database of a running server. */
  static boolean isUsed(Path directory, String database) throws IOException, SQLException {
    Properties secrets = known(directory);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + secrets.getProperty("port") + "/postgres",
                "postgres",
                secrets.getProperty("postgres"));
        Statement statement = connection.createStatement()) {
      return statement
          .executeQuery("select 1 from pg_stat_activity where datname = '" + database + "'")
          .next();
    }
  }

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Puts one database in the place of another in one moment; answers what the one that stood there
   * is called now, if one did.
   */
  Optional<String> swap(String fresh, String place, Instant now) throws SQLException {
    try (Connection connection = superuser("postgres")) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        Optional<String> before = Optional.empty();
        if (exists(statement, place)) {
          before = Optional.of(place + "_before_" + STAMP.format(now));
          statement.execute("alter database " + place + " rename to " + before.get());
        }
        statement.execute("alter database " + fresh + " rename to " + place);
        connection.commit();
        return before;
      }
    }
  }

  void drop(String database) throws SQLException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + database);
    }
  }

  boolean has(String database) throws SQLException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      return exists(statement, database);
    }
  }

  private static boolean exists(Statement statement, String database) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("select 1 from pg_database where datname = '" + database + "'")) {
      return found.next();
    }
  }

  /** Connects as the superuser: for tests and restores, never for the server. */
  Connection superuser(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + secrets.getProperty("port") + "/" + database,
        "postgres",
        secrets.getProperty("postgres"));
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    postgres.close();
  }

  private static String url(Properties secrets, String role, String database) {
    return "postgresql://%s:%s@127.0.0.1:%s/%s"
        .formatted(role, secrets.getProperty(role), secrets.getProperty("port"), database);
  }

  /** The installer trusts everybody on this machine until here. */
  private void lock(Path data) throws IOException, SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + secrets.getProperty("port") + "/postgres",
                "postgres",
                "");
        Statement statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + secrets.getProperty("postgres") + "'");
      Files.writeString(data.resolve("pg_hba.conf"), HBA);
      statement.execute("select pg_reload_conf()");
    }
  }

  /** The roles, and a database for them where there is none of that name. */
  void prepare(String database) throws SQLException {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      for (String role : new String[] {"yui_owner", "yui_app", "yui_feeder"}) {
        statement.execute(
            """
            do $$ begin
              if not exists (select 1 from pg_roles where rolname = '%1$s') then
                create role %1$s login password '%2$s';
              end if;
            end $$
            """
                .formatted(role, secrets.getProperty(role)));
      }
      if (!exists(statement, database)) {
        statement.execute("create database " + database + " owner yui_owner");
        try (Connection inside = superuser(database);
            Statement grants = inside.createStatement()) {
          // Extensions need a superuser on some installations; migrations find it there already.
          grants.execute("create extension if not exists btree_gist");
          grants.execute("alter schema public owner to yui_owner");
        }
      }
    }
  }

  private static Properties secrets(Path directory) throws IOException {
    Path file = directory.resolve("secrets.properties");
    if (Files.exists(file)) return known(directory);
    Properties secrets = new Properties();
    for (String role : new String[] {"postgres", "yui_owner", "yui_app", "yui_feeder"}) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      secrets.setProperty(role, HexFormat.of().formatHex(random));
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      secrets.setProperty("port", String.valueOf(free.getLocalPort()));
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer out = Files.newBufferedWriter(file)) {
      secrets.store(out, "Passwords of the embedded PostgreSQL");
    }
    return secrets;
  }
}
