package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** From a told problem to a task that strangers find, over the programs' door. */
class TasksTest {
  private static Town town;
  private static Visitor desk;
  private static Visitor ward;
  private static Visitor mika;
  private static Visitor neighbour;
  private static String community;
  private static String okugawa;
  private static String elsewhere;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.open();
    Visitor admin = town.as("admin@yui.example");
    community = community(admin, "074055", "西会津町", true);
    okugawa = group(admin, community, "奥川地域づくり協議会");
    elsewhere = group(admin, community, "野沢の会");
    member(admin, community, "desk@nishiaizu.example", "COORDINATOR", null);
    member(admin, community, "ward@okugawa.example", "HOST", okugawa);
    member(admin, community, "neighbour@nozawa.example", "HOST", elsewhere);
    desk = town.as("desk@nishiaizu.example");
    ward = town.as("ward@okugawa.example");
    neighbour = town.as("neighbour@nozawa.example");
    mika = town.as("mika@tokyo.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void publish_byAHostWhereTheDeskReviews_isFoundOnlyAfterItsApproval() throws Exception {
    String id = ward.post(tasks(), task("奥川の草刈り")).is(201).id();
    mika.get("/tasks/" + id).refuses(404, "not_found");
    assertEquals("REVIEW", verb(ward, id, "publish").path("state").asText());
    mika.get("/tasks/" + id).refuses(404, "not_found");
    assertFalse(found("草刈り").contains(id));
    assertEquals("OPEN", verb(desk, id, "publish").path("state").asText());
    soon(id, "除草");
    mika.get("/tasks/" + id).is(200);
  }

  @Test
  void getTask_byAStranger_tellsTheCellAndNothingFiner() throws Exception {
    String id = open("cell");
    JsonNode seen = town.stranger().get("/tasks/" + id).is(200).body();
    JsonNode place = seen.path("place");
    assertFalse(place.path("exact").asBoolean());
    assertNotEquals(37.6612, place.path("lat").asDouble());
    assertEquals(37.6625, place.path("lat").asDouble(), 1e-9);
    assertEquals(139.63125, place.path("lon").asDouble(), 1e-9);
    assertFalse(place.has("meetingPoint"));
    assertFalse(seen.has("onCall"));
    assertFalse(seen.has("checkInCode"));
    assertFalse(seen.path("rewards").path(0).has("payer"));
    JsonNode own = ward.get("/tasks/" + id).is(200).body();
    assertTrue(own.path("place").path("exact").asBoolean());
    assertTrue(own.path("checkInCode").asText().matches("[A-HJKMNP-Z2-9]{10}"));
    assertEquals(2000, own.path("rewards").path(2).path("ledgerAmount").asInt());
    assertEquals("RICE_G", own.path("rewards").path(2).path("ledgerUnit").asText());
    assertEquals("kg", own.path("rewards").path(2).path("unit").asText());
  }

  @Test
  void getTask_draft_isForItsOwnSideAlone() throws Exception {
    String id = ward.post(tasks(), task("draft")).is(201).id();
    town.stranger().get("/tasks/" + id).refuses(404, "not_found");
    mika.get("/tasks/" + id).refuses(404, "not_found");
    neighbour.get("/tasks/" + id).refuses(404, "not_found");
    neighbour.patch("/tasks/" + id, Map.of("title", "x")).refuses(404, "not_found");
    desk.get("/tasks/" + id).is(200);
    town.as("admin@yui.example").get("/tasks/" + id).is(200);
  }

  @Test
  void create_manyBadFields_namesEveryOne() throws Exception {
    Map<String, Object> bad = task("bad");
    bad.put("requiredSkills", List.of("no_such_skill", "mowing", "mowing"));
    bad.put("requiredLicences", List.of("no_such_licence"));
    bad.put(
        "slots",
        List.of(
            slot("2020-01-01T08:00:00+09:00", "2020-01-01T10:00:00+09:00", 1),
            slot(day() + "T10:00:00+09:00", day() + "T09:00:00+09:00", 1)));
    bad.put(
        "rewards",
        List.of(
            Map.of("kind", "PRODUCE", "item", "UNOBTAINIUM", "quantity", 1, "unit", "kg"),
            Map.of(
                "kind",
                "CASH",
                "amountYen",
                1000,
                "payer",
                Map.of("fundId", "01939c2e-7b00-7000-8000-000000000031"))));
    JsonNode problem = ward.post(tasks(), bad).refuses(400, "invalid_input").body();
    TreeSet<String> pointers = new TreeSet<>();
    problem
        .path("errors")
        .forEach(e -> pointers.add(e.path("pointer").asText() + " " + e.path("code").asText()));
    assertEquals(
        new TreeSet<>(
            List.of(
                "/requiredLicences/0 unknown_licence",
                "/requiredSkills/0 unknown_skill",
                "/requiredSkills/2 repeated",
                "/rewards/0/item unknown_item",
                "/rewards/1/payer/fundId unknown_fund",
                "/slots/0/startsAt in_the_past",
                "/slots/1/endsAt end_before_start")),
        pointers);
  }

  @Test
  void create_forSomebodyElsesGroup_isNotFound() throws Exception {
    Map<String, Object> entry = task("theirs");
    entry.put("groupId", elsewhere);
    ward.post(tasks(), entry).refuses(404, "not_found");
    mika.post(tasks(), task("mine")).refuses(403, "forbidden");
  }

  @Test
  void publish_bareDraft_namesAllThatIsMissing() throws Exception {
    Map<String, Object> bare = task("bare");
    bare.remove("hardParts");
    bare.remove("slots");
    String id = ward.post(tasks(), bare).is(201).id();
    JsonNode problem =
        ward.post("/tasks/" + id + "/publish", null).refuses(400, "invalid_input").body();
    List<String> codes = new ArrayList<>();
    problem.path("errors").forEach(e -> codes.add(e.path("code").asText()));
    assertEquals(List.of("hard_parts_needed", "slots_needed"), codes);
  }

  @Test
  void publish_remoteWithoutSlots_needsATimeToApplyUntil() throws Exception {
    Map<String, Object> remote = task("店のウェブページ");
    remote.put("kind", "REMOTE");
    remote.remove("slots");
    remote.remove("place");
    String id = ward.post(tasks(), remote).is(201).id();
    desk.post("/tasks/" + id + "/publish", null).refuses(400, "invalid_input");
    ward.patch("/tasks/" + id, Map.of("applyUntil", day() + "T18:00:00+09:00")).is(200);
    assertEquals("OPEN", verb(desk, id, "publish").path("state").asText());
    soon(id, "ウェブ");
  }

  @Test
  void return_withReason_goesBackToTheHost() throws Exception {
    String id = ward.post(tasks(), task("returned")).is(201).id();
    desk.post("/tasks/" + id + "/return", Map.of("reason", "まだ")).refuses(409, "task_state");
    verb(ward, id, "publish");
    ward.post("/tasks/" + id + "/return", Map.of("reason", "自分で")).refuses(403, "forbidden");
    JsonNode back = desk.post("/tasks/" + id + "/return", Map.of("reason", "集合場所を")).is(200).body();
    assertEquals("RETURNED", back.path("state").asText());
    assertEquals("集合場所を", ward.get("/tasks/" + id).body().path("reason").asText());
    assertEquals("REVIEW", verb(ward, id, "publish").path("state").asText());
  }

  @Test
  void change_staleVersion_isRefused() throws Exception {
    String id = open("stale");
    String tag = ward.get("/tasks/" + id).headers().get("etag").getFirst();
    ward.with("If-Match", tag).patch("/tasks/" + id, Map.of("title", "new")).is(200);
    ward.with("If-Match", tag)
        .patch("/tasks/" + id, Map.of("title", "newer"))
        .refuses(412, "stale");
    JsonNode now = ward.get("/tasks/" + id).body();
    assertEquals("new", now.path("title").asText());
    assertEquals(3, now.path("rewards").size());
  }

  @Test
  void change_slots_keepsThoseNamedByTheirId() throws Exception {
    String id = open("slots");
    JsonNode first = ward.get("/tasks/" + id).body().path("slots").path(0);
    Map<String, Object> kept =
        slot(first.path("startsAt").asText(), first.path("endsAt").asText(), 9);
    kept.put("id", first.path("id").asText());
    JsonNode slots =
        ward.patch(
                "/tasks/" + id,
                Map.of(
                    "slots",
                    List.of(kept, slot(day() + "T13:00:00+09:00", day() + "T15:00:00+09:00", 2))))
            .is(200)
            .body()
            .path("slots");
    assertEquals(2, slots.size());
    assertEquals(first.path("id"), slots.path(0).path("id"));
    assertEquals(9, slots.path(0).path("capacity").asInt());
  }

  @Test
  void close_openTask_isNoLongerFound() throws Exception {
    String id = open("しめきる草刈り");
    soon(id, "しめきる");
    assertEquals("CLOSED", verb(ward, id, "close").path("state").asText());
    assertFalse(found("しめきる").contains(id));
    ward.post("/tasks/" + id + "/close", null).refuses(409, "task_state");
  }

  @Test
  void list_byItsSide_showsOwnGroupsInEveryState() throws Exception {
    String id = ward.post(tasks(), task("listed")).is(201).id();
    assertTrue(ids(ward.get(tasks() + "?limit=100").is(200).body()).contains(id));
    assertTrue(ids(desk.get(tasks() + "?state=DRAFT&limit=100").is(200).body()).contains(id));
    assertFalse(ids(neighbour.get(tasks() + "?limit=100").is(200).body()).contains(id));
    mika.get(tasks()).refuses(403, "forbidden");
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = desk.get(tasks() + "?limit=2" + cursor).is(200).body();
      paged.addAll(ids(page));
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    assertEquals(ids(desk.get(tasks() + "?limit=100").body()), paged);
  }

  @Test
  void tellNeed_byAnybody_isReadByTheDeskAndBecomesATask() throws Exception {
    String needs = "/communities/" + community + "/needs";
    JsonNode told = mika.post(needs, Map.of("words", "水路がつまります")).is(201).body();
    String id = told.path("id").asText();
    assertTrue(ids(mika.get(needs).is(200).body()).contains(id));
    assertFalse(ids(town.as("ken@tokyo.example").get(needs).is(200).body()).contains(id));
    Map<String, Object> entry = task("need");
    entry.put("needId", id);
    ward.post(tasks(), entry).is(201);
    for (JsonNode need : desk.get(needs + "?state=TASKED").is(200).body().path("items")) {
      if (need.path("id").asText().equals(id)) return;
    }
    throw new AssertionError("the need is not TASKED");
  }

  @Test
  void search_badParameters_namesThem() throws Exception {
    JsonNode problem =
        mika.get("/tasks?withinKm=5&from=2026-12-05&to=2026-12-01&sort=NEAREST")
            .refuses(400, "invalid_input")
            .body();
    assertEquals(2, problem.path("errors").size());
    mika.get("/tasks?near=51.5,0.1").refuses(400, "invalid_input");
    mika.get("/tasks?cursor=abc").refuses(400, "invalid_input");
  }

  @Test
  void search_byEveryFilter_findsTheTask() throws Exception {
    String id = open("絞りこむ草刈り");
    soon(id, "絞りこむ");
    for (String filter :
        List.of(
            "communityId=" + community,
            "skill=mowing",
            "near=37.66,139.63&withinKm=5",
            "from=" + day() + "&to=" + day(),
            "reward=PRODUCE",
            "travelPaid=true",
            "sort=NEWEST")) {
      JsonNode page = mika.get("/tasks?limit=100&" + filter).is(200).body();
      assertTrue(ids(page).contains(id), filter);
      assertTrue(page.path("total").asInt() > 0);
    }
    assertFalse(ids(mika.get("/tasks?travelPaid=false&limit=100").body()).contains(id));
    assertFalse(ids(mika.get("/tasks?near=35.1,139.6&withinKm=5&limit=100").body()).contains(id));
  }

  @Test
  void find_overTheDoor_bothDirectionsAgree() throws Exception {
    String id = open("両方向の草刈り");
    mika.put(
            "/me/resident",
            Map.of(
                "displayName", "みか",
                "skills", List.of(Map.of("code", "mowing", "level", 3)),
                "findable", "ALL",
                "bases",
                    List.of(
                        Map.of("kind", "HOME", "label", "自宅", "lat", 35.7, "lon", 139.7),
                        Map.of("kind", "SECOND_BASE", "label", "家", "lat", 37.66, "lon", 139.63)),
                "rewardWishes", List.of("CASH", "MEAL", "PRODUCE")))
        .is(200);
    mika.put(
            "/me/resident/availability",
            Map.of(
                "from",
                day().toString(),
                "to",
                day().toString(),
                "halfDays",
                List.of(day() + ".AM")))
        .is(200);
    JsonNode candidate = null;
    JsonNode recommended = null;
    for (int tries = 0; tries < 100 && (candidate == null || recommended == null); tries++) {
      Thread.sleep(20);
      candidate =
          first(ward.get("/tasks/" + id + "/candidates?limit=100").is(200), "displayName", "みか");
      for (JsonNode item : mika.get("/me/recommendations?limit=100").is(200).body().path("items")) {
        if (item.path("task").path("id").asText().equals(id)) recommended = item;
      }
    }
    assertEquals(candidate.path("score"), recommended.path("score"));
    // Three skills of three, the morning of one, the same cell, nothing recorded yet.
    assertEquals(0.35 + 0.25 + 0.30 + 0.10 * 0.75, candidate.path("score").asDouble(), 1e-9);
    Map<String, Object> invitation =
        Map.of("residentId", candidate.path("residentId").asText(), "message", "ぜひ");
    ward.post("/tasks/" + id + "/invitations", invitation).is(201);
    ward.post("/tasks/" + id + "/invitations", invitation).refuses(409, "invited_already");
    assertEquals(1, mika.get("/me/invitations").is(200).body().path("items").size());
    assertTrue(town.letter("mika@tokyo.example", "両方向の草刈り").contains("草刈り"));
    mika.get("/tasks/" + id + "/candidates").refuses(403, "forbidden");
  }

  private static JsonNode first(Visitor.Reply reply, String field, String value) {
    for (JsonNode item : reply.body().path("items")) {
      if (item.path(field).asText().equals(value)) return item;
    }
    return null;
  }

  private static String community(Visitor admin, String code, String name, boolean reviews)
      throws Exception {
    return admin
        .post(
            "/communities",
            Map.of(
                "code", code, "name", name, "lat", 37.587, "lon", 139.648, "reviewsTasks", reviews))
        .is(201)
        .id();
  }

  private static String group(Visitor admin, String community, String name) throws Exception {
    return admin.post("/communities/" + community + "/groups", Map.of("name", name)).is(201).id();
  }

  private static void member(
      Visitor admin, String community, String email, String role, String group) throws Exception {
    Map<String, Object> entry = new HashMap<>(Map.of("email", email, "role", role));
    if (group != null) entry.put("groupId", group);
    if (role.equals("COORDINATOR")) entry.put("desk", "OFFICIAL");
    admin.post("/communities/" + community + "/memberships", entry).is(201);
  }

  private static String tasks() {
    return "/communities/" + community + "/tasks";
  }

  /** A day next week. */
  private static LocalDate day() {
    return Days.of(Instant.now()).plusDays(7);
  }

  private static Map<String, Object> task(String title) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("groupId", okugawa);
    entry.put("title", title);
    entry.put("description", "農道の両側を刈ります。");
    entry.put("hardParts", "斜面が急です。");
    entry.put("kind", "WORK");
    entry.put(
        "place", Map.of("lat", 37.6612, "lon", 139.6308, "label", "奥川", "meetingPoint", "集会所の前"));
    entry.put("requiredSkills", List.of("mowing"));
    entry.put("slots", List.of(slot(day() + "T08:30:00+09:00", day() + "T11:30:00+09:00", 3)));
    entry.put(
        "rewards",
        List.of(
            Map.of("kind", "CASH", "amountYen", 3000),
            Map.of("kind", "MEAL", "count", 1),
            Map.of("kind", "PRODUCE", "item", "RICE", "quantity", 2, "unit", "kg")));
    entry.put("travel", Map.of("policy", "ACTUAL", "capYen", 5000));
    entry.put(
        "onCall",
        Map.of(
            "name",
            "区長",
            "phone",
            "090-0000-0000",
            "backup",
            Map.of("name", "副区長", "phone", "090-0000-0009")));
    return entry;
  }

  private static Map<String, Object> slot(String starts, String ends, int capacity) {
    return new HashMap<>(Map.of("startsAt", starts, "endsAt", ends, "capacity", capacity));
  }

  private static String open(String title) throws Exception {
    String id = ward.post(tasks(), task(title)).is(201).id();
    verb(desk, id, "publish");
    return id;
  }

  private static JsonNode verb(Visitor who, String id, String verb) throws Exception {
    return who.post("/tasks/" + id + "/" + verb, null).is(200).body();
  }

  private static List<String> found(String q) throws Exception {
    return ids(
        town.stranger().get("/tasks?limit=100&q=" + URLEncoder.encode(q, "UTF-8")).is(200).body());
  }

  /** Within a second. */
  private static void soon(String id, String q) throws Exception {
    for (int tries = 0; tries < 50; tries++) {
      if (found(q).contains(id)) return;
      Thread.sleep(20);
    }
    throw new AssertionError("not found within a second");
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }
}
