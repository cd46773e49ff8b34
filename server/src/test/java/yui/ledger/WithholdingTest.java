package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.banks.Banks;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.PersonId;
import yui.db.Tx;
import yui.papers.Press;
import yui.vault.Vault;
import yui.web.Words;

class WithholdingTest {
  private static final Instant HAPPENED = Instant.parse("2026-12-04T05:00:00Z");
  private static final LocalDate UNTIL = LocalDate.parse("2026-12-05");
  private static final String LECTURE = "LECTURE";
  private static final Withholding SHIPPED =
      new Withholding(Set.of(LECTURE), true, 1_021, 1_000_000, 2_042, null);

  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Settlements settlements =
      new Settlements(
          new Banks(Vault.at(keys()), new Rules()::isHoliday),
          new ShippedPayRules(1_000_000_000),
          new Press(Books.VERTX),
          Words.load());
  private final Caller desk = Books.desk(town.community);
  private final PersonId mika = town.person("mika");
  private int deeds;

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, 0",
    "9, 0",
    "10, 1",
    "30000, 3063",
    "50000, 5105",
    "1000000, 102100",
    "1000001, 102100",
    "1000005, 102101",
    "1500000, 204200",
    "900000000000000, 183779999897900",
  })
  void of_aPayment_dropsTheFraction(long yen, long withheld) {
    assertEquals(withheld, SHIPPED.of(yen));
  }

  @Test
  void run_ofALectureWithTravelInHand_keepsTaxOfBothBack() {
    earns(30_000, Purpose.THANKS, LECTURE);
    earns(20_000, Purpose.TRAVEL, LECTURE);
    assertEquals(new Settlement.Line(mika, "JPY", 30_000, 20_000, 5_105, 44_895), line());
  }

  @Test
  void run_ofALectureWhoseTicketThePayerBought_leavesTheTicketOut() {
    earns(30_000, Purpose.THANKS, LECTURE);
    earns(20_000, Purpose.TRAVEL, null);
    assertEquals(3_063, line().withheld());
  }

  @Test
  void run_ofOtherThanks_keepsNothingBackAndSaysSo() {
    earns(30_000, Purpose.THANKS, "THANKS");
    UUID run = open();
    assertEquals(new Settlement.Line(mika, "JPY", 30_000, 0, 0, 30_000), line(run));
    assertEquals(0, decision(run).base());
  }

  @Test
  void run_ofALectureAndOtherThanks_keepsTaxOfTheLectureAloneBack() {
    earns(30_000, Purpose.THANKS, LECTURE);
    earns(8_000, Purpose.THANKS, "THANKS");
    earns(5_000, Purpose.TRAVEL, "THANKS");
    assertEquals(new Settlement.Line(mika, "JPY", 38_000, 5_000, 3_063, 39_937), line());
  }

  @Test
  void pay_aLecture_postsTheTaxAndKeepsTheDecision() {
    earns(1_500_000, Purpose.THANKS, LECTURE);
    UUID run = pay();
    town.balance("given:mika", "JPY", 0, 1_295_800);
    town.balance("withheld:", "JPY", 0, 204_200);
    town.balance("owed:mika", "JPY", 0, 0);
    assertEquals(
        new Decision(mika, "JPY", "WITHHOLDING", null, SHIPPED.json(), 1_500_000, 204_200),
        decision(run));
    for (String change :
        List.of("delete from settlement_decisions", "truncate settlement_decisions")) {
      assertThrows(SQLException.class, () -> asOwner(change), change);
    }
  }

  private void asOwner(String sql) throws SQLException {
    try (Connection owner = books.connect("yui_owner");
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void comesBack_aPaidLecture_isTaxedOnce() {
    earns(30_000, Purpose.THANKS, LECTURE);
    UUID first = pay();
    as((tx, by) -> settlements.comesBack(tx, by, first, mika, "JPY", "口座がありません"));
    assertEquals(new Settlement.Line(mika, "JPY", 26_937, 0, 0, 26_937), line());
  }

  @Test
  void correction_downwards_isTakenFromTheBaseOfTheNextRun() {
    earns(30_000, Purpose.THANKS, LECTURE);
    pay();
    takesBack(10_000);
    earns(20_000, Purpose.THANKS, LECTURE);
    assertEquals(new Settlement.Line(mika, "JPY", 10_000, 0, 1_021, 8_979), line());
  }

  @Test
  void correction_downAndUpAgainAcrossRuns_isTaxedOnce() {
    earns(30_000, Purpose.THANKS, LECTURE);
    pay();
    takesBack(10_000);
    earns(15_000, Purpose.THANKS, "THANKS");
    assertEquals(0, line(pay()).withheld());
    earns(12_000, Purpose.THANKS, LECTURE);
    assertEquals(new Settlement.Line(mika, "JPY", 12_000, 0, 204, 11_796), line(pay()));
    earns(1_000, Purpose.THANKS, LECTURE);
    assertEquals(102, line().withheld());
  }

  @Test
  void correction_beforeTheRun_isTakenFromItsBase() {
    earns(30_000, Purpose.THANKS, LECTURE);
    takesBack(10_000);
    assertEquals(2_042, line().withheld());
  }

  @Test
  void run_whereTheTaxWouldTakeWhatIsLeft_explainsInsteadOfPaying() {
    earns(30_000, Purpose.THANKS, LECTURE);
    town.ledger("hand_over  owed:mika  given:mika  JPY  28000  posted");
    town.ledger("gift  fund:okugawa  owed:ken  JPY  2000  posted");
    UUID run = open();
    assertEquals(
        List.of(new Settlement.LeftOut(mika, "JPY", 2_000, 3_063, Settlement.Why.TAX_TAKES_ALL)),
        as((tx, by) -> settlements.leftOut(tx, settlements.get(tx, by, run))));
    assertTrue(
        as((tx, by) -> settlements.get(tx, by, run)).lines().stream()
            .noneMatch(line -> line.personId().equals(mika)));
  }

  @Test
  void run_whereSomethingWasHandedOver_takesTheBaseWhole() {
    earns(30_000, Purpose.THANKS, LECTURE);
    move(Account.owed(mika), Account.given(mika), 10_000, Purpose.THANKS, LECTURE);
    assertEquals(new Settlement.Line(mika, "JPY", 20_000, 0, 3_063, 16_937), line());
  }

  @Test
  void used_inAFiscalYear_countsTicketsButNoPaymentTwice() {
    earns(30_000, Purpose.THANKS, "THANKS");
    earns(5_000, Purpose.TRAVEL, "THANKS");
    Account fund = Account.fund(new FundId(town.id("fund:okugawa")));
    move(fund, Account.given(mika), 8_000, Purpose.TRAVEL, null);
    takesBack(1_000);
    pay();
    assertEquals(Map.of(mika, new Subsidies.Used(29_000, 13_000)), used("2026-04-01"));
    assertEquals(Map.of(mika, new Subsidies.Used(29_000, 13_000)), used("2027-03-31"));
    assertEquals(Map.of(), used("2027-04-01"));
  }

  private Map<PersonId, Subsidies.Used> used(String day) {
    return as(
        (tx, by) -> Subsidies.used(tx, town.community, List.of(mika), LocalDate.parse(day), false));
  }

  private void earns(long yen, Purpose purpose, @Nullable String sort) {
    move(Account.fund(new FundId(town.id("fund:okugawa"))), Account.owed(mika), yen, purpose, sort);
  }

  private void takesBack(long yen) {
    move(
        Account.owed(mika),
        Account.fund(new FundId(town.id("fund:okugawa"))),
        yen,
        Purpose.THANKS,
        LECTURE);
  }

  private void move(Account from, Account to, long yen, Purpose purpose, @Nullable String sort) {
    About about = sort == null ? About.NOTHING : About.NOTHING.sort(sort);
    deeds++;
    books.database.write(
        town.staff,
        tx ->
            LedgerStore.post(
                tx,
                List.of(
                    new Event.Move(
                        false,
                        Cause.of(town.community, "deed", deeds).transfer(),
                        town.community,
                        Code.CORRECT,
                        purpose,
                        from,
                        to,
                        "JPY",
                        yen,
                        about,
                        HAPPENED,
                        null))));
  }

  private UUID open() {
    return as((tx, by) -> settlements.open(tx, by, town.community, Settlement.Kind.CASH, UNTIL))
        .id();
  }

  private Settlement.Line line() {
    return line(open());
  }

  private Settlement.Line line(UUID run) {
    return as((tx, by) -> settlements.get(tx, by, run)).lines().getFirst();
  }

  private Decision decision(UUID run) {
    return as((tx, by) -> settlements.decisions(tx, settlements.get(tx, by, run))).getFirst();
  }

  private UUID pay() {
    UUID run = open();
    as((tx, by) -> settlements.check(tx, by, run));
    as((tx, by) -> settlements.freeze(tx, by, run));
    as((tx, by) -> settlements.export(tx, by, run, Export.Format.LIST, null));
    as((tx, by) -> settlements.pay(tx, by, run));
    return run;
  }

  private interface Deed<T> {
    T apply(Tx tx, Caller by);
  }

  private <T> T as(Deed<T> deed) {
    return books.database.write(town.staff, tx -> deed.apply(tx, desk));
  }

  private static Path keys() {
    try {
      return Files.createTempDirectory("yui-keys").resolve("bank.keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
