package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.opensearch.ClusterAddress;

/** A town whose search cluster is away: who searches is told so, all else goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchAwayTest {
  private Town town;
  private String task;

  @BeforeAll
  void open() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + Town.freePort());
    town =
        Town.furnished(
            Town.searchingIn(
                new ClusterAddress(
                    List.of(nobody), null, null, null, "yui", 1, Duration.ofSeconds(1))));
    task = town.posted(town.mowing());
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  void ready_whileTheClusterIsAway_isUpAndSaysWhatIsAway() throws Exception {
    JsonNode ready = town.stranger().raw("GET", "/health/ready", null).is(200).body();
    assertEquals("UP", ready.path("status").asText());
    String why = ready.at("/warnings/search").asText();
    assertTrue(why.contains("does not answer") || why.contains("not asked again"), why);
  }

  @Test
  void search_whileTheClusterIsAway_saysSoInTheReadersLanguage() throws Exception {
    for (String path :
        List.of("/tasks?q=草", "/me/recommendations", "/tasks/" + task + "/candidates")) {
      Visitor asks = town.as(path.contains("candidates") ? "ward@town.example" : "r1@town.example");
      JsonNode problem = asks.get(path).refuses(503, "matching_unavailable").body();
      assertTrue(problem.path("detail").asText().contains("いつもどおり"), problem.toString());
    }
    Visitor english = town.stranger().with("Accept-Language", "en");
    String told = english.get("/tasks").refuses(503, "matching_unavailable").body().toString();
    assertTrue(told.contains("Search is away"), told);
  }

  @Test
  void searchPage_whileTheClusterIsAway_showsWhatBeginsFirst() throws Exception {
    Reader reader = town.reader();
    reader.get("/tasks?q=除雪").is(200).says("いま、さがすことができません").says("/tasks/" + task);
    reader.get("/en/tasks").is(200).says("Search is away just now").says("/en/tasks/" + task);
    reader.get("/easy/tasks").is(200).says("/easy/tasks/" + task);
    String elsewhere = "00000000-0000-7000-8000-000000000001";
    Reader.Seen none = reader.get("/tasks?communityId=" + elsewhere).is(200);
    assertTrue(!none.html().contains("/tasks/" + task), "of that community alone");
  }

  @Test
  void everythingElse_whileTheClusterIsAway_goesOn() throws Exception {
    town.reader().comesIn("r1@town.example").get("/me").is(200).says("おすすめは、いま出せません");
    town.reader().get("/").is(200).says("/tasks/" + task);
    Visitor resident = town.as("r2@town.example");
    String slot = resident.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    String application =
        resident
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201)
            .id();
    town.as("ward@town.example").post("/applications/" + application + "/select", null).is(200);
    resident.post("/applications/" + application + "/confirm", null).is(200);
  }
}
