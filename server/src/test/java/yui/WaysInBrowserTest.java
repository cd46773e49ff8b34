package yui;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who cannot point, needs other colours or has no script uses the same pages. */
class WaysInBrowserTest {

  @Test
  void pages_byKeysInOtherColoursWithoutScript_doTheSame() throws Exception {
    try (Town town = Town.furnished()) {
      Browser.play(
          "ways.mjs",
          town.url(),
          town.community(),
          town.posted(town.mowing()),
          town.saturday(9).plus(Duration.ofMinutes(5)).toString());
    }
  }
}
