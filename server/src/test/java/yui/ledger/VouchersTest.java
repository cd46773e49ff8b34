package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.core.Caller;
import yui.core.Desk;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Scope;
import yui.db.Tx;

class VouchersTest {
  private static final long ABOVE = 10_000;

  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Caller desk = Books.desk(town.community);
  private final Caller treasurer = Books.desk(town.community);
  private final Vouchers vouchers = new Vouchers((tx, community, day) -> ABOVE);

  @BeforeEach
  void known() {
    town.ledger(
        """
        promise    fund:okugawa   owed:mika      JPY    3000    pending
        earn       fund:okugawa   owed:mika      JPY    3000    posted
        """);
  }

  @AfterEach
  void booksAgree() {
    assertEquals(List.of(), town.findings());
  }

  @Test
  void gift_upToTheAmount_isPostedAtOnceWithItsReason() {
    Voucher gift = write(desk, gift("mika", ABOVE));
    assertEquals(Voucher.State.POSTED, gift.state());
    town.balance("owed:mika", "JPY", 0, 3_000 + ABOVE);
    Transfer line =
        read(tx -> Transfers.byId(tx, List.of(Objects.requireNonNull(gift.transferId()))))
            .getFirst();
    assertEquals("区の十周年", line.about().reason());
    assertEquals(desk.known(), line.byPerson());
  }

  @Test
  void gift_aboveTheAmount_waitsForAnotherThanWhoWroteIt() {
    Voucher gift = write(desk, gift("mika", ABOVE + 1));
    assertEquals(Voucher.State.WAITING, gift.state());
    town.balance("owed:mika", "JPY", 0, 3_000);
    assertEquals("second_person_needed", outcome(() -> approve(desk, gift)));
    assertEquals("done", outcome(() -> approve(treasurer, gift)));
    assertEquals("voucher_decided", outcome(() -> approve(treasurer, gift)));
    assertEquals("voucher_decided", outcome(() -> refuse(treasurer, gift)));
    town.balance("owed:mika", "JPY", 0, 3_000 + ABOVE + 1);
  }

  @Test
  void gift_thatItsFundCannotGive_isRefusedAtOnceAndDoesNotWait() {
    town.fund("small", "'JPY', 12000, null, null, null")
        .fund("old", "null, null, null, date '2020-04-01', date '2021-03-31'")
        .fund("meals", "'MEAL', null, null, null, null");
    assertEquals("fund_exhausted", outcome(() -> write(desk, gift("small", "mika", 12_001))));
    assertEquals("fund_not_valid", outcome(() -> write(desk, gift("old", "mika", ABOVE + 1))));
    assertEquals(
        "fund_has_another_unit", outcome(() -> write(desk, gift("meals", "mika", ABOVE + 1))));
    Voucher first = write(desk, gift("small", "mika", 11_000));
    Voucher second = write(desk, gift("small", "mika", 11_001));
    assertEquals("done", outcome(() -> approve(treasurer, first)));
    // Another was quicker: it waits for a higher limit, or is refused.
    assertEquals("fund_exhausted", outcome(() -> approve(treasurer, second)));
    assertEquals(Voucher.State.REFUSED, refuse(treasurer, second).state());
    assertEquals("fund_exhausted", outcome(() -> write(desk, gift("small", "mika", ABOVE + 1))));
    town.balance("owed:mika", "JPY", 0, 3_000 + 11_000);
  }

  @Test
  void gift_refused_postsNothing() {
    Voucher gift = write(desk, gift("mika", ABOVE + 1));
    Voucher refused = refuse(treasurer, gift);
    assertEquals(Voucher.State.REFUSED, refused.state());
    assertNull(refused.transferId());
    assertEquals("voucher_decided", outcome(() -> approve(treasurer, gift)));
    town.balance("owed:mika", "JPY", 0, 3_000);
  }

  @Test
  void gift_toOneselfOrToAStranger_isRefused() {
    Caller mika =
        Books.caller(
            town.person("mika"),
            new Membership(town.community, null, Role.COORDINATOR, Desk.OFFICIAL));
    assertEquals("not_your_own", outcome(() -> write(mika, gift("mika", 1))));
    Voucher waiting = write(desk, gift("mika", ABOVE + 1));
    assertEquals("not_your_own", outcome(() -> approve(mika, waiting)));
    assertEquals("invalid_input", outcome(() -> write(desk, gift("nobody", 1))));
    assertEquals("not_found", outcome(() -> approve(Books.desk(Books.community()), waiting)));
  }

  @Test
  void gift_writtenTwiceTheSame_isAskedAbout() {
    books.clock.set(Books.START);
    write(desk, gift("mika", 500));
    assertEquals("voucher_again", outcome(() -> write(desk, gift("mika", 500))));
    assertEquals("done", outcome(() -> write(treasurer, gift("mika", 500))), "by somebody else");
    assertEquals("done", outcome(() -> write(desk, gift("mika", 501))));
    town.balance("owed:mika", "JPY", 0, 3_000 + 500 + 500 + 501);
    try {
      books.clock.set(Books.START.plus(Duration.ofMinutes(31)));
      assertEquals("done", outcome(() -> write(desk, gift("mika", 500))), "later it is meant");
    } finally {
      books.clock.set(Books.START);
    }
  }

  @Test
  void correction_ofWhatWasEarned_isTakenBackAndNeverMoreThanThat() {
    UUID earned = newest().id().value();
    assertEquals("voucher_corrects_too_much", outcome(() -> write(desk, back(earned, 3_001))));
    assertEquals(Voucher.State.POSTED, write(desk, back(earned, 1_000)).state());
    town.balance("owed:mika", "JPY", 0, 2_000);
    assertEquals("voucher_corrects_too_much", outcome(() -> write(desk, back(earned, 2_001))));
    assertEquals(Voucher.State.POSTED, write(desk, back(earned, 2_000)).state());
    town.balance("fund:okugawa", "JPY", 0, 0);
    TransferId promise = Cause.of(town.community, "promise", "fund:okugawaowed:mikaJPY").transfer();
    assertEquals(0, read(tx -> LedgerStore.promised(tx, List.of(promise))).getFirst().earned());
    assertEquals("voucher_cannot_correct", outcome(() -> write(desk, back(promise.value(), 1))));
  }

  @Test
  void correction_ofAGiftByManyAtOnce_takesItBackOnce() throws Exception {
    UUID gift = Objects.requireNonNull(write(desk, gift("mika", 500)).transferId());
    List<Callable<String>> backs = new ArrayList<>();
    for (int n = 0; n < 12; n++) backs.add(() -> outcome(() -> write(desk, back(gift, 500))));
    int done = 0;
    try (ExecutorService many = Executors.newFixedThreadPool(6)) {
      for (Future<String> back : many.invokeAll(backs)) if (back.get().equals("done")) done++;
    }
    assertEquals(1, done);
    town.balance("owed:mika", "JPY", 0, 3_000);
  }

  @Test
  void chain_ofALine_holdsItsPromiseAndWhatTookItBack() {
    Transfer earned = newest();
    Voucher back = write(desk, back(earned.id().value(), 1_000));
    Chain chain = read(tx -> Chain.of(tx, town.community, earned.id()));
    assertEquals(
        List.of(Code.PROMISE, Code.EARN, Code.CORRECT),
        chain.transfers().stream().map(Transfer::code).toList());
    assertEquals(back.id(), chain.vouchers().getFirst().id());
    UUID corrected = assertNotNullId(back.transferId());
    assertEquals(
        chain.transfers().stream().map(Transfer::id).toList(),
        read(tx -> Chain.of(tx, town.community, new TransferId(corrected))).transfers().stream()
            .map(Transfer::id)
            .toList(),
        "the same chain from either end");
    assertEquals(
        "not_found", outcome(() -> read(tx -> Chain.of(tx, Books.community(), earned.id()))));
  }

  @Test
  void search_byAmountCodeDayAndNumber_findsTheLine() {
    write(desk, gift("mika", 777));
    assertEquals(1, found(null, null, 777L).size());
    assertEquals(1, found(null, Code.GIFT, null).size());
    assertEquals(0, found(null, Code.RETURN, null).size());
    assertEquals(3, found(town.person("mika").toString(), null, null).size());
    assertEquals(1, found(newest().id().toString(), null, null).size());
    assertEquals(0, found("だれもしらない", null, null).size());
    List<Transfer> first =
        read(tx -> LedgerSearch.find(tx, town.community, query(null, null, null, 2, null)));
    List<Transfer> rest =
        read(
            tx ->
                LedgerSearch.find(
                    tx,
                    town.community,
                    query(null, null, null, 2, LedgerSearch.Place.of(first.getLast()))));
    assertEquals(2, first.size());
    assertEquals(1, rest.size());
  }

  private List<Transfer> found(@Nullable String text, @Nullable Code code, @Nullable Long amount) {
    return read(tx -> LedgerSearch.find(tx, town.community, query(text, code, amount, 10, null)));
  }

  private static LedgerSearch.Query query(
      @Nullable String text,
      @Nullable Code code,
      @Nullable Long amount,
      int most,
      LedgerSearch.@Nullable Place after) {
    return new LedgerSearch.Query(text, code, amount, null, null, null, after, most);
  }

  private static UUID assertNotNullId(@Nullable UUID id) {
    assertNotNull(id);
    return id;
  }

  private Vouchers.Entry gift(String person, long amount) {
    return gift("okugawa", person, amount);
  }

  private Vouchers.Entry gift(String fund, String person, long amount) {
    return new Vouchers.Entry(
        Code.GIFT,
        new PersonId(town.id("person:" + person)),
        new FundId(town.id("fund:" + fund)),
        null,
        amount,
        null,
        "区の十周年");
  }

  private static Vouchers.Entry back(UUID line, long amount) {
    return new Vouchers.Entry(Code.CORRECT, null, null, null, amount, line, "数え間違い");
  }

  private Voucher write(Caller by, Vouchers.Entry entry) {
    return books.database.write(Scope.of(by), tx -> vouchers.write(tx, by, town.community, entry));
  }

  private Voucher approve(Caller by, Voucher voucher) {
    return books.database.write(Scope.of(by), tx -> vouchers.approve(tx, by, voucher.id()));
  }

  private Voucher refuse(Caller by, Voucher voucher) {
    return books.database.write(
        Scope.of(by), tx -> vouchers.refuse(tx, by, voucher.id(), "金額が違います"));
  }

  private Transfer newest() {
    return read(
        tx ->
            new Transfers()
                .ofCommunity(
                    tx, town.community, new Transfers.Query(null, null, null, null, null, 1))
                .getFirst());
  }

  private <T> T read(Function<Tx, T> work) {
    return books.database.read(Scope.of(desk), work);
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
