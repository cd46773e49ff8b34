package yui.torture;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Profiles change a hundred times a second while a feed runs beside the server's, is killed (-9) in
 * the middle and started again, and the server builds its own index anew. Every committed change
 * must be found, within a second while the feed runs, and none that was rolled back. As a control
 * one change in a hundred is kept from the log: it must be missed.
 */
@Command(
    name = "feed",
    description = "Every committed change of a profile is found within a second.",
    mixinStandardHelpOptions = true)
final class FeedTorture extends Torment {
  private static final String FOUND = "every committed change is found";
  private static final int MOVERS = 4;
  private static final long BOUND_MS = 1_000;
  private static final int GONE_CHECKED = 2_000;
  private static final Pattern DONE = Pattern.compile("\"done\":(\\d+)");

  @Option(names = "--seconds", defaultValue = "60", description = "How long (60).")
  private int seconds;

  @Option(names = "--rate", defaultValue = "100", description = "Changes a second (100).")
  private int rate;

  @Option(names = "--residents", defaultValue = "10000", description = "The crowd around (10000).")
  private int residents;

  private final Watched watched = new Watched();
  private final AtomicReference<@Nullable Child> child = new AtomicReference<>();
  private final Collection<Exception> failures = new ConcurrentLinkedQueue<>();

  @Override
  List<String> brokenByControl() {
    return List.of(FOUND);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    if (seconds < 4 || rate < MOVERS || residents < 0) {
      throw new IllegalArgumentException("--seconds from 4, --rate from 4, --residents from 0");
    }
    say("opening a demo town with a crowd of %d …", residents);
    try (DemoServer server = DemoServer.start(residents)) {
      List<UUID> people;
      try (Connection connection = server.connect("postgres")) {
        people = Moving.settle(connection);
      }
      rebuild(server, "at rest");
      Path directory = server.data().resolve("torture-index");
      String url = server.url("yui_feeder");
      try (Child first = Child.start(directory, url, watched)) {
        child.set(first);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> movers = move(server, people, end, control);
        watch(end - seconds * 750_000_000L);
        rebuild(server, "under load");
        watch(end - seconds * 500_000_000L);
        say("the feed is killed …");
        watched.killed();
        first.kill();
        Thread.sleep(1_000);
        try (Child second = Child.start(directory, url, watched)) {
          watched.restarted();
          child.set(second);
          watched.waiting().forEach(second::lookFor);
          watch(end);
          for (Thread mover : movers) mover.join();
          verdict(findings, second, server);
        }
      }
    }
  }

  private List<Thread> move(DemoServer server, List<UUID> people, long end, boolean control) {
    Moving moving =
        new Moving(
            watched,
            move -> {
              Child now = child.get();
              if (now != null) now.lookFor(move);
            });
    List<Thread> movers = new ArrayList<>();
    int share = people.size() / MOVERS;
    for (int m = 0; m < MOVERS; m++) {
      List<UUID> own = people.subList(m * share, (m + 1) * share);
      movers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Connection connection = server.connect("postgres")) {
                      moving.move(connection, own, (double) rate / MOVERS, end, control);
                    } catch (Exception e) {
                      failures.add(e);
                    }
                  }));
    }
    return movers;
  }

  /** Has the server build its index anew, and tells how fast it was. */
  private static void rebuild(DemoServer server, String when) throws Exception {
    server.operators("POST", "/reindex");
    long began = System.nanoTime();
    long rows = 0;
    while (true) {
      String progress = server.operators("GET", "/reindex");
      if (!progress.contains("RUNNING")) break;
      Matcher done = DONE.matcher(progress);
      if (done.find()) rows = Math.max(rows, Long.parseLong(done.group(1)));
      Thread.sleep(20);
    }
    double taken = (System.nanoTime() - began) / 1e9;
    say("index built anew %s: %d rows in %.1f s, %.0f a second", when, rows, taken, rows / taken);
  }

  private void watch(long until) throws InterruptedException {
    while (System.nanoTime() < until) {
      Thread.sleep(Math.max(1, Math.min(2_000, (until - System.nanoTime()) / 1_000_000)));
      say(
          "%5d changes seen, %3d awaited, p50 %d ms, p99 %d ms",
          watched.seenCount(),
          watched.waiting().size(),
          watched.percentile(50),
          watched.percentile(99));
    }
  }

  private void verdict(Findings findings, Child feed, DemoServer server) throws Exception {
    for (int i = 0; i < 150 && !watched.waiting().isEmpty(); i++) Thread.sleep(100);
    int lost = watched.waiting().size();
    int misplaced = 0;
    for (Watched.Move move : watched.latest()) {
      if (!feed.isThere(move)) misplaced++;
    }
    List<Watched.Move> gone = new ArrayList<>(watched.mustBeGone());
    Collections.shuffle(gone, new Random(1));
    int ghosts = 0;
    for (Watched.Move move : gone.subList(0, Math.min(gone.size(), GONE_CHECKED))) {
      if (feed.isThere(move)) ghosts++;
    }
    for (Exception failure : failures) say("a writer failed: %s", failure);
    findings.figure("committedAndSeen", watched.seenCount());
    findings.figure("rolledBack", watched.rolledBack());
    findings.figure("lost", lost);
    findings.figure("misplaced", misplaced);
    findings.figure("ghosts", ghosts);
    findings.figure("visibleP50Millis", watched.percentile(50));
    findings.figure("visibleP99Millis", watched.percentile(99));
    findings.figure("visibleMaxMillis", watched.percentile(100));
    findings.figure("visibleAcrossTheKillMaxMillis", watched.longestOfOutage());
    findings.figure("logRowsBehind", server.figure("yui_feed_lag_rows"));
    findings.promise(FOUND, lost == 0);
    findings.promise("where it was put, not where it was before", misplaced == 0);
    findings.promise("nothing that was undone is found", ghosts == 0);
    findings.promise("within a second", watched.percentile(99) <= BOUND_MS);
    findings.promise("every writer wrote to its end", failures.isEmpty());
  }
}
