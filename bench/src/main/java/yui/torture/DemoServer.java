package yui.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A demo town in a process of its own, with its database, in a directory that goes with it. It can
 * be killed, told to end, and started again on what is there.
 */
public final class DemoServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path data;
  private final Path keys;
  private final String host;
  private final int port;
  private final int metricsPort;
  private final List<String> startedBy;
  private final Map<String, String> environment = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private String[] again = {"demo", "--as-it-is"};
  private Process process;

  private DemoServer(
      List<String> startedBy,
      Path data,
      Path keys,
      String host,
      int port,
      Map<String, String> more,
      String... command)
      throws IOException {
    this.startedBy = startedBy;
    this.data = data;
    this.keys = keys;
    this.host = host;
    this.port = port;
    this.metricsPort = freePort();
    environment.put("YUI_HOST", host);
    environment.put("YUI_PORT", String.valueOf(port));
    environment.put("YUI_METRICS_PORT", String.valueOf(metricsPort));
    environment.put("YUI_DATA", data.toString());
    environment.put("YUI_BANK_KEYS", keys.toString());
    environment.put("YUI_REQUESTS_PER_MINUTE", "1000000000");
    environment.putAll(more);
    this.process = run(command);
  }

  /**
   * Another server on the same database and keys, with the same address for the outside: it listens
   * at another loopback address, on the same port, and delivers no letter.
   */
  DemoServer beside() throws Exception {
    return beside("127.0.0.2", 9);
  }

  /** One that listens at a loopback address of its own and has a mail server. */
  DemoServer beside(String at, int smtpPort) throws Exception {
    Map<String, String> more =
        Map.of(
            "DATABASE_URL", url("yui_app"),
            "DATABASE_OWNER_URL", url("yui_owner"),
            "DATABASE_FEEDER_URL", url("yui_feeder"),
            "YUI_BASE_URL", address(),
            "YUI_MAIL_FROM", "yui@yui.example",
            "SMTP_URL", "smtp://127.0.0.1:" + smtpPort + "?starttls=disabled");
    Path other = Files.createTempDirectory("yui-torture");
    DemoServer server = new DemoServer(List.of(), other, keys, at, port, more, "serve");
    server.again = new String[] {"serve"};
    try {
      server.awaitReady();
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /** A server on what a restore has left in a directory, which goes with it. */
  static DemoServer on(Path data, Path keys) throws Exception {
    DemoServer server =
        new DemoServer(
            List.of(), data, keys, "127.0.0.1", freePort(), Map.of(), "demo", "--as-it-is");
    try {
      server.awaitReady();
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /** The keys that secrets are sealed under. */
  public Path bankKeys() {
    return keys;
  }

  /** Starts it with a crowd; returns when everybody is there and the index is ready. */
  public static DemoServer start(int residents) throws Exception {
    return start(residents, 0);
  }

  /** With so many tasks of a crowd besides. */
  static DemoServer start(int residents, int tasks) throws Exception {
    return start(List.of(), Files.createTempDirectory("yui-torture"), residents, tasks);
  }

  /** In an empty directory that is there, whatever it lies on. */
  static DemoServer startIn(Path directory) throws Exception {
    return start(List.of(), directory, 0, 0);
  }

  /** Started by another command, which starts what follows it. */
  static DemoServer startBy(String... command) throws Exception {
    return start(List.of(command), Files.createTempDirectory("yui-torture"), 0, 0);
  }

  private static DemoServer start(List<String> startedBy, Path data, int residents, int tasks)
      throws Exception {
    DemoServer server =
        new DemoServer(
            startedBy,
            data,
            data.resolve("keys").resolve("bank.keys"),
            "127.0.0.1",
            freePort(),
            Map.of(),
            "demo",
            "--residents",
            String.valueOf(residents),
            "--tasks",
            String.valueOf(tasks));
    try {
      server.awaitLog("Yui is ready");
      server.awaitReady();
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /** A program of the class path in a process of its own. */
  static ProcessBuilder java(String... command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.addAll(List.of(command));
    return new ProcessBuilder(line);
  }

  private Process run(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("yui.Main"));
    all.addAll(List.of(command));
    ProcessBuilder builder =
        java(all.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.command().addAll(0, startedBy);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** What the next start finds in its environment besides. */
  void set(String name, String value) {
    environment.put(name, value);
  }

  /** Another command of the same program on the same data; its exit code. */
  public int command(String... command) throws IOException, InterruptedException {
    return run(command).waitFor();
  }

  /** As a power cut for the program; its database goes on. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Tells it to end. */
  public void terminate() {
    process.destroy();
  }

  /** The exit code, or -1 when it has not ended within so many seconds. */
  public int exitCode(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  long pid() {
    return process.pid();
  }

  /** What of it lies in memory now. */
  public long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Starts it again on what is there; returns at once. */
  void startAgain() throws IOException {
    process = run(again);
  }

  /** Starts what is there as a real installation, whose letters go to a mail server. */
  void serve(int smtpPort) throws Exception {
    environment.put("YUI_BASE_URL", address());
    environment.put("YUI_MAIL_FROM", "yui@town.example");
    environment.put("SMTP_URL", "smtp://127.0.0.1:" + smtpPort + "?starttls=disabled");
    environment.put("YUI_LOGIN_MAILS_PER_QUARTER_HOUR", "1000");
    environment.put("YUI_LOGIN_TRIES_PER_MINUTE", "100000");
    process = run("serve");
    awaitReady();
  }

  /**
   * Has its next starts find their classes laid ready, as Java can do for a program whose classes
   * do not change.
   */
  void layClassesReady() throws Exception {
    Path archive = data.resolve("classes.jsa");
    terminate();
    exitCode(30);
    set("JDK_JAVA_OPTIONS", "-XX:ArchiveClassesAtExit=" + archive);
    startAgainUntilReady();
    terminate();
    exitCode(60);
    set("JDK_JAVA_OPTIONS", "-XX:SharedArchiveFile=" + archive);
    startAgainUntilReady();
  }

  /** Starts it again with a larger crowd, those who were there among it. */
  public void grow(int residents, int tasks) throws Exception {
    terminate();
    process.waitFor();
    Files.delete(log());
    process =
        run(
            "demo",
            "--as-it-is",
            "--residents",
            String.valueOf(residents),
            "--tasks",
            String.valueOf(tasks));
    awaitLog("Yui is ready");
    awaitReady();
  }

  /** Starts it again; the seconds until it is ready. */
  public double startAgainUntilReady() throws Exception {
    long began = System.nanoTime();
    startAgain();
    awaitReady();
    return (System.nanoTime() - began) / 1e9;
  }

  public Path data() {
    return data;
  }

  Path log() {
    return data.resolve("server.log");
  }

  public String address() {
    return "http://" + host + ":" + port;
  }

  int port() {
    return port;
  }

  /** Where it listens: a host and a port. */
  String socket() {
    return host + ":" + port;
  }

  private Properties secrets() throws IOException {
    Properties secrets = new Properties();
    try (Reader in = Files.newBufferedReader(secretsFile())) {
      secrets.load(in);
    }
    return secrets;
  }

  private Path secretsFile() {
    return data.resolve("postgres/secrets.properties");
  }

  /** Where its database listens. */
  int databasePort() throws IOException {
    return Integer.parseInt(secrets().getProperty("port"));
  }

  /** Has the next start look for its database at the end of a wire. */
  void findDatabaseAt(int another) throws IOException {
    Properties secrets = secrets();
    secrets.setProperty("port", String.valueOf(another));
    try (Writer out = Files.newBufferedWriter(secretsFile())) {
      secrets.store(out, "Behind a wire");
    }
  }

  /** The database as a role of it: {@code yui_app}, {@code yui_feeder} or {@code postgres}. */
  String url(String role) throws IOException {
    return url(role, "yui");
  }

  /** Another database of the same server. */
  String url(String role, String database) throws IOException {
    Properties secrets = secrets();
    return "postgresql://%s:%s@127.0.0.1:%s/%s"
        .formatted(role, secrets.getProperty(role), secrets.getProperty("port"), database);
  }

  public Connection connect(String role) throws IOException, SQLException {
    return connect(role, databasePort());
  }

  Connection connect(String role, int at) throws IOException, SQLException {
    return connect(role, at, "yui");
  }

  /** Another database of the same server. */
  Connection connect(String role, String database) throws IOException, SQLException {
    return connect(role, databasePort(), database);
  }

  private Connection connect(String role, int at, String database)
      throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + at + "/" + database, role, secrets().getProperty(role));
  }

  /** What it answers to somebody who is not logged in. */
  String text(String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(address() + path)).build(), BodyHandlers.ofString())
        .body();
  }

  /** How far its clock is ahead of this machine's. */
  Duration ahead() throws IOException {
    Path file = data.resolve("clock");
    return Files.exists(file) ? Duration.parse(Files.readString(file).strip()) : Duration.ZERO;
  }

  /** What its clock shows. */
  Instant clock() throws IOException {
    return Instant.now().plus(ahead());
  }

  /** Has the next start run with a clock so far ahead of this machine's, or behind. */
  void clockAhead(Duration ahead) throws IOException {
    Files.writeString(data.resolve("clock"), ahead.toString());
  }

  /** Puts the clock of the running server forward. */
  void reach(Instant then) throws Exception {
    String body = new JsonObject().put("now", then.atOffset(ZoneOffset.UTC).toString()).encode();
    int status =
        http.send(
                HttpRequest.newBuilder(URI.create(address() + "/dev/clock"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    if (status != 200) throw new IllegalStateException("the clock stays: " + status);
  }

  /** What the operators' port says. */
  public String operators(String method, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** A figure of the metrics. */
  public double figure(String name) throws Exception {
    return operators("GET", "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void awaitLog(String words) throws Exception {
    String shown = "";
    while (process.isAlive()) {
      List<String> lines = Files.readAllLines(log());
      if (lines.stream().anyMatch(line -> line.contains(words))) return;
      String last = lines.isEmpty() ? "" : lines.getLast().strip();
      if (last.contains("residents") && !last.equals(shown)) System.err.println("  " + last);
      shown = last;
      Thread.sleep(500);
    }
    throw new IllegalStateException("the server ended; its last words: " + lastWords());
  }

  /** Waits until it says that it is ready. */
  void awaitReady() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (readiness() == 200) return;
      if (!process.isAlive()) break;
      Thread.sleep(50);
    }
    throw new IllegalStateException("the server does not get ready: " + lastWords());
  }

  /** The end of its log, which goes with its directory. */
  String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
  }

  /** What it says of being ready; 0 when nobody answers. */
  int readiness() {
    return readiness(host, port);
  }

  static int readiness(String host, int port) {
    try (Line line = new Line(host, port)) {
      return line.get("/health/ready", true);
    } catch (IOException e) {
      return 0;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    http.close();
    Torment.delete(data);
  }
}
