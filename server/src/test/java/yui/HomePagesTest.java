package yui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import yui.core.Days;

/** What waits for whom, before and after each step of one piece of work. */
class HomePagesTest {

  @Test
  void home_asTheWorkGoesOn_showsEachWhatWaitsForThem() throws Exception {
    try (Town town = Town.furnished()) {
      Reader stranger = town.reader();
      Reader host = town.reader().comesIn("ward@town.example");
      Reader desk = town.reader().comesIn("desk@town.example");
      Reader resident = town.reader().comesIn("r1@town.example");
      stranger.get("/tasks").is(200).says("いま募集しているお手伝いはありません");
      stranger.get("/tasks?q=zzz").is(200).says("見つかりませんでした");
      String task = town.posted(town.mowing());

      stranger.get("/").is(200).says("/tasks/" + task);
      stranger.get("/en").is(200).says("/en/tasks/" + task);
      stranger.get("/").is(200).says("href=\"/en\"").says("href=\"/easy\"").says("やさしい にほんご");
      stranger.get("/easy/tasks?sort=date").is(200).says("href=\"/tasks?sort&#x3D;date\"");
      stranger.get("/communities").is(200);
      host.get("/me").is(200).says("/tasks/" + task + "/manage").says("予定はまだありません");
      recommended(resident, task);

      Visitor applicant = town.as("r1@town.example");
      String slot = applicant.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      String application =
          applicant
              .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
              .is(201)
              .id();
      host.get("/me")
          .is(200)
          .says("/tasks/" + task + "/applications")
          .says("<span class=\"count\">");
      desk.get("/me").is(200).says("#unanswered\"><b>1</b>");
      assertFalse(resident.get("/me").is(200).html().contains("/confirm\""), "nothing to confirm");

      town.as("ward@town.example").post("/applications/" + application + "/select", null).is(200);
      resident.get("/me").is(200).says("/me/applications/" + application + "/confirm");
      applicant.post("/applications/" + application + "/confirm", null).is(200);
      Reader.Seen next = resident.get("/me").is(200);
      assertFalse(next.html().contains("/confirm\""), "confirmed");
      assertTrue(next.html().contains("/tasks/" + task), "the next visit");
      assertFalse(next.html().contains("/me/check-in"), "not before the day");
      host.get("/me").is(200).says("つぎは").says("/tasks/" + task + "/day");
      resident.get("/me/availability?from=" + Days.of(town.saturday(9))).is(200).says("参加決定");

      town.reach(town.saturday(9).minus(Duration.ofMinutes(10)));
      resident.get("/me").is(200).says("/me/check-in");
      host.get("/me").is(200).says("きょう 1人");
    }
  }

  @Test
  void task_ofTwoDatesThatAsksNoSkill_addsThePlacesUpAndWeighsNoSkill() throws Exception {
    try (Town town = Town.furnished()) {
      String asking = town.posted(town.mowing());
      Map<String, Object> work = town.mowing();
      work.remove("requiredSkills");
      work.put("slots", List.of(slot(town, 9, 12), slot(town, 13, 16)));
      String task = town.posted(work);
      Reader host = town.reader().comesIn("ward@town.example");
      host.get("/me").is(200).says("のべ6人中0人（2つの日程の合計）").says(">3人中0人");
      host.get("/en/me").says("0 of 6 places over 2 dates").says("0 of 3 places");
      Reader desk = town.reader().comesIn("desk@town.example");
      desk.get("/communities/" + town.community() + "/tasks").is(200).says("のべ6人中0人");

      String found = candidates(host, task);
      assertFalse(found.contains("<span>できること</span>"), found);
      assertFalse(found.contains("できること "), "nor its share");
      assertTrue(found.contains("<span>日程</span>"), found);
      assertTrue(candidates(host, asking).contains("<span>できること</span>"));
    }
  }

  @Test
  void task_beforeAndAfterItIsOut_saysWhyNobodyIsSoughtAndTakesNoApplication() throws Exception {
    try (Town town = Town.furnished()) {
      String draft =
          town.as("ward@town.example")
              .post("/communities/" + town.community() + "/tasks", town.mowing())
              .is(201)
              .id();
      Reader host = town.reader().comesIn("ward@town.example");
      String closed = host.get("/tasks/" + draft + "/candidates").is(200).says("下書きです").html();
      assertFalse(closed.contains("日程を増やす"), closed);

      String task = town.posted(town.mowing());
      Reader resident = town.reader().comesIn("r1@town.example");
      String apply = "href=\"/tasks/" + task + "/apply\"";
      resident.get("/tasks/" + task).is(200).says(apply);
      town.reach(town.saturday(9).plus(Duration.ofMinutes(1)));
      assertFalse(resident.get("/tasks/" + task).is(200).html().contains(apply));
    }
  }

  private static Map<String, Object> slot(Town town, int from, int to) {
    return Map.of(
        "startsAt",
        town.saturday(from).toString(),
        "endsAt",
        town.saturday(to).toString(),
        "capacity",
        3);
  }

  private static String candidates(Reader host, String task) throws Exception {
    String page = "/tasks/" + task + "/candidates";
    String found = host.get(page).is(200).html();
    for (int tries = 0; tries < 100 && !found.contains("class=\"parts\""); tries++) {
      Thread.sleep(100);
      found = host.get(page).is(200).html();
    }
    return found;
  }

  @Test
  void home_ofAnAuditor_leadsToTheBooksNotToAProfile() throws Exception {
    try (Town town = Town.furnished()) {
      String here = "/communities/" + town.community();
      town.as("admin@yui.example")
          .post(here + "/memberships", Map.of("email", "audit@town.example", "role", "AUDITOR"))
          .is(201);
      Reader auditor = town.reader().comesIn("audit@town.example");
      Reader.Seen home = auditor.get("/me").is(200);
      for (String door : List.of("/ledger", "/audit", "/settlements", "/desk", "/figures")) {
        home.says("\"" + here + door + "\"");
        auditor.get(here + door).is(200);
      }
      assertFalse(home.html().contains("/me/applications\"><svg"), "no doors of a resident");
      auditor.get("/en/me").is(200).says("/en" + here + "/ledger");
    }
  }

  private static void recommended(Reader resident, String task) throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      if (resident.get("/me").is(200).html().contains("/tasks/" + task)) return;
      Thread.sleep(100);
    }
    throw new AssertionError("not recommended: " + task);
  }
}
