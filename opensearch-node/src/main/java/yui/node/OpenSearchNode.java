package yui.node;

import java.io.IOException;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of an OpenSearch in a process of its own: {@code DIRECTORY NAME HTTP-PORT TRANSPORT-PORT
 * FIRST-NAME SEEDS}. It can be killed and started again on the same directory.
 */
public final class OpenSearchNode {
  private OpenSearchNode() {}

  /**
   * Starts the node and says {@code ready} when it can be asked; ends with the process.
   *
   * @param args its directory, its name, its two ports, which node forms the cluster, and where the
   *     others are met, with commas
   */
  public static void main(String[] args) throws IOException {
    int http = Integer.parseInt(args[2]);
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.setMaxHttpPort(http + 1);
    runner.onBuild(
        (number, settings) ->
            settings
                .put("node.name", args[1])
                .put("network.host", "127.0.0.1")
                .put("http.port", http)
                .put("transport.port", args[3])
                .put("discovery.type", "zen")
                .put("cluster.initial_cluster_manager_nodes", args[4])
                .put("discovery.seed_hosts", args[5])
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("script.max_compilations_rate", "1000/1m"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
    runner.build(
        OpenSearchRunner.newConfigs()
            .basePath(Path.of(args[0]).toString())
            .clusterName("yui-node")
            .numOfNode(1)
            .baseHttpPort(http)
            .useLogger()
            .disableESLogger());
    System.out.println("ready");
    // Nothing else keeps it alive; when whoever started it is gone, it goes too.
    while (System.in.read() >= 0) Thread.onSpinWait();
    System.exit(0);
  }

  private static void close(OpenSearchRunner runner) {
    try {
      runner.close();
    } catch (IOException left) {
      System.err.println("the node left something behind: " + left);
    }
  }
}
