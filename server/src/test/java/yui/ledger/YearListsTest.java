package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import yui.banks.Banks;
import yui.communities.Rules;
import yui.core.Caller;
import yui.core.GroupId;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Refusal;
import yui.core.Role;
import yui.db.Scope;
import yui.db.Tx;
import yui.papers.Paper;
import yui.papers.Press;
import yui.vault.Vault;
import yui.web.Words;

/** Lecturers and helpers of one year, as the tax office and they themselves ask about it. */
class YearListsTest {
  private static final int YEAR = 2026;
  private static final LocalDate UNTIL = LocalDate.parse("2026-12-05");
  private static final Instant HAPPENED = Instant.parse("2026-12-04T05:00:00Z");

  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final PayRules rules = new ShippedPayRules(1_000_000_000);
  private final Press press = new Press(Books.VERTX);
  private final Settlements settlements =
      new Settlements(
          new Banks(Vault.at(keys()), new Rules()::isHoliday), rules, press, Words.load());
  private final YearLists lists = new YearLists(rules, press, Words.load());
  private final Caller desk = Books.desk(town.community);
  private final PersonId mika = town.person("mika");
  private final PersonId ken = town.person("ken");
  private int deeds;

  @Test
  void list_ofAYear_tellsFeesTaxAndWhoIsAboveTheSum() {
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    earns(mika, 20_000, Purpose.TRAVEL, "LECTURE");
    earns(ken, 8_000, Purpose.THANKS, "THANKS");
    pay();
    assertEquals(
        List.of(payee(mika, 50_000, 5_105, 30_000, 20_000, 44_895, false)), payees(YEAR, mika));
    assertEquals(List.of(payee(ken, 0, 0, 8_000, 0, 8_000, false)), payees(YEAR, ken));
    assertEquals(List.of(), payees(YEAR - 1, mika), "another year");

    earns(mika, 1, Purpose.THANKS, "LECTURE");
    pay();
    assertEquals(
        List.of(payee(mika, 50_001, 5_105, 30_001, 20_000, 44_896, true)), payees(YEAR, mika));
  }

  @Test
  void list_afterAPaymentCameBackAndWasPaidAgain_countsItOnce() {
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    UUID run = pay();
    as((tx, by) -> settlements.comesBack(tx, by, run, mika, "JPY", "口座がありません"));
    assertEquals(List.of(payee(mika, 30_000, 3_063, 3_063, 0, 0, false)), payees(YEAR, mika));
    assertEquals(0, ownNet());
    pay();
    assertEquals(List.of(payee(mika, 30_000, 3_063, 30_000, 0, 26_937, false)), payees(YEAR, mika));
    assertEquals(26_937, ownNet());
    town.balance("given:mika", "JPY", 0, 26_937);
  }

  @Test
  void list_afterAPaymentWithTravelCameBack_takesOffWhatWasPaidAsWhat() {
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    earns(mika, 20_000, Purpose.TRAVEL, "LECTURE");
    UUID run = pay();
    as((tx, by) -> settlements.comesBack(tx, by, run, mika, "JPY", "口座がありません"));
    assertEquals(List.of(payee(mika, 50_000, 5_105, 5_105, 0, 0, false)), payees(YEAR, mika));
    pay();
    assertEquals(
        List.of(payee(mika, 50_000, 5_105, 30_000, 20_000, 44_895, false)), payees(YEAR, mika));
    town.balance("given:mika", "JPY", 0, 44_895);
  }

  @Test
  void make_inEachFormat_saysTheSameAndStaysAsItWas() throws Exception {
    people();
    earns(mika, 1_500_000, Purpose.THANKS, "LECTURE");
    earns(ken, 8_000, Purpose.THANKS, "THANKS");
    pay();
    String csv = new String(bytes(make(YearList.Format.CSV)), StandardCharsets.UTF_8);
    assertTrue(csv.startsWith("\uFEFF番号,氏名,住所,"), csv);
    assertTrue(csv.contains(",'=美香,,1500000,204200,要,1500000,0,1295800\r\n"), csv);
    assertTrue(csv.contains(",'=美香,,0,0,,8000,0,8000\r\n"), csv);
    assertTrue(csv.contains(",計,,1500000,204200,,1508000,0,1303800\r\n"), csv);
    String xlsx = sheet(bytes(make(YearList.Format.XLSX)));
    for (String number : List.of("1500000", "204200", "1303800")) {
      assertTrue(xlsx.contains("<v>" + number + "</v>"), xlsx);
    }
    byte[] pdf = bytes(make(YearList.Format.PDF));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      String text = new PDFTextStripper().getText(document);
      for (String part : List.of("2026年（令和8年）", "=美香", "1,500,000", "204,200", "50,000円")) {
        assertTrue(text.contains(part), part + " not in " + text);
      }
    }
    assertEquals(3, read(tx -> lists.made(tx, desk, town.community, YEAR)).size());
    try (Connection owner = books.connect("yui_owner");
        Statement statement = owner.createStatement()) {
      assertThrows(SQLException.class, () -> statement.execute("delete from year_lists"));
    }
  }

  @Test
  void statement_ofALecture_saysWhatTheTaxIsOf() throws Exception {
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    earns(mika, 20_000, Purpose.TRAVEL, "LECTURE");
    earns(mika, 1_000, Purpose.THANKS, "THANKS");
    UUID run = pay();
    Paper paper =
        as((tx, by) -> settlements.paper(tx, by, run, mika, SettlementPapers.Sort.STATEMENT));
    String blocks = paper.sheets().toString();
    for (String part :
        List.of("[お礼, 31,000円]", "[交通費, 20,000円]", "[源泉徴収税額, −5,105円]", "[差引支払額, 45,895円]")) {
      assertTrue(blocks.contains(part), part + " not in " + blocks);
    }
    assertTrue(blocks.contains("50,000円について計算したもの"), blocks);
    assertTrue(blocks.contains("金四万五千八百九拾五円也"), blocks);
  }

  @Test
  void list_whenAPayeeHasLeft_namesThemForAsLongAsTheLawWants() {
    people();
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    pay();
    books.database.write(Scope.ofSystem(), tx -> tx.rows("select erase_person($1)", mika.value()));
    assertEquals("=美香", nameOf(mika));
    assertEquals(0, forgotten("2026-12-31T14:59:59Z"));
    assertEquals("=美香", nameOf(mika));
    assertEquals(1, forgotten("2026-12-31T15:00:00Z"));
    assertEquals("退会した人", nameOf(mika));
  }

  @Test
  void payees_inAHostsScope_areNotEvenThere() {
    people();
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    pay();
    Caller host =
        Books.caller(
            Books.person(),
            new Membership(town.community, new GroupId(UUID.randomUUID()), Role.HOST, null));
    for (Caller caller : List.of(host, desk)) {
      assertEquals(
          List.of(),
          books.database.read(Scope.of(caller), tx -> tx.rows("select name from payees")));
    }
    String ofTown = "select name from payees where community_id = $1";
    assertEquals(
        1,
        books
            .database
            .read(Scope.ofSystem(), tx -> tx.rows(ofTown, town.community.value()))
            .size());
  }

  @Test
  void list_ofAPayeeWhoStays_hasTheNameOfToday() throws Exception {
    people();
    earns(mika, 30_000, Purpose.THANKS, "LECTURE");
    pay();
    books.database.write(
        Scope.ofSystem(),
        tx -> tx.change("update persons set name = '美佳' where id = $1", mika.value()));
    assertEquals("美佳", nameOf(mika));
  }

  private String nameOf(PersonId person) {
    return payees(YEAR, person).getFirst().name();
  }

  /** How many names went because their years were over at that moment. */
  private int forgotten(String before) {
    JsonObject counts =
        books.database.write(
            Scope.ofSystem(),
            tx ->
                tx.row(
                        "select expire_payees($1, $2) as counts",
                        town.community.value(),
                        Instant.parse(before))
                    .orElseThrow()
                    .getJsonObject("counts"));
    return counts.getInteger("payees", 0);
  }

  @Test
  void make_ofAnEmptyYear_isRefused() {
    Refusal refusal = assertThrows(Refusal.class, () -> make(YearList.Format.CSV));
    assertEquals("year_list_empty", refusal.code());
  }

  private void people() {
    for (PersonId person : List.of(mika, ken, desk.known())) {
      books.work(town.community, Books.group(), person);
    }
  }

  private void earns(PersonId person, long yen, Purpose purpose, String sort) {
    About about = About.NOTHING.sort(sort);
    books.database.write(
        town.staff,
        tx ->
            LedgerStore.post(
                tx,
                List.of(
                    new Event.Move(
                        false,
                        Cause.of(town.community, "deed", deeds++).transfer(),
                        town.community,
                        Code.EARN,
                        purpose,
                        Account.fund(new FundId(town.id("fund:okugawa"))),
                        Account.owed(person),
                        "JPY",
                        yen,
                        about,
                        HAPPENED,
                        null))));
  }

  private UUID pay() {
    UUID run =
        as((tx, by) -> settlements.open(tx, by, town.community, Settlement.Kind.CASH, UNTIL)).id();
    as((tx, by) -> settlements.check(tx, by, run));
    as((tx, by) -> settlements.freeze(tx, by, run));
    as((tx, by) -> settlements.export(tx, by, run, Export.Format.CSV, null));
    as((tx, by) -> settlements.pay(tx, by, run));
    return run;
  }

  private <T> T as(BiFunction<Tx, Caller, T> deed) {
    return books.database.write(town.staff, tx -> deed.apply(tx, desk));
  }

  private <T> T read(Function<Tx, T> look) {
    return books.database.read(town.staff, look::apply);
  }

  private List<YearList.Payee> payees(int year, PersonId person) {
    return as((tx, by) -> lists.whole(tx, by, town.community, year)).payees().stream()
        .filter(p -> p.personId().equals(person))
        .toList();
  }

  private long ownNet() {
    Caller own = Books.caller(mika);
    MyYear year = books.database.read(Scope.of(own), tx -> MyYear.of(tx, mika, YEAR, Lang.JA));
    return year.communities().stream().mapToLong(MyYear.OfCommunity::net).sum();
  }

  private YearList.Made make(YearList.Format format) {
    return as((tx, by) -> lists.make(tx, by, town.community, YEAR, format));
  }

  private byte[] bytes(YearList.Made made) {
    return read(tx -> YearStore.bytes(tx, made.id()));
  }

  private static YearList.Payee payee(
      PersonId person,
      long fees,
      long withheld,
      long thanks,
      long travel,
      long net,
      boolean isDue) {
    return new YearList.Payee(person, "", fees, withheld, thanks, travel, net, isDue);
  }

  private static String sheet(byte[] xlsx) throws IOException {
    Path file = Files.write(Files.createTempFile("payees", ".xlsx"), xlsx);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry("xl/worksheets/sheet1.xml");
      return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      Files.delete(file);
    }
  }

  private static Path keys() {
    try {
      return Files.createTempDirectory("keys").resolve("bank.keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
