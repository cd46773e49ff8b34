package yui.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
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
class ResidentTest {
  private static final Map<String, Object> HOME =
      Map.of("kind", "HOME", "label", "自宅", "lat", 35.7, "lon", 139.7);
  private static final Map<String, Object> OKUGAWA =
      Map.of("kind", "SECOND_BASE", "label", "奥川の家", "lat", 37.66, "lon", 139.63);

  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
  }

  @AfterAll
  void close() {
    town.close();
  }

  private Visitor resident(String email) throws Exception {
    Visitor visitor = town.as(email);
    visitor.put("/me/resident", profile(Map.of("bases", List.of(HOME, OKUGAWA)))).is(200);
    return visitor;
  }

  private static Map<String, Object> profile(Map<String, Object> more) {
    Map<String, Object> profile = new HashMap<>(Map.of("displayName", "みか"));
    profile.putAll(more);
    return profile;
  }

  private LocalDate today() {
    return Days.of(town.now());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<String> pointers(Visitor.Reply refused) {
    List<String> pointers = new ArrayList<>();
    refused
        .body()
        .path("errors")
        .forEach(e -> pointers.add(e.path("pointer").asText() + " " + e.path("code").asText()));
    return pointers;
  }

  @Test
  void getResident_beforeTheFirstPut_isNotFound() throws Exception {
    town.as("none@tokyo.example").get("/me/resident").refuses(404, "resident_needed");
  }

  @Test
  void putResident_nameAlone_isFoundByNobody() throws Exception {
    JsonNode resident =
        town.as("shy@tokyo.example").put("/me/resident", profile(Map.of())).is(200).body();
    assertEquals("NOBODY", resident.path("findable").asText());
    assertEquals(0, resident.path("bases").size());
    assertEquals(1, resident.path("version").asInt());
    assertTrue(town.as("shy@tokyo.example").get("/me").is(200).body().path("resident").asBoolean());
  }

  @Test
  void putResident_wholeProfile_isAnsweredAsItStands() throws Exception {
    Map<String, Object> whole =
        profile(
            Map.of(
                "intro", "週末は奥川にいます。",
                "skills", List.of(Map.of("code", "mowing", "level", 3)),
                "licences",
                    List.of(Map.of("code", "brush_cutter_course", "expiresOn", "2028-03-31")),
                "findable", "ALL",
                "bases", List.of(HOME, OKUGAWA),
                "maxDistanceKm", 50.5,
                "rewardWishes", List.of("CASH", "MEAL"),
                "hasCar", true,
                "languages", List.of("ja", "en")));
    JsonNode put = town.as("whole@tokyo.example").put("/me/resident", whole).is(200).body();
    assertEquals(3, put.at("/skills/0/level").asInt());
    assertEquals("2028-03-31", put.at("/licences/0/expiresOn").asText());
    assertEquals(false, put.at("/licences/0/verified").asBoolean());
    assertEquals(37.66, put.at("/bases/1/lat").asDouble());
    assertEquals(50.5, put.path("maxDistanceKm").asDouble());
    assertEquals(put, town.as("whole@tokyo.example").get("/me/resident").is(200).body());
  }

  @Test
  void putResident_severalBadFields_namesEveryOne() throws Exception {
    Visitor.Reply refused =
        town.as("wrong@tokyo.example")
            .put(
                "/me/resident",
                profile(
                    Map.of(
                        "skills",
                            List.of(
                                Map.of("code", "mowing", "level", 1),
                                Map.of("code", "flying", "level", 1),
                                Map.of("code", "mowing", "level", 2)),
                        "licences", List.of(Map.of("code", "pilot")),
                        "findableIn", List.of(UUID.randomUUID()),
                        "bases",
                            List.of(
                                Map.of(
                                    "id",
                                    UUID.randomUUID(),
                                    "kind",
                                    "HOME",
                                    "label",
                                    "x",
                                    "lat",
                                    35.7,
                                    "lon",
                                    139.7)))))
            .refuses(400, "invalid_input");
    assertEquals(
        List.of(
            "/skills/1/code unknown_skill",
            "/skills/2/code repeated",
            "/licences/0/code unknown_licence",
            "/bases/0/id unknown_base",
            "/findableIn/0 unknown_community"),
        pointers(refused));
  }

  @Test
  void putResident_baseOutsideJapan_isRefused() throws Exception {
    Visitor.Reply refused =
        town.as("paris@tokyo.example")
            .put(
                "/me/resident",
                profile(
                    Map.of(
                        "bases",
                        List.of(
                            Map.of("kind", "HOME", "label", "Paris", "lat", 48.8, "lon", 2.3)))))
            .refuses(400, "invalid_input");
    assertEquals(List.of("/bases/0/lat too_large", "/bases/0/lon too_small"), pointers(refused));
  }

  @Test
  void putResident_elevenBases_areTooMany() throws Exception {
    List<Object> bases = new ArrayList<>();
    for (int i = 0; i < 11; i++) bases.add(HOME);
    assertEquals(
        List.of("/bases too_many"),
        pointers(
            town.as("eleven@tokyo.example")
                .put("/me/resident", profile(Map.of("bases", bases)))
                .refuses(400, "invalid_input")));
  }

  @Test
  void putResident_anothersBase_isUnknown() throws Exception {
    String base =
        resident("owner@tokyo.example").get("/me/resident").body().at("/bases/0/id").asText();
    Map<String, Object> stolen = new HashMap<>(HOME);
    stolen.put("id", base);
    assertEquals(
        List.of("/bases/0/id unknown_base"),
        pointers(
            town.as("taker@tokyo.example")
                .put("/me/resident", profile(Map.of("bases", List.of(stolen))))
                .refuses(400, "invalid_input")));
  }

  @Test
  void putResident_versionReadBeforeAnotherEdit_isStale() throws Exception {
    Visitor visitor = resident("twice@tokyo.example");
    String tag = visitor.get("/me/resident").headers().get("etag").getFirst();
    visitor.with("If-Match", tag).put("/me/resident", profile(Map.of("intro", "一"))).is(200);
    visitor
        .with("If-Match", tag)
        .put("/me/resident", profile(Map.of("intro", "二")))
        .refuses(412, "stale");
  }

  @Test
  void putResident_baseOfAStayLeftOut_isInUse() throws Exception {
    Visitor visitor = resident("staying@tokyo.example");
    JsonNode bases = visitor.get("/me/resident").body().path("bases");
    visitor.post("/me/stays", stay(bases.at("/1/id").asText(), 3, 5)).is(201);
    visitor
        .put("/me/resident", profile(Map.of("bases", List.of(HOME))))
        .refuses(409, "base_in_use");
    Map<String, Object> kept = new HashMap<>(OKUGAWA);
    kept.put("id", bases.at("/1/id").asText());
    visitor.put("/me/resident", profile(Map.of("bases", List.of(kept)))).is(200);
  }

  @Test
  void putResident_licenceWithAnotherDate_isToBeVerifiedAgain() throws Exception {
    Visitor visitor = town.as("licensed@tokyo.example");
    visitor.put("/me/resident", licensed("2028-03-31")).is(200);
    String id = visitor.get("/me").id();
    try (Connection db = town.superuser();
        Statement sql = db.createStatement()) {
      sql.executeUpdate(
          "update resident_licences set verified_at = now() where person_id = '" + id + "'");
    }
    JsonNode same = visitor.put("/me/resident", licensed("2028-03-31")).is(200).body();
    assertEquals(true, same.at("/licences/0/verified").asBoolean());
    JsonNode renewed = visitor.put("/me/resident", licensed("2031-03-31")).is(200).body();
    assertEquals(false, renewed.at("/licences/0/verified").asBoolean());
  }

  private static Map<String, Object> licensed(String expiresOn) {
    return profile(
        Map.of("licences", List.of(Map.of("code", "brush_cutter_course", "expiresOn", expiresOn))));
  }

  private Map<String, Object> stay(String baseId, int from, int to) {
    return Map.of("baseId", baseId, "from", today().plusDays(from), "to", today().plusDays(to));
  }

  @Test
  void addStay_atABase_takesItsPlace() throws Exception {
    Visitor visitor = resident("weekend@tokyo.example");
    String base = visitor.get("/me/resident").body().at("/bases/1/id").asText();
    JsonNode stay = visitor.post("/me/stays", stay(base, 1, 3)).is(201).body();
    assertEquals("奥川の家", stay.path("label").asText());
    assertEquals(37.66, stay.path("lat").asDouble());
    JsonNode listed = visitor.get("/me/stays").is(200).body();
    assertEquals(stay, listed.at("/items/0"));
  }

  @Test
  void addStay_elsewhere_keepsItsOwnPlace() throws Exception {
    Visitor visitor = resident("guest@tokyo.example");
    visitor
        .post(
            "/me/stays",
            Map.of("lat", 35.144, "lon", 139.62, "from", today(), "to", today().plusDays(1)))
        .is(201);
  }

  @Test
  void addStay_endBeforeStartOrPastOrAnothersBase_isRefused() throws Exception {
    Visitor visitor = resident("muddled@tokyo.example");
    String base = visitor.get("/me/resident").body().at("/bases/0/id").asText();
    assertEquals(
        List.of("/to end_before_start"),
        pointers(visitor.post("/me/stays", stay(base, 5, 3)).is(400)));
    assertEquals(
        List.of("/to in_the_past"),
        pointers(visitor.post("/me/stays", stay(base, -5, -3)).is(400)));
    assertEquals(
        List.of("/to too_far_ahead"),
        pointers(visitor.post("/me/stays", stay(base, 0, 366)).is(400)));
    assertEquals(
        List.of("/baseId unknown_base"),
        pointers(resident("neighbour@tokyo.example").post("/me/stays", stay(base, 1, 2)).is(400)));
  }

  @Test
  void addStay_withoutAProfile_needsOne() throws Exception {
    town.as("early@tokyo.example")
        .post("/me/stays", Map.of("lat", 35.1, "lon", 139.6, "from", today(), "to", today()))
        .refuses(409, "resident_needed");
  }

  @Test
  void removeStay_anothers_isNotFound() throws Exception {
    Visitor visitor = resident("host1@tokyo.example");
    String base = visitor.get("/me/resident").body().at("/bases/0/id").asText();
    String stay = visitor.post("/me/stays", stay(base, 1, 2)).is(201).id();
    resident("host2@tokyo.example").delete("/me/stays/" + stay).refuses(404, "not_found");
    visitor.delete("/me/stays/" + stay).is(204);
    visitor.delete("/me/stays/" + stay).refuses(404, "not_found");
  }

  @Test
  void listStays_twoAPage_goesThroughAllInOrder() throws Exception {
    Visitor visitor = resident("often@tokyo.example");
    String base = visitor.get("/me/resident").body().at("/bases/0/id").asText();
    for (int day : new int[] {9, 3, 6}) visitor.post("/me/stays", stay(base, day, day)).is(201);
    JsonNode first = visitor.get("/me/stays?limit=2").is(200).body();
    JsonNode second =
        visitor.get("/me/stays?limit=2&cursor=" + first.path("nextCursor").asText()).is(200).body();
    assertEquals(today().plusDays(3).toString(), first.at("/items/0/from").asText());
    assertEquals(today().plusDays(6).toString(), first.at("/items/1/from").asText());
    assertEquals(today().plusDays(9).toString(), second.at("/items/0/from").asText());
    assertEquals(1, second.path("items").size());
    visitor.get("/me/stays?cursor=nonsense").refuses(400, "invalid_input");
  }

  private Map<String, Object> free(int from, int to, String... halfDays) {
    return Map.of(
        "from",
        today().plusDays(from),
        "to",
        today().plusDays(to),
        "halfDays",
        List.of(halfDays).stream()
            .map(
                h ->
                    today().plusDays(Integer.parseInt(h.substring(0, h.indexOf('.'))))
                        + h.substring(h.indexOf('.')))
            .toList());
  }

  @Test
  void putAvailability_aWindow_leavesTheDaysAroundAlone() throws Exception {
    Visitor visitor = resident("painter@tokyo.example");
    visitor.put("/me/resident/availability", free(0, 9, "1.AM", "5.PM", "9.PM")).is(200);
    JsonNode window =
        visitor.put("/me/resident/availability", free(4, 6, "4.AM", "4.PM")).is(200).body();
    assertEquals(2, window.path("halfDays").size());
    JsonNode all = visitor.get("/me/resident/availability").is(200).body();
    assertEquals(
        List.of(
            today().plusDays(1) + ".AM",
            today().plusDays(4) + ".AM",
            today().plusDays(4) + ".PM",
            today().plusDays(9) + ".PM"),
        texts(all.path("halfDays")));
    assertEquals(today().plusDays(182).toString(), all.path("to").asText());
  }

  @Test
  void putAvailability_badDays_areAllNamed() throws Exception {
    Visitor visitor = resident("hasty@tokyo.example");
    assertEquals(
        List.of("/from in_the_past", "/halfDays/1 outside_window"),
        pointers(visitor.put("/me/resident/availability", free(-1, 3, "0.AM", "4.AM")).is(400)));
    assertEquals(
        List.of("/to too_far_ahead"),
        pointers(visitor.put("/me/resident/availability", free(0, 183)).is(400)));
    assertEquals(
        List.of("/halfDays/0 format_date"),
        pointers(
            visitor
                .put(
                    "/me/resident/availability",
                    Map.of(
                        "from",
                        today(),
                        "to",
                        today().plusDays(1),
                        "halfDays",
                        List.of(today().getYear() + 1 + "-02-30.AM")))
                .is(400)));
  }

  @Test
  void putAvailability_withoutAProfile_needsOne() throws Exception {
    town.as("blank@tokyo.example")
        .put("/me/resident/availability", free(0, 1))
        .refuses(409, "resident_needed");
  }

  @Test
  void listSkills_anybody_getsNamesAndDanger() throws Exception {
    JsonNode skills = town.stranger().get("/skills").is(200).body().path("items");
    assertTrue(skills.size() >= 60);
    assertEquals("草刈り", skills.at("/0/ja").asText());
    JsonNode page = town.stranger().get("/skills?limit=1").is(200).body();
    assertEquals(
        skills.at("/1"),
        town.stranger()
            .get("/skills?limit=1&cursor=" + page.path("nextCursor").asText())
            .is(200)
            .body()
            .at("/items/0"));
    assertTrue(town.stranger().get("/licences").is(200).body().path("items").size() > 3);
  }

  @Test
  void bases_readByTheServersRoleForAnother_areNotThere() throws Exception {
    resident("private@tokyo.example");
    String other = town.as("curious@tokyo.example").get("/me").id();
    try (Connection db = town.asServer();
        Statement sql = db.createStatement()) {
      db.setAutoCommit(false);
      sql.execute("select set_config('yui.person', '" + other + "', true)");
      for (String table : List.of("bases", "stays", "availability", "residents")) {
        try (ResultSet rows = sql.executeQuery("select count(*) from " + table)) {
          rows.next();
          assertEquals(0, rows.getInt(1), table);
        }
      }
    }
  }
}
