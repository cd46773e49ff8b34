package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import yui.core.Caller;
import yui.core.FiscalYear;
import yui.core.Refusal;
import yui.db.DatabaseFault;
import yui.db.Scope;
import yui.db.Tx;

class FundsTest {
  private final Books books = Books.open();
  private final Table town = new Table(books);
  private final Caller desk = Books.desk(town.community);
  private final Funds funds = new Funds();

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void limit_raisedAndLowered_holdsFromThenOnAndIsKept() {
    town.fund("town", "'JPY', 5000, 4000, null, null");
    town.ledger(
        """
        promise    fund:town      owed:mika      JPY    3000    pending
        promise    fund:town      owed:ken       JPY    2001    fund_exhausted
        """);
    assertEquals("done", limit("town", 6_000L, null, "補正予算"));
    town.ledger(
        """
        promise    fund:town      owed:ken       JPY    2001    pending
        earn       fund:town      owed:ken       JPY    2000    posted
        """);
    assertEquals("fund_limit_below_used", limit("town", 4_999L, null, "減額"));
    assertEquals("done", limit("town", 5_000L, 1_000L, "減額"));
    town.ledger("gift fund:town owed:jun JPY 1 fund_exhausted");
    assertEquals("invalid_input", limit("town", 5_000L, 5_001L, "注意の額が上"));
    List<Funds.Decision> decisions = decisions("town");
    assertEquals(
        List.of("OPEN 5000 4000", "LIMITS 6000 null 補正予算", "LIMITS 5000 1000 減額"),
        decisions.stream()
            .map(d -> (d.deed() + " " + d.limit() + " " + d.softLimit() + " " + d.reason()).strip())
            .toList());
    assertEquals(desk.known(), decisions.getLast().decidedBy());
  }

  @Test
  void limit_ofAFundThatHadNone_countsWhatItsStripesHold() throws Exception {
    town.fund("town", "'JPY', null, null, null, null");
    List<Callable<String>> gifts = new ArrayList<>();
    for (int n = 0; n < 100; n++) gifts.add(() -> outcome(() -> post(gift(10))));
    try (ExecutorService many = Executors.newFixedThreadPool(8)) {
      for (Future<String> gift : many.invokeAll(gifts)) assertEquals("done", gift.get());
    }
    assertEquals("fund_limit_below_used", limit("town", 999L, null, "上限"));
    assertEquals("done", limit("town", 1_005L, null, "上限"));
    assertEquals("fund_exhausted", outcome(() -> post(gift(6))));
    assertEquals("done", outcome(() -> post(gift(5))));
    assertEquals("done", limit("town", null, null, "上限なし"));
    assertEquals("done", outcome(() -> post(gift(1_000))));
    town.balance("fund:town", "JPY", 0, -2005);
  }

  @Test
  void limit_whileSomebodyPromises_waitsForIt() throws Exception {
    town.fund("town", "'JPY', 10000, null, null, null");
    CountDownLatch posted = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> poster =
          both.submit(
              () ->
                  write(
                      tx -> {
                        LedgerStore.post(tx, List.of(gift(8_000)));
                        posted.countDown();
                        try {
                          return commit.await(5, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                      }));
      posted.await();
      Future<String> decider = both.submit(() -> limit("town", 7_000L, null, "減額"));
      Thread.sleep(300);
      assertFalse(decider.isDone());
      commit.countDown();
      poster.get(5, TimeUnit.SECONDS);
      assertEquals("fund_limit_below_used", decider.get(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void close_withPromises_keepsThemAndPromisesNothingNew() {
    town.fund("town", "'JPY', 5000, null, null, null");
    town.ledger("promise fund:town owed:mika JPY 3000 pending");
    assertEquals(
        "done",
        outcome(() -> write(tx -> funds.close(tx, desk, town.community, id("town"), "年度末"))));
    town.ledger(
        """
        promise    fund:town      owed:ken       JPY    1000    fund_closed
        gift       fund:town      owed:ken       JPY    1000    fund_closed
        earn       fund:town      owed:mika      JPY    2000    posted
        """);
    TransferId promise = Cause.of(town.community, "promise", "fund:townowed:mikaJPY").transfer();
    write(tx -> new Ledger().earn(tx, List.of(new Earned(promise, 2500, tx.now(), "数え間違い"))));
    town.balance("owed:mika", "JPY", 0, 2500);
    assertEquals("fund_closed", limit("town", 9_000L, null, "再開"));
    assertEquals(
        "fund_closed",
        outcome(() -> write(tx -> funds.close(tx, desk, town.community, id("town"), "もう一度"))));
    assertTrue(
        write(tx -> funds.find(tx, town.community, id("town"))).orElseThrow().closedAt() != null);
  }

  @Test
  void limit_ofTheFundForEverything_isRefused() {
    town.fund("all");
    assertEquals("fund_limit_needs_a_unit", limit("all", 1_000L, null, "上限"));
  }

  @Test
  void limit_byAnotherCommunitysDesk_isRefusedByTheDatabaseToo() {
    town.fund("town", "'JPY', 5000, null, null, null");
    Caller other = Books.desk(Books.community());
    assertEquals(
        "not_found",
        outcome(
            () ->
                books.database.write(
                    Scope.of(other),
                    tx ->
                        funds.limit(
                            tx,
                            other,
                            town.community,
                            id("town"),
                            new Funds.Limits(9L, null, "x")))));
    assertEquals(
        "42501",
        assertThrows(
                DatabaseFault.class,
                () ->
                    books.database.write(
                        Scope.of(other),
                        tx ->
                            tx.rows(
                                "select decide_fund($1, 'CLOSE', null, null, 'x')",
                                id("town").value())))
            .sqlState());
  }

  @Test
  void figures_ofAFund_tellPromisedEarnedAndPaidApart() {
    town.fund("town", "'JPY', 10000, null, null, null");
    town.ledger(
        """
        promise    fund:town      owed:mika      JPY    3000    pending
        promise    fund:town      owed:ken       JPY    2000    pending
        earn       fund:town      owed:mika      JPY    2500    posted
        """);
    FundFigures.Line line =
        write(
                tx ->
                    FundFigures.of(
                        tx,
                        town.community,
                        funds.list(tx, town.community, null, 10),
                        new FiscalYear(2026)))
            .getFirst();
    assertEquals(
        List.of(2000L, 2500L, 0L, 5500L, 2500L),
        List.of(
            line.promised(),
            line.earned(),
            line.paid(),
            line.left() == null ? -1 : line.left(),
            line.earnedInYear()));
    assertEquals(
        0,
        write(
                tx ->
                    FundFigures.of(
                        tx,
                        town.community,
                        funds.list(tx, town.community, null, 10),
                        new FiscalYear(2025)))
            .getFirst()
            .earnedInYear());
  }

  private String limit(String fund, @Nullable Long limit, @Nullable Long soft, String reason) {
    return outcome(
        () ->
            write(
                tx ->
                    funds.limit(
                        tx,
                        desk,
                        town.community,
                        id(fund),
                        new Funds.Limits(limit, soft, reason))));
  }

  private List<Funds.Decision> decisions(String fund) {
    return write(tx -> funds.decisions(tx, id(fund)));
  }

  private FundId id(String fund) {
    return new FundId(town.id("fund:" + fund));
  }

  private List<Posted> post(Event event) {
    return write(tx -> LedgerStore.post(tx, List.of(event)));
  }

  private Event gift(long amount) {
    return new Event.Move(
        false,
        Cause.of(UUID.randomUUID()).transfer(),
        town.community,
        Code.GIFT,
        Purpose.THANKS,
        town.account("fund:town"),
        town.account("owed:jun"),
        "JPY",
        amount,
        About.NOTHING,
        Books.START,
        null);
  }

  private <T> T write(Function<Tx, T> work) {
    return books.database.write(Scope.of(desk), work);
  }

  private static String outcome(Supplier<?> deed) {
    try {
      deed.get();
      return "done";
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }
}
