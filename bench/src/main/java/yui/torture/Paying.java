package yui.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients at the desk of the demo town who write vouchers, each an intent with one key, and say the
 * same again until it is answered; and the reckoning of what came of them.
 */
final class Paying {
  private static final String KNOWN =
      """
      select distinct person_id from ledger_applications where community_id = ?::uuid limit 16
      """;
  private static final String WRITTEN =
      """
      select v.reason, v.id, t.id as transfer
      from ledger_vouchers v left join transfers t on t.id = v.transfer_id
      where v.reason like ?
      """;

  private static final int REPLAYED = 200;
  private static final int LOST_OF_HUNDRED = 5;

  private final DemoServer server;
  private final Somebody desk;
  private final String path;
  private final String fund;
  private final List<String> people;
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final boolean forgetsKeys;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger meant = new AtomicInteger();
  private final AtomicInteger retries = new AtomicInteger();
  private final Map<Integer, String> answered = new ConcurrentHashMap<>();
  private final Collection<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicLong lastGood = new AtomicLong(System.nanoTime());
  private volatile boolean full;
  private volatile boolean over;

  private Paying(
      DemoServer server,
      Somebody desk,
      String path,
      String fund,
      List<String> people,
      boolean forgetsKeys) {
    this.server = server;
    this.desk = desk;
    this.path = path;
    this.fund = fund;
    this.people = people;
    this.forgetsKeys = forgetsKeys;
  }

  /**
   * At 西会津町's desk, with a fund of its own.
   *
   * @param forgetsKeys says the same again under another key: the fault of a control
   */
  static Paying at(DemoServer server, boolean forgetsKeys) throws Exception {
    Somebody desk = Somebody.as(server.address(), "desk@nishiaizu.example");
    String path = path(desk);
    String community = path.substring(path.lastIndexOf('/') + 1);
    String fund =
        desk.post(
                path + "/funds",
                new JsonObject().put("name", "試験 " + UUID.randomUUID()).put("budgetLine", "報償費"))
            .json()
            .getString("id");
    return new Paying(server, desk, path, fund, people(server, community), forgetsKeys);
  }

  /** 西会津町 in the API. */
  static String path(Somebody desk) throws Exception {
    return "/communities/"
        + desk.get("/communities?limit=50").items().stream()
            .map(JsonObject.class::cast)
            .filter(one -> one.getString("name").equals("西会津町"))
            .findFirst()
            .orElseThrow()
            .getString("id");
  }

  private static List<String> people(DemoServer server, String community)
      throws IOException, SQLException {
    List<String> people = new ArrayList<>();
    try (Connection connection = server.connect("postgres");
        PreparedStatement sql = connection.prepareStatement(KNOWN)) {
      sql.setString(1, community);
      try (ResultSet row = sql.executeQuery()) {
        while (row.next()) people.add(row.getString(1));
      }
    }
    return people;
  }

  /** Starts clients that mean one thing after the other, at most so many in all. */
  ExecutorService begin(int clients, int intents) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    for (int client = 0; client < clients; client++) {
      threads.execute(
          () -> {
            for (int i = next.getAndIncrement(); i < intents && !full; i = next.getAndIncrement()) {
              meant.incrementAndGet();
              mean(i);
            }
          });
    }
    return threads;
  }

  /** Means nothing new, and has what is meant said until it is answered, a minute at most. */
  void finish(ExecutorService clients) throws InterruptedException {
    full = true;
    clients.shutdown();
    clients.awaitTermination(1, TimeUnit.MINUTES);
    over = true;
  }

  private void mean(int intent) {
    String key = run + "-" + intent;
    for (int tries = 0; !over; tries++) {
      try {
        String used = forgetsKeys ? key + "-" + tries : key;
        JsonObject voucher = voucher(intent);
        // The very same again is asked about; who forgets their keys forgets the amount, too.
        if (forgetsKeys) voucher.put("amount", 1 + (intent + tries) % 7);
        Somebody.Reply reply = desk.post(path + "/vouchers", voucher, used);
        // Of a hundred answers five are lost on their way: the same is said again.
        boolean lost = tries == 0 && ThreadLocalRandom.current().nextInt(100) < LOST_OF_HUNDRED;
        if (reply.status() == 201 && !lost) {
          answered.put(intent, reply.json().getString("id"));
          lastGood.set(System.nanoTime());
          return;
        }
        if (reply.status() != 201 && !reply.isWorthAnotherTry()) {
          refused.add(reply.toString());
          return;
        }
      } catch (Exception e) {
        // the server is away: said again
      }
      retries.incrementAndGet();
      try {
        Thread.sleep(Math.min(1_000, 50L << Math.min(tries, 5)));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** What is asked for by an intent. */
  JsonObject voucher(int intent) {
    return new JsonObject()
        .put("code", "GIFT")
        .put("personId", people.get(intent % people.size()))
        .put("fundId", fund)
        .put("amount", 1 + intent % 7)
        .put("reason", reason(intent));
  }

  private String reason(int intent) {
    return run + " " + intent;
  }

  int answered() {
    return answered.size();
  }

  /** When an intent was last answered well, in {@link System#nanoTime()}. */
  long lastGood() {
    return lastGood.get();
  }

  /** Whether anything was answered well within the last minute. */
  boolean isMoving() {
    return System.nanoTime() - lastGood.get() < 60_000_000_000L;
  }

  Somebody desk() {
    return desk;
  }

  /** The desk's community in the API. */
  String path() {
    return path;
  }

  /** Compares what was answered with what is in the books. */
  void reckon(Findings findings) throws Exception {
    int intents = meant.get();
    Map<String, List<String>> written = new HashMap<>();
    int unposted = 0;
    try (Connection connection = server.connect("postgres");
        PreparedStatement sql = connection.prepareStatement(WRITTEN)) {
      sql.setString(1, run + " %");
      try (ResultSet row = sql.executeQuery()) {
        while (row.next()) {
          written.computeIfAbsent(row.getString(1), r -> new ArrayList<>()).add(row.getString(2));
          if (row.getString(3) == null) unposted++;
        }
      }
    }
    int lost = 0;
    int repeatedOtherwise = 0;
    for (Map.Entry<Integer, String> one : answered.entrySet()) {
      List<String> found = written.getOrDefault(reason(one.getKey()), List.of());
      if (!found.contains(one.getValue())) lost++;
    }
    for (int i = 0; i < Math.min(REPLAYED, intents) && !forgetsKeys; i++) {
      String before = answered.get(i);
      if (before == null) continue;
      Somebody.Reply again = desk.post(path + "/vouchers", voucher(i), run + "-" + i);
      if (again.status() != 201 || !again.json().getString("id").equals(before)) {
        repeatedOtherwise++;
      }
    }
    int doubles = (int) written.values().stream().filter(ids -> ids.size() > 1).count();
    int unknown = intents - answered.size() - refused.size();
    findings.figure("intents", intents);
    findings.figure("answered", answered.size());
    findings.figure("saidAgain", retries.get());
    findings.figure("lost", lost);
    findings.figure("double", doubles);
    findings.figure("unknown", unknown);
    refused.stream().distinct().limit(3).forEach(one -> Torment.say("refused: %s", one));
    findings.promise("nothing that was answered is lost", lost == 0);
    findings.promise("nothing is paid twice", doubles == 0);
    findings.promise("everything was answered in the end", unknown == 0 && refused.isEmpty());
    findings.promise("every voucher has its transfer", unposted == 0);
    findings.promise("a replay answers the same", repeatedOtherwise == 0);
    findings.promise(
        "the books agree (verify)",
        server.command("verify", "--data", server.data().toString()) == 0);
    hledger(findings);
  }

  private void hledger(Findings findings) throws Exception {
    Somebody.Reply journal = desk.get(path + "/journal");
    Path file = server.data().resolve("books.journal");
    Files.writeString(file, journal.body());
    try {
      Process hledger =
          new ProcessBuilder(
                  "hledger",
                  "-f",
                  file.toString(),
                  "check",
                  "balancednoautoconversion",
                  "ordereddates",
                  "accounts",
                  "commodities")
              .redirectErrorStream(true)
              .redirectOutput(server.data().resolve("hledger.log").toFile())
              .start();
      findings.promise("hledger accepts the journal", hledger.waitFor() == 0);
    } catch (IOException e) {
      Torment.say("hledger is not installed: the journal is not checked by it");
    }
  }
}
