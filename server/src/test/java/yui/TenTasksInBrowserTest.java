package yui;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten things that newcomers do, each with as many steps as it may take. */
class TenTasksInBrowserTest {

  @Test
  void tenTasks_byPeopleWithBrowsers_takeNoMoreStepsThanAllowed() throws Exception {
    try (Town town = Town.furnished()) {
      String task = town.posted(town.mowing());
      String slot = town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      for (int i = 1; i <= 3; i++) {
        town.as("r" + i + "@town.example")
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201);
      }
      Browser.play(
          "ten.mjs",
          town.url(),
          town.community(),
          task,
          town.saturday(9).plus(Duration.ofMinutes(5)).toString());
    }
  }
}
