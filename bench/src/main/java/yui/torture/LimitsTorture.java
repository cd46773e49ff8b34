package yui.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Option(names = "--descriptors", defaultValue = "400", description = "Descriptors (400).")
  private int descriptors;

  @Option(names = "--megabytes", defaultValue = "110", description = "Memory (110).")
  private int megabytes;

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
      findings.promise(
          "others are served within 5 s of the release", served <= SERVED_WITHIN_SECONDS);
      server.awaitReady();
      Paying paying = Paying.at(server, false);
      ExecutorService clients = paying.begin(8, 200);
      while (paying.answered() < 200 && paying.isMoving()) Thread.sleep(100);
      paying.finish(clients);
      paying.reckon(findings);
    }
  }

  /** Many read long pages at once until there is no memory left. */
  private void memory(Findings findings, boolean control) throws Exception {
    say("opening a demo town with %d MB …", megabytes);
    try (DemoServer server = DemoServer.start(0)) {
      server.terminate();
      server.exitCode(30);
      server.set("JDK_JAVA_OPTIONS", "-Xmx" + megabytes + "m" + (control ? "" : " " + ENDS));
      server.startAgainUntilReady();
      AtomicInteger answered = new AtomicInteger();
      long began = System.nanoTime();
      boolean[] over = new boolean[1];
      try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 256; i++) readers.execute(() -> read(server, over, answered));
        int code = server.exitCode(120);
        over[0] = true;
        findings.figure("answeredBeforeTheEnd", answered.get());
        findings.figure("endedAfterSeconds", seconds(began));
        findings.figure("exitCode", code);
        findings.promise(
            "out of memory it ends, and says so by its exit code", code == OUT_OF_MEMORY);
      }
      if (server.isAlive()) server.kill();
      server.set("JDK_JAVA_OPTIONS", "");
      findings.figure("readyAgainSeconds", server.startAgainUntilReady());
    }
  }

  private static void read(DemoServer server, boolean[] over, AtomicInteger answered) {
    while (!over[0] && server.isAlive()) {
      try (Line line = new Line(server.port())) {
        while (!over[0] && !line.isEnded()) {
          line.get("/tasks", false);
          answered.incrementAndGet();
        }
      } catch (IOException e) {
        // the server is at its end
      }
    }
  }

  private static double seconds(long from) {
    return (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
