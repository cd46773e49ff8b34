package yui.bench;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import yui.engine.BrokenIndex;
import yui.engine.Excluded;
import yui.engine.MatchEngine;
import yui.engine.Opening;
import yui.engine.Prices;
import yui.engine.Proposal;
import yui.engine.SlotRow;
import yui.engine.TaskRow;

/**
 * Many tasks at once beside taking the best score first; and one task more, from the prices of
 * before.
 */
@Command(
    name = "propose",
    description = {
      "Filling many tasks at once beside greedy, and one task more beside all anew.",
      "10,000 tasks and 100,000 residents take about a minute."
    },
    mixinStandardHelpOptions = true)
final class ProposeBench implements Callable<Integer> {
  private static final int PLACES = 9;
  private static final int MOST_PLACES = 4;
  private static final int ROUNDS = 7;

  /** Where residents have days that clash with other days half and half, nothing is proven. */
  private static final double WITHIN = 0.01;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tasks", defaultValue = "10000", description = "Open tasks (10000).")
  private int tasks;

  @Option(names = "--residents", defaultValue = "100000", description = "Residents (100000).")
  private int residents;

  @Option(names = "--candidates", defaultValue = "50", description = "Looked at for a slot (50).")
  private int candidates;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (tasks < 2
        || residents < 1_000
        || residents >= Population.MOST
        || candidates < 1
        || candidates > MatchEngine.MOST) {
      throw new ParameterException(
          spec.commandLine(), "--tasks from 2, --residents from 1000, --candidates 1 to 1000");
    }
    Path directory = Files.createTempDirectory("yui-bench");
    try {
      List<Opening> openings = openings(directory);
      return measure(openings) ? 0 : 1;
    } finally {
      Disk.delete(directory);
    }
  }

  private List<Opening> openings(Path directory) throws BrokenIndex {
    try (Ours ours = Ours.build(directory, Population.of(residents))) {
      Tasks all = Tasks.typical(tasks);
      try (Progress progress = new Progress("candidates", tasks)) {
        return IntStream.range(0, tasks)
            .parallel()
            .mapToObj(
                at -> {
                  List<Opening> some = openings(ours.engine(), all.row(at), at);
                  progress.add(1);
                  return some;
                })
            .flatMap(List::stream)
            .toList();
      }
    }
  }

  private List<Opening> openings(MatchEngine engine, TaskRow task, int at) {
    SplittableRandom random = Seeds.random(PLACES, at);
    List<Opening> openings = new ArrayList<>();
    for (SlotRow slot : task.slots()) {
      int places = 1 + random.nextInt(MOST_PLACES);
      openings.add(
          Opening.of(
              engine, task, slot.id(), places, Excluded.NONE, Set.of(), candidates, Calendar.NOW));
    }
    return openings;
  }

  private boolean measure(List<Opening> openings) {
    Proposal proposal = Proposal.of(openings, Prices.NONE);
    double greedy = Greedy.total(openings);
    double[] cold = new double[ROUNDS];
    double[] warm = new double[ROUNDS];
    double[] greedyMs = new double[ROUNDS];
    boolean asGood = true;
    for (int round = 0; round < ROUNDS; round++) {
      int one = (int) ((long) openings.size() * round / ROUNDS);
      List<Opening> before =
          openings.stream()
              .filter(opening -> !opening.taskId().equals(openings.get(one).taskId()))
              .toList();
      Prices prices = Proposal.of(before, Prices.NONE).prices();
      long start = System.nanoTime();
      Proposal again = Proposal.of(openings, Prices.NONE);
      cold[round] = millis(start);
      start = System.nanoTime();
      Proposal more = Proposal.of(openings, prices);
      warm[round] = millis(start);
      start = System.nanoTime();
      Greedy.total(openings);
      greedyMs[round] = millis(start);
      asGood &= again.filled().equals(proposal.filled());
      asGood &= more.total() >= proposal.total() * (1 - WITHIN);
    }
    tell(openings, proposal, greedy, median(cold), median(warm), median(greedyMs));
    return asGood && proposal.total() >= greedy;
  }

  private void tell(
      List<Opening> openings,
      Proposal proposal,
      double greedy,
      double coldMs,
      double warmMs,
      double greedyMs) {
    int places = openings.stream().mapToInt(Opening::places).sum();
    int offers = openings.stream().mapToInt(opening -> opening.candidates().size()).sum();
    double loss = 1 - greedy / proposal.total();
    double gap = 1 - proposal.total() / proposal.bound();
    System.out.printf(
        "%,d tasks, %,d residents: %,d slots, %,d places, %,d candidates%n",
        tasks, residents, openings.size(), places, offers);
    System.out.printf(
        "Yui     total %.2f, %,d places filled, at most %.4f %% below the best there is, %.0f ms%n",
        proposal.total(), proposal.filled().size(), 100 * gap, coldMs);
    System.out.printf("greedy  total %.2f, %.2f %% less, %.0f ms%n", greedy, 100 * loss, greedyMs);
    System.out.printf(
        "one task more, from the prices of before: %.0f ms, %.1f times faster%n",
        warmMs, coldMs / warmMs);
    if (json) {
      System.out.println(
          new JsonObject()
              .put("tasks", tasks)
              .put("residents", residents)
              .put("slots", openings.size())
              .put("places", places)
              .put("filled", proposal.filled().size())
              .put("total", proposal.total())
              .put("bound", proposal.bound())
              .put("greedyTotal", greedy)
              .put("ms", coldMs)
              .put("warmMs", warmMs)
              .put("greedyMs", greedyMs)
              .put(
                  "ratio",
                  new JsonObject().put("greedyLoss", loss).put("warmStartRatio", coldMs / warmMs))
              .encode());
    }
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
