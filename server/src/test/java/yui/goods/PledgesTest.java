package yui.goods;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;

class PledgesTest {
  private static Town town;
  private Harvest harvest;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void leave() {
    town.close();
  }

  @BeforeEach
  void open() throws Exception {
    harvest = new Harvest(town);
  }

  @Test
  void stock_overTheYear_tellsPromisedOwedGivenAndLeft() throws Exception {
    String pledge = harvest.pledged(harvest.rice());
    assertEquals("30000 4000 0 0 26000", stock());
    harvest.worked();
    assertEquals("30000 0 4000 0 26000", stock());
    harvest
        .ward
        .post(
            "/hand-overs",
            Map.of("applicationId", harvest.mikas, "rewardLine", Harvest.RICE, "quantity", 1500))
        .is(201);
    assertEquals("30000 0 2500 1500 26000", stock());
    harvest.ward.post("/pledges/" + pledge + "/withdraw", null).is(200);
    assertEquals("0 0 2500 1500 -4000", stock());
    harvest.ward.post("/pledges/" + pledge + "/withdraw", null).refuses(409, "pledge_withdrawn");
    assertEquals(2000, harvest.owed(harvest.ken, "RICE_G"), "what was promised stays");
  }

  @Test
  void attendance_takenBackAfterGoodsWereGiven_saysWhatIsTooMuch() throws Exception {
    harvest.worked();
    harvest
        .ward
        .post(
            "/hand-overs",
            Map.of("applicationId", harvest.mikas, "rewardLine", Harvest.RICE, "quantity", 1500))
        .is(201);
    String day = "/tasks/" + harvest.task + "/day";
    Reader ward = harvest.town.reader().comesIn("ward@town.example");
    ward.get(day).is(200).saysNot("もう渡してあります");
    String attendance = "/applications/" + harvest.mikas + "/attendance/" + harvest.slot;
    harvest.ward.put(attendance, Map.of("state", "ABSENT_TOLD")).is(200);
    ward.get(day).is(200).says("<strong>米1,500g</strong>").says("もう渡してあります");
    harvest.ward.put(attendance, Map.of("state", "ATTENDED")).is(200);
    ward.get(day).is(200).saysNot("もう渡してあります");
  }

  @Test
  void select_moreThanIsPledged_worksAndSaysBySoMuch() throws Exception {
    harvest.pledged(harvest.rice("quantity", 3_000));
    assertEquals("3000 4000 0 0 -1000", stock());
    Reader ward = harvest.town.reader().comesIn("ward@town.example");
    ward.get(harvest.community + "/pledges").is(200).says("約束が米1kg多くなっています");
    ward.get("/tasks/" + harvest.task + "/applications").is(200).says("約束が米1kg多くなっています");
    ward.get("/en" + harvest.community + "/pledges").is(200).says("more is promised");
  }

  @Test
  void stock_ofAGroupThatPledgedNothing_isNotAskedFor() throws Exception {
    assertEquals(List.of(), stocks());
    Reader ward = harvest.town.reader().comesIn("ward@town.example");
    ward.get("/tasks/" + harvest.task + "/applications").is(200).saysNot("多くなっています");
  }

  @Test
  void tie_aLine_tellsThoseWhoComeWhereAndUntilWhen() throws Exception {
    String until = harvest.today().plusDays(40).toString();
    String pledge =
        harvest.pledged(
            harvest.rice("place", "奥川集落センター", "hours", "土日 9-12時", "bestBefore", until));
    Map<String, Object> line = Map.of("taskId", harvest.task, "rewardLine", Harvest.RICE);
    String path = "/pledges/" + pledge + "/lines";
    harvest
        .ward
        .post(path, Map.of("taskId", harvest.task, "rewardLine", Harvest.MEAL))
        .refuses(409, "pledge_gives_another");
    assertEquals(
        List.of("/rewardLine not_in_list"),
        Harvest.codes(harvest.ward.post(path, Map.of("taskId", harvest.task, "rewardLine", 9))));
    assertEquals(
        List.of("/taskId not_in_list"),
        Harvest.codes(
            harvest.ward.post(
                path, Map.of("taskId", UUID.randomUUID().toString(), "rewardLine", 3))));
    assertEquals(1, harvest.ward.post(path, line).is(200).body().path("lines").size());
    harvest.ward.post(path, line).is(200);

    harvest.worked();
    Reader mika = harvest.town.reader().comesIn(harvest.mikasMail);
    mika.get("/me/ledger").is(200).says("受け取り場所：奥川集落センター").says("土日 9-12時").says("<svg");
    Reader other = harvest.town.reader().comesIn("r3@town.example");
    other.get("/me/ledger").is(200).saysNot("奥川集落センター");
  }

  @Test
  void add_whatCannotBe_namesEveryField() throws Exception {
    String yesterday = harvest.today().minusDays(1).toString();
    String tomorrow = harvest.today().plusDays(1).toString();
    Object[][] wrong = {
      {"/quantity", "quantity", 0},
      {"/quantity", "quantity", -5},
      {"/quantity", "quantity", 1.5},
      {"/quantity", "quantity", "たくさん"},
      {"/quantity", "quantity", 2_000_000_000_000L},
      {"/unit", "unit", "JPY"},
      {"/unit", "unit", "GOLD_G"},
      {"/name", "name", "長".repeat(61)},
      {"/bestBefore", "bestBefore", yesterday},
      {"/bestBefore", "bestBefore", "あした"},
      {"/groupId", "groupId", UUID.randomUUID().toString()},
    };
    for (Object[] row : wrong) {
      List<String> codes =
          Harvest.codes(
              harvest.ward.post(
                  harvest.community + "/pledges", harvest.rice((String) row[1], row[2])));
      assertEquals(1, codes.size(), row[1] + " " + row[2] + " " + codes);
      assertEquals(row[0], codes.getFirst().replaceFirst(" .*", ""), row[2].toString());
    }
    assertEquals(
        List.of("/availableFrom end_before_start", "/pickUpUntil end_before_start"),
        Harvest.codes(
            harvest.ward.post(
                harvest.community + "/pledges",
                harvest.rice(
                    "harvestOn",
                    harvest.today().plusDays(9).toString(),
                    "availableFrom",
                    harvest.today().plusDays(5).toString(),
                    "pickUpUntil",
                    tomorrow))));
    harvest
        .ward
        .post(harvest.community + "/pledges", Map.of("unit", "RICE_G", "quantity", 1))
        .is(400);
  }

  @Test
  void add_byForms_takesKilogramsAndNothingFiner() throws Exception {
    Reader ward = harvest.town.reader().comesIn("ward@town.example");
    String path = harvest.community + "/pledges";
    String giver = "group:" + harvest.group;
    for (String bad : List.of("1.2345", "-1", "0", "たくさん", "1e9", "")) {
      ward.get(path);
      ward.post(path, "giver", giver, "unit", "RICE_G", "quantity", bad, "name", "新米")
          .is(400)
          .says("value=\"新米\"");
    }
    ward.get(path);
    ward.post(path, "giver", giver, "unit", "RICE_G", "quantity", "１．５", "name", "コシヒカリ")
        .leadsTo(path);
    ward.get(path).says("米1,500g").says("コシヒカリ");
    ward.get(path);
    ward.post(path, "giver", giver, "unit", "DAIKON_PIECE", "quantity", "20").leadsTo(path);
    ward.get(path).says("大根20");
  }

  @Test
  void pledge_ofAFund_isForTheDeskThatSettles() throws Exception {
    String fund =
        harvest
            .desk
            .post(
                harvest.community + "/funds",
                Map.of("name", "農協さんの協賛", "budgetLine", "協賛", "unit", "RICE_G"))
            .is(201)
            .id();
    Map<String, Object> entry = Map.of("fundId", fund, "unit", "RICE_G", "quantity", 5_000);
    harvest.ward.post(harvest.community + "/pledges", entry).refuses(403, "forbidden");
    JsonNode made = harvest.desk.post(harvest.community + "/pledges", entry).is(201).body();
    assertEquals("農協さんの協賛", made.path("giver").asText());
    assertEquals(
        List.of("/unit not_in_list"),
        Harvest.codes(
            harvest.desk.post(
                harvest.community + "/pledges",
                Map.of("fundId", fund, "unit", "MEAL", "quantity", 5))));
    assertEquals(
        -1,
        harvest.ward.get(harvest.community + "/pledges").is(200).text().indexOf("農協さん"),
        "a host sees the own group's");
  }

  @Test
  void statement_ofAGroup_countsPeopleAndNamesNobody() throws Exception {
    harvest.pledged(harvest.rice());
    harvest.worked();
    for (String application : List.of(harvest.mikas, harvest.kens)) {
      harvest
          .ward
          .post(
              "/hand-overs",
              Map.of("applicationId", application, "rewardLine", Harvest.RICE, "quantity", 500))
          .is(201);
    }
    String query =
        "/goods-statement?groupId="
            + harvest.group
            + "&from="
            + harvest.today().minusDays(30)
            + "&to="
            + harvest.today();
    Visitor.Reply statement = harvest.ward.get(harvest.community + query).is(200);
    assertEquals(2, statement.body().path("people").asInt());
    JsonNode rice = statement.body().at("/lines/1");
    assertEquals(
        "RICE_G 30000 4000 1000 0 2",
        rice.path("unit").asText()
            + " "
            + rice.path("pledged")
            + " "
            + rice.path("promised")
            + " "
            + rice.path("given")
            + " "
            + rice.path("expired")
            + " "
            + rice.path("people"));
    Reader ward = harvest.town.reader().comesIn("ward@town.example");
    ward.get(harvest.community + query).is(200).says("米30kg").saysNot("美香");
    ward.get(harvest.community + query.replace("?", ".csv?"))
        .is(200)
        .says("\"30\",\"4\",\"1\",\"0\",\"2\"");
    harvest
        .ward
        .get(
            harvest.community
                + "/goods-statement?groupId="
                + harvest.group
                + "&from=2026-12-01&to=2026-11-01")
        .is(400);
    harvest.mika.get(harvest.community + query).is(404);
  }

  private List<JsonNode> stocks() throws Exception {
    List<JsonNode> own = new ArrayList<>();
    harvest
        .ward
        .get(harvest.community + "/pledges")
        .is(200)
        .body()
        .path("stocks")
        .forEach(own::add);
    own.removeIf(stock -> !stock.path("groupId").asText().equals(harvest.group));
    return own;
  }

  private String stock() throws Exception {
    JsonNode stock = stocks().getFirst();
    return stock.path("pledged")
        + " "
        + stock.path("promised")
        + " "
        + stock.path("owed")
        + " "
        + stock.path("given")
        + " "
        + stock.path("left");
  }
}
