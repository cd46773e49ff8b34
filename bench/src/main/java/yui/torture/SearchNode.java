package yui.torture;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node of an OpenSearch of 384 MB in a process of its own: killed, paused, started again. */
final class SearchNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path directory;
  private final List<String> command;
  private final int http;
  private Process process;

  private SearchNode(int number, int http, List<Integer> transports) throws Exception {
    this.directory = Files.createTempDirectory("yui-node");
    this.http = http;
    this.command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-jar",
            jar().toString(),
            directory.toString(),
            "node-" + number,
            String.valueOf(http),
            String.valueOf(transports.get(number - 1)),
            "node-1",
            String.join(",", transports.stream().map(port -> "127.0.0.1:" + port).toList()));
    this.process = begin();
  }

  /** So many nodes that are one cluster; returns when all have met. */
  static List<SearchNode> start(int many) throws Exception {
    List<Integer> transports = new ArrayList<>();
    for (int i = 0; i < many; i++) transports.add(DemoServer.freePort());
    List<SearchNode> nodes = new ArrayList<>();
    try {
      for (int i = 1; i <= many; i++) {
        nodes.add(new SearchNode(i, DemoServer.freePort(), transports));
        nodes.getLast().awaitMet(i);
      }
      return nodes;
    } catch (Exception e) {
      for (SearchNode node : nodes) node.close();
      throw e;
    }
  }

  // Beside this program's own jar or classes, in the folder of the modules.
  private static Path jar() throws URISyntaxException {
    Path here =
        Path.of(SearchNode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = here.resolve("../../../opensearch-node/target/opensearch-node.jar").normalize();
    if (!Files.exists(jar)) throw new IllegalStateException("there is no " + jar);
    return jar;
  }

  private Process begin() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  String address() {
    return "http://127.0.0.1:" + http;
  }

  /** Asks as an operator would. */
  HttpResponse<String> ask(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** Waits until so many nodes are one, and every copy is where it should be. */
  void awaitMet(int many) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String path = "/_cluster/health?wait_for_status=green&timeout=5s&wait_for_nodes=" + many;
    while (System.nanoTime() < end) {
      try {
        if (ask("GET", path, "").statusCode() == 200) return;
      } catch (IOException away) {
        if (!process.isAlive()) break;
      }
      Thread.sleep(200);
    }
    List<String> said = Files.readAllLines(directory.resolve("log"));
    throw new IllegalStateException(String.join("\n", said));
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void startAgain() throws IOException {
    process = begin();
  }

  void pause() throws Exception {
    signal("-STOP");
  }

  void goOn() throws Exception {
    signal("-CONT");
  }

  private void signal(String which) throws Exception {
    new ProcessBuilder("kill", which, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws IOException {
    kill();
    Torment.delete(directory);
  }
}
