package yui.torture;

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
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      EmptyCommunity.found(server);
      Browser.play(findings, "pages.mjs", server.address(), control ? "control" : "all");
    }
  }
}
