package yui.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.applications.Village;
import yui.web.Json;

/** Telling other programs, to a real receiver that checks signatures and can refuse. */
class WebhooksTest {
  private record Heard(String path, String id, String timestamp, String signature, String body) {
    JsonNode json() throws IOException {
      return Json.MAPPER.readTree(body);
    }
  }

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger answer = new AtomicInteger(204);
  private Village village;
  private HttpServer receiver;
  private String webhooks;

  @BeforeEach
  void open() throws Exception {
    village = Village.open();
    webhooks = "/communities/" + village.community + "/webhooks";
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::hear);
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
    village.town.close();
  }

  @Test
  void events_ofASeason_arriveSignedAndWithoutNames() throws Exception {
    String secret = add("/hook?a=1", "TASK", "APPLICATION").path("secret").asText();
    JsonNode task = village.mowing(3);
    String application = village.coming("beppu", task, 1);

    Heard selected = await(h -> h.body().contains("\"application.select\""));
    await(h -> h.body().contains("\"application.confirm\""));
    Heard published = await(h -> h.body().contains("\"task.publish\""));
    assertEquals("/hook?a=1", selected.path());
    assertEquals(application, selected.json().path("data").path("applicationId").asText());
    assertEquals(task.path("id").asText(), published.json().path("data").path("taskId").asText());
    assertEquals("OPEN", published.json().path("data").path("state").asText());
    for (Heard h : heard) {
      assertEquals(signed(secret, h), h.signature());
      assertTrue(Math.abs(Long.parseLong(h.timestamp()) - Instant.now().getEpochSecond()) < 60);
      assertFalse(h.body().contains("beppu"), h.body());
      assertFalse(h.body().contains("@"), h.body());
    }
    assertEquals(heard.size(), heard.stream().map(Heard::id).distinct().count(), "each event once");
  }

  @Test
  void topics_notAskedFor_areNotTold() throws Exception {
    add("/tasks", "TASK");
    village.apply("still", village.mowing(3), 0);
    await(h -> h.body().contains("\"task.publish\""));
    add("/later", "TASK");
    village.mowing(1);
    await(h -> h.path().equals("/later"));
    assertTrue(heard.stream().allMatch(h -> h.body().contains("\"task.")), heard.toString());
  }

  @Test
  void receiver_refusingAtFirst_isToldAgainWithTheSameId() throws Exception {
    answer.set(500);
    String hook = add("/flaky", "TASK").path("id").asText();
    village.mowing(1);
    Heard first = await(h -> true);
    answer.set(200);
    village.town.reach(village.town.now().plus(Duration.ofMinutes(10)));
    await(h -> h.id().equals(first.id()) && h != first);
    JsonNode delivery = awaitState(hook, first.id(), "DELIVERED");
    assertTrue(delivery.path("attempts").asInt() >= 2);
  }

  @Test
  void receiver_thatIsGone_isToldNoMore_untilSomebodySendsAgain() throws Exception {
    answer.set(410);
    String hook = add("/gone", "TASK").path("id").asText();
    village.mowing(1);
    Heard first = await(h -> true);
    awaitState(hook, first.id(), "GIVEN_UP");
    JsonNode paused = village.desk().get(webhooks).is(200).body().path("items").get(0);
    assertTrue(paused.has("pausedAt"), paused.toString());

    answer.set(200);
    village
        .desk()
        .post(webhooks + "/" + hook + "/deliveries/" + first.id() + "/resend", null)
        .is(200);
    await(h -> h.id().equals(first.id()) && h != first);
    awaitState(hook, first.id(), "DELIVERED");
    assertFalse(village.desk().get(webhooks).is(200).body().path("items").get(0).has("pausedAt"));
  }

  @Test
  void deed_takenBack_isToldToNobody() throws Exception {
    String hook = add("/none", "APPLICATION").path("id").asText();
    JsonNode task = village.mowing(1);
    village.apply("once", task, 0);
    await(h -> true);
    village.applied("once", task, 0).is(409);
    village.town.reach(village.town.now().plusSeconds(1));
    JsonNode sent =
        village.desk().get(webhooks + "/" + hook + "/deliveries").is(200).body().path("items");
    assertEquals(1, sent.size(), sent.toString());
  }

  @Test
  void address_insideANetworkOrTorn_isRefused() throws Exception {
    for (String url :
        List.of("ftp://example.org/", "https://user:pw@example.org/", "https:///x", "nonsense!")) {
      village
          .desk()
          .post(webhooks, Map.of("url", url, "events", List.of("TASK")))
          .refuses(400, "invalid_input");
    }
    add("/twice", "TASK");
    village
        .desk()
        .post(webhooks, Map.of("url", address("/twice"), "events", List.of("TASK")))
        .refuses(409, "webhooks_once_per_address");
  }

  @Test
  void addresses_insideNetworks_areNeverToldInEarnest() throws Exception {
    Receivers earnest = new Receivers(false);
    for (String ip :
        List.of(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.5.5",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "::ffff:10.0.0.1",
            "::10.0.0.1")) {
      assertFalse(earnest.allows(InetAddress.getByName(ip)), ip);
    }
    for (String ip : List.of("203.0.114.9", "8.8.8.8", "2606:4700::1111")) {
      assertTrue(earnest.allows(InetAddress.getByName(ip)), ip);
    }
    assertTrue(earnest.read("http://example.org/").isEmpty());
    assertTrue(earnest.read("https://example.org/x?y=1").isPresent());
  }

  @Test
  void page_withoutScript_addsShowsAndRemoves() throws Exception {
    Reader desk = village.town.reader().comesIn(Village.DESK);
    desk.get(webhooks).is(200);
    desk.post(webhooks, "url", "quatsch://", "events", "TASK").is(400);
    desk.get(webhooks);
    desk.post(webhooks, "url", address("/page"), "events", "TASK").leadsTo(webhooks);
    village.mowing(1);
    await(h -> h.path().equals("/page"));
    String page = desk.get(webhooks).is(200).html();
    assertTrue(page.contains("/page") && page.contains("task.publish"), page);
    String hook = village.desk().get(webhooks).body().path("items").get(0).path("id").asText();
    desk.post(webhooks + "/" + hook + "/remove").leadsTo(webhooks);
    assertEquals(0, village.desk().get(webhooks).body().path("items").size());
  }

  private JsonNode add(String path, String... topics) throws Exception {
    return village
        .desk()
        .post(webhooks, Map.of("url", address(path), "events", List.of(topics)))
        .is(201)
        .body();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + path;
  }

  private void hear(HttpExchange exchange) {
    try (exchange) {
      heard.add(
          new Heard(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().getFirst("webhook-id"),
              exchange.getRequestHeaders().getFirst("webhook-timestamp"),
              exchange.getRequestHeaders().getFirst("webhook-signature"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(answer.get(), -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String signed(String secret, Heard h) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    String text = h.id() + "." + h.timestamp() + "." + h.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Heard await(Predicate<Heard> wanted) throws Exception {
    Instant until = Instant.now().plusSeconds(20);
    while (Instant.now().isBefore(until)) {
      for (Heard h : heard) if (wanted.test(h)) return h;
      Thread.sleep(50);
    }
    throw new AssertionError("not heard; heard " + heard);
  }

  private JsonNode awaitState(String hook, String event, String state) throws Exception {
    Instant until = Instant.now().plusSeconds(20);
    JsonNode last = Json.MAPPER.nullNode();
    while (Instant.now().isBefore(until)) {
      JsonNode sent =
          village.desk().get(webhooks + "/" + hook + "/deliveries").is(200).body().path("items");
      for (JsonNode delivery : sent) {
        if (!delivery.path("id").asText().equals(event)) continue;
        last = delivery;
        if (delivery.path("state").asText().equals(state)) return delivery;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(UUID.fromString(event) + " not " + state + ": " + last);
  }
}
