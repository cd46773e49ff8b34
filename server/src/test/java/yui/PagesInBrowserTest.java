package yui;

import org.junit.jupiter.api.Test;

/**
 * What is promised of every page, held once for each in a browser; {@code ./yui torture pages}
 * holds it as everybody, in every state and language.
 */
class PagesInBrowserTest {
  @Test
  void everyPage_asWhoeverComesToIt_keepsItsPromises() throws Exception {
    try (Town town = Town.played()) {
      Browser.play("pages.mjs", town.url(), "short");
    }
  }
}
