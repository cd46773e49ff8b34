package yui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.Ids;
import yui.web.Json;

/** The demo's people, each logged in by the code in the built-in mailbox. */
final class DemoPeople {
  private static final Pattern CODE = Pattern.compile("(?<![\\w-])(\\d{4})-(\\d{4})(?![\\w-])");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final Map<String, Somebody> known = new HashMap<>();

  DemoPeople(String url) {
    this.url = url;
  }

  /** Asks for all codes first and reads all letters afterwards. */
  void comeIn(List<String> emails) throws IOException, InterruptedException {
    Somebody stranger = new Somebody(null);
    Map<String, String> challenges = new LinkedHashMap<>();
    for (String email : emails) {
      challenges.put(
          email, stranger.post("/login/codes", Map.of("email", email)).path("challenge").asText());
    }
    for (Map.Entry<String, String> challenge : challenges.entrySet()) {
      Map<String, String> entry =
          Map.of("challenge", challenge.getValue(), "code", code(challenge.getKey()));
      JsonNode tokens = stranger.post("/login/tokens", entry);
      known.put(challenge.getKey(), new Somebody(tokens.path("accessToken").asText()));
    }
  }

  Somebody as(String email) {
    Somebody somebody = known.get(email);
    if (somebody == null) throw new IllegalArgumentException("nobody came in as " + email);
    return somebody;
  }

  private String code(String email) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/dev/mailbox?limit=1&to=" + email))
            .header("Accept", "application/json")
            .build();
    for (int tries = 0; tries < 300; tries++) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode newest = Json.MAPPER.readTree(answer.body()).path("items").path(0);
      Matcher code = CODE.matcher(newest.path("subject").asText() + newest.path("text").asText());
      if (code.find()) return code.group(1) + code.group(2);
      Thread.sleep(50);
    }
    throw new IllegalStateException("no login code came for " + email);
  }

  /** One of them, calling the API. */
  final class Somebody {
    private final @Nullable String token;

    private Somebody(@Nullable String token) {
      this.token = token;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
      return call("GET", path, null);
    }

    JsonNode post(String path, @Nullable Object body) throws IOException, InterruptedException {
      return call("POST", path, body);
    }

    JsonNode put(String path, Object body) throws IOException, InterruptedException {
      return call("PUT", path, body);
    }

    JsonNode patch(String path, Object body) throws IOException, InterruptedException {
      return call("PATCH", path, body);
    }

    /** Sends a file in one field of a form. */
    void send(String path, String field, byte[] file) throws IOException, InterruptedException {
      String edge = "yui-" + Ids.next();
      String head =
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
              .formatted(edge, field, field);
      HttpRequest.Builder request = request(path);
      request.header("Content-Type", "multipart/form-data; boundary=" + edge);
      request.POST(
          HttpRequest.BodyPublishers.concat(
              HttpRequest.BodyPublishers.ofString(head),
              HttpRequest.BodyPublishers.ofByteArray(file),
              HttpRequest.BodyPublishers.ofString("\r\n--" + edge + "--\r\n")));
      answer("POST", path, request);
    }

    private HttpRequest.Builder request(String path) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path));
      if (token != null) request.header("Authorization", "Bearer " + token);
      return request.header("Idempotency-Key", Ids.next().toString());
    }

    private JsonNode call(String method, String path, @Nullable Object body)
        throws IOException, InterruptedException {
      HttpRequest.Builder request = request(path);
      if (body != null) request.header("Content-Type", "application/json");
      request.method(
          method,
          body == null
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(Json.write(body)));
      return answer(method, path, request);
    }

    private JsonNode answer(String method, String path, HttpRequest.Builder request)
        throws IOException, InterruptedException {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            method + " " + path + " answered " + answer.statusCode() + " " + answer.body());
      }
      return answer.body().isEmpty()
          ? MissingNode.getInstance()
          : Json.MAPPER.readTree(answer.body());
    }
  }
}
