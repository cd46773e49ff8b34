package yui.goods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;

class SubstitutionsTest {
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
    harvest = new Harvest(town).worked();
  }

  @AfterEach
  void booksAgree() throws Exception {
    assertEquals(0, harvest.findings());
  }

  @Test
  void accept_ofMisoForRice_movesTheLedgerInItsOwnUnits() throws Exception {
    String id = propose("MISO_G", 1000).is(201).id();
    assertEquals(2000, harvest.owed(harvest.mika, "RICE_G"), "nothing moves before the answer");
    JsonNode accepted = harvest.mika.post("/substitutions/" + id + "/accept", null).is(200).body();
    assertEquals("ACCEPTED", accepted.path("state").asText());
    assertEquals(0, harvest.owed(harvest.mika, "RICE_G"));
    assertEquals(1000, harvest.owed(harvest.mika, "MISO_G"));
    assertEquals(
        3,
        harvest.count(
            "select count(*) from transfers where about ->> 'substitutionId' = '" + id + "'"));
    harvest
        .ward
        .post(
            "/hand-overs",
            Map.of(
                "applicationId",
                harvest.mikas,
                "rewardLine",
                accepted.path("newLine").asInt(),
                "quantity",
                1000))
        .is(201);
    harvest
        .mika
        .post("/substitutions/" + id + "/accept", null)
        .refuses(409, "substitution_decided");
    assertTrue(harvest.town.letter("ward@town.example", "お返事です（受け取る）").length() > 0);
  }

  @Test
  void attendance_saidAgainAfterwards_leavesWhatWasAgreed() throws Exception {
    String id = propose("MISO_G", 1000).is(201).id();
    harvest.mika.post("/substitutions/" + id + "/accept", null).is(200);
    for (String state : List.of("ATTENDED", "ABSENT_TOLD", "ATTENDED")) {
      harvest
          .ward
          .put(
              "/applications/" + harvest.mikas + "/attendance/" + harvest.slot,
              Map.of("state", state))
          .is(200);
      assertEquals(0, harvest.owed(harvest.mika, "RICE_G"), state);
      assertEquals(1000, harvest.owed(harvest.mika, "MISO_G"), state);
    }
  }

  @Test
  void decline_orNoAnswer_leavesAllAsItWas() throws Exception {
    String first = propose("MISO_G", 1000).is(201).id();
    propose("MISO_G", 500).refuses(409, "substitution_waits_already");
    harvest.mika.post("/substitutions/" + first + "/decline", null).is(200);
    harvest
        .mika
        .post("/substitutions/" + first + "/accept", null)
        .refuses(409, "substitution_decided");

    String second = propose("MISO_G", 500).is(201).id();
    harvest.ward.post("/substitutions/" + second + "/withdraw", null).is(200);
    harvest
        .mika
        .post("/substitutions/" + second + "/accept", null)
        .refuses(409, "substitution_decided");

    String third = propose("MISO_G", 700).is(201).id();
    harvest.town.reach(harvest.town.now().plus(Duration.ofDays(8)));
    harvest.mika.post("/substitutions/" + third + "/accept", null).is(409);
    propose("MISO_G", 800).is(201);
    assertEquals(2000, harvest.owed(harvest.mika, "RICE_G"));
    assertEquals(0, harvest.owed(harvest.mika, "MISO_G"));
  }

  @Test
  void answer_byTheLettersLink_needsNoLoginAndMayBeClickedTwice() throws Exception {
    propose("MISO_G", 1000).is(201);
    String link = harvest.town.letter(harvest.mikasMail, "/instead/[\\w-]+");
    Reader mika = harvest.town.reader();
    mika.get(link).is(200).says("米2kg").says("味噌1kg").says("雨でいたみました");
    assertEquals(2000, harvest.owed(harvest.mika, "RICE_G"), "opening it changes nothing");
    mika.post(link + "/accept").leadsTo(link);
    mika.get(link);
    mika.post(link + "/accept").leadsTo(link);
    mika.get(link).says("受け取る");
    mika.post(link + "/decline").is(409);
    assertEquals(1000, harvest.owed(harvest.mika, "MISO_G"));
    mika.get("/instead/somethingelse").is(404);
  }

  @Test
  void answer_byAPage_isForWhoeverIsOwed() throws Exception {
    String id = propose("MISO_G", 1000).is(201).id();
    String path = "/me/substitutions/" + id;
    harvest.town.reader().comesIn(harvest.kensMail).get(path).is(404);
    harvest.ken.post("/substitutions/" + id + "/accept", null).is(404);
    Reader mika = harvest.town.reader().comesIn(harvest.mikasMail);
    mika.get("/me/ledger").is(200).says(path);
    mika.get("/en" + path).is(200).says("Something else");
    mika.get(path).is(200);
    mika.post(path + "/decline").leadsTo(path);
    mika.get(path).is(200).says("もとのまま");
  }

  @Test
  void propose_byForm_asksWhatIsNotGiven() throws Exception {
    Reader ward = harvest.town.reader().comesIn("ward@town.example");
    String path = "/applications/" + harvest.mikas + "/substitution";
    ward.get(path + "?line=3").is(200).says("米2kg").says("value=\"2\"");
    ward.post(path, "line", "3", "quantity", "2", "newUnit", "MISO_G", "newQuantity", "0.5")
        .is(400);
    ward.get(path + "?line=3");
    ward.post(
            path,
            "line",
            "3",
            "quantity",
            "2",
            "newUnit",
            "MISO_G",
            "newQuantity",
            "０．５",
            "reason",
            "雨")
        .leadsTo(path + "?line=3");
    ward.get(path + "?line=3").says("味噌500g").says("返事待ち");
    ward.get("/tasks/" + harvest.task + "/hand-over").says("味噌500g");
    ward.get(path + "?line=9").is(200).says("渡すことになっているものはありません");
    harvest.town.reader().comesIn(harvest.mikasMail).get(path).is(403);
    harvest.town.reader().comesIn(harvest.kensMail).get(path).is(404);
  }

  @Test
  void propose_whatCannotBe_isRefused() throws Exception {
    Object[][] wrong = {
      {"/quantity", "quantity", 2001},
      {"/quantity", "quantity", 0},
      {"/quantity", "quantity", -1},
      {"/quantity", "quantity", 1.5},
      {"/newQuantity", "newQuantity", 0},
      {"/newQuantity", "newQuantity", "三"},
      {"/newUnit", "newUnit", "JPY"},
      {"/newUnit", "newUnit", "GOLD_G"},
      {"/reason", "reason", "　"},
      {"/until", "until", harvest.today().minusDays(1).toString()},
      {"/until", "until", harvest.today().plusDays(99).toString()},
    };
    for (Object[] row : wrong) {
      Map<String, Object> entry = entry("MISO_G", 1000);
      entry.put((String) row[1], row[2]);
      List<String> codes = Harvest.codes(propose(harvest.ward, entry));
      assertEquals(1, codes.size(), row[1] + " " + row[2] + " " + codes);
      assertEquals(row[0], codes.getFirst().replaceFirst(" .*", ""));
    }
    assertEquals(
        List.of("/newQuantity same"), Harvest.codes(propose(harvest.ward, entry("RICE_G", 2000))));
    Map<String, Object> cash = entry("MISO_G", 1000);
    cash.put("rewardLine", 1);
    propose(harvest.ward, cash).refuses(409, "substitution_nothing_owed");
    propose(harvest.mika, entry("MISO_G", 1)).refuses(403, "not_your_own");
    propose(harvest.ken, entry("MISO_G", 1)).is(404);
  }

  /** Two accept and one declines while the host hands the rice over after all. */
  @Test
  void accept_whileItIsHandedOver_endsInOneOfThem() throws Exception {
    String id = propose("MISO_G", 1000).is(201).id();
    List<Callable<Integer>> deeds = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      deeds.add(() -> harvest.mika.post("/substitutions/" + id + "/accept", null).status());
      deeds.add(
          () ->
              harvest
                  .ward
                  .post(
                      "/hand-overs",
                      Map.of(
                          "applicationId",
                          harvest.mikas,
                          "rewardLine",
                          Harvest.RICE,
                          "quantity",
                          2000))
                  .status());
    }
    int done = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(deeds.size())) {
      for (Future<Integer> deed : threads.invokeAll(deeds)) {
        int status = deed.get();
        if (status < 300) done++;
        else assertEquals(409, status);
      }
    }
    assertEquals(1, done);
    assertEquals(0, harvest.owed(harvest.mika, "RICE_G"));
  }

  private Visitor.Reply propose(String unit, long quantity) throws Exception {
    return propose(harvest.ward, entry(unit, quantity));
  }

  private Visitor.Reply propose(Visitor by, Map<String, Object> entry) throws Exception {
    return by.post("/applications/" + harvest.mikas + "/substitutions", entry);
  }

  private static Map<String, Object> entry(String unit, long quantity) {
    return new HashMap<>(
        Map.of(
            "rewardLine",
            Harvest.RICE,
            "newUnit",
            unit,
            "newQuantity",
            quantity,
            "reason",
            "雨でいたみました"));
  }
}
