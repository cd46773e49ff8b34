package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was typed is not lost, and what was sent does not happen twice. */
class CareInBrowserTest {

  @Test
  void peopleReloadGoBackAndPressTwice_loseNothingAndDoItOnce() throws Exception {
    try (Town town = Town.furnished()) {
      String task = town.posted(town.mowing());
      String slot = town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      town.as("r1@town.example")
          .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
          .is(201);
      Browser.play("care.mjs", town.url(), town.community());
      assertEquals(1, count(town, "tasks where title like '水路%'"), "one draft");
      assertEquals(1, count(town, "needs"), "told once");
    }
  }

  private static int count(Town town, String from) throws Exception {
    try (var all = town.superuser();
        var statement = all.createStatement();
        var row = statement.executeQuery("select count(*) from " + from)) {
      row.next();
      return row.getInt(1);
    }
  }
}
