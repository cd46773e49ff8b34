package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** A Saturday's work from the offer to the settlement, through the front door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerDoorTest {
  private Town town;
  private Visitor desk;
  private Visitor treasurer;
  private Visitor auditor;
  private Visitor host;
  private Visitor mika;
  private Visitor ken;
  private Visitor jun;
  private Visitor.Reply exhausted;
  private String community = "";
  private String application = "";
  private String slot = "";

  @BeforeAll
  void work() throws Exception {
    town = Town.open();
    Visitor admin = town.as("admin@yui.example");
    community =
        id(
            admin.post(
                "/communities",
                Map.of("code", "074055", "name", "西会津町", "lat", 37.587, "lon", 139.648)));
    member(admin, "desk@town.example", "COORDINATOR");
    desk = town.as("desk@town.example");
    member(desk, "treasurer@town.example", "COORDINATOR");
    treasurer = town.as("treasurer@town.example");
    member(desk, "auditor@town.example", "AUDITOR");
    auditor = town.as("auditor@town.example");
    String group = id(desk.post(at("/groups"), Map.of("name", "奥川地域づくり協議会")));
    desk.post(
            at("/memberships"),
            Map.of("email", "ward@town.example", "role", "HOST", "groupId", group))
        .is(201);
    host = town.as("ward@town.example");
    mika = resident("mika@city.example", "美香");
    ken = resident("ken@city.example", "健");

    String fund =
        id(
            desk.post(
                at("/funds"),
                Map.of("name", "お礼基金", "budgetLine", "報償費", "limit", 10_000, "softLimit", 9_000)));
    Instant begins = town.now().plus(Duration.ofDays(10)).truncatedTo(ChronoUnit.HOURS);
    JsonNode task =
        host.post(
                at("/tasks"),
                Map.of(
                    "groupId",
                    group,
                    "title",
                    "奥川の人足",
                    "description",
                    "水路の泥上げです。",
                    "hardParts",
                    "泥が重いです。",
                    "kind",
                    "WORK",
                    "place",
                    Map.of("lat", 37.66, "lon", 139.63, "label", "奥川"),
                    "slots",
                    List.of(
                        Map.of(
                            "startsAt", begins.toString(),
                            "endsAt", begins.plus(Duration.ofHours(3)).toString(),
                            "capacity", 5)),
                    "rewards",
                    List.of(
                        Map.of("kind", "CASH", "amountYen", 3000, "payer", Map.of("fundId", fund)),
                        Map.of("kind", "PRODUCE", "item", "RICE", "quantity", 2, "unit", "kg")),
                    "travel",
                    Map.of("policy", "ACTUAL", "capYen", 5000)))
            .is(201)
            .body();
    host.post("/tasks/" + task.path("id").asText() + "/publish", null).is(200);
    slot = task.path("slots").path(0).path("id").asText();
    application = apply(mika, task);
    apply(ken, task);
    // 3,000 a head for two are promised; two heads more would be 12,000 of 10,000.
    jun = resident("jun@city.example", "純");
    String party =
        id(
            jun.post(
                "/tasks/" + task.path("id").asText() + "/applications",
                Map.of("slotIds", List.of(slot), "companions", List.of(Map.of("name", "友")))));
    exhausted = host.post("/applications/" + party + "/select", null);
    town.reach(begins.plus(Duration.ofHours(4)));
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  void thanks_fromThePromiseToThePayment_standInTheBooks() throws Exception {
    assertEquals("[JPY 8000 0 0, RICE_G 2000 0 0]", own(mika));
    JsonNode fund = desk.get(at("/funds")).is(200).body().path("items").path(1);
    assertEquals(6000, fund.path("promised").asInt());
    assertEquals(4000, fund.path("left").asInt());

    host.put("/applications/" + application + "/attendance/" + slot, Map.of("state", "ATTENDED"))
        .is(200);
    assertEquals("[JPY 5000 3000 0, RICE_G 0 2000 0]", own(mika));

    Visitor.Reply given = handOver(host, 2, 1500).is(201);
    handOver(host, 2, 501).refuses(409, "hand_over_more_than_owed");
    handOver(host, 1, 1).refuses(409, "hand_over_not_cash");
    ken.post("/hand-overs/" + id(given) + "/receipt", null).refuses(404, "not_found");
    mika.post("/hand-overs/" + id(given) + "/receipt", null).is(200);
    assertEquals(
        1, mika.get("/applications/" + application + "/hand-overs").body().path("items").size());
    assertEquals(1, mika.get("/me/hand-overs").is(200).body().path("items").size());

    String claim =
        id(
            mika.post(
                    "/applications/" + application + "/travel-claims",
                    Map.of("amountYen", 4620, "receipts", List.of("磐越西線 往復")))
                .is(201));
    desk.post("/travel-claims/" + claim + "/return", Map.of("reason", "領収書をお願いします。")).is(200);
    claim =
        id(
            mika.post("/applications/" + application + "/travel-claims", Map.of("amountYen", 4620))
                .is(201));
    host.post("/travel-claims/" + claim + "/approve", null).refuses(403, "forbidden");
    assertEquals(
        4620,
        desk.post("/travel-claims/" + claim + "/approve", null)
            .is(200)
            .body()
            .path("grantedYen")
            .asInt());
    assertEquals(2, auditor.get(at("/travel-claims")).is(200).body().path("items").size());

    String until = Days.of(town.now()).toString();
    auditor
        .post(at("/settlements"), Map.of("kind", "CASH", "until", until))
        .refuses(403, "forbidden");
    JsonNode opened =
        desk.post(at("/settlements"), Map.of("kind", "CASH", "until", until)).is(201).body();
    assertEquals(7620, opened.path("total").asInt());
    assertEquals(3000, opened.path("lines").path(0).path("thanks").asInt());
    assertEquals(4620, opened.path("lines").path(0).path("travel").asInt());
    String settlement = "/settlements/" + opened.path("id").asText();
    desk.post(settlement + "/freeze", null).refuses(409, "settlement_state");
    desk.post(settlement + "/check", null).is(200);
    treasurer.post(settlement + "/freeze", null).is(200);
    JsonNode export =
        treasurer.post(settlement + "/exports", Map.of("format", "CSV")).is(201).body();
    Visitor.Reply csv = auditor.get(settlement + "/exports/" + export.path("id").asText()).is(200);
    assertTrue(csv.text().contains(",JPY,3000,4620,0,7620\r\n"), csv.text());
    treasurer.post(settlement + "/pay", null).is(200);
    treasurer.post(settlement + "/pay", null).refuses(409, "settlement_already_paid");
    assertEquals("PAID", auditor.get(settlement).is(200).body().path("state").asText());
    mika.get(settlement).refuses(404, "not_found");
    assertEquals("[JPY 0 0 7620, RICE_G 0 500 1500]", own(mika));

    JsonNode balances = auditor.get(at("/balances?limit=100")).is(200).body().path("items");
    int yen = 0;
    for (JsonNode balance : balances) {
      if (balance.path("unit").asText().equals("JPY")) yen += balance.path("posted").asInt();
    }
    assertEquals(0, yen);
    String journal = auditor.get(at("/journal?format=hledger")).is(200).text();
    assertTrue(journal.contains("owed:person:") && !journal.contains("美香"), journal);
    mika.get(at("/journal")).refuses(404, "not_found");
    host.get(at("/transfers")).refuses(403, "forbidden");
  }

  @Test
  void lists_pageByPage_holdEachLineOnce() throws Exception {
    assertEquals(ids(desk.get(at("/transfers?limit=100"))), paged(desk, at("/transfers"), 2));
    assertEquals(ids(desk.get(at("/balances?limit=100"))), paged(desk, at("/balances"), 2));
    assertEquals(ids(mika.get("/me/ledger?limit=100")), paged(mika, "/me/ledger", 1));
    assertEquals(
        ids(desk.get(at("/produce-items?limit=100"))), paged(desk, at("/produce-items"), 7));
    desk.get(at("/transfers?cursor=bm9uc2Vuc2U")).is(400);
    desk.get(at("/balances?cursor=bm9uc2Vuc2U")).is(400);
  }

  @Test
  void addFund_underATakenNameOrByOthers_isRefused() throws Exception {
    assertEquals(2, ids(desk.get(at("/funds"))).size(), "the first one and ours");
    desk.post(at("/funds"), Map.of("name", "お礼基金", "budgetLine", "報償費"))
        .refuses(409, "funds_once_per_name");
    desk.post(at("/funds"), Map.of("name", "別", "budgetLine", "報償費", "unit", "COWS")).is(400);
    host.post(at("/funds"), Map.of("name", "別", "budgetLine", "報償費")).refuses(403, "forbidden");
    ken.get(at("/funds")).refuses(404, "not_found");
  }

  @Test
  void select_beyondTheFund_leavesNothingBehind() throws Exception {
    exhausted.refuses(409, "fund_exhausted");
    assertEquals("[]", own(jun));
  }

  private Visitor.Reply handOver(Visitor by, int line, int quantity) throws Exception {
    return by.post(
        "/hand-overs",
        Map.of("applicationId", application, "rewardLine", line, "quantity", quantity));
  }

  private String apply(Visitor resident, JsonNode task) throws Exception {
    String made =
        id(
            resident
                .post(
                    "/tasks/" + task.path("id").asText() + "/applications",
                    Map.of("slotIds", List.of(slot)))
                .is(201));
    host.post("/applications/" + made + "/select", null).is(200);
    resident.post("/applications/" + made + "/confirm", null).is(200);
    return made;
  }

  private Visitor resident(String email, String name) throws Exception {
    Visitor visitor = town.as(email);
    visitor.patch("/me", Map.of("name", name)).is(200);
    visitor.put("/me/resident", Map.of("displayName", name)).is(200);
    return visitor;
  }

  private void member(Visitor by, String email, String role) throws Exception {
    by.post(at("/memberships"), Map.of("email", email, "role", role)).is(201);
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

  private String at(String path) {
    return "/communities/" + community + path;
  }

  private static String id(Visitor.Reply reply) {
    return UUID.fromString(reply.is(201).body().path("id").asText()).toString();
  }
}
