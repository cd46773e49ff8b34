package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yui.banks.Banks;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.Days;
import yui.core.Desk;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Scope;
import yui.db.Tx;
import yui.papers.Press;
import yui.vault.Vault;
import yui.web.Words;

class SettlementsTest {
  private static final LocalDate UNTIL = LocalDate.parse("2026-12-04");

  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Settlements settlements =
      new Settlements(
          new Banks(Vault.at(keys()), new Rules()::isHoliday),
          new ShippedPayRules(4_999),
          new Press(Books.VERTX),
          Words.load());
  private final Caller desk = Books.desk(town.community);
  private final Caller treasurer = Books.desk(town.community);

  @BeforeEach
  void someThanks() {
    town.ledger(
        """
        gift       fund:okugawa   owed:mika      JPY    3000    posted
        gift       fund:okugawa   owed:ken       JPY    2000    posted
        gift       fund:okugawa   owed:mika      MEAL   2       posted
        """);
  }

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void pay_aFrozenRun_givesWhatWasOwedOnce() {
    UUID id = open();
    assertEquals(5000, get(id).total());
    advance(id, "check freeze export");
    town.balance("owed:mika", "JPY", -3000, 3000);
    assertEquals(
        Settlement.State.PAID, as(treasurer, (tx, by) -> settlements.pay(tx, by, id)).state());
    town.balance("owed:mika", "JPY", 0, 0);
    town.balance("given:mika", "JPY", 0, 3000);
    town.balance("given:ken", "JPY", 0, 2000);
    assertRefused(
        "settlement_already_paid", () -> as(desk, (tx, by) -> settlements.pay(tx, by, id)));
    town.balance("given:mika", "JPY", 0, 3000);
    assertRefused("settlement_nothing_owed", this::open);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                        freeze,  settlement_state",
    "'',                        export,  settlement_state",
    "'',                        pay,     settlement_state",
    "check freeze,              discard, settlement_state",
    "check freeze export,       discard, settlement_state",
    "check freeze export pay,   discard, settlement_already_paid",
    "discard,                   check,   settlement_state",
    "discard,                   freeze,  settlement_state",
    "discard,                   export,  settlement_state",
    "discard,                   pay,     settlement_state",
    "discard,                   discard, settlement_state",
    "check,                     export,  settlement_state",
    "check,                     pay,     settlement_state",
    "check freeze,              check,   settlement_state",
    "check freeze,              freeze,  settlement_state",
    "check freeze,              pay,     settlement_state",
    "check freeze export,       check,   settlement_state",
    "check freeze export,       freeze,  settlement_state",
    "check freeze export pay,   check,   settlement_already_paid",
    "check freeze export pay,   freeze,  settlement_already_paid",
    "check freeze export pay,   pay,     settlement_already_paid",
  })
  void verb_inTheWrongState_isRefused(String before, String verb, String code) {
    UUID id = open();
    advance(id, before);
    assertRefused(code, () -> advance(id, verb));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "check"})
  void discard_beforeFreezing_keepsTheRowAndLetsAnotherPay(String before) {
    UUID wrong = open();
    advance(wrong, before);
    advance(wrong, "discard");
    Settlement discarded = get(wrong);
    assertEquals(Settlement.State.DISCARDED, discarded.state());
    assertEquals(List.of(), discarded.lines());
    assertNotNull(discarded.discardedAt());
    assertEquals(List.of(), as(desk, (tx, by) -> new Periods().underWay(tx, town.community)));
    PersonId ken = town.person("ken");
    assertRefused(
        "settlement_state",
        () -> as(desk, (tx, by) -> settlements.hold(tx, by, wrong, ken, "後から")));
    UUID right = open();
    advance(right, "check freeze export pay");
    town.balance("given:mika", "JPY", 0, 3000);
    assertEquals(
        List.of(right, wrong),
        as(desk, (tx, by) -> settlements.list(tx, by, town.community, null, 10)).stream()
            .map(Settlement::id)
            .toList());
  }

  @Test
  void freeze_whenEverybodyIsHeld_isRefused() {
    UUID id = open();
    for (String name : List.of("mika", "ken")) {
      as(desk, (tx, by) -> settlements.hold(tx, by, id, town.person(name), "口座を確認中"));
    }
    advance(id, "check");
    assertRefused("settlement_nothing_owed", () -> advance(id, "freeze"));
    advance(id, "discard");
  }

  @Test
  void freeze_aboveTheAmountByWhoeverChecked_needsASecondPerson() {
    UUID id = open();
    advance(id, "check");
    assertRefused(
        "second_person_needed", () -> as(desk, (tx, by) -> settlements.freeze(tx, by, id)));
    as(desk, (tx, by) -> settlements.hold(tx, by, id, town.person("ken"), "口座を確認中"));
    advance(id, "check");
    assertEquals(
        Settlement.State.FROZEN, as(desk, (tx, by) -> settlements.freeze(tx, by, id)).state());
  }

  @Test
  void hold_somebody_leavesThemToTheNextRun() {
    UUID id = open();
    PersonId ken = town.person("ken");
    as(desk, (tx, by) -> settlements.hold(tx, by, id, ken, "口座を確認中"));
    assertEquals(3000, get(id).total());
    as(desk, (tx, by) -> settlements.release(tx, by, id, ken));
    assertEquals(5000, get(id).total());
    as(desk, (tx, by) -> settlements.hold(tx, by, id, ken, "口座を確認中"));
    advance(id, "check freeze");
    assertRefused(
        "settlement_state", () -> as(desk, (tx, by) -> settlements.release(tx, by, id, ken)));
    advance(id, "export pay");
    town.balance("owed:ken", "JPY", 0, 2000);
    assertEquals(2000, get(open()).total());
  }

  @Test
  void leftOut_ofARun_saysWhyNobodyIsForgotten() {
    PersonId own = desk.known();
    Event gift =
        new Event.Move(
            false,
            Cause.of(town.community, "own").transfer(),
            town.community,
            Code.GIFT,
            Purpose.THANKS,
            town.account("fund:okugawa"),
            Account.owed(own),
            "JPY",
            900,
            About.NOTHING,
            UNTIL.atStartOfDay(Days.TOKYO).toInstant(),
            null);
    books.database.write(town.staff, tx -> LedgerStore.post(tx, List.of(gift)));
    town.ledger("correct  owed:jun  fund:okugawa  JPY  500  posted");
    UUID id = open();
    PersonId ken = town.person("ken");
    as(desk, (tx, by) -> settlements.hold(tx, by, id, ken, "口座を確認中"));
    Map<PersonId, Settlement.LeftOut> leftOut =
        as(desk, (tx, by) -> settlements.leftOut(tx, get(id))).stream()
            .collect(Collectors.toMap(Settlement.LeftOut::personId, Function.identity()));
    assertEquals(3, leftOut.size());
    assertEquals(
        new Settlement.LeftOut(own, "JPY", 900, 0, Settlement.Why.OPENER), leftOut.get(own));
    assertEquals(
        new Settlement.LeftOut(ken, "JPY", 2000, 0, Settlement.Why.HELD), leftOut.get(ken));
    assertEquals(
        new Settlement.LeftOut(town.person("jun"), "JPY", -500, 0, Settlement.Why.DEBT),
        leftOut.get(town.person("jun")));
    advance(id, "check freeze");
    assertEquals(List.of(), as(desk, (tx, by) -> settlements.leftOut(tx, get(id))));
  }

  @Test
  void hold_inTwoTransactionsWithFreezing_neverChangesWhatIsFrozen() {
    UUID id = open();
    advance(id, "check freeze");
    assertThrows(
        RuntimeException.class,
        () ->
            as(
                desk,
                (tx, by) -> {
                  SettlementStore.hold(tx, get(id), town.person("ken"), "後から", by.known());
                  return id;
                }));
    assertEquals(5000, get(id).total());
  }

  @Test
  void comesBack_aPaidLine_isOwedAgainOnceAndPaidByTheNextRun() {
    UUID first = open();
    PersonId mika = town.person("mika");
    advance(first, "check freeze export");
    assertRefused("settlement_state", () -> back(first, mika));
    advance(first, "pay");
    back(first, mika);
    town.balance("owed:mika", "JPY", 0, 3000);
    town.balance("given:mika", "JPY", 0, 0);
    assertRefused("settlement_returned_already", () -> back(first, mika));
    assertRefused(
        "settlement_returned_already",
        () -> as(desk, (tx, by) -> settlements.comesBack(tx, by, first, mika, "JPY", "口座が閉じていた")));
    town.balance("owed:mika", "JPY", 0, 3000);
    UUID second =
        as(
                desk,
                (tx, by) ->
                    settlements.open(
                        tx, by, town.community, Settlement.Kind.CASH, Days.of(tx.now())))
            .id();
    assertEquals(List.of(new Settlement.Line(mika, "JPY", 3000, 0, 0, 3000)), get(second).lines());
    advance(second, "check freeze export pay");
    town.balance("given:mika", "JPY", 0, 3000);
  }

  private Settlement back(UUID id, PersonId person) {
    return as(treasurer, (tx, by) -> settlements.comesBack(tx, by, id, person, "JPY", "口座番号の誤り"));
  }

  private static Path keys() {
    try {
      return Files.createTempDirectory("yui-keys").resolve("bank.keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void freeze_afterLinesChanged_asksToCheckAgain() {
    UUID id = open();
    advance(id, "check");
    town.ledger("gift fund:okugawa owed:ken JPY 1 posted later");
    assertRefused("settlement_changed_since_check", () -> advance(id, "freeze"));
    advance(id, "check freeze");
    assertEquals(5001, get(id).total());
  }

  @Test
  void correct_afterFreezing_isMetByTheNextRun() {
    UUID first = open();
    advance(first, "check freeze");
    town.ledger("correct owed:mika fund:okugawa JPY 500 posted");
    town.ledger("gift fund:okugawa owed:mika JPY 900 posted later");
    assertEquals(5000, get(first).total());
    advance(first, "export pay");
    UUID second = open();
    assertEquals(
        List.of(new Settlement.Line(town.person("mika"), "JPY", 400, 0, 0, 400)),
        get(second).lines());
    advance(second, "check freeze export pay");
    town.balance("owed:mika", "JPY", 0, 0);
    town.balance("given:mika", "JPY", 0, 3400);
  }

  @Test
  void correct_intoADebt_waitsUntilMoreIsEarned() {
    advance(open(), "check freeze export pay");
    town.ledger("correct owed:mika fund:okugawa JPY 500 posted");
    town.ledger("gift fund:okugawa owed:ken JPY 10 posted later");
    assertEquals(
        List.of(town.person("ken")), get(open()).lines().stream().map(l -> l.personId()).toList());
  }

  @Test
  void handOver_ofWhatIsFrozen_isRefused() {
    advance(open(), "check freeze");
    town.ledger("hand_over owed:mika given:mika JPY 1 exceeds_balance");
  }

  @Test
  void open_untilADay_takesWhatHappenedBeforeItsEndLessWhatWasGivenSince() {
    Event late =
        new Event.Move(
            false,
            Cause.of(UUID.randomUUID()).transfer(),
            town.community,
            Code.TRAVEL,
            Purpose.TRAVEL,
            town.account("fund:okugawa"),
            town.account("owed:mika"),
            "JPY",
            700,
            About.NOTHING,
            UNTIL.plusDays(1).atStartOfDay(Days.TOKYO).toInstant(),
            null);
    books.database.write(town.staff, tx -> LedgerStore.post(tx, List.of(late)));
    UUID id = open();
    assertEquals(5000, get(id).total());
    advance(id, "check freeze export pay");
    Settlement next =
        as(
            desk,
            (tx, by) ->
                settlements.open(tx, by, town.community, Settlement.Kind.CASH, UNTIL.plusDays(1)));
    assertEquals(
        List.of(new Settlement.Line(town.person("mika"), "JPY", 0, 700, 0, 700)), next.lines());
  }

  @Test
  void open_whileOneIsUnderWay_isRefused() {
    open();
    assertRefused("settlement_open_already", this::open);
    as(desk, (tx, by) -> settlements.open(tx, by, town.community, Settlement.Kind.MEAL, UNTIL));
  }

  @Test
  void settle_onesOwn_isLeftToAColleague() {
    Caller mika =
        Books.caller(
            town.person("mika"),
            new Membership(town.community, null, Role.COORDINATOR, Desk.OFFICIAL));
    UUID id = open();
    advance(id, "check");
    assertRefused("not_your_own", () -> as(mika, (tx, by) -> settlements.freeze(tx, by, id)));
    advance(id, "freeze export");
    assertRefused("not_your_own", () -> as(mika, (tx, by) -> settlements.pay(tx, by, id)));
    advance(id, "pay");
    town.ledger("gift fund:okugawa owed:mika JPY 5 posted later");
    assertRefused(
        "settlement_nothing_owed",
        () ->
            as(
                mika,
                (tx, by) -> settlements.open(tx, by, town.community, Settlement.Kind.CASH, UNTIL)));
  }

  @Test
  void settle_byOthers_isRefused() {
    Caller privateDesk =
        Books.caller(
            Books.person(), new Membership(town.community, null, Role.COORDINATOR, Desk.PRIVATE));
    Caller auditor =
        Books.caller(Books.person(), new Membership(town.community, null, Role.AUDITOR, null));
    UUID id = open();
    assertRefused("forbidden", () -> as(privateDesk, (tx, by) -> settlements.check(tx, by, id)));
    assertRefused("forbidden", () -> as(auditor, (tx, by) -> settlements.check(tx, by, id)));
    assertEquals(5000, as(auditor, (tx, by) -> settlements.get(tx, by, id)).total());
    Caller elsewhere = Books.desk(Books.community());
    assertRefused("not_found", () -> as(elsewhere, (tx, by) -> settlements.get(tx, by, id)));
    assertRefused(
        "not_found", () -> as(elsewhere, (tx, by) -> settlements.get(tx, by, UUID.randomUUID())));
  }

  @Test
  void export_again_givesTheSameBytesForOffices() {
    Books.Work work = books.work(town.community);
    Event gift =
        new Event.Move(
            false,
            Cause.of(UUID.randomUUID()).transfer(),
            town.community,
            Code.GIFT,
            Purpose.THANKS,
            town.account("fund:okugawa"),
            Account.owed(work.resident()),
            "JPY",
            120,
            About.NOTHING,
            UNTIL.atStartOfDay(Days.TOKYO).toInstant(),
            null);
    books.database.write(town.staff, tx -> LedgerStore.post(tx, List.of(gift)));
    UUID id = open();
    advance(id, "check freeze");
    Export first = as(desk, (tx, by) -> settlements.export(tx, by, id, Export.Format.CSV, null));
    Export second =
        as(treasurer, (tx, by) -> settlements.export(tx, by, id, Export.Format.CSV, null));
    assertEquals(first.sha256(), second.sha256());
    byte[] bytes = as(desk, (tx, by) -> settlements.bytes(tx, first));
    assertArrayEquals(bytes, as(desk, (tx, by) -> settlements.bytes(tx, second)));
    String csv = new String(bytes, StandardCharsets.UTF_8);
    assertTrue(csv.startsWith("\uFEFF精算番号,"), csv);
    assertTrue(csv.endsWith("\r\n"), csv);
    assertEquals(4, csv.split("\r\n").length, csv);
    // the fixture's resident is called =美香
    assertTrue(csv.contains(",'=美香,JPY,120,0,0,120\r\n"), csv);
    advance(id, "pay");
    assertEquals(
        first.sha256(),
        as(desk, (tx, by) -> settlements.export(tx, by, id, Export.Format.CSV, null)).sha256());
  }

  private UUID open() {
    return as(
            desk, (tx, by) -> settlements.open(tx, by, town.community, Settlement.Kind.CASH, UNTIL))
        .id();
  }

  private Settlement get(UUID id) {
    return as(desk, (tx, by) -> settlements.get(tx, by, id));
  }

  private void advance(UUID id, String verbs) {
    for (String verb : verbs.split(" ")) {
      switch (verb) {
        case "check" -> as(desk, (tx, by) -> settlements.check(tx, by, id));
        case "discard" -> as(desk, (tx, by) -> settlements.discard(tx, by, id));
        case "freeze" -> as(treasurer, (tx, by) -> settlements.freeze(tx, by, id));
        case "export" ->
            as(desk, (tx, by) -> settlements.export(tx, by, id, Export.Format.CSV, null));
        case "pay" -> as(desk, (tx, by) -> settlements.pay(tx, by, id));
        default -> assertEquals("", verb);
      }
    }
  }

  private <T> T as(Caller caller, BiFunction<Tx, Caller, T> verb) {
    return books.database.write(Scope.of(caller), tx -> verb.apply(tx, caller));
  }

  private static void assertRefused(String code, Executable verb) {
    assertEquals(code, assertThrows(Refusal.class, verb).code());
  }
}
