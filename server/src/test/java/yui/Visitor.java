package yui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yui.core.FieldError;
import yui.web.Contract;
import yui.web.Json;

/** Somebody calling the API; every answer under {@code /api/v1} is held against the contract. */
public final class Visitor {
  private static final Contract CONTRACT = Contract.load();

  private final Town town;
  private final @Nullable String token;
  private final Map<String, String> headers;

  Visitor(Town town, @Nullable String token) {
    this(town, token, Map.of());
  }

  private Visitor(Town town, @Nullable String token, Map<String, String> headers) {
    this.town = town;
    this.token = token;
    this.headers = headers;
  }

  /** The same visitor sending one more header. */
  public Visitor with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Visitor(town, token, more);
  }

  /** What it shows to be let in; empty for a stranger. */
  String token() {
    return token == null ? "" : token;
  }

  public Reply get(String path) throws Exception {
    return raw("GET", "/api/v1" + path, null);
  }

  public Reply post(String path, @Nullable Object body) throws Exception {
    return raw("POST", "/api/v1" + path, body);
  }

  public Reply put(String path, Object body) throws Exception {
    return raw("PUT", "/api/v1" + path, body);
  }

  public Reply patch(String path, Object body) throws Exception {
    return raw("PATCH", "/api/v1" + path, body);
  }

  public Reply delete(String path) throws Exception {
    return raw("DELETE", "/api/v1" + path, null);
  }

  /** Any path; a string is sent as it stands, anything else as JSON. */
  public Reply raw(String method, String path, @Nullable Object body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(town.url() + path));
    if (token != null) request.header("Authorization", "Bearer " + token);
    if (method.equals("POST")
        && !path.contains("/login/")
        && !headers.containsKey("Idempotency-Key")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(
                body instanceof String text ? text : Json.write(body)));
    HttpResponse<String> answer =
        town.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    JsonNode json =
        type.contains("json") ? Json.MAPPER.readTree(answer.body()) : MissingNode.getInstance();
    if (path.startsWith("/api/v1/")) hold(method, path, answer.statusCode(), json);
    return new Reply(answer.statusCode(), json, answer.body(), answer.headers().map());
  }

  private static void hold(String method, String path, int status, JsonNode body) {
    String bare = path.substring("/api/v1".length()).replaceFirst("\\?.*", "");
    for (Map.Entry<String, JsonNode> at : CONTRACT.tree().path("paths").properties()) {
      String pattern = at.getKey().replaceAll("\\{[^}]+}", "[^/]+");
      JsonNode operation = at.getValue().path(method.toLowerCase(Locale.ROOT));
      if (operation.isMissingNode() || !Pattern.matches(pattern, bare)) continue;
      // A fixed path wins over one with a parameter in its place.
      if (pattern.contains("[^/]+") && CONTRACT.tree().path("paths").has(bare)) continue;
      String id = operation.path("operationId").asText();
      List<FieldError> wrong = new ArrayList<>(CONTRACT.answerErrors(id, status, body));
      if (!wrong.isEmpty()) {
        throw new AssertionError(
            method
                + " "
                + path
                + " answered "
                + status
                + " against its contract: "
                + wrong
                + "\n"
                + body.toPrettyString());
      }
      return;
    }
  }

  /** Sends a picture with its words, as a form with a file. */
  public Reply upload(String path, byte[] picture, String alt) throws Exception {
    return upload(path, "photo", List.of(picture), "alt", alt);
  }

  /** Sends files in one field of a form, and fields in turn. */
  public Reply upload(String path, String field, List<byte[]> files, String... fields)
      throws Exception {
    String edge = "yui-" + UUID.randomUUID();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(town.url() + "/api/v1" + path))
            .header("Content-Type", "multipart/form-data; boundary=" + edge)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofByteArray(parts(edge, field, files, fields)));
    if (token != null) request.header("Authorization", "Bearer " + token);
    HttpResponse<String> answer =
        town.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    JsonNode json = Json.MAPPER.readTree(answer.body());
    hold("POST", "/api/v1" + path, answer.statusCode(), json);
    return new Reply(answer.statusCode(), json, answer.body(), answer.headers().map());
  }

  /** The body of a form with files in one field, and other fields in turn. */
  static byte[] parts(String edge, String field, List<byte[]> files, String... fields)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      String part =
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(edge, fields[i], fields[i + 1]);
      body.write(part.getBytes(StandardCharsets.UTF_8));
    }
    for (byte[] file : files) {
      String head =
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"p.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"
              .formatted(edge, field);
      body.write(head.getBytes(StandardCharsets.UTF_8));
      body.write(file);
      body.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.write(("--" + edge + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  /** The bytes of an answer. */
  public byte[] bytes(String path) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(town.url() + path));
    if (token != null) request.header("Authorization", "Bearer " + token);
    return town.http().send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
  }

  /** What came back. */
  public record Reply(int status, JsonNode body, String text, Map<String, List<String>> headers) {

    /** This reply, if it has the status; else what it says instead. */
    public Reply is(int wanted) {
      if (status != wanted) {
        throw new AssertionError("status " + status + " instead of " + wanted + ": " + text);
      }
      return this;
    }

    /** This reply, if it refuses with the status and code. */
    public Reply refuses(int wanted, String code) {
      is(wanted);
      if (!body.path("code").asText().equals(code)) {
        throw new AssertionError("code " + body.path("code") + " instead of " + code + ": " + text);
      }
      return this;
    }

    public String id() {
      return body.path("id").asText();
    }
  }
}
