package yui.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The matching beside its peers: one seeded population, the same questions, one run. */
@Command(
    name = "match",
    description = {
      "The matching beside naive Lucene, scans and PostgreSQL.",
      "A million residents take six minutes on two cores and 1 GiB of heap; 18,270,000 an hour",
      "with YUI_JAVA_OPTIONS=-Xmx9g, 24 GiB of memory and 30 GB of disk."
    },
    mixinStandardHelpOptions = true)
final class MatchBench implements Callable<Integer> {
  enum Peer {
    naive,
    limit,
    postgres,
    reverse
  }

  private static final int FEWEST = 1_000;
  private static final int MEASURED = 300;
  private static final int SEEKING = 300;

  /** So many answers of the slow are compared, too: all kinds of the worst tasks. */
  private static final int FEW = Race.FEWEST;

  private static final int PROBES = 200;
  private static final int WHILE_CHANGING = 100;
  private static final double TYPICAL_SECONDS = 20;
  private static final double WORST_SECONDS = 12;
  private static final double ANYWHERE_SECONDS = 8;
  private static final double THROUGHPUT_SECONDS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--residents",
      defaultValue = "1000000",
      description = "People in the population, 1000 to 33000000 (1000000).")
  private int residents;

  @Option(names = "--tasks", description = "Open tasks (as many as residents, at most 1000000).")
  private @Nullable Integer tasks;

  @Option(
      names = "--checks",
      defaultValue = "2000",
      description = "Tasks whose answers are compared with the scan's (2000).")
  private int checks;

  @Option(
      names = "--without",
      split = ",",
      description = "Leave out: ${COMPLETION-CANDIDATES}, separated by commas.")
  private Set<Peer> without = EnumSet.noneOf(Peer.class);

  @Option(
      names = "--opensearch",
      description = "A node of an OpenSearch that takes part, too; indexes named yui-bench stay.")
  private @Nullable URI opensearch;

  @Option(names = "--directory", description = "Where the indexes are made (temporary files).")
  private @Nullable Path parent;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    int open = tasks == null ? Math.min(residents, 1_000_000) : tasks;
    check(open);
    Path directory =
        parent == null
            ? Files.createTempDirectory("yui-bench")
            : Files.createTempDirectory(parent, "yui-bench");
    try {
      Report report = run(directory, open);
      System.out.print(report.table());
      if (json) {
        System.out.println(report.json());
      }
      return report.exact() ? 0 : 1;
    } finally {
      Disk.delete(directory);
    }
  }

  private void check(int open) {
    refuseUnless(
        residents >= FEWEST && residents < Population.MOST,
        "--residents is 1000 to 33000000, not " + residents);
    refuseUnless(
        open >= FEWEST && open < Population.MOST, "--tasks is 1000 to 33000000, not " + open);
    refuseUnless(checks >= 1 && checks <= open, "--checks is 1 to the number of tasks");
    refuseUnless(
        parent == null || Files.isDirectory(parent), "--directory: no directory " + parent);
    long needed =
        residents * (without.contains(Peer.limit) ? 130L : 340L) + open * 30L + (1L << 29);
    refuseUnless(
        Runtime.getRuntime().maxMemory() >= needed,
        "%,d residents need a heap of %d MiB: YUI_JAVA_OPTIONS=-Xmx%dm"
            .formatted(residents, needed >> 20, needed >> 20));
  }

  private void refuseUnless(boolean good, String why) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), why);
    }
  }

  private Report run(Path directory, int open) throws Exception {
    Population population = Population.of(residents);
    Tasks all = Tasks.typical(open);
    List<Asked> typical = asked(all, checks);
    List<Asked> worst = asked(Tasks.worst(), Tasks.WORST);
    List<Asked> anywhere = asked(Tasks.anywhere(), Tasks.ANYWHERE);
    List<Asked> everything = Stream.of(worst, anywhere, typical).flatMap(List::stream).toList();
    Questions questions =
        new Questions(typical.subList(0, Math.min(MEASURED, checks)), worst, anywhere);
    Scan scan = new Scan(population.residents);

    Report report = new Report(residents, open);
    double before = Heap.usedMiB();
    try (Ours ours = Ours.build(directory.resolve("ours"), population)) {
      report.rebuildSeconds = ours.seconds();
      report.indexBytesPerResident = ours.bytes() / (double) residents;
      ours.put(all);
      Judge judge = new Judge(everything.size() + " tasks", everything, scan);
      report.compared(ours.name(), judge.count(), judge.wrong(ours));
      report.heapMiB = Heap.usedMiB() - before;

      race(report, questions, directory, population.residents, ours, scan, judge);
      if (!without.contains(Peer.reverse)) {
        Reverse reverse = Reverse.run(ours, population.residents, all, SEEKING);
        report.compared("tasks for residents", SEEKING, reverse.wrong());
        report.reverse = reverse;
      }
      if (!without.contains(Peer.postgres)) {
        postgres(report, questions, directory, population.residents, ours, judge);
      }
      if (opensearch != null) {
        try (Ours elsewhere = Ours.build(opensearch, population)) {
          elsewhere.put(all);
          report.compared(elsewhere.name(), judge.count(), judge.wrong(elsewhere));
          measure(report, questions, Race.WALL, List.of(ours, elsewhere));
        }
      }
      try (Changes changes = new Changes(ours, population)) {
        report.visible = changes.visible(typical, PROBES);
        List<Asked> some = everything.subList(0, Math.min(WHILE_CHANGING, everything.size()));
        report.compared("while profiles change", some.size(), changes.wrong(some, scan));
      }
      return report;
    }
  }

  private void race(
      Report report,
      Questions questions,
      Path directory,
      Residents of,
      Ours ours,
      Scan scan,
      Judge judge)
      throws Exception {
    List<Contender> contenders = new ArrayList<>(List.of(ours));
    try {
      if (!without.contains(Peer.naive)) {
        Naive naive = Naive.build(directory.resolve("naive"), of, ours.segments());
        contenders.add(naive);
        report.compared(naive.name(), FEW, judge.wrongScores(naive, FEW));
      }
      contenders.add(scan);
      if (!without.contains(Peer.limit)) {
        Limit limit = new Limit(of);
        contenders.add(limit);
        report.compared(limit.name(), judge.count(), judge.wrong(limit));
      }
      measure(report, questions, Race.CPU, contenders);
    } finally {
      contenders.stream().filter(contender -> contender != ours).forEach(Contender::close);
    }
  }

  /** Ours runs beside it again, so that the ratio is of the same minutes. */
  private void postgres(
      Report report, Questions questions, Path directory, Residents of, Ours ours, Judge judge)
      throws Exception {
    // What the others leave behind is given back to the system before the server asks for it.
    Heap.usedMiB();
    try (Postgres server = Postgres.build(directory.resolve("postgres"), of)) {
      for (PostgresQuery.Plan plan : PostgresQuery.Plan.values()) {
        try (Contender asking = server.by(plan)) {
          report.compared(asking.name(), FEW, judge.wrongScores(asking, FEW));
          measure(report, questions, Race.WALL, List.of(ours, asking));
        }
      }
    }
  }

  private void measure(
      Report report, Questions questions, LongSupplier clock, List<Contender> contenders)
      throws Exception {
    List<Timings> typical =
        Race.run("typical tasks", clock, contenders, questions.typical, TYPICAL_SECONDS);
    List<Timings> worst =
        Race.run("worst tasks", clock, contenders, questions.worst, WORST_SECONDS);
    List<Timings> anywhere =
        Race.run("tasks without a place", clock, contenders, questions.anywhere, ANYWHERE_SECONDS);
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      boolean ours = i == 0;
      report.add(
          new Figures(
              contender.name(),
              typical.get(i),
              worst.get(i),
              anywhere.get(i),
              Race.throughput(contender, questions.typical, THROUGHPUT_SECONDS),
              contender.seconds(),
              ours ? report.indexBytesPerResident : contender.bytes() / (double) residents),
          ours);
    }
  }

  private static List<Asked> asked(Tasks tasks, int many) {
    return IntStream.range(0, many).mapToObj(i -> new Asked(tasks, i)).toList();
  }

  private record Questions(List<Asked> typical, List<Asked> worst, List<Asked> anywhere) {}
}
