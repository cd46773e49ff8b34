package yui;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens the demo town. */
@Command(name = "demo", description = "Open the demo town on http://127.0.0.1:8080.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--residents", description = "Adds a seeded crowd of so many residents.")
  private int residents;

  @Option(names = "--tasks", description = "Adds so many seeded tasks.")
  private int tasks;

  @Option(names = "--as-it-is", description = "Opens the town as it was left and adds nothing.")
  private boolean asItIs;

  @Override
  public Integer call() throws Exception {
    Config config = Config.ofDemo(System.getenv());
    DemoClock clock = new DemoClock(InstantSource.system(), config.data().resolve("clock"));
    Running running = Running.start(config, clock);
    try {
      if (!asItIs) {
        new DemoTown(
                "http://127.0.0.1:" + running.server().port(),
                clock,
                config.data(),
                line -> System.out.println("  " + line + " …"))
            .play();
      }
      if (residents > 0 || tasks > 0) {
        DemoCrowd.gather(
            running.databases().app(),
            clock.instant(),
            residents,
            tasks,
            line -> System.out.println("  " + line + " …"));
      }
    } catch (Exception e) {
      running.close();
      throw e;
    }
    System.out.println("\nYui is ready: " + config.baseUrl() + "\n");
    System.out.println("Log in as one of these; the code arrives in the mailbox, ");
    System.out.println(config.baseUrl() + "/dev/mailbox\n");
    for (String line : DemoTown.logins()) System.out.println("  " + line);
    System.out.println("\nThe API: " + config.baseUrl() + "/api/docs. Ctrl-C stops everything.");
    running.untilTold();
    return 0;
  }
}
