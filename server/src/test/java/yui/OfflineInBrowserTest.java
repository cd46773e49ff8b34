package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Plans, the day's list and checking in without a network, behind a busy server and on one phone of
 * two.
 */
class OfflineInBrowserTest {

  @Test
  void peopleInTheValley_withoutANetwork_goOnAndCatchUp() throws Exception {
    try (Town town = Town.furnished()) {
      String task = town.posted(town.mowing());
      String slot = town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      Visitor ward = town.as("ward@town.example");
      for (int i = 1; i <= 2; i++) {
        Visitor resident = town.as("r" + i + "@town.example");
        String id =
            resident
                .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
                .is(201)
                .id();
        ward.post("/applications/" + id + "/select", null).is(200);
        resident.post("/applications/" + id + "/confirm", null).is(200);
      }
      String code = ward.get("/tasks/" + task).is(200).body().path("checkInCode").asText();
      town.reach(town.saturday(9).plus(Duration.ofMinutes(5)));
      Browser.play("offline.mjs", town.url(), task, code);
      try (var all = town.superuser();
          var statement = all.createStatement();
          var rows =
              statement.executeQuery(
                  """
                  select count(*) as n, bool_and(happened_at < at) as late
                  from attendance_events where fact = 'CHECKED_IN'
                  """)) {
        rows.next();
        assertEquals(1, rows.getInt("n"), "checked in once");
        assertTrue(rows.getBoolean("late"), "when it was seen, not when it arrived");
      }
    }
  }
}
