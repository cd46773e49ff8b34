package yui.torture;

import java.util.List;
import picocli.CommandLine.Command;

/**
 * Every page in a browser, as everybody who may see it, in every state and language: axe, the HTML
 * checker, weight, movement, room, links, and forms filled with what nobody can take. As a control
 * the pages are spoilt on their way to the reader.
 */
@Command(
    name = "pages",
    description = "Every page as everybody, in every state and language, in a browser.",
    mixinStandardHelpOptions = true)
final class PagesTorture extends Torment {
  @Override
  List<String> brokenByControl() {
    return List.of(
        "no link leads nowhere",
        "a page has its language, one heading, a title of its own and each id once",
        "axe finds nothing",
        "the HTML checker finds nothing",
        "nothing moves while a page comes",
        "everything fits at 320 and 390 px and twice as large, and can be pressed");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      EmptyCommunity.found(server);
      Browser.play(findings, "pages.mjs", server.address(), control ? "control" : "all");
    }
  }
}
