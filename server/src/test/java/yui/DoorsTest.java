package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsTest {
  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  void health_running_isUp() throws Exception {
    assertEquals(
        "UP",
        town.stranger().raw("GET", "/health/live", null).is(200).body().path("status").asText());
    town.stranger().raw("GET", "/health/ready", null).is(200);
  }

  @Test
  void operatorsPort_asked_tellsFiguresAndBuildsTheIndexAnew() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String port = "http://127.0.0.1:" + town.metricsPort();
      HttpRequest figures = HttpRequest.newBuilder(URI.create(port + "/metrics")).build();
      HttpRequest reindex =
          HttpRequest.newBuilder(URI.create(port + "/reindex"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertEquals(202, http.send(reindex, BodyHandlers.ofString()).statusCode());
      String said = http.send(figures, BodyHandlers.ofString()).body();
      assertTrue(said.contains("yui_index_ready 1.0"), said);
      assertTrue(said.contains("yui_feed_lag_seconds"), said);
      town.stranger().get("/tasks").is(200);
    }
    town.stranger().raw("POST", "/reindex", null).is(404);
  }

  @Test
  void contract_asked_isServedAsWritten() throws Exception {
    assertTrue(
        town.stranger()
            .raw("GET", "/api/v1/openapi.yaml", null)
            .is(200)
            .text()
            .contains("openapi: 3.1"));
  }

  @Test
  void anyAnswer_always_carriesTheContentSecurityPolicy() throws Exception {
    assertTrue(
        town.stranger()
            .raw("GET", "/nowhere", null)
            .headers()
            .get("content-security-policy")
            .getFirst()
            .startsWith("default-src 'self'"));
  }
}
