package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import yui.core.Refusal;

class RacesTest {
  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void post_oppositeBatchesAtOnce_neverDeadlocks() throws Exception {
    town.fund("limited", "'JPY', 100000000, null, null, null");
    List<String> payees = new ArrayList<>();
    for (int i = 0; i < 8; i++) payees.add("owed:p" + i);
    for (String payee : payees) town.id("person:" + payee.substring(5));
    List<String> reversed = new ArrayList<>(payees);
    Collections.reverse(reversed);
    long before = deadlocks();
    List<Callable<Integer>> batches = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      List<String> order = n % 2 == 0 ? payees : reversed;
      List<Event> batch = new ArrayList<>();
      for (String payee : order) batch.add(gift("fund:limited", payee, 10));
      batches.add(() -> books.database.write(town.staff, tx -> LedgerStore.post(tx, batch)).size());
    }
    for (Future<Integer> done : atOnce(16, batches)) assertEquals(8, done.get());
    assertEquals(before, deadlocks());
    town.balance("fund:limited", "JPY", 0, -16_000);
    town.balance("owed:p3", "JPY", 0, 2_000);
  }

  @Test
  void promise_manyAtOnceFromALimitedFund_neverPassesTheLimit() throws Exception {
    town.fund("limited", "'JPY', 10000, null, null, null");
    List<Callable<String>> promises = new ArrayList<>();
    for (int n = 0; n < 64; n++) {
      Event promise = pending("fund:limited", "owed:p" + n, 300);
      promises.add(() -> outcome(promise));
    }
    int accepted = 0;
    for (Future<String> outcome : atOnce(16, promises)) {
      if (outcome.get().equals("pending")) accepted++;
      else assertEquals("fund_exhausted", outcome.get());
    }
    assertEquals(33, accepted);
    town.balance("fund:limited", "JPY", -9900, 0);
  }

  @Test
  void post_theSameCauseManyTimesAtOnce_isWrittenOnce() throws Exception {
    Event gift = gift("fund:okugawa", "owed:mika", 700);
    List<Callable<String>> twins = new ArrayList<>();
    for (int n = 0; n < 64; n++) twins.add(() -> outcome(gift));
    int written = 0;
    for (Future<String> outcome : atOnce(16, twins)) {
      if (outcome.get().equals("posted")) written++;
      else assertEquals("exists", outcome.get());
    }
    assertEquals(1, written);
    town.balance("owed:mika", "JPY", 0, 700);
  }

  @Test
  void handOver_manyAtOnce_neverGivesMoreThanIsOwed() throws Exception {
    town.ledger("gift fund:okugawa owed:mika MEAL 10 posted");
    List<Callable<String>> handOvers = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      Event handOver = move(false, Code.HAND_OVER, "owed:mika", "given:mika", "MEAL", 1);
      handOvers.add(() -> outcome(handOver));
    }
    int given = 0;
    for (Future<String> outcome : atOnce(16, handOvers)) {
      if (outcome.get().equals("posted")) given++;
      else assertEquals("exceeds_balance", outcome.get());
    }
    assertEquals(10, given);
    town.balance("owed:mika", "MEAL", 0, 0);
  }

  @Test
  void post_fromOneFundWithoutLimit_spreadsItsBalance() throws Exception {
    List<Callable<String>> gifts = new ArrayList<>();
    for (int n = 0; n < 600; n++) {
      Event gift = gift("fund:okugawa", "owed:p" + n, 5);
      gifts.add(() -> outcome(gift));
    }
    for (Future<String> outcome : atOnce(16, gifts)) assertEquals("posted", outcome.get());
    town.balance("fund:okugawa", "JPY", 0, -3_000);
    long stripes =
        books.database.read(
            town.staff,
            tx ->
                tx.row(
                        """
                        select count(*) as n from balances b join accounts a on a.id = b.account_id
                          where a.owner_id = $1
                        """,
                        town.id("fund:okugawa"))
                    .orElseThrow()
                    .getLong("n"));
    assertTrue(stripes > 1, stripes + " stripes");
  }

  private String outcome(Event event) {
    try {
      return books
          .database
          .write(town.staff, tx -> LedgerStore.post(tx, List.of(event)))
          .getFirst()
          .outcome()
          .name()
          .toLowerCase(Locale.ROOT);
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }

  private static <T> List<Future<T>> atOnce(int threads, List<Callable<T>> work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      return pool.invokeAll(work);
    }
  }

  private long deadlocks() throws Exception {
    try (Connection root = books.superuser();
        Statement sql = root.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select deadlocks from pg_stat_database where datname = current_database()")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Event gift(String from, String to, long amount) {
    return move(false, Code.GIFT, from, to, "JPY", amount);
  }

  private Event pending(String from, String to, long amount) {
    return move(true, Code.PROMISE, from, to, "JPY", amount);
  }

  private Event move(boolean pending, Code code, String from, String to, String unit, long amount) {
    return new Event.Move(
        pending,
        Cause.of(UUID.randomUUID()).transfer(),
        town.community,
        code,
        Purpose.THANKS,
        town.account(from),
        town.account(to),
        unit,
        amount,
        About.NOTHING,
        Books.START,
        null);
  }
}
