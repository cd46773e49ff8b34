package yui.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the measuring programs. */
@Command(
    name = "./yui bench",
    description = "Measures; prints ratios against a peer in the same run.",
    subcommands = {
      HttpBench.class,
      LedgerBench.class,
      MatchBench.class,
      ProposeBench.class,
      ScaleBench.class
    },
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

  /** Runs one program and leaves with its exit code. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setParameterExceptionHandler(
                (refused, given) -> {
                  System.err.println("yui bench: " + refused.getMessage());
                  return 2;
                })
            .execute(args));
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    return 0;
  }
}
