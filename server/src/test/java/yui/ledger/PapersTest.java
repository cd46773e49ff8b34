package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Visitor;
import yui.core.Days;
import yui.core.Lang;
import yui.papers.Spelled;

/** What Mika and Ken sign and keep after their Saturday. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PapersTest {
  private Saturday saturday;
  private String cash = "";
  private String rice = "";
  private String mika = "";
  private String ken = "";

  @BeforeAll
  void settle() throws Exception {
    saturday = new Saturday();
    mika = saturday.mika.get("/me").is(200).id();
    ken = saturday.ken.get("/me").is(200).id();
    for (JsonNode application :
        saturday.desk.get("/tasks/" + saturday.task + "/applications").body().path("items")) {
      if (!application.path("state").asText().equals("CONFIRMED")) continue;
      saturday
          .host
          .put(
              "/applications/" + application.path("id").asText() + "/attendance/" + saturday.slot,
              Map.of("state", "ATTENDED"))
          .is(200);
    }
    String claim =
        Saturday.id(
            saturday.mika.post(
                "/applications/" + saturday.application + "/travel-claims",
                Map.of("amountYen", 4620, "receipts", List.of("磐越西線 往復"), "note", "")));
    saturday.desk.post("/travel-claims/" + claim + "/approve", null).is(200);
    cash = frozen("CASH");
    rice = frozen("PRODUCE");
    for (String id : List.of(cash, rice)) {
      saturday.desk.post("/settlements/" + id + "/exports", Map.of("format", "LIST")).is(201);
      saturday.desk.post("/settlements/" + id + "/pay", null).is(200);
    }
  }

  @AfterAll
  void close() {
    saturday.close();
  }

  private String frozen(String kind) throws Exception {
    String id =
        Saturday.id(
            saturday.desk.post(
                saturday.at("/settlements"),
                Map.of("kind", kind, "until", Days.of(saturday.town.now()).toString())));
    assertEquals(
        "settlement_state",
        saturday
            .desk
            .get("/settlements/" + id + "/payees/" + mika + "/receipt")
            .is(409)
            .body()
            .path("code")
            .asText());
    saturday.desk.post("/settlements/" + id + "/check", null).is(200);
    saturday.treasurer.post("/settlements/" + id + "/freeze", null).is(200);
    return id;
  }

  @Test
  void receipt_ofCash_saysWhatForAndHowMuchInFiguresAndWords() throws Exception {
    String text = text(pdf(saturday.desk, receipt(cash, mika)), 1);
    String day = Spelled.day(Days.of(saturday.town.now()), Lang.JA);
    for (String part :
        List.of(
            "受領書",
            "西会津町御中",
            "受領額7,620円",
            "金七千六百弐拾円也",
            "お礼3,000円",
            "交通費4,620円",
            "源泉徴収税額0円",
            "差引支払額7,620円",
            "奥川の人足",
            "計7,620円",
            day + "までの",
            "住所",
            "氏名（美香）署名")) {
      assertTrue(text.contains(part), part + " not in " + text);
    }
    assertTrue(!text.contains("健"), "another's name");
  }

  @Test
  void statement_ofCash_isAddressedToThePayeeWithTheSameNumber() throws Exception {
    String statement = text(pdf(saturday.mika, statement(cash, mika)), 1);
    assertTrue(statement.contains("美香様") && statement.contains("お支払額7,620円"), statement);
    String receipt = text(pdf(saturday.mika, receipt(cash, mika)), 1);
    assertEquals(number(receipt), number(statement));
    assertNotEquals(number(receipt), number(text(pdf(saturday.ken, receipt(cash, ken)), 1)));
    assertNotEquals(number(receipt), number(text(pdf(saturday.mika, receipt(rice, mika)), 1)));
  }

  @Test
  void receipt_ofProduce_saysWhatAndHowMuchOfIt() throws Exception {
    String text = text(pdf(saturday.mika, receipt(rice, mika)), 1);
    assertTrue(text.contains("次の品を受け取りました"), text);
    assertTrue(text.contains("米2kg") && !text.contains("円"), text);
  }

  @Test
  void batch_ofReceipts_isAPageForEachPayeeAndTheSameAgain() throws Exception {
    for (String format : List.of("RECEIPTS", "STATEMENTS")) {
      byte[] first = pdf(saturday.desk, export(cash, format));
      String text = text(first, 2);
      assertTrue(text.contains("美香") && text.contains("健"), text);
      assertArrayEquals(first, pdf(saturday.auditor, export(cash, format)));
    }
    assertTrue(audited("settlement_export") >= 4);
  }

  @Test
  void papers_asPages_sayTheSameAndAreKeptInTheAuditLog() throws Exception {
    long before = audited("settlement_receipts_seen");
    Reader desk = saturday.town.reader().comesIn("desk@town.example");
    desk.get("/settlements/" + cash + "/receipts")
        .is(200)
        .says("金七千六百弐拾円也")
        .says("金参千円也")
        .says("西会津町 御中");
    desk.get("/en/settlements/" + cash + "/statements")
        .is(200)
        .says("Seven thousand six hundred and twenty yen");
    desk.get("/settlements/" + cash).is(200).says("/payees/" + mika + "/receipt.pdf");
    assertEquals(before + 1, audited("settlement_receipts_seen"));
  }

  @Test
  void year_ofMika_addsUpToWhatTheLedgerGave() throws Exception {
    String year = Integer.toString(Days.of(saturday.town.now()).getYear());
    JsonNode mine =
        saturday.mika.get("/me/ledger/years/" + year).is(200).body().path("communities").path(0);
    assertEquals("西会津町", mine.path("communityName").asText());
    assertEquals(3000, mine.path("thanks").asLong());
    assertEquals(4620, mine.path("travel").asLong());
    for (JsonNode balance : saturday.mika.get("/me/ledger").is(200).body().path("balances")) {
      long given = balance.path("given").asLong();
      switch (balance.path("unit").asText()) {
        case "JPY" -> assertEquals(given, mine.path("net").asLong());
        case "RICE_G" -> assertEquals(given, mine.path("goods").path(0).path("amount").asLong());
        default -> throw new AssertionError(balance);
      }
    }
    String text = text(pdf(saturday.mika, "/me/ledger/years/" + year + "/paper"), 1);
    for (String part : List.of("お礼の年間明細書", "美香様", "西会津町", "7,620円", "米2kg", "令和")) {
      assertTrue(text.contains(part), part + " not in " + text);
    }
    saturday.mika.get("/me/ledger/years/2021/paper").is(404);
    saturday.mika.get("/me/ledger/years/1999").is(404);
    Reader page = saturday.town.reader().comesIn("mika@city.example");
    page.get("/me/ledger").is(200).says("/me/ledger/years/" + year).says("statement.pdf");
    page.get("/me/ledger/years/" + year).is(200).says("7,620円").says("米2kg");
    page.get("/me/ledger/years/" + year + "/statement.pdf").is(200);
    page.get("/en/me/ledger/years/" + year).is(200).says("7,620 yen");
    page.get("/easy/me/ledger/years/2021").is(200).says("もらったものは");
    page.get("/me/ledger/years/soon").is(404);
  }

  @Test
  void yearOfTheOffice_byThePage_isMadeAndKept() throws Exception {
    int year = Days.of(saturday.town.now()).getYear();
    String at = saturday.at("/years/" + year);
    Reader desk = saturday.town.reader().comesIn("desk@town.example");
    desk.get(saturday.at("/settlements")).says(at);
    desk.get(at).is(200).says("美香").says("7,620円").says("年50,000円をこえる");
    desk.post(at, "format", "PDF").leadsTo(at);
    String html = desk.get(at).is(200).html();
    String file = html.replaceAll("(?s).*href=\"([^\"]*/lists/[^\"]*)\".*", "$1");
    desk.get(file).is(200);
    desk.get(at).is(200);
    desk.post(at, "format", "DOC").is(400);
    String empty = saturday.at("/years/2021");
    desk.get(empty).is(200).says("支払った人はいません");
    desk.post(empty, "format", "CSV").is(409).says("一覧は作れません");
    assertEquals(1, audited("year_list_made"));
    saturday.town.reader().comesIn("mika@city.example").get(at).is(404);
    saturday.town.reader().comesIn("ward@town.example").get(at).is(404);
    saturday.town.reader().comesIn("auditor@town.example").get(at).is(200).says("7,620円");
  }

  @Test
  void papers_ofOthers_areNotThere() throws Exception {
    for (Visitor visitor : List.of(saturday.ken, saturday.host, saturday.jun)) {
      visitor.get(receipt(cash, mika)).is(404);
      visitor.get(statement(cash, mika)).is(404);
    }
    saturday
        .desk
        .post(
            saturday.at("/memberships"),
            Map.of("email", "private@town.example", "role", "COORDINATOR", "desk", "PRIVATE"))
        .is(201);
    Visitor other = saturday.town.as("private@town.example");
    other.get("/settlements/" + cash).is(200);
    other.get(receipt(cash, mika)).is(404);
    other.get(export(cash, "RECEIPTS")).is(404);
    Reader page = saturday.town.reader().comesIn("private@town.example");
    page.get("/settlements/" + cash + "/receipts").is(404);
    page.get("/settlements/" + cash + "/payees/" + mika + "/receipt.pdf").is(404);
    Reader kens = saturday.town.reader().comesIn("ken@city.example");
    kens.get("/settlements/" + cash + "/receipts").is(404);
    kens.get("/settlements/" + cash + "/payees/" + mika + "/statement.pdf").is(404);
    saturday.desk.get(receipt(cash, saturday.jun.get("/me").is(200).id())).is(404);
  }

  private static String receipt(String settlement, String person) {
    return "/settlements/" + settlement + "/payees/" + person + "/receipt";
  }

  private static String statement(String settlement, String person) {
    return "/settlements/" + settlement + "/payees/" + person + "/statement";
  }

  private String export(String settlement, String format) throws Exception {
    String id =
        Saturday.id(
            saturday.desk.post(
                "/settlements/" + settlement + "/exports", Map.of("format", format)));
    return "/settlements/" + settlement + "/exports/" + id;
  }

  private static byte[] pdf(Visitor visitor, String path) throws Exception {
    return visitor.bytes("/api/v1" + path);
  }

  private static String text(byte[] pdf, int pages) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertEquals(pages, document.getNumberOfPages());
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      return stripper.getText(document).replaceAll("\\s", "");
    }
  }

  private static String number(String text) {
    List<String> numbers = new ArrayList<>();
    Pattern.compile("番号(\\d{8}-[0-9A-F]{8})")
        .matcher(text)
        .results()
        .forEach(found -> numbers.add(found.group(1)));
    assertEquals(1, numbers.size(), text);
    return numbers.getFirst();
  }

  private long audited(String deed) throws Exception {
    try (Connection connection = saturday.town.superuser();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("select count(*) from audit_log where deed = '" + deed + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
