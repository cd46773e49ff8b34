package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.zip.GZIPInputStream;
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
    // Of a town just opened the index may still be building.
    for (int tries = 0; tries < 600 && health() != 200; tries++) Thread.sleep(100);
  }

  private int health() throws Exception {
    return town.stranger().raw("GET", "/health/ready", null).status();
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  void answers_ofTheApi_areKeptByNobody() throws Exception {
    Visitor visitor = town.as("r1@town.example");
    for (String path : List.of("/me", "/me/ledger", "/communities")) {
      assertEquals(
          List.of("no-store"), visitor.get(path).is(200).headers().get("cache-control"), path);
    }
  }

  @Test
  void health_running_isUp() throws Exception {
    assertEquals(
        "UP",
        town.stranger().raw("GET", "/health/live", null).is(200).body().path("status").asText());
    JsonNode ready = town.stranger().raw("GET", "/health/ready", null).is(200).body();
    assertEquals("{\"status\":\"UP\",\"faults\":{},\"warnings\":{}}", ready.toString());
  }

  @Test
  void styleSheet_asked_comesCompressedAndOnce() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI sheet = URI.create(town.url() + "/static/yui.css");
      HttpResponse<byte[]> first =
          http.send(
              HttpRequest.newBuilder(sheet).header("Accept-Encoding", "gzip").build(),
              BodyHandlers.ofByteArray());
      assertEquals("gzip", first.headers().firstValue("Content-Encoding").orElse(""));
      assertEquals(
          "text/css; charset=utf-8", first.headers().firstValue("Content-Type").orElse(""));
      try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(first.body()))) {
        assertTrue(plain.readAllBytes().length > 3 * first.body().length);
      }
      String tag = first.headers().firstValue("ETag").orElseThrow();
      HttpResponse<byte[]> again =
          http.send(
              HttpRequest.newBuilder(sheet).header("If-None-Match", tag).build(),
              BodyHandlers.ofByteArray());
      assertEquals(304, again.statusCode());
      for (String without : List.of("identity", "gzip;q=0, identity", "gzip; q=0.0")) {
        HttpResponse<byte[]> plain =
            http.send(
                HttpRequest.newBuilder(sheet).header("Accept-Encoding", without).build(),
                BodyHandlers.ofByteArray());
        assertEquals("", plain.headers().firstValue("Content-Encoding").orElse(""), without);
        assertTrue(plain.body().length > 3 * first.body().length, without);
      }
      for (String not : List.of("/static/", "/static/words/ja.properties", "/static/no.css")) {
        town.stranger().raw("GET", not, null).is(404);
      }
      town.stranger().raw("POST", "/static/yui.css", null).is(404);
    }
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
      HttpRequest progress = HttpRequest.newBuilder(URI.create(port + "/reindex")).build();
      assertEquals(202, http.send(reindex, BodyHandlers.ofString()).statusCode());
      for (int i = 0; i < 100; i++) {
        if (http.send(progress, BodyHandlers.ofString()).body().contains("IDLE")) break;
        Thread.sleep(50);
      }
      assertEquals("{\"status\":\"IDLE\"}", http.send(progress, BodyHandlers.ofString()).body());
      String said = http.send(figures, BodyHandlers.ofString()).body();
      assertTrue(said.contains("yui_index_ready 1.0"), said);
      for (String figure :
          List.of(
              "yui_feed_lag_seconds",
              "yui_feed_lag_rows",
              "yui_feed_oldest_writer_seconds",
              "yui_feed_silent_seconds",
              "yui_index_bytes",
              "yui_index_documents",
              "yui_index_query_seconds_bucket{asked=\"search\"",
              "yui_index_query_seconds_bucket{asked=\"tasks_for_resident\"",
              "yui_index_query_seconds_bucket{asked=\"residents_for_task\"",
              "yui_index_refresh_seconds_sum",
              "yui_index_commit_seconds_sum",
              "yui_index_rebuild_running",
              "yui_index_rebuild_done",
              "yui_index_rebuild_expected",
              "yui_index_rebuild_left_seconds",
              "yui_index_rebuilt_ratio")) {
        assertTrue(said.contains(figure), figure);
      }
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
    String policy =
        town.stranger()
            .raw("GET", "/nowhere", null)
            .headers()
            .get("content-security-policy")
            .getFirst();
    assertTrue(policy.startsWith("default-src 'self'"), policy);
    assertTrue(policy.contains("require-trusted-types-for 'script'; trusted-types yui;"), policy);
  }
}
