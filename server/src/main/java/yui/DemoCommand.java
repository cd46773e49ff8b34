package yui;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Opens the demo town. */
@Command(name = "demo", description = "Open the demo town on http://127.0.0.1:8080.")
final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Config config = Config.ofDemo(System.getenv());
    DemoClock clock = new DemoClock(InstantSource.system(), config.data().resolve("clock"));
    Running running = Running.start(config, clock);
    System.out.println("Yui is ready: " + config.baseUrl());
    running.untilTold();
    return 0;
  }
}
