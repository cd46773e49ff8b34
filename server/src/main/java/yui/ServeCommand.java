package yui;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Serves a real installation, configured from the environment. */
@Command(name = "serve", description = "Serve, configured from the environment (see help).")
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Override
  public Integer call() throws Exception {
    Config config = Config.ofServer(System.getenv());
    if (!endsWithoutMemory()) {
      LOG.warn("started without -XX:+ExitOnOutOfMemoryError: it may stay without being of use");
    }
    Running running = Running.start(config, new DatabaseClock(InstantSource.system()));
    System.out.println("Yui serves " + config.baseUrl() + " on port " + running.server().port());
    running
        .server()
        .administratorCode()
        .ifPresent(
            code -> {
              System.out.println(
                  "Nobody is the administrator yet. Log in and enter this code once:");
              System.out.println("  " + config.origin() + "/first-administrator");
              System.out.println("  " + code);
            });
    running.untilTold();
    return 0;
  }

  /** Whether a server out of memory ends, for whoever watches it to start it again. */
  private static boolean endsWithoutMemory() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(option -> option.equals("-XX:+ExitOnOutOfMemoryError"));
  }
}
