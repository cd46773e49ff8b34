package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** People pay and apply without end; of each deed is known when it was said and when answered. */
final class Deeds implements AutoCloseable {
  private static final int PAYERS = 12;
  private static final List<String> APPLICANTS =
      List.of("resident1", "resident4", "resident6", "resident8");

  /** Something that is in the books once it was answered. */
  private record Deed(String table, String id, long said, long answered) {}

  private final Collection<Deed> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean over;

  static Deeds begin(DemoServer server) throws Exception {
    Deeds deeds = new Deeds();
    Paying books = Paying.at(server, false);
    for (int payer = 0; payer < PAYERS; payer++) {
      int number = payer;
      deeds.threads.execute(() -> deeds.pay(books, number));
    }
    for (String name : APPLICANTS) {
      Somebody resident = Somebody.as(server.address(), name + "@tokyo.example");
      deeds.threads.execute(() -> deeds.apply(resident));
    }
    return deeds;
  }

  int many() {
    return done.size();
  }

  long many(String table) {
    return done.stream().filter(deed -> deed.table().equals(table)).count();
  }

  int refused() {
    return refused.get();
  }

  private void pay(Paying books, int payer) {
    for (int i = payer; !over; i += PAYERS) {
      long said = System.nanoTime();
      try {
        Somebody.Reply reply =
            books
                .desk()
                .post(books.path() + "/vouchers", books.voucher(i), UUID.randomUUID().toString());
        keep("ledger_vouchers", said, reply);
      } catch (Exception e) {
        refused.incrementAndGet();
      }
    }
  }

  private void keep(String table, long said, Somebody.Reply reply) {
    if (reply.status() == 201) {
      done.add(new Deed(table, reply.json().getString("id"), said, System.nanoTime()));
    } else {
      refused.incrementAndGet();
    }
  }

  /** Applies for the first task that takes them, withdraws, and again. */
  private void apply(Somebody resident) {
    try {
      JsonArray tasks = resident.get("/tasks?limit=50").items();
      for (int i = 0; i < tasks.size() && !over; i++) {
        String task = tasks.getJsonObject(i).getString("id");
        JsonObject whole = resident.get("/tasks/" + task).json();
        JsonArray slots = new JsonArray();
        for (Object slot : whole.getJsonArray("slots", new JsonArray())) {
          slots.add(((JsonObject) slot).getString("id"));
        }
        JsonObject entry = new JsonObject();
        if (!slots.isEmpty()) entry.put("slotIds", slots);
        while (!over) {
          long said = System.nanoTime();
          Somebody.Reply reply = resident.post("/tasks/" + task + "/applications", entry);
          if (reply.status() != 201) break;
          keep("applications", said, reply);
          String id = reply.json().getString("id");
          resident.post("/applications/" + id + "/withdraw", new JsonObject().put("reason", "雨"));
        }
      }
    } catch (Exception e) {
      refused.incrementAndGet();
    }
  }

  /**
   * Whether a database holds what one moment held: nothing that was said after something else was
   * answered that is missing.
   */
  Moment of(Connection database) throws SQLException {
    Set<String> there = new HashSet<>();
    for (String table : List.of("ledger_vouchers", "applications")) {
      try (Statement sql = database.createStatement();
          ResultSet row = sql.executeQuery("select id from " + table)) {
        while (row.next()) there.add(row.getString(1));
      }
    }
    List<Deed> held = new ArrayList<>();
    List<Deed> missing = new ArrayList<>();
    for (Deed deed : done) (there.contains(deed.id()) ? held : missing).add(deed);
    long newest = held.stream().mapToLong(Deed::said).max().orElse(Long.MIN_VALUE);
    long oldest = missing.stream().mapToLong(Deed::answered).min().orElse(Long.MAX_VALUE);
    return new Moment(held.size(), missing.size(), newest < oldest);
  }

  /**
   * @param held deeds that are there, {@code missing} those that are not
   * @param isOne whether a moment divides them
   */
  record Moment(int held, int missing, boolean isOne) {}

  /** Nothing more is done; what is under way is answered. */
  void stop() {
    over = true;
    threads.close();
  }

  @Override
  public void close() {
    stop();
  }
}
