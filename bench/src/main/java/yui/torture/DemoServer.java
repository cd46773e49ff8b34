package yui.torture;

import java.io.IOException;
import java.io.Reader;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A demo town in a process of its own, with its database, in a directory that goes with it. */
final class DemoServer implements AutoCloseable {
  private final Path data;
  private final int metricsPort;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private DemoServer(Path data, int metricsPort, Process process) {
    this.data = data;
    this.metricsPort = metricsPort;
    this.process = process;
  }

  /** Starts it with a crowd; returns when everybody is there and the index is ready. */
  static DemoServer start(int residents) throws Exception {
    Path data = Files.createTempDirectory("yui-torture");
    int port = freePort();
    int metricsPort = freePort();
    ProcessBuilder builder =
        java("yui.Main", "demo", "--residents", String.valueOf(residents))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("server.log").toFile());
    builder.environment().put("YUI_PORT", String.valueOf(port));
    builder.environment().put("YUI_METRICS_PORT", String.valueOf(metricsPort));
    builder.environment().put("YUI_DATA", data.toString());
    DemoServer server = new DemoServer(data, metricsPort, builder.start());
    try {
      server.awaitLog("Yui is ready");
      server.awaitReady(port);
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

  Path data() {
    return data;
  }

  /** The database as a role of it: {@code yui_app}, {@code yui_feeder} or {@code postgres}. */
  String url(String role) throws IOException {
    Properties secrets = new Properties();
    try (Reader in = Files.newBufferedReader(data.resolve("postgres/secrets.properties"))) {
      secrets.load(in);
    }
    return "postgresql://%s:%s@127.0.0.1:%s/yui"
        .formatted(role, secrets.getProperty(role), secrets.getProperty("port"));
  }

  Connection connect(String role) throws IOException, SQLException {
    URI url = URI.create(url(role));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + url.getPort() + "/yui",
        role,
        url.getUserInfo().substring(role.length() + 1));
  }

  /** What the operators' port says. */
  String operators(String method, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  /** A figure of the metrics. */
  double figure(String name) throws Exception {
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
      List<String> lines = Files.readAllLines(data.resolve("server.log"));
      if (lines.stream().anyMatch(line -> line.contains(words))) return;
      String last = lines.isEmpty() ? "" : lines.getLast().strip();
      if (last.contains("residents") && !last.equals(shown)) System.err.println("  " + last);
      shown = last;
      Thread.sleep(500);
    }
    throw new IllegalStateException("the server ended; its log is " + data.resolve("server.log"));
  }

  private void awaitReady(int port) throws Exception {
    URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
    for (int tries = 0; tries < 3_000; tries++) {
      HttpRequest asked = HttpRequest.newBuilder(ready).build();
      if (http.send(asked, BodyHandlers.ofString()).statusCode() == 200) return;
      Thread.sleep(200);
    }
    throw new IllegalStateException("the server does not get ready");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    http.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
