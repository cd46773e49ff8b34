package yui.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The server has few file descriptors and more connections than that; then little memory and more
 * to do than that. As a control the connections stay, and no memory ends the process: others must
 * go unserved, the dead one must stay.
 */
@Command(
    name = "limits",
    description = "Out of descriptors it serves again after, out of memory it ends.",
    mixinStandardHelpOptions = true)
final class LimitsTorture extends Torment {
  // As the launcher and the container start it.
  private static final String ENDS = "-XX:+ExitOnOutOfMemoryError";
  private static final int OUT_OF_MEMORY = 3;
  private static final int SERVED_WITHIN_SECONDS = 5;
  private static final int PAYERS = 8;
  private static final int READERS = 64;
  private static final int TELLERS = 6;
  private static final int PRESSED_SECONDS = 60;
  private static final int ENDS_WITHIN_SECONDS = 30;
  private static final int READY_WITHIN_SECONDS = 120;
  private static final int LEAST_MEGABYTES = 60;
  private static final List<String> HEAVY =
      List.of("figures/file?format=xlsx", "journal", "transfers?limit=100", "figures");
  private static final String SERVED = "others are served within 5 s of the release";
  private static final String ENDED = "out of memory it ends, and says so by its exit code";

  @Option(names = "--descriptors", defaultValue = "400", description = "Descriptors (400).")
  private int descriptors;

  @Option(names = "--megabytes", defaultValue = "300", description = "Memory to begin with (300).")
  private int megabytes;

  @Override
  List<String> brokenByControl() {
    return List.of(SERVED, ENDED);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    descriptors(findings, control);
    memory(findings, control);
  }

  private void descriptors(Findings findings, boolean control) throws Exception {
    say("opening a demo town with %d descriptors …", descriptors);
    try (DemoServer server =
        DemoServer.startBy("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh")) {
      List<Line> held = new ArrayList<>();
      for (int i = 0; i < 2 * descriptors; i++) held.add(new Line(server.port()));
      Thread.sleep(3_000);
      boolean felt = server.readiness() == 0;
      say("%d connections are held: others are served: %s", held.size(), !felt);
      if (!control) for (Line line : held) line.close();
      long released = System.nanoTime();
      while (server.readiness() != 200 && seconds(released) < 2 * SERVED_WITHIN_SECONDS) {
        Thread.sleep(50);
      }
      double served = seconds(released);
      for (Line line : held) line.close();
      findings.figure("connectionsHeld", held.size());
      findings.figure("servedAfterReleaseSeconds", served);
      findings.promise("that there are too few descriptors was felt", felt);
      findings.promise(SERVED, served <= SERVED_WITHIN_SECONDS);
      server.awaitReady();
      Paying paying = Paying.at(server, false);
      ExecutorService clients = paying.begin(8, 200);
      while (paying.answered() < 200 && paying.isMoving()) Thread.sleep(100);
      paying.finish(clients);
      paying.reckon(findings);
    }
  }

  /**
   * Pictures are told that are small as files and wide as pictures, many ask for spreadsheets and
   * long pages, others pay: with less memory each time until there is none left.
   */
  private void memory(Findings findings, boolean control) throws Exception {
    say("opening a demo town that will have little memory …");
    try (DemoServer server = DemoServer.start(0)) {
      Paying paying = Paying.at(server, false);
      Somebody desk = paying.desk();
      int little = megabytes;
      int code = -1;
      boolean felt = false;
      ExecutorService clients = paying.begin(PAYERS, Integer.MAX_VALUE);
      for (int size = megabytes; size >= LEAST_MEGABYTES && !felt; size -= size / 4) {
        little = size;
        server.terminate();
        server.exitCode(30);
        server.set("JDK_JAVA_OPTIONS", "-Xmx" + size + "m" + (control ? "" : " " + ENDS));
        server.startAgain();
        if (!isReady(server)) throw new IllegalStateException(size + " MB: " + server.lastWords());
        int before = outOfMemory(server);
        long began = System.nanoTime();
        code = press(server, desk, paying.path(), before);
        felt = code == OUT_OF_MEMORY || outOfMemory(server) > before;
        say(
            "%d MB: %s after %.0f s, %d paid",
            size, felt ? "out of memory" : "enough", seconds(began), paying.answered());
      }
      findings.figure("megabytesThatWereTooLittle", little);
      findings.figure("exitCode", code);
      if (!felt) throw new IllegalStateException("there was always memory enough");
      findings.promise(ENDED, code == OUT_OF_MEMORY);
      if (server.isAlive()) server.kill();
      server.set("JDK_JAVA_OPTIONS", "");
      findings.figure("readyAgainSeconds", server.startAgainUntilReady());
      int paid = paying.answered();
      while (paying.answered() < paid + 100 && paying.isMoving()) Thread.sleep(100);
      paying.finish(clients);
      findings.figure("paidAfterwards", paying.answered() - paid);
      findings.promise("they pay on after the next start", paying.answered() >= paid + 100);
      paying.reckon(findings);
    }
  }

  private static boolean isReady(DemoServer server) throws InterruptedException {
    long began = System.nanoTime();
    while (server.isAlive() && seconds(began) < READY_WITHIN_SECONDS) {
      if (server.readiness() == 200) return true;
      Thread.sleep(200);
    }
    return false;
  }

  /** The exit code, or -1 where it lives on: with memory enough, or without. */
  private static int press(DemoServer server, Somebody desk, String path, int before)
      throws Exception {
    boolean[] over = new boolean[1];
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < READERS; i++) {
        String what = path + "/" + HEAVY.get(i % HEAVY.size());
        readers.execute(() -> read(server, over, what, desk));
      }
      List<String> needs =
          desk.get(path + "/needs?limit=50").items().stream()
              .map(need -> ((JsonObject) need).getString("id"))
              .toList();
      byte[] picture = picture();
      for (int i = 0; i < TELLERS; i++) {
        String need = "/needs/" + needs.get(i % needs.size()) + "/photos";
        readers.execute(() -> tell(server, over, need, picture, desk));
      }
      long began = System.nanoTime();
      long felt = 0;
      int code = -1;
      while (code < 0 && seconds(began) < PRESSED_SECONDS) {
        code = server.exitCode(1);
        if (felt == 0 && outOfMemory(server) > before) felt = System.nanoTime();
        // It had time to end.
        if (felt > 0 && seconds(felt) > ENDS_WITHIN_SECONDS) break;
      }
      over[0] = true;
      return code;
    }
  }

  private static int outOfMemory(DemoServer server) throws IOException {
    try (Stream<String> lines = Files.lines(server.log())) {
      return (int)
          lines
              .filter(line -> line.contains("OutOfMemoryError") || line.contains("out of memory"))
              .count();
    }
  }

  private static void read(DemoServer server, boolean[] over, String path, Somebody desk) {
    while (!over[0] && server.isAlive()) {
      try {
        desk.get(path);
      } catch (Exception e) {
        // the server is at its end
      }
    }
  }

  private static byte[] picture() throws IOException {
    try (InputStream in = LimitsTorture.class.getResourceAsStream("/torture/wide.webp")) {
      if (in == null) throw new IllegalStateException("missing wide.webp");
      return in.readAllBytes();
    }
  }

  private static void tell(
      DemoServer server, boolean[] over, String need, byte[] picture, Somebody desk) {
    byte[] head =
        """
        --edge\r
        Content-Disposition: form-data; name="alt"\r
        \r
        wide\r
        --edge\r
        Content-Disposition: form-data; name="photo"; filename="wide.webp"\r
        Content-Type: image/webp\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII);
    byte[] end = "\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII);
    while (!over[0] && server.isAlive()) {
      try {
        desk.ask(
            HttpRequest.newBuilder(URI.create(server.address() + "/api/v1" + need))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofByteArrays(List.of(head, picture, end))));
      } catch (Exception e) {
        // the server is at its end
      }
    }
  }

  private static double seconds(long from) {
    return (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
