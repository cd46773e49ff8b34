package yui;

import org.junit.jupiter.api.Test;

/** The same story as {@link StoryTest}, played by people with browsers. */
class StoryInBrowserTest {

  @Test
  void wardPosts_residentsComeAndAreThanked_onPhonesAndAtTheDesk() throws Exception {
    try (Town town = Town.furnished()) {
      Browser.play("story.mjs", town.url(), town.community());
    }
  }
}
