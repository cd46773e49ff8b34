package yui;

import org.junit.jupiter.api.Test;

/** A resident paints a month in ten seconds, on a phone, with keys, and without script. */
class TimesInBrowserTest {

  @Test
  void residentPaints_byAnyHand_isKeptAndTakenBack() throws Exception {
    try (Town town = Town.furnished()) {
      Browser.play("times.mjs", town.url());
    }
  }
}
