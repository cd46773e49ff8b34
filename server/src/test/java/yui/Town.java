package yui;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small town for tests: the real server on a free port, a database of its own on the real
 * (embedded) PostgreSQL, the built-in mailbox, a clock that can be put forward. Whoever is named
 * comes in through the front door, with a code from the mailbox.
 */
public final class Town implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String TEMPLATE = "yui_template";
  private static @Nullable EmbeddedDatabase postgres;

  private final Server server;
  private final String database;
  private final DemoClock clock;
  private final Map<String, Visitor> visitors = new HashMap<>();

  private Town(Server server, String database, DemoClock clock) {
    this.server = server;
    this.database = database;
    this.clock = clock;
  }

  /** An empty installation whose administrator is {@code admin@yui.example}. */
  public static Town open() throws Exception {
    System.setProperty("yui.partial", "true");
    EmbeddedDatabase pg = postgres();
    String name = "town_" + NUMBER.incrementAndGet();
    try (Connection connection = pg.superuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + TEMPLATE + " owner yui_owner");
    }
    Path data = Files.createTempDirectory("yui-town");
    DemoClock clock = new DemoClock(InstantSource.system(), data.resolve("clock"));
    int port = freePort();
    Config config =
        new Config(
            true,
            "127.0.0.1",
            port,
            0,
            "http://127.0.0.1:" + port,
            data,
            null,
            null,
            "yui@yui.example",
            "admin@yui.example",
            1_000_000,
            1_000);
    return new Town(Server.start(config, pg.databases(name), clock), name, clock);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Somebody without a login. */
  public Visitor stranger() {
    return new Visitor(url(), null);
  }

  /** Somebody logged in by the code in the letter; the same visitor each time. */
  public synchronized Visitor as(String email) throws Exception {
    Visitor known = visitors.get(email);
    if (known != null) return known;
    Visitor stranger = stranger();
    String challenge =
        stranger
            .post("/login/codes", Map.of("email", email))
            .is(202)
            .body()
            .path("challenge")
            .asText();
    String code = letter(email, "(\\d{4})-(\\d{4})").replace("-", "");
    JsonNode tokens =
        stranger.post("/login/tokens", Map.of("challenge", challenge, "code", code)).is(200).body();
    Visitor visitor = new Visitor(url(), tokens.path("accessToken").asText());
    visitors.put(email, visitor);
    return visitor;
  }

  /** What matches in the newest letter to somebody, waiting for it to come. */
  public String letter(String email, String pattern) throws Exception {
    java.util.regex.Pattern wanted = java.util.regex.Pattern.compile(pattern);
    for (int tries = 0; tries < 100; tries++) {
      JsonNode items = stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().path("items");
      for (JsonNode item : items) {
        java.util.regex.Matcher found =
            wanted.matcher(item.path("subject").asText() + "\n" + item.path("text").asText());
        if (found.find()) return found.group();
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no letter to " + email + " with " + pattern);
  }

  public Instant now() {
    return clock.instant();
  }

  /** Puts the clock forward. */
  public void reach(Instant then) {
    clock.reach(then);
  }

  /** The town's own database, with every right: for looking behind the scenes. */
  public Connection superuser() throws SQLException, IOException {
    return postgres().superuser(database);
  }

  /** The database as the server's own role. */
  public Connection asServer() throws SQLException, IOException {
    io.vertx.pgclient.PgConnectOptions at =
        io.vertx.pgclient.PgConnectOptions.fromUri(postgres().databases(database).app());
    return java.sql.DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + at.getPort() + "/" + database,
        at.getUser(),
        at.getPassword());
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  /**
   * One PostgreSQL for all tests of this run, with a migrated template that towns are copied from.
   */
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
                          .sorted(java.util.Comparator.reverseOrder())
                          .map(Path::toFile)
                          .forEach(java.io.File::delete);
                    }
                  } catch (IOException e) {
                    e.printStackTrace();
                  }
                }));
    postgres = started;
    return started;
  }
}
