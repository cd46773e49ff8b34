package yui.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final PostOffice office = new PostOffice();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  @BeforeEach
  void open() {
    MailboxRoutes routes = new MailboxRoutes(office.database);
    office
        .vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                Router router = Router.router(vertx);
                routes.mount(router);
                return vertx
                    .createHttpServer()
                    .requestHandler(router)
                    .listen(0, "localhost")
                    .onSuccess((HttpServer server) -> port.complete(server.actualPort()));
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "Ken@tokyo.example", "a"));
    office.put(PostOffice.letter(Kind.SELECTED, "mika@tokyo.example", "b"));
    office.postmanToMailbox().carryAll();
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void list_toOneAddress_isJsonOfTheirLetters() throws Exception {
    HttpResponse<String> answer = get("/dev/mailbox?to=ken@tokyo.example", "*/*");

    JsonObject list = new JsonObject(answer.body());
    JsonObject letter = list.getJsonArray("items").getJsonObject(0);
    assertEquals(1, list.getJsonArray("items").size());
    assertEquals("Ken@tokyo.example", letter.getString("to"));
    assertEquals("ログインの番号をお知らせします", letter.getString("subject"));
    assertTrue(letter.getString("text").contains("4821-0937"));
    assertTrue(letter.getString("html").contains("4821-0937"));
    assertEquals("2026-12-01T09:00:00+09:00", letter.getString("sentAt"));
    assertFalse(list.containsKey("nextCursor"));
  }

  @Test
  void list_oneAPage_leadsThroughAll() throws Exception {
    JsonObject first = new JsonObject(get("/dev/mailbox?limit=1", "*/*").body());
    JsonObject second =
        new JsonObject(
            get("/dev/mailbox?limit=1&cursor=" + first.getString("nextCursor"), "*/*").body());

    assertEquals("mika@tokyo.example", to(first));
    assertEquals("Ken@tokyo.example", to(second));
    assertFalse(second.containsKey("nextCursor"));
    assertEquals(400, get("/dev/mailbox?limit=0", "*/*").statusCode());
  }

  @Test
  void list_forABrowser_isAPageWithLettersInFramesWithoutRights() throws Exception {
    String page = get("/dev/mailbox", "text/html,application/xhtml+xml,*/*;q=0.8").body();

    assertTrue(page.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""));
    assertFalse(page.contains("style="), "the site's policy forbids it");
    assertEquals(200, get("/dev/mailbox/style.css", "text/css").statusCode());
    assertFalse(get("/dev/mailbox?to=%22%3E%3Cscript%3E", "text/html").body().contains("<script"));
  }

  @Test
  void letter_byItsId_isItsHtmlUnderItsOwnPolicy() throws Exception {
    JsonObject list = new JsonObject(get("/dev/mailbox", "*/*").body());
    JsonObject letter = list.getJsonArray("items").getJsonObject(0);
    HttpResponse<String> answer = get("/dev/mailbox/" + letter.getString("id"), "text/html");

    assertEquals(letter.getString("html"), answer.body());
    String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertTrue(policy.contains("default-src 'none'"));
    assertTrue(policy.contains("sandbox"));
    assertFalse(policy.contains("script"));
    assertEquals(404, get("/dev/mailbox/nothing", "text/html").statusCode());
    assertEquals(404, get("/dev/mailbox/00000000-0000-7000-8000-000000000000", "*/*").statusCode());
  }

  private static String to(JsonObject list) {
    return list.getJsonArray("items").getJsonObject(0).getString("to");
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port.get() + path))
                .header("Accept", accept)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
