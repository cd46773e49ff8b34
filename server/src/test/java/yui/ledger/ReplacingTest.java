package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import yui.core.Caller;
import yui.core.Refusal;
import yui.db.Scope;
import yui.db.Tx;

/** Tomatoes are owed, two lots of 1 kg: given, taken back, replaced by rice. */
class ReplacingTest {
  private static final int TOMATOES = 2;
  private static final int MEALS = 3;

  private final Books books = Books.open();
  private final Table town = new Table(books);
  private final Books.Work work = books.work(town.community);
  private final Caller host = Books.host(town.community, work.group());
  private final Caller resident = Books.caller(work.resident());
  private final Ledger ledger = new Ledger();
  private final HandOvers handOvers = new HandOvers();

  @BeforeEach
  void earned() {
    as(
        host,
        (tx, by) ->
            ledger.promise(
                tx,
                List.of(
                    promise(TOMATOES, "TOMATO_G", 1000, 1),
                    promise(TOMATOES, "TOMATO_G", 1000, 2),
                    promise(MEALS, "MEAL", 1, 3))));
    say(1000);
  }

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void replace_partOfALine_givesThatBackToThePayerAndOwesTheNewFromThere() {
    UUID consent = UUID.randomUUID();
    int line = replace(consent, 1500, "RICE_G", 3000);

    assertEquals(List.of(500L, 3000L), owed("TOMATO_G", "RICE_G"));
    List<OwedLine> toGet = as(resident, (tx, by) -> OwedLines.ofPerson(tx, work.resident()));
    assertEquals(
        List.of("TOMATO_G 500", "MEAL 1", "RICE_G 3000"),
        toGet.stream().map(l -> l.unit() + " " + l.left()).toList());
    assertTrue(toGet.stream().allMatch(l -> l.payer().equals(Account.group(work.group()))));
    assertRefused("hand_over_more_than_owed", () -> handOver(TOMATOES, 501));
    handOver(line, 3000);
    assertEquals(List.of(500L, 0L), owed("TOMATO_G", "RICE_G"));
    List<Transfer> about =
        as(
            host,
            (tx, by) ->
                new Transfers()
                        .ofCommunity(
                            tx,
                            town.community,
                            new Transfers.Query(null, null, null, null, null, 99))
                        .stream()
                        .filter(t -> consent.equals(t.about().substitutionId()))
                        .toList());
    assertEquals(
        List.of(
            "EARN RICE_G 3000",
            "PROMISE RICE_G 3000",
            "CORRECT TOMATO_G 500",
            "CORRECT TOMATO_G 1000"),
        about.stream().map(t -> t.code() + " " + t.unit() + " " + t.amount()).toList());
  }

  @Test
  void replace_moreThanIsOwed_isRefusedAndNothingMoves() {
    handOver(TOMATOES, 1000);
    assertRefused(
        "substitution_more_than_owed", () -> replace(UUID.randomUUID(), 1001, "RICE_G", 1));
    assertEquals(List.of(1000L, 0L), owed("TOMATO_G", "RICE_G"));
  }

  @Test
  void replace_byCash_isRefused() {
    assertRefused("substitution_is_not_cash", () -> replace(UUID.randomUUID(), 100, "JPY", 100));
  }

  @Test
  void earn_lessAfterAReplacement_takesBackOnlyWhatIsStillThere() {
    replace(UUID.randomUUID(), 1500, "RICE_G", 3000);
    say(0);
    assertEquals(List.of(0L, 3000L), owed("TOMATO_G", "RICE_G"));
    say(1000);
    assertEquals(List.of(500L, 3000L), owed("TOMATO_G", "RICE_G"), "what was replaced stays so");
  }

  @Test
  void expire_produce_goesBackOnceAndLeavesMealsAlone() {
    handOver(TOMATOES, 700);
    assertEquals(1300, expire(TOMATOES));
    assertEquals(0, expire(TOMATOES));
    assertEquals(0, expire(MEALS));
    assertEquals(List.of(0L, 1L), owed("TOMATO_G", "MEAL"));
    assertEquals(
        List.of("MEAL"),
        as(resident, (tx, by) -> OwedLines.ofPerson(tx, work.resident())).stream()
            .map(OwedLine::unit)
            .toList());
  }

  /** Each thread wants all of the 2 kg: one gets them, whatever it is. */
  @Test
  void replaceExpireAndHandOver_atOnce_moveTheLineOnce() throws Exception {
    List<Callable<Boolean>> deeds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      deeds.add(() -> succeeds(() -> replace(UUID.randomUUID(), 2000, "RICE_G", 2000)));
      deeds.add(() -> succeeds(() -> handOver(TOMATOES, 2000)));
      deeds.add(() -> expire(TOMATOES) == 2000);
    }
    int done = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(deeds.size())) {
      for (Future<Boolean> deed : threads.invokeAll(deeds)) if (deed.get()) done++;
    }
    assertEquals(1, done);
    assertEquals(0L, owed("TOMATO_G", "RICE_G").getFirst());
  }

  private static boolean succeeds(Runnable deed) {
    try {
      deed.run();
      return true;
    } catch (Refusal refused) {
      return false;
    }
  }

  private int replace(UUID consent, long quantity, String unit, long newQuantity) {
    return as(
        host,
        (tx, by) ->
            ledger.replace(
                tx,
                new Replacement(
                    consent,
                    town.community,
                    work.application(),
                    work.resident(),
                    work.group().value(),
                    TOMATOES,
                    quantity,
                    unit,
                    newQuantity)));
  }

  private long expire(int line) {
    return books.database.write(
        Scope.ofSystem(),
        tx -> ledger.expireProduce(tx, work.application(), line, work.resident()));
  }

  private HandOver handOver(int line, long quantity) {
    return as(host, (tx, by) -> handOvers.handOver(tx, by, work.application(), line, quantity, ""));
  }

  /** The host says that so much of each lot was earned, and the meal. */
  private void say(long grams) {
    as(
        host,
        (tx, by) ->
            ledger.earn(
                tx,
                ledger.promisedOf(tx, work.application()).stream()
                    .filter(p -> p.unit().equals("TOMATO_G") || p.unit().equals("MEAL"))
                    .map(
                        p ->
                            new Earned(
                                p.id(), p.unit().equals("MEAL") ? 1 : grams, Books.START, null))
                    .toList()));
  }

  private List<Long> owed(String... units) {
    List<Long> owed = new ArrayList<>();
    for (String unit : units) {
      List<Transfers.OwnBalance> own =
          as(resident, (tx, by) -> new Transfers().ownBalances(tx, by.known(), unit));
      owed.add(own.isEmpty() ? 0 : own.getFirst().owed());
    }
    return owed;
  }

  private Promise promise(int line, String unit, long amount, int lot) {
    return new Promise(
        town.community,
        Cause.of(work.application(), unit, lot),
        Account.group(work.group()),
        work.resident(),
        Purpose.THANKS,
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
