package yui;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Serves a real installation, configured from the environment. */
@Command(name = "serve", description = "Serve, configured from the environment (see help).")
final class ServeCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Config config = Config.ofServer(System.getenv());
    Running running = Running.start(config, InstantSource.system());
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
}
