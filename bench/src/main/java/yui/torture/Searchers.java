package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People who change tasks and look for what they have just written, and others who ask for what
 * suits them. An answer is right, or is none: a word that was written is found, one that was taken
 * away is not.
 */
final class Searchers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Searchers.class);
  private static final String NAME = "update tasks set title = ? where check_in_code = ?";

  private final DemoServer server;
  private final boolean behind;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();
  private final AtomicInteger none = new AtomicInteger();
  private final AtomicInteger unclear = new AtomicInteger();
  private final AtomicLong longestMillis = new AtomicLong();
  private final AtomicLong lastRight = new AtomicLong(System.nanoTime());
  private volatile boolean over;

  private Searchers(DemoServer server, boolean behind) {
    this.server = server;
    this.behind = behind;
  }

  /**
   * @param behind whether the change log hears nothing of what is written
   */
  static Searchers begin(DemoServer server, List<Somebody> residents, int writers, boolean behind) {
    Searchers searchers = new Searchers(server, behind);
    for (int i = 1; i <= writers; i++) {
      int task = i;
      searchers.threads.execute(() -> searchers.write(task));
    }
    for (Somebody resident : residents) searchers.threads.execute(() -> searchers.ask(resident));
    return searchers;
  }

  int right() {
    return right.get();
  }

  int wrong() {
    return wrong.get();
  }

  /** Refused in the words of the contract. */
  int none() {
    return none.get();
  }

  /** Neither an answer nor a refusal that says why. */
  int unclear() {
    return unclear.get();
  }

  /** The longest that anybody has waited for anything. */
  double longestSeconds() {
    return longestMillis.get() / 1e3;
  }

  /** Waits until somebody who asks from now on is answered; the seconds, or endless. */
  double untilAnswered(Duration patience) throws InterruptedException {
    long began = System.nanoTime();
    while (lastRight.get() - began < 0) {
      if (System.nanoTime() - began > patience.toNanos()) return Double.POSITIVE_INFINITY;
      Thread.sleep(20);
    }
    return (lastRight.get() - began) / 1e9;
  }

  // Each has a task of their own, so that they know what must be found.
  private void write(int task) {
    String before = "";
    try (Connection database = server.connect("postgres");
        Statement sql = database.createStatement();
        PreparedStatement naming = database.prepareStatement(NAME)) {
      if (behind) sql.execute("set session_replication_role = replica");
      for (int turn = 0; !over; turn++) {
        String word = word(task, turn);
        name(naming, task, word);
        look(word, 1);
        if (!before.isEmpty()) look(before, 0);
        before = word;
      }
    } catch (Exception e) {
      LOG.error("a writer ended", e);
      unclear.incrementAndGet();
    }
  }

  private static void name(PreparedStatement naming, int task, String word) throws SQLException {
    naming.setString(1, word);
    naming.setString(2, "CROWD" + task);
    naming.executeUpdate();
  }

  /** A word of letters that nobody else writes. */
  private static String word(int task, int turn) {
    StringBuilder word = new StringBuilder("q");
    for (long rest = task * 1_000_000L + turn; rest > 0; rest /= 20) {
      word.append((char) ('b' + rest % 20));
    }
    return word.append('z').toString();
  }

  private void look(String word, int expected) throws Exception {
    long began = System.nanoTime();
    HttpResponse<String> answer = get("/api/v1/tasks?limit=5&fresh=true&q=" + word, "");
    waited(began);
    if (answer.statusCode() != 200) {
      refused(answer);
      return;
    }
    long found =
        new JsonObject(answer.body())
            .getJsonArray("items").stream()
                .filter(item -> ((JsonObject) item).getString("title").equals(word))
                .count();
    if (found == expected) {
      right.incrementAndGet();
      lastRight.accumulateAndGet(began, Math::max);
    } else {
      wrong.incrementAndGet();
      LOG.error("{} was found {} times instead of {}", word, found, expected);
    }
  }

  private void ask(Somebody resident) {
    try {
      while (!over) {
        long began = System.nanoTime();
        HttpResponse<String> answer = get("/api/v1/me/recommendations?limit=20", resident.token());
        waited(began);
        if (answer.statusCode() == 200) falling(answer.body());
        else refused(answer);
        Thread.sleep(50);
      }
    } catch (Exception e) {
      LOG.error("a resident ended", e);
      unclear.incrementAndGet();
    }
  }

  /** Best first, whatever happens. */
  private void falling(String body) {
    JsonArray items = new JsonObject(body).getJsonArray("items");
    double before = 1;
    for (int i = 0; i < items.size(); i++) {
      double score = items.getJsonObject(i).getDouble("score");
      if (score > before) {
        wrong.incrementAndGet();
        return;
      }
      before = score;
    }
    right.incrementAndGet();
  }

  private void refused(HttpResponse<String> answer) throws InterruptedException {
    boolean clear =
        answer.statusCode() == 503
            && (answer.body().contains("matching_unavailable")
                || answer.body().contains("index_behind"));
    if (clear) none.incrementAndGet();
    else if (answer.statusCode() != 401) {
      unclear.incrementAndGet();
      LOG.error("answered {}: {}", answer.statusCode(), answer.body());
    }
    Thread.sleep(100);
  }

  private void waited(long began) {
    longestMillis.accumulateAndGet((System.nanoTime() - began) / 1_000_000, Math::max);
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    HttpRequest.Builder asking =
        HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) asking.header("Authorization", "Bearer " + token);
    return http.send(asking.build(), BodyHandlers.ofString());
  }

  /** Nothing more is written or asked. */
  @Override
  public void close() {
    over = true;
    threads.close();
    http.close();
  }
}
