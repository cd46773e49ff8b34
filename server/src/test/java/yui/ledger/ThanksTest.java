package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Scope;
import yui.db.Tx;

class ThanksTest {
  private static final int RICE = 2;

  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Books.Work work = books.work(town.community);
  private final Caller desk = Books.desk(town.community);
  private final Caller host = Books.host(town.community, work.group());
  private final Caller resident = Books.caller(work.resident());
  private final Ledger ledger = new Ledger();
  private final HandOvers handOvers = new HandOvers();

  @BeforeEach
  void promised() {
    as(
        host,
        (tx, by) ->
            ledger.promise(
                tx,
                List.of(
                    promise(1, Purpose.THANKS, "JPY", 3000),
                    promise(RICE, Purpose.THANKS, "RICE_G", 2000),
                    promise(null, Purpose.TRAVEL, "JPY", 5000))));
  }

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void chain_ofAHandOver_holdsThePromiseAndWhatWasEarned() {
    earnEverything();
    handOver(host, RICE, 1500);
    Transfers.Query rice = new Transfers.Query("RICE_G", null, null, null, null, 50);
    List<Transfer> lines =
        as(desk, (tx, by) -> new Transfers().ofCommunity(tx, town.community, rice));
    for (Transfer end : List.of(lines.getFirst(), lines.getLast())) {
      assertEquals(
          List.of(Code.PROMISE, Code.EARN, Code.HAND_OVER),
          as(desk, (tx, by) -> Chain.of(tx, town.community, end.id())).transfers().stream()
              .map(Transfer::code)
              .toList(),
          "from " + end.code());
    }
  }

  @Test
  void handOver_ofWhatWasEarned_isGivenInPartsAndAcknowledged() {
    assertRefused("hand_over_more_than_owed", () -> handOver(host, RICE, 1));
    earnEverything();
    handOver(host, RICE, 1500);
    assertRefused("hand_over_more_than_owed", () -> handOver(host, RICE, 501));
    HandOver rest = handOver(desk, RICE, 500);
    assertEquals(2, as(resident, (tx, by) -> handOvers.ofPerson(tx, by.known(), null, 9)).size());
    assertRefused(
        "forbidden", () -> as(host, (tx, by) -> handOvers.acknowledge(tx, by, rest.id())));
    assertNotNull(
        as(resident, (tx, by) -> handOvers.acknowledge(tx, by, rest.id())).acknowledgedAt());
    assertRefused(
        "hand_over_acknowledged",
        () -> as(resident, (tx, by) -> handOvers.acknowledge(tx, by, rest.id())));
  }

  @Test
  void enterPaper_byHostOrDesk_isTheReceiptOnceAndSaysWhoEnteredIt() {
    earnEverything();
    HandOver first = handOver(host, RICE, 1500);
    assertRefused("not_your_own", () -> paper(resident, first));
    assertRefused("not_found", () -> paper(Books.host(town.community, Books.group()), first));
    HandOver entered = paper(desk, first);
    assertTrue(entered.onPaper());
    assertEquals(desk.known(), entered.acknowledgedBy());
    assertRefused("hand_over_acknowledged", () -> paper(host, first));
    assertRefused(
        "hand_over_acknowledged",
        () -> as(resident, (tx, by) -> handOvers.acknowledge(tx, by, first.id())));
    HandOver own = handOver(host, RICE, 500);
    assertFalse(as(resident, (tx, by) -> handOvers.acknowledge(tx, by, own.id())).onPaper());
  }

  @Test
  void handOver_ofCashOrOfAnUnknownLine_isRefused() {
    earnEverything();
    assertRefused("hand_over_not_cash", () -> handOver(host, 1, 3000));
    assertRefused("reward_line_unknown", () -> handOver(host, 9, 1));
  }

  @Test
  void handOver_byOthers_isRefused() {
    earnEverything();
    Caller strange = Books.host(Books.community(), Books.group());
    Caller otherHost = Books.host(town.community, Books.group());
    assertRefused("not_found", () -> handOver(strange, RICE, 1));
    assertRefused("not_found", () -> handOver(otherHost, RICE, 1));
    assertRefused("not_your_own", () -> handOver(resident, RICE, 1));
  }

  private void earnEverything() {
    as(
        host,
        (tx, by) ->
            ledger.earn(
                tx,
                ledger.promisedOf(tx, work.application()).stream()
                    .filter(p -> p.purpose() == Purpose.THANKS)
                    .map(p -> new Earned(p.id(), p.amount(), Books.START, null))
                    .toList()));
  }

  private HandOver paper(Caller caller, HandOver handOver) {
    return as(caller, (tx, by) -> handOvers.enterPaper(tx, by, handOver.id()));
  }

  private HandOver handOver(Caller caller, int line, long quantity) {
    return as(
        caller, (tx, by) -> handOvers.handOver(tx, by, work.application(), line, quantity, ""));
  }

  private Promise promise(@Nullable Integer line, Purpose purpose, String unit, long amount) {
    return new Promise(
        town.community,
        Cause.of(work.application(), unit, purpose),
        town.account("fund:okugawa"),
        work.resident(),
        purpose,
        unit,
        amount,
        About.application(work.application(), (UUID) null, work.group().value(), line),
        Books.START,
        null);
  }

  private <T> T as(Caller caller, BiFunction<Tx, Caller, T> verb) {
    return books.database.write(Scope.of(caller), tx -> verb.apply(tx, caller));
  }

  private static void assertRefused(String code, Executable verb) {
    assertEquals(code, assertThrows(Refusal.class, verb).code());
  }
}
