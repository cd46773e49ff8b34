package yui.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Requests a second of {@code searchTasks} beside a bare Vert.x handler doing one SELECT: two
 * processes on one database, asked in turn by the same client.
 */
@Command(name = "http", description = "searchTasks beside a bare handler with one SELECT.")
final class HttpBench implements Callable<Integer> {
  private static final int CONNECTIONS = 32;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Option(names = "--seconds", defaultValue = "5", description = "Length of a round (5).")
  private int seconds;

  @Option(names = "--rounds", defaultValue = "5", description = "Counted rounds of each (5).")
  private int rounds;

  @Override
  public Integer call() throws Exception {
    Path data = Files.createTempDirectory("yui-bench");
    int yuiPort = freePort();
    int barePort = freePort();
    List<Process> processes = new ArrayList<>();
    Vertx vertx = Vertx.vertx();
    try {
      System.err.println("opening a demo town …");
      processes.add(
          java(
              Map.of(
                  "YUI_PORT",
                  "" + yuiPort,
                  "YUI_METRICS_PORT",
                  "" + freePort(),
                  "YUI_REQUESTS_PER_MINUTE",
                  "1000000000",
                  "YUI_DATA",
                  data.toString()),
              data,
              "yui.Main",
              "demo"));
      await(yuiPort, "/health/ready");
      processes.add(
          java(Map.of(), data, "yui.bench.Bare", database(data), String.valueOf(barePort)));
      await(barePort, "/");
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions().setKeepAlive(true),
              new PoolOptions().setHttp1MaxSize(CONNECTIONS));
      String search = "/api/v1/tasks?limit=20";
      System.err.println("warming up …");
      round(client, yuiPort, search, 2 * seconds);
      round(client, barePort, "/", seconds);
      List<Double> ours = new ArrayList<>();
      List<Double> bare = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int i = 1; i <= rounds; i++) {
        double a = round(client, yuiPort, search, seconds);
        double b = round(client, barePort, "/", seconds);
        ours.add(a);
        bare.add(b);
        ratios.add(a / b);
        System.err.printf("round %d of %d: %.0f and %.0f a second%n", i, rounds, a, b);
      }
      System.out.printf(
          "searchTasks %.0f requests/s, one SELECT %.0f requests/s, ratio %.2f"
              + " (medians of %d rounds of %d s, %d connections)%n",
          median(ours), median(bare), median(ratios), rounds, seconds, CONNECTIONS);
      if (json) {
        System.out.println(
            new JsonObject()
                .put("ratio", median(ratios))
                .put("requestsPerSecond", median(ours))
                .put("baseline", median(bare))
                .encode());
      }
      return 0;
    } finally {
      for (Process process : processes.reversed()) {
        process.destroy();
        process.waitFor();
      }
      vertx.close();
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  /** Keeps every connection busy for a while; answers per second, each of them a 200. */
  private static double round(HttpClient client, int port, String path, int seconds)
      throws InterruptedException {
    AtomicLong answers = new AtomicLong();
    AtomicLong failures = new AtomicLong();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    for (int i = 0; i < CONNECTIONS; i++) ask(client, port, path, end, answers, failures);
    while (System.nanoTime() < end) Thread.sleep(20);
    double taken = (System.nanoTime() - start) / 1e9;
    if (failures.get() > 0) {
      throw new IllegalStateException(failures.get() + " answers of " + path + " were not 200");
    }
    double rate = answers.get() / taken;
    Thread.sleep(200);
    return rate;
  }

  private static void ask(
      HttpClient client, int port, String path, long end, AtomicLong answers, AtomicLong failures) {
    if (System.nanoTime() >= end) return;
    client
        .request(HttpMethod.GET, port, "127.0.0.1", path)
        .compose(request -> request.send())
        .compose(
            response ->
                response
                    .body()
                    .map(
                        body -> {
                          if (response.statusCode() == 200) answers.incrementAndGet();
                          else failures.incrementAndGet();
                          return body;
                        }))
        .onFailure(e -> failures.incrementAndGet())
        .onComplete(done -> ask(client, port, path, end, answers, failures));
  }

  private static Process java(Map<String, String> environment, Path data, String... command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve(command[0] + ".log").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String database(Path data) throws IOException {
    Properties secrets = new Properties();
    try (Reader in = Files.newBufferedReader(data.resolve("postgres/secrets.properties"))) {
      secrets.load(in);
    }
    return "postgresql://yui_app:%s@127.0.0.1:%s/yui"
        .formatted(secrets.getProperty("yui_app"), secrets.getProperty("port"));
  }

  private static void await(int port, String path) throws Exception {
    try (java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      for (int tries = 0; tries < 600; tries++) {
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // not listening yet
        }
        Thread.sleep(200);
      }
    }
    throw new IllegalStateException("nothing answers on port " + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
