package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.core.Refusal;
import yui.db.Scope;

class EarnTest {
  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Ledger ledger = new Ledger();
  private final UUID application = UUID.randomUUID();
  private final TransferId promise = promise(1, Purpose.THANKS, null);

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @ParameterizedTest
  @CsvSource({
    "'3000',            3000",
    "'0',               0",
    "'1000,3000',       3000",
    "'3000,0,3000',     3000",
    "'0,3000',          3000",
    "'3000,1000,2000',  2000",
    "'2000,2000,0',     0",
  })
  void earn_saidAgainAndAgain_endsAtTheLastWord(String words, long owed) {
    for (String word : words.split(",")) {
      List<Earned> earned = List.of(earned(Long.parseLong(word)));
      List<Change> seen = books.database.read(town.staff, tx -> ledger.preview(tx, earned));
      List<Change> done = books.database.write(town.staff, tx -> ledger.earn(tx, earned));
      assertEquals(seen, done);
      assertEquals(Long.parseLong(word), done.getFirst().after());
    }
    town.balance("owed:mika", "JPY", 0, owed);
    town.balance("fund:okugawa", "JPY", 0, -owed);
  }

  @Test
  void preview_ofACorrection_showsTheArithmeticAndWritesNothing() {
    books.database.write(town.staff, tx -> ledger.earn(tx, List.of(earned(3000))));
    Change change =
        books.database.read(town.staff, tx -> ledger.preview(tx, List.of(earned(1800)))).getFirst();
    assertEquals(Code.CORRECT, change.code());
    assertEquals(
        List.of(3000L, -1200L, 1800L), List.of(change.before(), change.change(), change.after()));
    assertEquals(town.account("owed:mika"), change.from().orElseThrow());
    town.balance("owed:mika", "JPY", 0, 3000);
  }

  @Test
  void earn_moreThanPromised_isRefused() {
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> books.database.write(town.staff, tx -> ledger.earn(tx, List.of(earned(3001)))));
    assertEquals("earned_too_much", refusal.code());
    town.balance("owed:mika", "JPY", 3000, 0);
  }

  @Test
  void earn_twoFromTheSameReading_countOnce() {
    books.database.write(town.staff, tx -> ledger.earn(tx, List.of(earned(3000))));
    books.database.write(town.staff, tx -> ledger.earn(tx, List.of(earned(2000))));
    // What somebody else, who also read 3000, would write for 1000.
    Event late =
        new Event.Move(
            false,
            Cause.of("correct", promise, 1).transfer(),
            town.community,
            Code.CORRECT,
            Purpose.THANKS,
            town.account("owed:mika"),
            town.account("fund:okugawa"),
            "JPY",
            2000,
            About.NOTHING,
            Books.START,
            null);
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> books.database.write(town.staff, tx -> LedgerStore.post(tx, List.of(late))));
    assertEquals("exists_with_different_amount", refusal.code());
    town.balance("owed:mika", "JPY", 0, 2000);
  }

  @Test
  void voidPending_whereSomeAreEarned_takesOnlyTheRest() {
    promise(2, Purpose.THANKS, null);
    books.database.write(town.staff, tx -> ledger.earn(tx, List.of(earned(3000))));
    books.database.write(
        town.staff,
        tx -> ledger.voidPending(tx, ledger.promisedOf(tx, application), Code.VOID, Books.START));
    town.balance("owed:mika", "JPY", 0, 3000);
  }

  @Test
  void expire_promisesPastTheirTime_goBackToThePayer() {
    promise(3, Purpose.TRAVEL, Duration.ofDays(30));
    assertEquals(0, expired());
    books.clock.set(Books.START.plus(Duration.ofDays(30)));
    try {
      assertEquals(1, expired());
      assertEquals(0, expired());
    } finally {
      books.clock.set(Books.START);
    }
    town.balance("fund:okugawa", "JPY", -3000, 0);
  }

  private int expired() {
    return books.database.write(Scope.ofSystem(), tx -> ledger.expire(tx, 1000));
  }

  private Earned earned(long amount) {
    return new Earned(promise, amount, Books.START, null);
  }

  private TransferId promise(int line, Purpose purpose, @Nullable Duration life) {
    Promise promise =
        new Promise(
            town.community,
            Cause.of("promise", application, line),
            town.account("fund:okugawa"),
            town.person("mika"),
            purpose,
            "JPY",
            3000,
            About.application(application, null, UUID.randomUUID(), line),
            Books.START,
            life == null ? null : Books.START.plus(life));
    return books
        .database
        .write(town.staff, tx -> ledger.promise(tx, List.of(promise)))
        .getFirst()
        .id();
  }
}
