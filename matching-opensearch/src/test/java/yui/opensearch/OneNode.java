package yui.opensearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** A real OpenSearch of one node on the loopback, started once for all tests of a process. */
public final class OneNode {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final OneNode NODE = new OneNode();

  private final OpenSearchRunner runner = new OpenSearchRunner();
  private final URI address;

  private OneNode() {
    try {
      Path home = Files.createTempDirectory("opensearch");
      int port = free();
      runner.setMaxHttpPort(port + 1);
      runner.onBuild(
          (number, settings) ->
              settings
                  .put("network.host", "127.0.0.1")
                  .put("http.port", port)
                  .put("transport.port", free())
                  .put("cluster.routing.allocation.disk.threshold_enabled", false)
                  .put("script.max_compilations_rate", "1000/1m"));
      runner.build(
          OpenSearchRunner.newConfigs()
              .basePath(home.toString())
              .clusterName("yui-test")
              .numOfNode(1)
              .baseHttpPort(port)
              .useLogger()
              .disableESLogger());
      runner.ensureYellow();
      address = URI.create("http://127.0.0.1:" + port);
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void stop() {
    try {
      runner.close();
      runner.clean();
    } catch (IOException | RuntimeException left) {
      System.err.println("the node left something behind: " + left);
    }
  }

  static int free() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  public static URI address() {
    return NODE.address;
  }

  /** As another installation has it. */
  public static ClusterAddress another() {
    return another(1);
  }

  /** As one has it that divides its indexes. */
  public static ClusterAddress another(int shards) {
    String prefix = "yui-" + NEXT.incrementAndGet();
    return new ClusterAddress(
        List.of(address()), null, null, null, prefix, shards, Duration.ofSeconds(20));
  }

  static ClusterAddress at(List<URI> nodes, String prefix) {
    return at(nodes, prefix, Duration.ofSeconds(20));
  }

  static ClusterAddress at(List<URI> nodes, String prefix, Duration timeout) {
    return new ClusterAddress(nodes, null, null, null, prefix, 1, timeout);
  }
}
