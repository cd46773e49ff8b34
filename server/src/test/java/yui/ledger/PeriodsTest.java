package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Scope;
import yui.db.Tx;

class PeriodsTest {
  private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
  private static final Instant JANUARY = Instant.parse("2027-01-10T03:00:00Z");

  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Caller desk = Books.desk(town.community);
  private final Periods periods = new Periods();
  private final Ledger ledger = new Ledger();

  @BeforeEach
  void december() {
    town.ledger(
        """
        promise    fund:okugawa   owed:mika      JPY    3000    pending
        promise    fund:okugawa   owed:ken       JPY    2000    pending
        earn       fund:okugawa   owed:mika      JPY    3000    posted
        """);
    books.clock.set(JANUARY);
    seal();
  }

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
    books.clock.set(Books.START);
  }

  @Test
  void post_intoAClosedMonth_isRefusedByTheDatabaseAndDatedTodayByTheVerbs() {
    Periods.Period closed = close(DECEMBER);
    assertEquals(1, closed.openPromises(), "nobody has said a word on Ken's work");
    town.ledger(
        """
        # what was written before is still known; what is new is not taken
        earn       fund:okugawa   owed:mika      JPY    3000    exists
        earn       fund:okugawa   owed:mika      JPY    1000    exists_with_different_amount
        earn       fund:okugawa   owed:ken       JPY    2000    period_closed
        void       fund:okugawa   owed:ken       JPY    0       period_closed
        gift       fund:okugawa   owed:ken       JPY    0       amount_must_be_positive
        gift       fund:okugawa   owed:ken       JPY    1       period_closed
        """);

    TransferId promise = Cause.of(town.community, "promise", "fund:okugawaowed:kenJPY").transfer();
    Instant onTheDay = Instant.parse("2026-12-31T14:59:59Z");
    write(tx -> ledger.earn(tx, List.of(new Earned(promise, 1500, onTheDay, null))));
    Transfer earned = newest();
    assertEquals(JANUARY, earned.happenedAt());
    assertEquals(LocalDate.of(2026, 12, 31), earned.about().happenedOn());

    write(tx -> ledger.earn(tx, List.of(new Earned(promise, 2000, onTheDay, "2時間でなく3時間"))));
    assertEquals(Code.CORRECT, newest().code());
    assertEquals(JANUARY, newest().happenedAt());
    town.balance("owed:ken", "JPY", 0, 2000);
  }

  @Test
  void post_afterTheClosedMonth_keepsItsMoment() {
    close(DECEMBER);
    Instant newYear = Instant.parse("2026-12-31T15:00:00Z");
    write(tx -> LedgerStore.post(tx, List.of(gift(newYear))));
    assertEquals(newYear, newest().happenedAt());
  }

  @Test
  void close_inOrderAndOnce_isTheOnlyWay() {
    assertRefused("period_not_over", () -> close(YearMonth.of(2027, 1)));
    close(DECEMBER);
    assertRefused("period_closed_already", () -> close(DECEMBER));
    assertRefused("period_closed_already", () -> close(DECEMBER.minusMonths(1)));
    books.clock.set(Instant.parse("2027-03-10T03:00:00Z"));
    assertRefused("period_out_of_order", () -> close(YearMonth.of(2027, 2)));
    assertEquals(List.of(YearMonth.of(2027, 1)), read(tx -> periods.closable(tx, town.community)));
    close(YearMonth.of(2027, 1));
    close(YearMonth.of(2027, 2));
    assertEquals(
        List.of("2027-02", "2027-01", "2026-12"),
        read(tx -> periods.list(tx, desk, town.community, null, 10)).stream()
            .map(p -> p.month().toString())
            .toList());
    assertEquals(List.of(), read(tx -> periods.closable(tx, town.community)));
  }

  @Test
  void close_byOthersThanTheOfficialDesk_isRefused() {
    Caller elsewhere = Books.desk(Books.community());
    assertRefused(
        "not_found",
        () ->
            books.database.write(
                Scope.of(elsewhere), tx -> periods.close(tx, elsewhere, town.community, DECEMBER)));
  }

  @Test
  void close_whileARunIsBetweenTheLookAndThePayment_isRefused() throws Exception {
    UUID run = UUID.randomUUID();
    root(
        "insert into settlements (id, community_id, kind, until, opened_by, opened_at, state,"
            + " checked_at) values ('%s', '%s', 'CASH', '2026-12-31', '%s', now(), 'CHECKED', now())"
                .formatted(run, town.community, UUID.randomUUID()));
    assertEquals(List.of(run), read(tx -> periods.underWay(tx, town.community)));
    assertRefused("period_settling", () -> close(DECEMBER));
  }

  @Test
  void close_ofBooksThatWereChanged_isRefused() throws Exception {
    UUID earned = newest().id().value();
    root("update transfers set amount = amount + 1 where id = '" + earned + "'");
    assertRefused("books_disagree", () -> close(DECEMBER));
    root("update transfers set amount = amount - 1 where id = '" + earned + "'");
    close(DECEMBER);
  }

  @Test
  void close_whileSomebodyPosts_waitsAndFindsWhatCameBefore() throws Exception {
    CountDownLatch posted = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> poster =
          both.submit(
              () ->
                  write(
                      tx -> {
                        LedgerStore.post(tx, List.of(gift(Books.START)));
                        posted.countDown();
                        return waited(commit);
                      }));
      posted.await();
      Future<String> closer = both.submit(() -> outcome(() -> close(DECEMBER)));
      Thread.sleep(400);
      assertFalse(closer.isDone(), "who closes waits for who posts");
      commit.countDown();
      poster.get(5, TimeUnit.SECONDS);
      assertEquals("period_not_sealed", closer.get(5, TimeUnit.SECONDS));
    }
    seal();
    close(DECEMBER);
    assertEquals(
        2,
        read(tx -> periods.moved(tx, town.community, DECEMBER)).size(),
        "the gift is December's");
  }

  @Test
  void post_whileSomebodyCloses_waitsAndIsRefused() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> closer =
          both.submit(
              () ->
                  write(
                      tx -> {
                        periods.close(tx, desk, town.community, DECEMBER);
                        closed.countDown();
                        return waited(commit);
                      }));
      closed.await();
      Future<String> poster =
          both.submit(
              () -> outcome(() -> write(tx -> LedgerStore.post(tx, List.of(gift(Books.START))))));
      Thread.sleep(400);
      assertFalse(poster.isDone(), "who posts waits for who closes");
      commit.countDown();
      closer.get(5, TimeUnit.SECONDS);
      assertEquals("period_closed", poster.get(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void period_closed_isHistory() throws Exception {
    close(DECEMBER);
    try (Connection owner = books.connect("yui_owner");
        Statement sql = owner.createStatement()) {
      for (String deed :
          List.of(
              "delete from ledger_periods",
              "update ledger_periods set month = month - 31",
              "truncate ledger_periods")) {
        assertEquals(
            "YU409", assertThrows(SQLException.class, () -> sql.execute(deed)).getSQLState());
      }
    }
  }

  private static boolean waited(CountDownLatch latch) {
    try {
      return latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Event gift(Instant happened) {
    return new Event.Move(
        false,
        Cause.of(UUID.randomUUID()).transfer(),
        town.community,
        Code.GIFT,
        Purpose.THANKS,
        town.account("fund:okugawa"),
        town.account("owed:jun"),
        "JPY",
        1,
        About.NOTHING,
        happened,
        null);
  }

  private Periods.Period close(YearMonth month) {
    return write(tx -> periods.close(tx, desk, town.community, month));
  }

  private Transfer newest() {
    return read(
        tx ->
            new Transfers()
                .ofCommunity(
                    tx, town.community, new Transfers.Query(null, null, null, null, null, 1))
                .getFirst());
  }

  private <T> T write(Function<Tx, T> work) {
    return books.database.write(Scope.of(desk), work);
  }

  private <T> T read(Function<Tx, T> work) {
    return books.database.read(Scope.of(desk), work);
  }

  private static void assertRefused(String code, Supplier<?> deed) {
    assertEquals(code, outcome(deed));
  }

  private static String outcome(Supplier<?> deed) {
    try {
      deed.get();
      return "done";
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }

  private void root(String statement) throws Exception {
    try (Connection root = books.superuser();
        Statement sql = root.createStatement()) {
      sql.execute("set session_replication_role = replica");
      sql.execute(statement);
    }
  }

  private void seal() {
    books.database.write(Scope.ofSystem(), tx -> new Seals().seal(tx, 10_000));
  }
}
