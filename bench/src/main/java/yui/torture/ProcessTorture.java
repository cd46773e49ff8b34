package yui.torture;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The server is told to end under load: whoever it listened to is answered. It is started in wrong
 * orders and twice. As a control it is killed instead: requests under way must fail.
 */
@Command(
    name = "process",
    description = "Told to end under load no accepted request fails; starts in any order.",
    mixinStandardHelpOptions = true)
final class ProcessTorture extends Torment {
  private static final int CLIENTS = 32;

  @Option(names = "--rounds", defaultValue = "10", description = "How often it is ended (10).")
  private int rounds;

  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final Map<String, Integer> otherwise = new ConcurrentSkipListMap<>();

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      double[] seconds = new double[rounds];
      int unclean = 0;
      for (int round = 0; round < rounds; round++) {
        boolean[] over = new boolean[1];
        ExecutorService clients = load(server, over);
        Thread.sleep(1_500);
        long told = System.nanoTime();
        if (control) server.kill();
        else server.terminate();
        int code = server.exitCode(30);
        seconds[round] = (System.nanoTime() - told) / 1e9;
        if (code != 0 && !control) unclean++;
        over[0] = true;
        clients.close();
        say(
            "round %d of %d: exit %d after %.1f s; %d answered, %d cut, %d turned away",
            round + 1, rounds, code, seconds[round], answered.get(), cut.get(), turnedAway.get());
        server.startAgainUntilReady();
      }
      Arrays.sort(seconds);
      findings.figure("answered", answered.get());
      findings.figure("cutOff", cut.get());
      findings.figure("turnedAway", turnedAway.get());
      findings.figure("endMaxSeconds", seconds[rounds - 1]);
      otherwise.forEach((what, many) -> say("%s: %d", what, many));
      findings.promise("accepted requests that fail: 0", cut.get() == 0 && otherwise.isEmpty());
      findings.promise("it ends with 0", unclean == 0);
      findings.promise("within 10 s", seconds[rounds - 1] <= 10);
      if (!control) starts(findings, server);
    }
  }

  private ExecutorService load(DemoServer server, boolean[] over) {
    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    for (int client = 0; client < CLIENTS; client++) {
      boolean kept = client % 2 == 0;
      clients.execute(
          () -> {
            try (HttpClient http =
                HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build()) {
              while (!over[0]) ask(http, server, kept);
            }
          });
    }
    return clients;
  }

  /**
   * A request that nobody took is sent elsewhere by a proxy; one that was taken must be answered.
   */
  private void ask(HttpClient http, DemoServer server, boolean search) {
    URI address = URI.create(server.address() + (search ? "/tasks" : "/api/v1/tasks?limit=20"));
    HttpRequest asked = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
    try {
      int status = http.send(asked, BodyHandlers.ofString()).statusCode();
      if (status == 200) answered.incrementAndGet();
      else if (status == 503) turnedAway.incrementAndGet();
      else otherwise.merge("status " + status, 1, Integer::sum);
    } catch (ConnectException e) {
      turnedAway.incrementAndGet();
    } catch (IOException e) {
      cut.incrementAndGet();
      otherwise.merge(String.valueOf(e), 1, Integer::sum);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void starts(Findings findings, DemoServer server) throws Exception {
    // Twice on one port: the second says so and leaves the first alone.
    int second = server.command("demo", "--as-it-is");
    findings.promise("a second one on the same port is refused", second != 0);
    findings.promise("and the first goes on", server.readiness() == 200);
    server.terminate();
    server.exitCode(30);
    // Its database is still there after a kill, and is found again.
    server.startAgainUntilReady();
    server.kill();
    findings.figure("readyOnRunningDatabaseSeconds", server.startAgainUntilReady());
    server.terminate();
    server.exitCode(30);
    findings.figure("readyOnRestedDatabaseSeconds", server.startAgainUntilReady());
    String log = Files.readString(server.log());
    findings.promise("nothing broke out of its frame", !log.contains("Exception in thread"));
  }
}
