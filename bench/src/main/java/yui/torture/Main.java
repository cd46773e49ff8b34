package yui.torture;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the tormenting programs. */
@Command(
    name = "./yui torture",
    description = "Torments a server of its own; leaves with 1 when a promise is broken.",
    subcommands = {
      AllTorture.class,
      CanariesTorture.class,
      ClockTorture.class,
      ClusterTorture.class,
      CommitLostTorture.class,
      DatabaseTorture.class,
      DiskTorture.class,
      FeedTorture.class,
      IndexTorture.class,
      LedgerKillTorture.class,
      LimitsTorture.class,
      MailTorture.class,
      OpenSearchTorture.class,
      OverloadTorture.class,
      PagesTorture.class,
      PlacesTorture.class,
      ProcessTorture.class,
      RestoreTorture.class,
      RightsTorture.class,
      ScriptsTorture.class,
      TokensTorture.class
    },
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

  /** Runs one program and leaves with its exit code. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setParameterExceptionHandler(
                (refused, given) -> {
                  System.err.println("yui torture: " + refused.getMessage());
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
