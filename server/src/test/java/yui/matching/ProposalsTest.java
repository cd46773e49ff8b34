package yui.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** A desk has its open places filled on paper, and writes to whom it chose; nobody is accepted. */
class ProposalsTest {
  private Town town;
  private Visitor desk;
  private String community;
  private String page;

  @BeforeEach
  void furnish() throws Exception {
    town = Town.furnished();
    desk = town.as("desk@town.example");
    community = "/communities/" + town.community();
    page = community + "/proposal";
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void propose_twoTasksAtOnce_isNobodyTwiceAndSaysWhatStaysOpen() throws Exception {
    posted("草刈り", 0, 9, 2);
    posted("水路の手入れ", 0, 10, 2);
    JsonNode proposal = settled(3);
    assertEquals(4, proposal.path("placesOpen").asInt());
    assertEquals(3, new HashSet<>(residents(proposal)).size());
    assertEquals(3, residents(proposal).size());
    JsonNode unfilled = unfilled(proposal).getFirst();
    assertEquals("taken_elsewhere", unfilled.path("code").asText());
    assertEquals(1, unfilled.path("places").asInt());
    assertTrue(unfilled.path("detail").asText().contains("同じ時間のほかのお手伝い"));
    double total = proposal.path("total").asDouble();
    assertEquals(total, proposal.path("bound").asDouble(), 1e-4);
    assertTrue(total > 2.5, "three who suit well: " + total);
    JsonNode first = proposal.at("/items/0/slots/0/residents/0");
    assertEquals(1, first.at("/parts/schedule").asDouble());
    assertTrue(first.path("reasons").size() >= 3, first.toString());
  }

  @Test
  void propose_anotherDay_mayBeTheSamePeople() throws Exception {
    posted("草刈り", 0, 9, 3);
    posted("水路の手入れ", 7, 9, 3);
    JsonNode proposal = settled(6);
    assertEquals(3, new HashSet<>(residents(proposal)).size());
    assertEquals(List.of(), unfilled(proposal));
    JsonNode capped =
        desk.post(community + "/proposals", window(Map.of("perSlot", 1))).is(200).body();
    assertEquals(2, residents(capped).size());
  }

  @Test
  void propose_engagedOrNotFreeOrNotFit_saysWhy() throws Exception {
    String mowing = posted("草刈り", 0, 9, 3);
    Map<String, Object> weekday = task("平日の草刈り", -1, 9, 1);
    String notFree = town.posted(weekday);
    Map<String, Object> hard = task("伐採", 0, 13, 1);
    hard.put("requiredSkills", List.of(Map.of("code", "chainsaw", "level", 3)));
    String notFit = town.posted(hard);
    settled(3);
    Visitor r1 = town.as("r1@town.example");
    String slot = r1.get("/tasks/" + mowing).is(200).body().at("/slots/0/id").asText();
    r1.post("/tasks/" + mowing + "/applications", Map.of("slotIds", List.of(slot))).is(201);
    String clashing = posted("水路の手入れ", 0, 11, 3);
    JsonNode proposal = null;
    for (int tries = 0; tries < 100; tries++) {
      proposal = propose();
      if (proposal.path("items").size() == 4) break;
      Thread.sleep(50);
    }
    assertFalse(residents(proposal).contains(r1.get("/me").is(200).id()), "applied at that time");
    assertEquals(2, residents(proposal).size());
    Map<String, String> why = new TreeMap<>();
    for (JsonNode item : proposal.path("items")) {
      for (JsonNode one : item.path("slots")) {
        why.put(item.path("taskId").asText(), one.at("/unfilled/code").asText());
      }
    }
    assertEquals("nobody_free", why.get(notFree));
    assertEquals("nobody_suits", why.get(notFit));
    assertTrue(Set.of("too_few", "taken_elsewhere").contains(why.get(clashing)), why.toString());
    JsonNode applied =
        desk.post(community + "/proposals", window(Map.of("taskIds", List.of(mowing))))
            .is(200)
            .body();
    assertEquals(1, applied.path("items").size());
    assertEquals(1, applied.at("/items/0/slots/0/awaiting").asInt());
  }

  @Test
  void invite_whatWasProposed_writesToEachAndAcceptsNobody() throws Exception {
    posted("草刈り", 0, 9, 2);
    posted("水路の手入れ", 0, 10, 1);
    List<Map<String, String>> rows = rows(settled(3));
    Map<String, Object> body = Map.of("rows", rows, "message", "お待ちしています。");
    Visitor once = desk.with("Idempotency-Key", "a-key-of-its-own");
    JsonNode sent = once.post(community + "/invitations", body).is(200).body();
    for (int i = 0; i < 3; i++) {
      assertEquals(rows.get(i).get("residentId"), sent.at("/items/" + i + "/residentId").asText());
      assertEquals("お待ちしています。", sent.at("/items/" + i + "/invitation/message").asText());
    }
    assertEquals(sent, once.post(community + "/invitations", body).is(200).body());
    for (String resident : List.of("r1", "r2", "r3")) {
      assertEquals("お待ちしています。", town.letter(resident + "@town.example", "お待ちしています。"));
    }
    assertEquals(3, count("invitations"));
    assertEquals(0, count("applications"));
    JsonNode again = desk.post(community + "/invitations", body).is(200).body();
    assertEquals("invited_already", again.at("/items/2/problem/code").asText());
    assertEquals(3, count("invitations"));
    JsonNode after = propose();
    assertEquals(List.of(), residents(after));
    assertEquals(
        3,
        after.at("/items/0/slots/0/awaiting").asInt()
            + after.at("/items/1/slots/0/awaiting").asInt());
    // Who was asked for one is not asked for the other at that time, and nobody else suits.
    unfilled(after).forEach(one -> assertEquals("nobody_free", one.path("code").asText()));
  }

  @Test
  void invite_whatCannotBeSent_holdsNothingElseUp() throws Exception {
    posted("草刈り", 0, 9, 2);
    List<Map<String, String>> rows = new ArrayList<>(rows(settled(2)));
    String missing = "01939c2e-7b00-7000-8000-000000000021";
    rows.add(0, Map.of("taskId", missing, "residentId", rows.getFirst().get("residentId")));
    rows.add(1, Map.of("taskId", rows.get(1).get("taskId"), "residentId", missing));
    JsonNode sent =
        desk.post(community + "/invitations", Map.of("rows", rows)).is(200).body().path("items");
    assertEquals("not_found", sent.at("/0/problem/code").asText());
    assertEquals("not_a_candidate", sent.at("/1/problem/code").asText());
    assertTrue(sent.at("/2/invitation").isObject());
    assertTrue(sent.at("/3/invitation").isObject());
    assertEquals(2, count("invitations"));
  }

  @Test
  void propose_whoDoesNotMeetTheGroup_isNeitherProposedNorInvited() throws Exception {
    posted("草刈り", 0, 9, 3);
    List<Map<String, String>> rows = rows(settled(3));
    Visitor r1 = town.as("r1@town.example");
    String person = r1.get("/me").is(200).id();
    r1.post("/me/blocks", Map.of("groupId", town.group())).is(201);
    assertFalse(residents(propose()).contains(person));
    int at = 0;
    while (!rows.get(at).get("residentId").equals(person)) at++;
    JsonNode sent =
        desk.post(community + "/invitations", Map.of("rows", rows)).is(200).body().path("items");
    assertEquals("not_allowed_here", sent.path(at).at("/problem/code").asText());
    assertEquals(2, count("invitations"));
  }

  @Test
  void invite_twoDesksAtOnce_invitesEachOnce() throws Exception {
    posted("草刈り", 0, 9, 2);
    posted("水路の手入れ", 7, 9, 3);
    posted("雪囲い", 14, 9, 3);
    List<Map<String, String>> rows = rows(settled(8));
    List<Map<String, String>> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    Visitor treasurer = town.as("treasurer@town.example");
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      Future<Visitor.Reply> one =
          two.submit(() -> desk.post(community + "/invitations", Map.of("rows", rows)));
      Future<Visitor.Reply> other =
          two.submit(() -> treasurer.post(community + "/invitations", Map.of("rows", reversed)));
      int invited = 0;
      for (Visitor.Reply reply : List.of(one.get(), other.get())) {
        for (JsonNode item : reply.is(200).body().path("items")) {
          if (item.has("invitation")) invited++;
          else assertEquals("invited_already", item.at("/problem/code").asText());
        }
      }
      assertEquals(8, invited);
    }
    assertEquals(8, count("invitations"));
    assertEquals(8, count("outbox where cause like 'invited:%'"));
  }

  @Test
  void invite_theSixthInAWeek_isRefusedAndNotProposed() throws Exception {
    List<String> tasks = new ArrayList<>();
    for (int week = 0; week < 6; week++) tasks.add(posted("草刈り" + week, 7 * week, 9, 1));
    settled(6);
    String r1 = town.as("r1@town.example").get("/me").is(200).id();
    List<Map<String, String>> rows =
        tasks.stream().map(task -> Map.of("taskId", task, "residentId", r1)).toList();
    JsonNode sent =
        desk.post(community + "/invitations", Map.of("rows", rows)).is(200).body().path("items");
    long refused = sent.findValuesAsText("code").stream().filter("invited_often"::equals).count();
    assertEquals(1, refused);
    assertFalse(residents(propose()).contains(r1));
    town.reach(town.now().plus(Duration.ofDays(8)));
    assertTrue(residents(propose()).contains(r1));
  }

  @Test
  void propose_badWindow_namesTheField() throws Exception {
    LocalDate today = Days.of(town.now());
    desk.post(community + "/proposals", days(today, today.minusDays(1)))
        .refuses(400, "invalid_input");
    JsonNode past =
        desk.post(community + "/proposals", days(today.minusDays(9), today.minusDays(2)))
            .refuses(400, "invalid_input")
            .body();
    assertEquals("/to", past.at("/errors/0/pointer").asText());
    assertEquals("in_the_past", past.at("/errors/0/code").asText());
    assertEquals(
        0,
        desk.post(community + "/proposals", days(today, today))
            .is(200)
            .body()
            .path("items")
            .size());
  }

  @Test
  void propose_moreSlotsThanOneProposalTakes_asksForFewerDays() throws Exception {
    String task = posted("草刈り", 0, 9, 1);
    sql(
        """
        insert into slots (id, task_id, community_id, starts_at, ends_at, capacity)
        select gen_random_uuid(), task_id, community_id, starts_at + n * interval '1 minute',
          ends_at + n * interval '1 minute', 1
        from slots, generate_series(1, 300) n where task_id = '%s'
        """
            .formatted(task));
    desk.post(community + "/proposals", window(Map.of())).refuses(409, "proposal_too_large");
  }

  @Test
  void pages_fromWindowToLetters_goAllTheWayWithoutScript() throws Exception {
    String mowing = posted("草刈り", 0, 9, 2);
    posted("水路の手入れ", 0, 10, 2);
    JsonNode proposal = settled(3);
    Reader reader = town.reader().comesIn("desk@town.example");
    reader.get("/communities/" + town.community() + "/desk").is(200).says(page);
    reader.get("/me").is(200).says(page);
    reader.get(page).is(200).says("提案をつくる");
    Reader.Seen seen = reader.get(page + days()).is(200);
    seen.says("あいている4人分のうち、3人分に候補があります").says("同じ時間のほかのお手伝い").says("住民1");
    assertEquals(3, seen.html().split("name=\"row\"[^>]* checked", -1).length - 1);
    List<String> fields = new ArrayList<>(List.of("message", "ぜひ来てください。"));
    for (Map<String, String> row : rows(proposal).subList(0, 2)) {
      fields.addAll(List.of("row", row.get("taskId") + "." + row.get("residentId")));
    }
    String[] typed = fields.toArray(String[]::new);
    reader.post(page + "/check", typed).is(200).says("ぜひ来てください。").says("この招待を送りますか");
    assertEquals(0, count("invitations"), "checking sends nothing");
    reader.get(page + days()).is(200);
    String there = reader.post(page + "/send", typed).leadsTo(page + "/sent").location();
    reader.get(there).is(200).says("2通の招待を送りました").says("住民");
    assertEquals(2, count("invitations where message = 'ぜひ来てください。'"));
    assertEquals(0, count("applications"));
    reader.get(page + days()).is(200);
    String twice = reader.post(page + "/send", typed).leadsTo(page + "/sent").location();
    reader.get(twice).is(200).says("0通の招待").says("2人には、すでに招待が届いています");
    reader.get("/en" + page + days()).is(200).says("Proposal");
    reader.get("/tasks/" + mowing + "/manage").is(200);
  }

  @Test
  void pages_nobodyChosenOrBadDays_areShownAgain() throws Exception {
    Reader reader = town.reader().comesIn("desk@town.example");
    reader.get(page).is(200);
    reader.post(page + "/check", "message", "ぜひ").is(400).says("送る相手を1人以上選んでください");
    reader.get(page + "?from=2020-01-01&to=2020-01-02").is(200).says("これからの日時にしてください");
    reader.get(page + "?from=x&to=2020-01-02").is(200).says("id=\"from-error\"");
  }

  @Test
  void pages_ofAnotherCommunityOrAHost_areClosed() throws Exception {
    Visitor admin = town.as("admin@yui.example");
    String other =
        admin
            .post(
                "/communities",
                Map.of("code", "142107", "name", "三浦市", "lat", 35.14, "lon", 139.62))
            .is(201)
            .id();
    admin
        .post(
            "/communities/" + other + "/memberships",
            Map.of("email", "desk@miura.example", "role", "COORDINATOR", "desk", "OFFICIAL"))
        .is(201);
    town.reader().comesIn("desk@miura.example").get(page).is(404);
    town.reader().comesIn("ward@town.example").get(page).is(403);
    town.reader().comesIn("r1@town.example").get(page).is(404);
    assertEquals(303, town.reader().get(page).status(), "a stranger is asked to log in");
  }

  /** A task some days after the coming Saturday, for three hours: its id. */
  private String posted(String title, int daysAfter, int hour, int places) throws Exception {
    return town.posted(task(title, daysAfter, hour, places));
  }

  private Map<String, Object> task(String title, int daysAfter, int hour, int places) {
    Map<String, Object> task = town.mowing();
    Instant start = town.saturday(hour).plus(Duration.ofDays(daysAfter));
    task.put("title", title);
    task.put(
        "slots",
        List.of(
            Map.of(
                "startsAt", start.toString(),
                "endsAt", start.plus(Duration.ofHours(3)).toString(),
                "capacity", places)));
    return task;
  }

  /** The proposal, once the index knows enough of the town for so many rows. */
  private JsonNode settled(int rows) throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      JsonNode proposal = propose();
      if (residents(proposal).size() == rows) return proposal;
      Thread.sleep(100);
    }
    throw new AssertionError("not " + rows + " proposed: " + propose().toPrettyString());
  }

  private JsonNode propose() throws Exception {
    return desk.post(community + "/proposals", window(Map.of())).is(200).body();
  }

  private Map<String, Object> window(Map<String, Object> more) {
    LocalDate today = Days.of(town.now());
    Map<String, Object> window = new TreeMap<>(more);
    window.putAll(days(today, today.plusDays(50)));
    return window;
  }

  private static Map<String, Object> days(LocalDate from, LocalDate to) {
    return Map.of("from", from.toString(), "to", to.toString());
  }

  private String days() {
    LocalDate today = Days.of(town.now());
    return "?from=" + today + "&to=" + today.plusDays(50);
  }

  private static List<String> residents(JsonNode proposal) {
    return rows(proposal).stream().map(row -> row.get("residentId")).toList();
  }

  private static List<Map<String, String>> rows(JsonNode proposal) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (JsonNode item : proposal.path("items")) {
      for (JsonNode slot : item.path("slots")) {
        for (JsonNode resident : slot.path("residents")) {
          rows.add(
              Map.of(
                  "taskId", item.path("taskId").asText(),
                  "residentId", resident.path("residentId").asText()));
        }
      }
    }
    return rows;
  }

  private static List<JsonNode> unfilled(JsonNode proposal) {
    List<JsonNode> unfilled = new ArrayList<>();
    for (JsonNode item : proposal.path("items")) {
      for (JsonNode slot : item.path("slots")) {
        if (slot.has("unfilled")) unfilled.add(slot.path("unfilled"));
      }
    }
    return unfilled;
  }

  private long count(String from) throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + from)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void sql(String text) throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      statement.execute(text);
    }
  }
}
