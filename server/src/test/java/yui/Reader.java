package yui;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser that runs no script: cookies, pages, plain forms. */
public final class Reader {
  private static final Pattern HIDDEN = Pattern.compile("name=\"(_csrf|_key)\" value=\"([^\"]*)\"");

  private final CookieManager cookies = new CookieManager();
  private final Town town;
  private List<String> hidden = List.of();

  Reader(Town town) {
    this.town = town;
  }

  /** Comes in by the two forms and the code from the letter. */
  public Reader comesIn(String email) throws Exception {
    get("/login").is(200);
    post("/login", "email", email).leadsTo("/login/code");
    post("/login/code", "code", town.code(email)).leadsTo("/me");
    return this;
  }

  public Seen get(String path) throws Exception {
    Seen seen = send(HttpRequest.newBuilder(URI.create(town.url() + path)).GET());
    List<String> found = new ArrayList<>();
    Matcher keys = HIDDEN.matcher(seen.html());
    while (keys.find() && found.size() < 4) {
      found.add(keys.group(1));
      found.add(keys.group(2));
    }
    if (!found.isEmpty()) hidden = found;
    return seen;
  }

  /** Sends a form with the hidden keys of the page last seen; names and values in turn. */
  public Seen post(String path, String... fields) throws Exception {
    List<String> all = new ArrayList<>(hidden);
    all.addAll(List.of(fields));
    return postBare(path, all.toArray(String[]::new));
  }

  /** Sends a form without any hidden key. */
  public Seen postBare(String path, String... fields) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      if (i > 0) body.append('&');
      body.append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
    }
    return send(
        HttpRequest.newBuilder(URI.create(town.url() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", town.url())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** Sends a form with a picture in it and the hidden keys of the page last seen. */
  public Seen postPicture(String path, byte[] picture, String... fields) throws Exception {
    return postFiles(path, "photo", List.of(picture), fields);
  }

  /** The same with files in one field. */
  public Seen postFiles(String path, String field, List<byte[]> files, String... fields)
      throws Exception {
    List<String> all = new ArrayList<>(hidden);
    all.addAll(List.of(fields));
    String edge = "yui-" + UUID.randomUUID();
    return send(
        HttpRequest.newBuilder(URI.create(town.url() + path))
            .header("Content-Type", "multipart/form-data; boundary=" + edge)
            .header("Origin", town.url())
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Visitor.parts(edge, field, files, all.toArray(String[]::new)))));
  }

  private Seen send(HttpRequest.Builder request) throws Exception {
    URI at = request.build().uri();
    cookies
        .get(at, Map.of())
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<String> answer =
        town.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    cookies.put(at, answer.headers().map());
    return new Seen(
        answer.statusCode(),
        answer.headers().firstValue("Location").orElse(""),
        answer.body(),
        answer.headers().allValues("Set-Cookie"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What came back. */
  public record Seen(int status, String location, String html, List<String> cookies) {

    public Seen is(int wanted) {
      if (status != wanted) {
        throw new AssertionError("status " + status + " instead of " + wanted + ": " + html);
      }
      return this;
    }

    /** This, if it sends the reader on to a path. */
    public Seen leadsTo(String path) {
      is(303);
      if (!location.startsWith(path)) throw new AssertionError("leads to " + location);
      return this;
    }

    /** This, if the page says so. */
    public Seen says(String words) {
      if (!html.contains(words)) throw new AssertionError("does not say " + words + ": " + html);
      return this;
    }

    /** This, unless the page says so. */
    public Seen saysNot(String words) {
      if (html.contains(words)) throw new AssertionError("says " + words + ": " + html);
      return this;
    }
  }
}
