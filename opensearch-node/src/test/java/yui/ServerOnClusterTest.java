package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Days;
import yui.opensearch.ClusterAddress;

/** A whole server whose index is in a real OpenSearch: what people do with it, and its bad days. */
class ServerOnClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void town_onACluster_findsMatchesRebuildsAndGoesOnWhileItIsAway() throws Exception {
    try (SearchNode node = new SearchNode(directory);
        Town town = Town.furnished(Town.searchingIn(cluster(node)))) {
      String mowing = town.posted(town.mowing());
      soon(() -> found(town, "草刈り").contains(mowing));
      assertEquals(Set.of(mowing), found(town, "くさかり"), "by its reading");
      assertEquals(Set.of(), found(town, "雪下ろし"));
      soon(
          () ->
              ids(town.as("r1@town.example"), "/me/recommendations", "/task/id").contains(mowing));
      Visitor ward = town.as("ward@town.example");
      soon(() -> ids(ward, "/tasks/" + mowing + "/candidates", "/residentId").size() == 3);
      Visitor desk = town.as("desk@town.example");
      JsonNode proposal =
          desk.post("/communities/" + town.community() + "/proposals", window(town)).is(200).body();
      assertEquals(3, proposal.at("/items/0/slots/0/residents").size(), proposal.toString());
      town.reader().get("/tasks?q=草刈り").is(200).says("/tasks/" + mowing).saysNot("できません");

      rebuild(town);
      assertEquals(Set.of(mowing), found(town, "草刈り"));
      try (Town second = town.beside()) {
        soon(() -> found(second, "草刈り").equals(Set.of(mowing)));
        String snow = town.posted(titled(town, "雪かき"));
        soon(() -> found(second, "除雪").contains(snow));
        assertEquals(Set.of(snow), found(second, "雪よせ"), "what is fed by one is found by both");
      }

      node.kill();
      town.stranger().get("/tasks?q=草刈り").refuses(503, "matching_unavailable");
      assertTrue(warning(town).contains("nswer"), "a question without an answer is told at once");
      town.reader().get("/tasks").is(200).says("いま、さがすことができません").says("/tasks/" + mowing);
      String meanwhile = town.posted(titled(town, "水路の手入れ"));
      soon(() -> warning(town).contains("does not answer") || warning(town).contains("not asked"));
      node.startAgain();
      soon(() -> found(town, "水路").contains(meanwhile));
      soon(() -> warning(town).isEmpty());
      assertEquals(3, found(town, "").size());
    }
  }

  private static ClusterAddress cluster(SearchNode node) {
    return new ClusterAddress(
        List.of(node.address()), null, null, null, "yui", 2, Duration.ofSeconds(5));
  }

  private static Map<String, Object> titled(Town town, String title) {
    Map<String, Object> task = town.mowing();
    task.put("title", title);
    task.put("description", "手を貸してください。");
    return task;
  }

  private static Map<String, Object> window(Town town) {
    return Map.of(
        "from", Days.of(town.now()).toString(), "to", Days.of(town.saturday(9)).toString());
  }

  private static Set<String> found(Town town, String q) throws Exception {
    return ids(town.stranger(), "/tasks?fresh=true&q=" + q, "/id");
  }

  /** Nothing where there is no answer. */
  private static Set<String> ids(Visitor asks, String path, String name) throws Exception {
    Visitor.Reply reply = asks.get(path);
    if (reply.status() == 503) return Set.of();
    Set<String> ids = new HashSet<>();
    for (JsonNode item : reply.is(200).body().path("items")) ids.add(item.at(name).asText());
    return ids;
  }

  /** What readiness says of the search of a server that is ready. */
  private static String warning(Town town) throws Exception {
    JsonNode ready = town.stranger().raw("GET", "/health/ready", null).is(200).body();
    return ready.at("/warnings/search").asText();
  }

  /** As an administrator asks for it. */
  private static void rebuild(Town town) throws Exception {
    URI reindex = URI.create("http://127.0.0.1:" + town.metricsPort() + "/reindex");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest begin =
          HttpRequest.newBuilder(reindex).POST(HttpRequest.BodyPublishers.noBody()).build();
      assertEquals(202, http.send(begin, BodyHandlers.ofString()).statusCode());
      HttpRequest look = HttpRequest.newBuilder(reindex).build();
      soon(() -> http.send(look, BodyHandlers.ofString()).body().contains("IDLE"));
    }
  }

  private static void soon(Callable<Boolean> comes) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (comes.call()) return;
      Thread.sleep(100);
    }
    assertTrue(comes.call(), "it does not come");
  }
}
