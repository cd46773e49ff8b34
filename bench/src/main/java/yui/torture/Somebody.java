package yui.torture;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Somebody of the demo town at the API, logged in by a code from the mailbox. */
public final class Somebody {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  // Not the digits in the middle of a letter's id.
  private static final Pattern CODE = Pattern.compile("(?<![\\w-])(\\d{4})-(\\d{4})(?![\\w-])");

  private final String address;
  private final String email;
  private volatile String token = "";
  private volatile String refreshToken = "";

  private Somebody(String address, String email) {
    this.address = address;
    this.email = email;
  }

  /** What was answered. */
  public record Reply(int status, String body) {
    public JsonObject json() {
      return new JsonObject(body);
    }

    public JsonArray items() {
      return json().getJsonArray("items");
    }

    /** Nobody was wrong: the same again may go through. */
    public boolean isWorthAnotherTry() {
      return status >= 500
          || status == 429
          || status == 409 && json().getString("code", "").equals("busy_try_again");
    }
  }

  /** Comes in; retries while the server or its database is away. */
  public static Somebody as(String address, String email) throws Exception {
    Somebody somebody = new Somebody(address, email);
    somebody.comeIn();
    return somebody;
  }

  private synchronized void comeIn() throws Exception {
    Reply in = ask().typed();
    if (in.status() != 200) throw new IllegalStateException("the code was not good: " + in);
    hold(in.json());
  }

  private void hold(JsonObject pair) {
    token = pair.getString("accessToken");
    refreshToken = pair.getString("refreshToken");
  }

  /** With a new pair of tokens; where the login has ended, by a new code. */
  private synchronized void comeInAfter(String used) throws Exception {
    if (!used.equals(token)) return;
    JsonObject spent = new JsonObject().put("refreshToken", refreshToken);
    Reply renewed = send("POST", "/login/refreshes", spent, null, "");
    if (renewed.status() == 200) hold(renewed.json());
    else if (renewed.status() == 401) comeIn();
  }

  /** A code that somebody asked for and has. */
  final class Asked {
    private final JsonObject typed;

    private Asked(String challenge, String code) {
      this.typed = new JsonObject().put("challenge", challenge).put("code", code);
    }

    private Reply typed() throws Exception {
      return send("POST", "/login/tokens", typed, null, "");
    }

    /** Types it in; the answer's status. */
    int enter() throws Exception {
      return typed().status();
    }
  }

  /** Somebody who has asked for a code and not typed it in yet. */
  static Asked asks(String address, String email) throws Exception {
    return new Somebody(address, email).ask();
  }

  // A code that came before is not the one.
  private Asked ask() throws Exception {
    Set<String> old = new HashSet<>(codes());
    Reply asked = send("POST", "/login/codes", new JsonObject().put("email", email), null, "");
    if (asked.status() != 202) throw new IllegalStateException("no code: " + asked);
    for (int tries = 0; tries < 300; tries++) {
      Thread.sleep(200);
      Optional<String> code = codes().stream().filter(one -> !old.contains(one)).findFirst();
      if (code.isPresent()) return new Asked(asked.json().getString("challenge"), code.get());
    }
    throw new IllegalStateException("no code came for " + email);
  }

  private List<String> codes() throws IOException, InterruptedException {
    Reply letters = raw("GET", "/dev/mailbox?to=" + email.replace("@", "%40") + "&limit=20");
    return CODE.matcher(letters.body())
        .results()
        .map(code -> code.group(1) + code.group(2))
        .distinct()
        .toList();
  }

  public Reply get(String path) throws Exception {
    return known("GET", path, null, null);
  }

  public Reply post(String path, @Nullable JsonObject body) throws Exception {
    return known("POST", path, body, UUID.randomUUID().toString());
  }

  /** With a key of one's own, so that it can be said again. */
  Reply post(String path, @Nullable JsonObject body, String key) throws Exception {
    return known("POST", path, body, key);
  }

  Reply put(String path, JsonObject body) throws Exception {
    return known("PUT", path, body, null);
  }

  private Reply known(String method, String path, @Nullable JsonObject body, @Nullable String key)
      throws Exception {
    String used = token;
    Reply reply = send(method, path, body, key, used);
    if (reply.status() != 401) return reply;
    comeInAfter(used);
    return send(method, path, body, key, token);
  }

  /** Keeps an authenticator app and shows it, which this login remembers for twelve hours. */
  void keepAuthenticator() throws Exception {
    String secret = get("/me/second-factors/totp").json().getString("secret");
    SecretKeySpec key = new SecretKeySpec(base32(secret), "RAW");
    String code =
        new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, Instant.now());
    Reply kept =
        put("/me/second-factors/totp", new JsonObject().put("secret", secret).put("code", code));
    if (kept.status() != 200) throw new IllegalStateException("the app was not kept: " + kept);
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(bit / 5));
      int set = value >> (4 - bit % 5) & 1;
      bytes[bit / 8] |= (byte) (set << (7 - bit % 8));
    }
    return bytes;
  }

  String token() {
    return token;
  }

  String refreshToken() {
    return refreshToken;
  }

  /** Who has not come in. */
  static Somebody stranger(String address) {
    return new Somebody(address, "");
  }

  /** A request as it is, its answer whole; whoever's login has ended comes in again. */
  HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
    String used = token;
    HttpResponse<String> answer = HTTP.send(bearing(request, used), BodyHandlers.ofString());
    if (answer.statusCode() != 401 || email.isEmpty()) return answer;
    comeInAfter(used);
    return HTTP.send(bearing(request, token), BodyHandlers.ofString());
  }

  private static HttpRequest bearing(HttpRequest.Builder request, String token) {
    if (!token.isEmpty()) request.setHeader("Authorization", "Bearer " + token);
    return request.timeout(PATIENCE).build();
  }

  private Reply raw(String method, String path) throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Accept", "application/json")
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private Reply send(
      String method, String path, @Nullable JsonObject body, @Nullable String key, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1" + path)).timeout(PATIENCE);
    if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
    if (key != null) request.header("Idempotency-Key", key);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
    }
    return answer(request.build());
  }

  private static Reply answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    return new Reply(answer.statusCode(), answer.body());
  }
}
