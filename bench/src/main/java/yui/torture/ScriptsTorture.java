package yui.torture;

import java.util.List;
import picocli.CommandLine.Command;

/**
 * Scripts, markup and formulas written into every text that anybody may write, by forms and by the
 * API; then everybody reads everything, in a browser whose own safety is switched off. As a control
 * the pages' escaping is taken away on their way to the reader.
 */
@Command(
    name = "scripts",
    description = "Scripts in every field, read as everybody in a browser: none runs.",
    mixinStandardHelpOptions = true)
final class ScriptsTorture extends Torment {
  @Override
  List<String> brokenByControl() {
    return List.of(
        "no script runs that somebody wrote", "no markup stands in a page that somebody wrote");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      EmptyCommunity.found(server);
      Browser.play(findings, "scripts.mjs", server.address(), control ? "control" : "all");
    }
  }
}
