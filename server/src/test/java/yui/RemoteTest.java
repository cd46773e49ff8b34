package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Work from afar has a deadline instead of days, and is thanked all the same. */
class RemoteTest {
  @Test
  void remoteTask_appliedForAndChosen_clashesWithNothingAndIsThanked() throws Exception {
    try (Town town = Town.furnished()) {
      Visitor ward = town.as("ward@town.example");
      Visitor r1 = town.as("r1@town.example");
      Instant deadline = town.saturday(9).minus(Duration.ofDays(1));
      Map<String, Object> website =
          new HashMap<>(
              Map.of(
                  "groupId", town.group(),
                  "title", "店のページづくり",
                  "description", "写真と文を並べます。",
                  "hardParts", "写真が届くまで時間がかかります",
                  "kind", "REMOTE",
                  "applyUntil", deadline.toString(),
                  "rewards", List.of(Map.of("kind", "CASH", "amountYen", 20000, "per", "PARTY"))));
      String remote = town.posted(website);
      String mowing = town.posted(town.mowing());
      String whole = slot(r1, remote);
      String saturday = slot(r1, mowing);

      String far = apply(r1, remote, whole);
      String near = apply(r1, mowing, saturday);
      ward.post("/applications/" + near + "/select", null).is(200);
      ward.post("/applications/" + far + "/select", null).is(200);
      r1.post("/applications/" + near + "/confirm", null).is(200);
      r1.post("/applications/" + far + "/confirm", null).is(200);

      town.reach(deadline.plus(Duration.ofDays(3)));
      String late = town.as("r2@town.example").get("/tasks/" + remote).is(200).text();
      assertTrue(late.contains("OPEN"), "who applied in time can still be chosen");
      ward.put("/applications/" + far + "/attendance/" + whole, Map.of("state", "ATTENDED"))
          .is(200);
      JsonNode balances = r1.get("/me/ledger").is(200).body().path("balances");
      assertEquals(20_000, balances.path(0).path("owed").asLong(), balances.toString());
    }
  }

  private static String slot(Visitor who, String task) throws Exception {
    return who.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
  }

  private static String apply(Visitor who, String task, String slot) throws Exception {
    return who.post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
        .is(201)
        .id();
  }
}
