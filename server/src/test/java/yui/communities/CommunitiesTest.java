package yui.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommunitiesTest {
  private static final String DESK = "desk@nishiaizu.example";
  private static final String PRIVATE = "private-desk@nishiaizu.example";

  private Town town;
  private String nishiaizu = "";
  private String miura = "";
  private String okugawa = "";

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
    nishiaizu = admin().post("/communities", entry("074055", "西会津町")).is(201).id();
    miura = admin().post("/communities", entry("142107", "三浦市")).is(201).id();
    give(admin(), nishiaizu, Map.of("email", DESK, "role", "COORDINATOR")).is(201);
    give(desk(), nishiaizu, Map.of("email", PRIVATE, "role", "COORDINATOR", "desk", "PRIVATE"))
        .is(201);
    okugawa =
        desk()
            .post("/communities/" + nishiaizu + "/groups", Map.of("name", "奥川地域づくり協議会"))
            .is(201)
            .id();
  }

  @AfterAll
  void close() {
    town.close();
  }

  private Visitor admin() throws Exception {
    return town.as("admin@yui.example");
  }

  private Visitor desk() throws Exception {
    return town.as(DESK);
  }

  private static Map<String, Object> entry(String code, String name) {
    return Map.of("code", code, "name", name, "lat", 37.587, "lon", 139.648);
  }

  private static Visitor.Reply give(Visitor giver, String community, Map<String, Object> role)
      throws Exception {
    return giver.post("/communities/" + community + "/memberships", role);
  }

  @Test
  void createCommunity_everythingSaid_isAnsweredWithItsRules() throws Exception {
    Map<String, Object> all = new HashMap<>(entry("072028", "会津若松市"));
    all.put("nameEn", "Aizuwakamatsu");
    all.put("officePhone", "0242-00-0000");
    all.put("reviewsTasks", true);
    all.put("weights", Map.of("skill", 1, "schedule", 0, "distance", 0.5, "reliability", 0));
    JsonNode opened = admin().post("/communities", all).is(201).body();
    assertEquals(true, opened.path("reviewsTasks").asBoolean());
    assertEquals(0.5, opened.at("/weights/distance").asDouble());
    assertEquals(
        opened, town.stranger().get("/communities/" + opened.path("id").asText()).is(200).body());
  }

  @Test
  void createCommunity_withoutWeights_weighsAsShipped() throws Exception {
    JsonNode weights =
        town.stranger().get("/communities/" + nishiaizu).is(200).body().path("weights");
    assertEquals(0.35, weights.path("skill").asDouble());
    assertEquals(0.30, weights.path("distance").asDouble());
  }

  @Test
  void createCommunity_always_opensOneFundWithoutLimit() throws Exception {
    try (Connection db = town.superuser();
        PreparedStatement funds =
            db.prepareStatement("select hard_limit from funds where community_id = ?::uuid")) {
      funds.setString(1, nishiaizu);
      try (ResultSet fund = funds.executeQuery()) {
        assertTrue(fund.next());
        assertEquals(null, fund.getObject(1));
        assertEquals(false, fund.next());
      }
    }
  }

  @Test
  void createCommunity_sameCode_isRefused() throws Exception {
    admin().post("/communities", entry("074055", "もう一つ")).refuses(409, "communities_once_per_code");
  }

  @Test
  void createCommunity_weightsAllZero_isRefused() throws Exception {
    Map<String, Object> entry = new HashMap<>(entry("999999", "零"));
    entry.put("weights", Map.of("skill", 0, "schedule", 0, "distance", 0, "reliability", 0));
    assertEquals(
        "weights_zero",
        admin()
            .post("/communities", entry)
            .refuses(400, "invalid_input")
            .body()
            .at("/errors/0/code")
            .asText());
  }

  @Test
  void createCommunity_byACoordinator_isForbidden() throws Exception {
    desk().post("/communities", entry("111111", "勝手")).refuses(403, "forbidden");
    town.stranger().post("/communities", entry("111111", "勝手")).refuses(401, "login_needed");
  }

  @Test
  void listCommunities_oneAPage_goesThroughAllByCode() throws Exception {
    List<String> codes = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = town.stranger().get("/communities?limit=1" + cursor).is(200).body();
      codes.add(page.at("/items/0/code").asText());
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(codes.stream().sorted().distinct().toList(), codes);
    assertTrue(codes.containsAll(List.of("074055", "142107")));
  }

  @Test
  void addGroup_sameName_isRefusedAndElsewhereNot() throws Exception {
    String groups = "/communities/" + nishiaizu + "/groups";
    desk().post(groups, Map.of("name", "杉山自治会")).is(201);
    desk().post(groups, Map.of("name", "杉山自治会")).refuses(409, "groups_once_per_name");
    admin().post("/communities/" + miura + "/groups", Map.of("name", "杉山自治会")).is(201);
  }

  @Test
  void addGroup_inAnothersCommunity_isForbidden() throws Exception {
    desk().post("/communities/" + miura + "/groups", Map.of("name", "x")).refuses(403, "forbidden");
    desk()
        .post("/communities/" + UUID.randomUUID() + "/groups", Map.of("name", "x"))
        .refuses(404, "not_found");
  }

  @Test
  void addMembership_unknownAddress_canLogInWithTheRole() throws Exception {
    give(
            desk(),
            nishiaizu,
            Map.of("email", "ward@okugawa.example", "role", "HOST", "groupId", okugawa))
        .is(201);
    JsonNode mine = town.as("ward@okugawa.example").get("/me").is(200).body().path("memberships");
    assertEquals("HOST", mine.at("/0/role").asText());
    assertEquals("奥川地域づくり協議会", mine.at("/0/groupName").asText());
    assertEquals("西会津町", mine.at("/0/communityName").asText());
  }

  @Test
  void addMembership_twice_isRefused() throws Exception {
    Map<String, Object> auditor = Map.of("email", "auditor@nishiaizu.example", "role", "AUDITOR");
    give(desk(), nishiaizu, auditor).is(201);
    give(desk(), nishiaizu, auditor).refuses(409, "memberships_once");
  }

  @Test
  void addMembership_hostWithoutAGroupOrWithAnothers_isRefused() throws Exception {
    give(desk(), nishiaizu, Map.of("email", "h@okugawa.example", "role", "HOST"))
        .refuses(400, "invalid_input");
    String elsewhere =
        admin().post("/communities/" + miura + "/groups", Map.of("name", "農園")).is(201).id();
    assertEquals(
        "unknown_group",
        give(
                desk(),
                nishiaizu,
                Map.of("email", "h@okugawa.example", "role", "HOST", "groupId", elsewhere))
            .refuses(400, "invalid_input")
            .body()
            .at("/errors/0/code")
            .asText());
  }

  @Test
  void addMembership_byThePrivateDesk_givesNoOfficialOne() throws Exception {
    Visitor privateDesk = town.as(PRIVATE);
    give(privateDesk, nishiaizu, Map.of("email", "me2@nishiaizu.example", "role", "COORDINATOR"))
        .refuses(403, "forbidden");
    give(
            privateDesk,
            nishiaizu,
            Map.of("email", "me2@nishiaizu.example", "role", "COORDINATOR", "desk", "PRIVATE"))
        .is(201);
  }

  @Test
  void addMembership_byThePrivateDesk_makesNoAuditorAndTakesNoneAway() throws Exception {
    Visitor privateDesk = town.as(PRIVATE);
    Map<String, Object> auditor = Map.of("email", "books@nishiaizu.example", "role", "AUDITOR");
    give(privateDesk, nishiaizu, auditor).refuses(403, "forbidden");
    String given = give(desk(), nishiaizu, auditor).is(201).id();
    String at = "/communities/" + nishiaizu + "/memberships/" + given;
    privateDesk.delete(at).refuses(403, "forbidden");
    desk().delete(at).is(204);
  }

  @Test
  void addMembership_adminAsRole_isNotInTheList() throws Exception {
    give(admin(), nishiaizu, Map.of("email", "root@nishiaizu.example", "role", "ADMIN"))
        .refuses(400, "invalid_input");
  }

  @Test
  void addMembership_byStrangersToTheCommunity_isForbidden() throws Exception {
    give(desk(), miura, Map.of("email", "x@miura.example", "role", "AUDITOR"))
        .refuses(403, "forbidden");
    give(
            town.as("plain@tokyo.example"),
            miura,
            Map.of("email", "x@miura.example", "role", "AUDITOR"))
        .refuses(403, "forbidden");
  }

  @Test
  void removeMembership_ofSomebodyLoggedIn_actsAtOnce() throws Exception {
    String id =
        give(admin(), miura, Map.of("email", "desk@miura.example", "role", "COORDINATOR"))
            .is(201)
            .id();
    give(admin(), miura, Map.of("email", "second@miura.example", "role", "COORDINATOR")).is(201);
    Visitor miuraDesk = town.as("desk@miura.example");
    miuraDesk.get("/communities/" + miura + "/memberships").is(200);
    admin().delete("/communities/" + miura + "/memberships/" + id).is(204);
    miuraDesk.get("/communities/" + miura + "/memberships").refuses(403, "forbidden");
  }

  @Test
  void removeMembership_ofTheLastCoordinator_isRefused() throws Exception {
    String lonely = admin().post("/communities", entry("333333", "一人町")).is(201).id();
    String id =
        give(admin(), lonely, Map.of("email", "only@lonely.example", "role", "COORDINATOR"))
            .is(201)
            .id();
    admin()
        .delete("/communities/" + lonely + "/memberships/" + id)
        .refuses(409, "last_coordinator");
  }

  @Test
  void removeMembership_anotherCommunitys_isNotFound() throws Exception {
    String id =
        give(admin(), miura, Map.of("email", "third@miura.example", "role", "AUDITOR"))
            .is(201)
            .id();
    desk().delete("/communities/" + nishiaizu + "/memberships/" + id).refuses(404, "not_found");
  }

  @Test
  void listMemberships_byAHost_isForbidden() throws Exception {
    give(
            desk(),
            nishiaizu,
            Map.of("email", "host@okugawa.example", "role", "HOST", "groupId", okugawa))
        .is(201);
    town.as("host@okugawa.example")
        .get("/communities/" + nishiaizu + "/memberships")
        .refuses(403, "forbidden");
  }

  @Test
  void listMemberships_twoAPage_goesThroughAllOnce() throws Exception {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          desk().get("/communities/" + nishiaizu + "/memberships?limit=2" + cursor).is(200).body();
      page.path("items").forEach(m -> seen.add(m.path("id").asText()));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(seen.stream().distinct().toList(), seen);
    assertTrue(seen.size() >= 2);
  }

  @Test
  void ruleAboutMoney_byThePrivateDeskOrForToday_isRefused() throws Exception {
    String at = "/communities/" + nishiaizu + "/rules";
    LocalDate today = LocalDate.ofInstant(town.now(), Days.TOKYO);
    Map<String, Object> above =
        Map.of("rule", "FOUR_EYES", "from", today.plusDays(1).toString(), "value", 500_000);
    town.as(PRIVATE).post(at, above).is(403);
    town.as(PRIVATE)
        .post(at, Map.of("rule", "WORDS_DAYS", "from", today.toString(), "value", 14))
        .is(201);
    Map<String, Object> atOnce = new HashMap<>(above);
    atOnce.put("from", today.toString());
    assertEquals(
        "from_tomorrow",
        desk().post(at, atOnce).refuses(400, "invalid_input").body().at("/errors/0/code").asText());
    desk().post(at, above).is(201);
  }
}
