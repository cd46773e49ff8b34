package yui;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import yui.node.OpenSearchNode;

/** An OpenSearch in a process of its own, which can be killed and started on what it left. */
final class SearchNode implements AutoCloseable {
  private final Path directory;
  private final int http;
  private final int transport;
  private Process process;

  SearchNode(Path directory) throws IOException {
    this.directory = directory;
    this.http = Town.freePort();
    this.transport = Town.freePort();
    this.process = start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + http);
  }

  /** Returns when it answers. */
  private Process start() throws IOException {
    Process begun =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                OpenSearchNode.class.getName(),
                directory.toString(),
                "node-1",
                String.valueOf(http),
                String.valueOf(transport),
                "node-1",
                "127.0.0.1:" + transport)
            .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(begun.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals("ready")) return begun;
    }
    throw new IllegalStateException("the node ended: " + begun.exitValue());
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void startAgain() throws IOException {
    process = start();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
