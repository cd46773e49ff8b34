package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** Work outside office hours names somebody who answers the telephone, and another. */
class OnCallTest {
  private static Town town;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void publish_onASaturday_asksForAPersonAndABackup() throws Exception {
    Map<String, Object> task = town.mowing();
    task.remove("onCall");
    assertEquals(List.of("/onCall on_call_needed"), publishing(task));
    task.put("onCall", Map.of("name", "区長", "phone", "090-0000-0001"));
    assertEquals(List.of("/onCall/backup on_call_backup_needed"), publishing(task));
    task.put("onCall", Town.onCall());
    assertEquals(List.of(), publishing(task));
  }

  @Test
  void publish_onAHoliday_asksAsOnASaturday() throws Exception {
    assertEquals(List.of("/onCall on_call_needed"), publishing(on(LocalDate.of(2027, 1, 11), 9)));
    assertEquals(List.of(), publishing(on(LocalDate.of(2027, 1, 12), 9)));
    assertEquals(List.of("/onCall on_call_needed"), publishing(on(LocalDate.of(2027, 1, 12), 16)));
  }

  @Test
  void decideRule_ofOfficeHours_holdsFromItsDayAndIsWrittenOnce() throws Exception {
    Visitor desk = town.as("desk@town.example");
    String rules = "/communities/" + town.community() + "/rules";
    Map<String, Object> decision =
        Map.of(
            "rule",
            "OFFICE_HOURS",
            "from",
            "2027-02-01",
            "value",
            Map.of("days", List.of(1, 2, 3, 4, 5, 6), "from", "08:00", "to", "18:00"));
    desk.post(rules, decision).is(201);
    desk.post(rules, decision).refuses(409, "rule_decided_already");
    assertEquals(
        "OFFICE_HOURS", town.stranger().get(rules).is(200).body().at("/items/0/rule").asText());
    // Saturdays, before that day and after it.
    assertEquals(List.of("/onCall on_call_needed"), publishing(on(LocalDate.of(2027, 1, 30), 9)));
    assertEquals(List.of(), publishing(on(LocalDate.of(2027, 2, 6), 9)));
    desk.post(
            rules,
            Map.of(
                "rule",
                "OFFICE_HOURS",
                "from",
                "2027-03-01",
                "value",
                Map.of("days", List.of(8), "from", "8 o'clock", "to", "18:00", "on", true)))
        .refuses(400, "invalid_input");
  }

  private static Map<String, Object> on(LocalDate day, int hour) {
    Instant from = day.atTime(hour, 0).atZone(Days.TOKYO).toInstant();
    Map<String, Object> task = town.mowing();
    task.remove("onCall");
    task.put(
        "slots",
        List.of(
            Map.of(
                "startsAt", from.toString(),
                "endsAt", from.plusSeconds(2 * 3600).toString(),
                "capacity", 3)));
    return task;
  }

  /** Fields and codes that publishing refuses with; empty when it is out. */
  private static List<String> publishing(Map<String, Object> task) throws Exception {
    Visitor ward = town.as("ward@town.example");
    String id = ward.post("/communities/" + town.community() + "/tasks", task).is(201).id();
    Visitor.Reply reply = ward.post("/tasks/" + id + "/publish", null);
    List<String> errors = new ArrayList<>();
    for (JsonNode error : reply.body().path("errors")) {
      errors.add(error.path("pointer").asText() + " " + error.path("code").asText());
    }
    assertEquals(errors.isEmpty() ? 200 : 400, reply.status());
    return errors;
  }
}
