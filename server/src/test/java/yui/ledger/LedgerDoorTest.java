package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Visitor;
import yui.core.Days;

/** A Saturday's work from the offer to the settlement, through the front door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerDoorTest {
  private Saturday saturday;

  @BeforeAll
  void work() throws Exception {
    saturday = new Saturday();
  }

  @AfterAll
  void close() {
    saturday.close();
  }

  @Test
  void thanks_fromThePromiseToThePayment_standInTheBooks() throws Exception {
    assertEquals("[JPY 8000 0 0, RICE_G 2000 0 0]", own(saturday.mika));
    JsonNode fund = saturday.desk.get(saturday.at("/funds")).is(200).body().path("items").path(1);
    assertEquals(6000, fund.path("promised").asInt());
    assertEquals(4000, fund.path("left").asInt());

    saturday
        .host
        .put(
            "/applications/" + saturday.application + "/attendance/" + saturday.slot,
            Map.of("state", "ATTENDED"))
        .is(200);
    assertEquals("[JPY 5000 3000 0, RICE_G 0 2000 0]", own(saturday.mika));

    Visitor.Reply given = handOver(saturday.host, 2, 1500).is(201);
    handOver(saturday.host, 2, 501).refuses(409, "hand_over_more_than_owed");
    handOver(saturday.host, 1, 1).refuses(409, "hand_over_not_cash");
    saturday
        .ken
        .post("/hand-overs/" + Saturday.id(given) + "/receipt", null)
        .refuses(404, "not_found");
    saturday.mika.post("/hand-overs/" + Saturday.id(given) + "/receipt", null).is(200);
    assertEquals(
        1,
        saturday
            .mika
            .get("/applications/" + saturday.application + "/hand-overs")
            .body()
            .path("items")
            .size());
    assertEquals(1, saturday.mika.get("/me/hand-overs").is(200).body().path("items").size());

    String claim =
        Saturday.id(
            saturday
                .mika
                .post(
                    "/applications/" + saturday.application + "/travel-claims",
                    Map.of("amountYen", 4620, "receipts", List.of("磐越西線 往復")))
                .is(201));
    saturday
        .desk
        .post("/travel-claims/" + claim + "/return", Map.of("reason", "領収書をお願いします。"))
        .is(200);
    claim =
        Saturday.id(
            saturday
                .mika
                .post(
                    "/applications/" + saturday.application + "/travel-claims",
                    Map.of("amountYen", 4620))
                .is(201));
    saturday.host.post("/travel-claims/" + claim + "/approve", null).refuses(403, "forbidden");
    assertEquals(
        4620,
        saturday
            .desk
            .post("/travel-claims/" + claim + "/approve", null)
            .is(200)
            .body()
            .path("grantedYen")
            .asInt());
    assertEquals(
        2, saturday.auditor.get(saturday.at("/travel-claims")).is(200).body().path("items").size());

    String until = Days.of(saturday.town.now()).toString();
    saturday
        .auditor
        .post(saturday.at("/settlements"), Map.of("kind", "CASH", "until", until))
        .refuses(403, "forbidden");
    JsonNode opened =
        saturday
            .desk
            .post(saturday.at("/settlements"), Map.of("kind", "CASH", "until", until))
            .is(201)
            .body();
    assertEquals(7620, opened.path("total").asInt());
    assertEquals(3000, opened.path("lines").path(0).path("thanks").asInt());
    assertEquals(4620, opened.path("lines").path(0).path("travel").asInt());
    String settlement = "/settlements/" + opened.path("id").asText();
    saturday.desk.post(settlement + "/freeze", null).refuses(409, "settlement_state");
    saturday.desk.post(settlement + "/check", null).is(200);
    saturday.treasurer.post(settlement + "/freeze", null).is(200);
    JsonNode export =
        saturday.treasurer.post(settlement + "/exports", Map.of("format", "CSV")).is(201).body();
    Visitor.Reply csv =
        saturday.auditor.get(settlement + "/exports/" + export.path("id").asText()).is(200);
    assertTrue(csv.text().contains(",JPY,3000,4620,0,7620\r\n"), csv.text());
    saturday.treasurer.post(settlement + "/pay", null).is(200);
    saturday.treasurer.post(settlement + "/pay", null).refuses(409, "settlement_already_paid");
    assertEquals("PAID", saturday.auditor.get(settlement).is(200).body().path("state").asText());
    saturday.mika.get(settlement).refuses(404, "not_found");
    assertEquals("[JPY 0 0 7620, RICE_G 0 500 1500]", own(saturday.mika));

    JsonNode balances =
        saturday.auditor.get(saturday.at("/balances?limit=100")).is(200).body().path("items");
    int yen = 0;
    for (JsonNode balance : balances) {
      if (balance.path("unit").asText().equals("JPY")) yen += balance.path("posted").asInt();
    }
    assertEquals(0, yen);
    String journal = saturday.auditor.get(saturday.at("/journal?format=hledger")).is(200).text();
    assertTrue(journal.contains("owed:person:") && !journal.contains("美香"), journal);
    saturday.mika.get(saturday.at("/journal")).refuses(404, "not_found");
    saturday.host.get(saturday.at("/transfers")).refuses(403, "forbidden");
  }

  @Test
  void lists_pageByPage_holdEachLineOnce() throws Exception {
    assertEquals(
        ids(saturday.desk.get(saturday.at("/transfers?limit=100"))),
        paged(saturday.desk, saturday.at("/transfers"), 2));
    assertEquals(
        ids(saturday.desk.get(saturday.at("/balances?limit=100"))),
        paged(saturday.desk, saturday.at("/balances"), 2));
    assertEquals(
        ids(saturday.mika.get("/me/ledger?limit=100")), paged(saturday.mika, "/me/ledger", 1));
    assertEquals(
        ids(saturday.desk.get(saturday.at("/produce-items?limit=100"))),
        paged(saturday.desk, saturday.at("/produce-items"), 7));
    saturday.desk.get(saturday.at("/transfers?cursor=bm9uc2Vuc2U")).is(400);
    saturday.desk.get(saturday.at("/balances?cursor=bm9uc2Vuc2U")).is(400);
  }

  @Test
  void addFund_underATakenNameOrByOthers_isRefused() throws Exception {
    assertEquals(2, ids(saturday.desk.get(saturday.at("/funds"))).size(), "the first one and ours");
    saturday
        .desk
        .post(saturday.at("/funds"), Map.of("name", "お礼基金", "budgetLine", "報償費"))
        .refuses(409, "funds_once_per_name");
    saturday
        .desk
        .post(saturday.at("/funds"), Map.of("name", "別", "budgetLine", "報償費", "unit", "COWS"))
        .is(400);
    saturday
        .host
        .post(saturday.at("/funds"), Map.of("name", "別", "budgetLine", "報償費"))
        .refuses(403, "forbidden");
    saturday.ken.get(saturday.at("/funds")).refuses(404, "not_found");
  }

  @Test
  void select_beyondTheFund_leavesNothingBehind() throws Exception {
    saturday.exhausted.refuses(409, "fund_exhausted");
    assertEquals("[]", own(saturday.jun));
  }

  private Visitor.Reply handOver(Visitor by, int line, int quantity) throws Exception {
    return by.post(
        "/hand-overs",
        Map.of("applicationId", saturday.application, "rewardLine", line, "quantity", quantity));
  }

  private static String own(Visitor resident) throws Exception {
    List<String> balances = new ArrayList<>();
    for (JsonNode b : resident.get("/me/ledger").is(200).body().path("balances")) {
      balances.add(
          b.path("unit").asText()
              + " "
              + b.path("pending")
              + " "
              + b.path("owed")
              + " "
              + b.path("given"));
    }
    return balances.toString();
  }

  private static List<String> paged(Visitor visitor, String path, int limit) throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      Visitor.Reply page = visitor.get(path + "?limit=" + limit + cursor).is(200);
      ids.addAll(ids(page));
      JsonNode next = page.body().path("nextCursor");
      cursor = next.isMissingNode() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());
    return ids;
  }

  private static List<String> ids(Visitor.Reply reply) {
    List<String> ids = new ArrayList<>();
    reply.is(200).body().path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }
}
