package yui.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import yui.Migrations;

/** {@code serve} in a process of its own, on a database of another's PostgreSQL. */
final class Installation implements AutoCloseable {
  private static final String MIGRATIONS =
      """
      select count(*) as ran, count(distinct version) as versions, bool_and(success) as good
      from flyway_schema_history where version is not null
      """;
  private static final long PATIENCE_SECONDS = 120;

  private final Path data;
  private final int port;
  private final Map<String, String> environment = new HashMap<>();
  private Process process;

  private Installation(DemoServer beside, String database) throws IOException {
    this.data = Files.createTempDirectory("yui-installation");
    this.port = DemoServer.freePort();
    environment.put("YUI_BASE_URL", "http://127.0.0.1:" + port);
    environment.put("YUI_PORT", String.valueOf(port));
    environment.put("YUI_METRICS_PORT", String.valueOf(DemoServer.freePort()));
    environment.put("YUI_DATA", data.toString());
    environment.put("YUI_MAIL_FROM", "yui@town.example");
    environment.put("SMTP_URL", "smtp://127.0.0.1:9?starttls=disabled");
    environment.put("DATABASE_URL", beside.url("yui_app", database));
    environment.put("DATABASE_OWNER_URL", beside.url("yui_owner", database));
    environment.put("DATABASE_FEEDER_URL", beside.url("yui_feeder", database));
    this.process = run();
  }

  /** Starts it; returns at once. */
  static Installation on(DemoServer beside, String database) throws IOException {
    return new Installation(beside, database);
  }

  /** Makes an empty database as an operator would. */
  static void create(DemoServer beside, String database) throws IOException, SQLException {
    try (Connection connection = beside.connect("postgres");
        Statement sql = connection.createStatement()) {
      sql.execute("create database " + database + " owner yui_owner");
    }
    try (Connection connection = beside.connect("postgres", database);
        Statement sql = connection.createStatement()) {
      sql.execute("create extension btree_gist");
      sql.execute("alter schema public owner to yui_owner");
    }
  }

  /** How many migrations ran, each once and well; -1 where one did not. */
  static int migrations(DemoServer beside, String database) throws IOException, SQLException {
    try (Connection connection = beside.connect("postgres", database);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(MIGRATIONS)) {
      row.next();
      boolean once = row.getInt("ran") == row.getInt("versions") && row.getBoolean("good");
      return once ? row.getInt("ran") : -1;
    }
  }

  /** How many this program knows. */
  static int known() {
    return Migrations.known().size();
  }

  private Process run() throws IOException {
    ProcessBuilder builder =
        DemoServer.java("yui.Main", "serve")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  void startAgain() throws IOException {
    process = run();
  }

  /** What it says of being ready; 0 when nobody answers. */
  int readiness() {
    return DemoServer.readiness("127.0.0.1", port);
  }

  void awaitReady() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (readiness() != 200) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(Files.readString(data.resolve("server.log")));
      }
      Thread.sleep(50);
    }
  }

  /** The exit code, or -1 when it has not ended within so many seconds. */
  int exitCode(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Torment.delete(data);
  }
}
