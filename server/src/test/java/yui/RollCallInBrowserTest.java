package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who came is said in a valley without a network, and counts once. */
class RollCallInBrowserTest {

  @Test
  void hostPresses_withoutANetwork_isSentOnceAndForgottenAtLogout() throws Exception {
    try (Town town = Town.furnished()) {
      String task = town.posted(town.mowing());
      String slot = town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      Visitor ward = town.as("ward@town.example");
      for (int i = 1; i <= 3; i++) {
        Visitor resident = town.as("r" + i + "@town.example");
        String id =
            resident
                .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
                .is(201)
                .id();
        ward.post("/applications/" + id + "/select", null).is(200);
        resident.post("/applications/" + id + "/confirm", null).is(200);
      }
      // Opened before its time, the list opens by itself an hour before.
      town.reach(town.saturday(8).minus(Duration.ofMinutes(10)));
      Browser.play("roll-call-opens.mjs", town.url(), task);
      town.reach(town.saturday(9).plus(Duration.ofMinutes(5)));
      Browser.play("roll-call.mjs", town.url(), task);
      // 住民3 was pressed, taken back and pressed again: three words; the others one each.
      assertEquals(
          List.of("ABSENT_TOLD 1", "ATTENDED 2"),
          list(town, "select state || ' ' || count(*) from attendance group by state order by 1"));
      assertEquals(
          List.of("住民1 1", "住民2 1", "住民3 3"),
          list(
              town,
              """
              select r.display_name || ' ' || count(*) from attendance_events e
                join residents r on r.person_id = e.person_id
              where e.fact = 'RECORDED' and e.happened_at <= e.at
              group by r.display_name order by 1
              """));
      // Earned once: 3,000 yen, one meal and 2 kg.
      assertEquals(
          "3000",
          town.as("r1@town.example")
              .get("/me/ledger")
              .is(200)
              .body()
              .path("balances")
              .findValues("owed")
              .getFirst()
              .asText());
    }
  }

  private static List<String> list(Town town, String sql) throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> list = new ArrayList<>();
      while (rows.next()) list.add(rows.getString(1));
      return list;
    }
  }
}
