package yui.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Throws random bytes at every parser, each in a process of its own, and tells what falls. */
@Command(
    name = "./yui fuzz",
    description = "Throws random bytes at the parsers; leaves with 1 when one falls.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  @Option(names = "--seconds", description = "How long each is tried (60).")
  private int seconds = 60;

  @Option(names = "--list", description = "Only names the parsers.")
  private boolean list;

  @Option(
      names = "--home",
      hidden = true,
      description = "Where seeds are read and findings are put.")
  private Path home = Path.of("fuzz");

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
  private List<String> names = new ArrayList<>();

  /** Runs, and leaves with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Target> targets =
        Target.ALL.stream()
            .filter(target -> names.isEmpty() || names.contains(target.name()))
            .toList();
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(Target.ALL.stream().map(Target::name).toList());
    if (!unknown.isEmpty()) {
      System.err.println("yui: no parser is called " + String.join(", ", unknown));
      return 2;
    }
    if (list) {
      targets.forEach(target -> System.out.println(target.name() + "  " + target.harness()));
      return 0;
    }
    List<String> fallen = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      String place = String.format(Locale.ROOT, "%d/%d %s", i + 1, targets.size(), target.name());
      if (!new Trial(target, home, seconds, place).holds()) fallen.add(target.name());
    }
    System.out.println(
        fallen.isEmpty() ? "all of them hold" : "fallen: " + String.join(", ", fallen));
    return fallen.isEmpty() ? 0 : 1;
  }
}
