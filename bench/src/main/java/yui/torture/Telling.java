package yui.torture;

import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients who tell problems, and a desk that answers each with a letter; both say the same again
 * with its key until it is answered.
 */
final class Telling {
  private static final int LOST_OF_HUNDRED = 3;
  private static final String TOLD = "select words, id::text as id from needs where words like ?";
  private static final String LETTERS =
      """
      select model ->> 'need' as need, count(*) as letters,
        count(*) filter (where sent_at is null and dropped_at is null) as waiting
      from outbox where kind = 'NEED_ANSWERED' and model ->> 'need' like ? group by 1
      """;

  private final Somebody teller;
  private final Somebody desk;
  private final String path;
  private final boolean forgetsKeys;
  private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, String> told = new ConcurrentHashMap<>();
  private final Set<Integer> answered = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean full;
  private volatile boolean over;

  /**
   * @param path the community's in the API
   * @param forgetsKeys says the same again under another key: the fault of a control
   */
  Telling(Somebody teller, Somebody desk, String path, boolean forgetsKeys) {
    this.teller = teller;
    this.desk = desk;
    this.path = path;
    this.forgetsKeys = forgetsKeys;
  }

  void begin(int many) {
    for (int client = 0; client < many; client++) clients.execute(this::go);
  }

  private void go() {
    while (!full) {
      int intent = next.getAndIncrement();
      JsonObject need = new JsonObject().put("words", words(intent)).put("place", "奥川 中町");
      String id = say(teller, path + "/needs", need, run + "-t" + intent);
      if (id.isEmpty()) continue;
      told.put(intent, id);
      JsonObject answer = new JsonObject().put("words", "見にうかがいます。");
      if (!say(desk, "/needs/" + id + "/answer", answer, run + "-a" + intent).isEmpty()) {
        answered.add(intent);
      }
    }
  }

  private String words(int intent) {
    return "水路の草 " + run + " " + intent;
  }

  /** Says it until it is answered; the id of what came of it, empty where it was refused. */
  private String say(Somebody who, String at, JsonObject body, String key) {
    for (int tries = 0; !over; tries++) {
      try {
        Somebody.Reply reply = who.post(at, body, forgetsKeys ? key + "-" + tries : key);
        boolean lost = tries == 0 && ThreadLocalRandom.current().nextInt(100) < LOST_OF_HUNDRED;
        if (reply.status() < 300 && !lost) return reply.json().getString("id");
        if (reply.status() >= 300) failed.incrementAndGet();
        if (reply.status() >= 300 && !reply.isWorthAnotherTry()) {
          Torment.say("refused: %s", reply);
          refused.incrementAndGet();
          return "";
        }
      } catch (Exception e) {
        failed.incrementAndGet();
      }
      try {
        Thread.sleep(Math.min(1_000, 50L << Math.min(tries, 5)));
      } catch (InterruptedException e) {
        return "";
      }
    }
    return "";
  }

  /** Requests that were not answered, or not well, until now. */
  int failed() {
    return failed.get();
  }

  int told() {
    return told.size();
  }

  /** Means nothing new, and has what is meant said until it is answered, a minute at most. */
  void finish() throws InterruptedException {
    full = true;
    clients.shutdown();
    clients.awaitTermination(1, TimeUnit.MINUTES);
    over = true;
  }

  /** Compares what was answered with what is in the database, and the letters with both. */
  void reckon(Findings findings, DemoServer server) throws Exception {
    Map<String, Integer> written = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Map<String, Integer> letters;
    try (Connection connection = server.connect("postgres")) {
      try (PreparedStatement sql = connection.prepareStatement(TOLD)) {
        sql.setString(1, "水路の草 " + run + " %");
        try (ResultSet row = sql.executeQuery()) {
          while (row.next()) {
            written.merge(row.getString("words"), 1, Integer::sum);
            ids.add(row.getString("id"));
          }
        }
      }
      letters = letters(findings, connection);
    }
    long lost = told.values().stream().filter(id -> !ids.contains(id)).count();
    long twice = written.values().stream().filter(many -> many > 1).count();
    long unwritten = answered.stream().filter(i -> !letters.containsKey(words(i))).count();
    long repeated = letters.values().stream().filter(many -> many > 1).count();
    findings.figure("problemsTold", told.size());
    findings.figure("problemsLost", lost);
    findings.figure("problemsTwice", twice);
    findings.figure("answersInLetters", letters.size());
    findings.promise("every problem and its answer got through", refused.get() == 0 && whole());
    findings.promise("no problem that was told is lost", lost == 0);
    findings.promise("none is told twice", twice == 0);
    findings.promise("each answer wrote one letter", unwritten == 0 && repeated == 0);
  }

  private boolean whole() {
    return told.size() == next.get() && answered.size() == told.size();
  }

  /** How many letters each problem has; two minutes long until all are sent. */
  private Map<String, Integer> letters(Findings findings, Connection connection) throws Exception {
    Map<String, Integer> letters = new HashMap<>();
    for (int tries = 0; ; tries++) {
      letters.clear();
      int waiting = 0;
      try (PreparedStatement sql = connection.prepareStatement(LETTERS)) {
        sql.setString(1, "水路の草 " + run + " %");
        try (ResultSet row = sql.executeQuery()) {
          while (row.next()) {
            letters.put(row.getString("need"), row.getInt("letters"));
            waiting += row.getInt("waiting");
          }
        }
      }
      if (waiting > 0 && tries < 600) {
        Thread.sleep(200);
        continue;
      }
      findings.promise("each letter is sent", waiting == 0);
      return letters;
    }
  }
}
