package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import yui.core.Days;

/** The story Yui exists for, told once from end to end through the API. */
class StoryTest {
  private static final double EARTH_KM = 6371.0087714;

  @Test
  void wardPosts_residentComesWithACompanion_everybodyIsThanked() throws Exception {
    try (Town town = Town.furnished()) {
      Visitor ward = town.as("ward@town.example");
      Visitor r1 = town.as("r1@town.example");
      Visitor r2 = town.as("r2@town.example");
      Visitor r3 = town.as("r3@town.example");

      // The ward head posts, and the right people are found, both ways alike.
      String task = town.posted(town.mowing());
      JsonNode recommended = awaitOne(() -> r1.get("/me/recommendations").is(200).body(), task);
      JsonNode candidates = ward.get("/tasks/" + task + "/candidates").is(200).body().path("items");
      JsonNode candidate = only(candidates, "displayName", "住民1");
      double km = cellsApartKm(37.66, 139.63, 37.655, 139.627);
      double expected = 0.35 * 1 + 0.25 * 1 + 0.30 * 10 / (10 + km) + 0.10 * 0.75;
      assertEquals(expected, recommended.path("score").asDouble(), 1e-6);
      assertEquals(expected, candidate.path("score").asDouble(), 1e-6);
      assertEquals(1, candidate.at("/parts/schedule").asDouble(), 1e-9);
      assertFalse(candidate.path("reasons").isEmpty());

      // One comes with a companion; two others apply.
      String slot = r1.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      String first =
          apply(
              r1,
              task,
              Map.of("slotIds", List.of(slot), "companions", List.of(Map.of("name", "連れ"))));
      String second = apply(r2, task, Map.of("slotIds", List.of(slot)));
      String third = apply(r3, task, Map.of("slotIds", List.of(slot)));
      r1.post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
          .refuses(409, "applications_once_per_person");
      town.letter("ward@town.example", "住民1");

      // Three places: a party of two and one more; the next is refused by the database.
      ward.post("/applications/" + first + "/select", null).is(200);
      assertEquals(6000, balance(r1, "JPY", "pending") - 10_000);
      ward.post("/applications/" + second + "/select", null).is(200);
      ward.post("/applications/" + third + "/select", null).refuses(409, "slot_full");
      ward.post("/applications/" + third + "/decline", Map.of("message", "またお願いします。")).is(200);
      town.letter("r1@town.example", "草刈り");
      // A letter that declines is held for ten minutes, so that a slip can be put right.
      town.reach(town.now().plus(Duration.ofMinutes(11)));
      town.letter("r3@town.example", "またお願いします");
      r1.post("/applications/" + first + "/confirm", null).is(200);
      r2.post("/applications/" + second + "/confirm", null).is(200);

      // Before the day nobody can be marked as there.
      String attendance = "/applications/" + first + "/attendance/" + slot;
      ward.put(attendance, Map.of("state", "ATTENDED")).refuses(409, "attendance_too_early");

      // Saturday.
      town.reach(town.saturday(9).minus(Duration.ofMinutes(10)));
      String code = ward.get("/tasks/" + task).is(200).body().path("checkInCode").asText();
      r1.post("/check-ins", Map.of("code", code)).is(201);
      town.reach(town.now().plus(Duration.ofHours(4)));
      JsonNode preview =
          ward.put(attendance + "?preview=true", Map.of("state", "ATTENDED")).is(200).body();
      assertEquals(0, balance(r1, "JPY", "owed"), "a preview changes nothing");
      JsonNode saved = ward.put(attendance, Map.of("state", "ATTENDED")).is(200).body();
      assertEquals(preview.path("effects"), saved.path("effects"));
      assertEquals(6000, balance(r1, "JPY", "owed"));
      assertEquals(2, balance(r1, "MEAL", "owed"));
      assertEquals(4000, balance(r1, "RICE_G", "owed"));
      ward.put("/applications/" + second + "/attendance/" + slot, Map.of("state", "ABSENT_TOLD"))
          .is(200);
      assertEquals(
          0, balance(r2, "JPY", "owed") + balance(r2, "JPY", "pending") - pendingTravel(r2));
      town.letter("r1@town.example", "6,000");

      // The journey is claimed and approved up to what it cost.
      Visitor desk = town.as("desk@town.example");
      String claim =
          r1.post("/applications/" + first + "/travel-claims", Map.of("amountYen", 7600))
              .is(201)
              .id();
      desk.post("/travel-claims/" + claim + "/approve", null).is(200);
      assertEquals(13_600, balance(r1, "JPY", "owed"));

      // Meals and rice change hands, and are acknowledged.
      for (int line = 2; line <= 3; line++) {
        String handed =
            ward.post(
                    "/hand-overs",
                    Map.of(
                        "applicationId",
                        first,
                        "rewardLine",
                        line,
                        "quantity",
                        line == 2 ? 2 : 4000))
                .is(201)
                .id();
        r1.post("/hand-overs/" + handed + "/receipt", null).is(200);
      }
      assertEquals(0, balance(r1, "RICE_G", "owed"));
      assertEquals(4000, balance(r1, "RICE_G", "given"));

      // Cash is settled once.
      Visitor treasurer = town.as("treasurer@town.example");
      String settlement =
          desk.post(
                  "/communities/" + town.community() + "/settlements",
                  Map.of("kind", "CASH", "until", Days.of(town.now()).toString()))
              .is(201)
              .id();
      desk.post("/settlements/" + settlement + "/check", null).is(200);
      treasurer.post("/settlements/" + settlement + "/freeze", null).is(200);
      String export =
          treasurer
              .post("/settlements/" + settlement + "/exports", Map.of("format", "CSV"))
              .is(201)
              .id();
      String csv =
          treasurer.get("/settlements/" + settlement + "/exports/" + export).is(200).text();
      assertTrue(csv.contains("13600"), csv);
      treasurer.post("/settlements/" + settlement + "/pay", null).is(200);
      treasurer.post("/settlements/" + settlement + "/pay", null).is(409);
      assertEquals(0, balance(r1, "JPY", "owed"));
      assertEquals(13_600, balance(r1, "JPY", "given"));

      // An accountant's own program agrees.
      String journal =
          desk.get("/communities/" + town.community() + "/journal?format=hledger").is(200).text();
      hledgerAccepts(journal);
    }
  }

  private static String apply(Visitor who, String task, Map<String, Object> entry)
      throws Exception {
    return who.post("/tasks/" + task + "/applications", entry).is(201).id();
  }

  private static long balance(Visitor who, String unit, String column) throws Exception {
    for (JsonNode balance : who.get("/me/ledger").is(200).body().path("balances")) {
      if (balance.path("unit").asText().equals(unit)) return balance.path(column).asLong();
    }
    return 0;
  }

  private static long pendingTravel(Visitor who) throws Exception {
    return balance(who, "JPY", "pending");
  }

  private static JsonNode only(JsonNode items, String field, String value) {
    return StreamSupport.stream(items.spliterator(), false)
        .filter(item -> item.path(field).asText().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + value + " in " + items.toPrettyString()));
  }

  private interface Asking {
    JsonNode ask() throws Exception;
  }

  /** The recommendation of a task, within the second that the index is allowed. */
  private static JsonNode awaitOne(Asking asking, String task) throws Exception {
    for (int tries = 0; tries < 40; tries++) {
      for (JsonNode item : asking.ask().path("items")) {
        if (item.at("/task/id").asText().equals(task)) return item;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("never recommended: " + task);
  }

  /** Cells of 30 by 45 seconds of arc, by the standard's own arithmetic. */
  private static double cellsApartKm(double lat1, double lon1, double lat2, double lon2) {
    double a1 = Math.toRadians((Math.floor(lat1 * 120) + 0.5) / 120);
    double a2 = Math.toRadians((Math.floor(lat2 * 120) + 0.5) / 120);
    double dLon = Math.toRadians((Math.floor(lon1 * 80) - Math.floor(lon2 * 80)) / 80);
    double h =
        Math.pow(Math.sin((a1 - a2) / 2), 2)
            + Math.cos(a1) * Math.cos(a2) * Math.pow(Math.sin(dLon / 2), 2);
    return 2 * EARTH_KM * Math.asin(Math.sqrt(h));
  }

  private static void hledgerAccepts(String journal) throws Exception {
    Path file = Files.createTempFile("yui", ".journal");
    Files.writeString(file, journal);
    ProcessBuilder check =
        new ProcessBuilder(
            "hledger",
            "-f",
            file.toString(),
            "check",
            "balancednoautoconversion",
            "ordereddates",
            "accounts",
            "commodities");
    check.environment().put("LC_ALL", "C.UTF-8");
    Process process;
    try {
      process = check.redirectErrorStream(true).start();
    } catch (IOException e) {
      System.out.println("SKIPPED: the journal's check, because hledger is not installed");
      Assumptions.abort("hledger is not installed");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said + journal);
    Files.delete(file);
  }
}
