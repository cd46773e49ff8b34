package yui.torture;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser who follows every link of the pages they are shown. */
final class Walker {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"#]*)");
  private static final Pattern HIDDEN = Pattern.compile("name=\"(_csrf|_key)\" value=\"([^\"]*)\"");
  private static final Pattern CODE = Pattern.compile("(?<![\\w-])(\\d{4}-\\d{4})(?![\\w-])");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Pages of one kind are alike: so many of each are looked at. */
  private static final int OF_A_KIND = 4;

  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();

  Walker(String address) {
    this.address = address;
  }

  /** Comes in by the two forms and the newest code of the mailbox. */
  void comeIn(String email) throws Exception {
    get("/login");
    String before = code(email);
    post("/login", "email=" + encoded(email));
    String code = before;
    for (int tries = 0; tries < 100 && code.equals(before); tries++) {
      Thread.sleep(200);
      code = code(email);
    }
    HttpResponse<String> in = post("/login/code", "code=" + encoded(code));
    if (in.statusCode() != 303) throw new IllegalStateException(email + " was not let in");
  }

  private String code(String email) throws IOException, InterruptedException {
    String letters =
        http.send(
                HttpRequest.newBuilder(
                        URI.create(address + "/dev/mailbox?limit=1&to=" + encoded(email)))
                    .header("Accept", "application/json")
                    .build(),
                BodyHandlers.ofString())
            .body();
    Matcher found = CODE.matcher(letters);
    return found.find() ? found.group(1) : "";
  }

  /**
   * Walks from some pages on.
   *
   * @param seen told each address with what it answered
   */
  int walk(List<String> from, int most, BiConsumer<String, String> seen)
      throws IOException, InterruptedException {
    Deque<String> open = new ArrayDeque<>(from);
    Set<String> known = new HashSet<>(from);
    Map<String, Integer> kinds = new HashMap<>();
    int pages = 0;
    while (!open.isEmpty() && pages < most) {
      String path = open.poll();
      HttpResponse<String> answer = get(path);
      pages++;
      seen.accept(path, answer.body() + answer.headers().map());
      Matcher links = LINK.matcher(answer.body());
      while (links.find()) {
        String link = links.group(1).replace("&amp;", "&");
        boolean elsewhere =
            link.startsWith("//")
                || link.startsWith("/static/")
                || link.startsWith("/dev/")
                || link.startsWith("/api/")
                || link.startsWith("/en")
                || link.startsWith("/easy");
        if (elsewhere || !known.add(link)) continue;
        String kind =
            link.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*")
                .replaceAll("\\?.*", "?");
        if (kinds.merge(kind, 1, Integer::sum) <= OF_A_KIND) open.add(link);
      }
      String location = answer.headers().firstValue("Location").orElse("");
      if (location.startsWith("/") && known.add(location)) open.add(location);
    }
    return pages;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(PATIENCE).GET();
    try {
      request.uri(URI.create(address + path));
    } catch (IllegalArgumentException e) {
      request.uri(URI.create(address + "/"));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    StringBuilder form = new StringBuilder(body);
    Matcher hidden = HIDDEN.matcher(get(path).body());
    for (int found = 0; found < 2 && hidden.find(); found++) {
      form.append('&').append(hidden.group(1)).append('=').append(encoded(hidden.group(2)));
    }
    return http.send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", address)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
            .build(),
        BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
