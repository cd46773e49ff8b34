package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;
import yui.db.Scope;

/** What is being written is kept as it stands, for its writer alone, until it is sent. */
class UnfinishedTest {
  private static final Pattern ID = Pattern.compile("name=\"_unfinished\" value=\"([^\"]+)\"");
  private static Town town;
  private static String community;
  private static Visitor ward;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    community = "/communities/" + town.community();
    ward = town.as("ward@town.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static Map<String, Object> entry(String title) {
    return Map.of(
        "communityId",
        town.community(),
        "fields",
        List.of(
            Map.of("name", "title", "values", List.of(title)),
            Map.of("name", "hardParts", "values", List.of("SLOPE", "HEAT"))));
  }

  @Test
  void keep_halfWritten_isThereAgainForItsWriterAlone() throws Exception {
    String at = "/me/unfinished/" + UUID.randomUUID();
    ward.put(at, entry("草か")).is(200);
    JsonNode kept = ward.put(at, entry("草かりの")).is(200).body();
    assertEquals("草かりの", kept.at("/fields/0/values/0").asText());
    assertEquals("HEAT", kept.at("/fields/1/values/1").asText());
    assertEquals(1, mine(ward, "草かりの"), "one, however often it is kept");
    Visitor desk = town.as("desk@town.example");
    assertEquals(0, mine(desk, "草かりの"));
    desk.delete(at).refuses(404, "not_found");
    desk.put(at, entry("事務局の")).is(200);
    assertEquals(1, mine(ward, "草かりの"), "the same id is another's own");
    String other = community + "/tasks/new?unfinished=" + kept.path("id").asText();
    Reader reader = town.reader().comesIn("desk@town.example");
    assertFalse(reader.get(other).is(200).html().contains("草かりの"));
    ward.delete(at).is(204);
    assertEquals(0, mine(ward, "草かりの"));
    assertEquals(1, mine(desk, "事務局の"));
  }

  @Test
  void keep_moreThanTwenty_forgetsTheOldest() throws Exception {
    Visitor local = town.as("local@town.example");
    for (int n = 0; n < 23; n++) {
      local.put("/me/unfinished/" + UUID.randomUUID(), entry("その" + n)).is(200);
    }
    JsonNode left = local.get("/me/unfinished").is(200).body().path("items");
    assertEquals(20, left.size());
    assertFalse(left.toString().contains("その0\""), "the first is the oldest");
    try (var all = town.superuser();
        var count =
            all.prepareStatement("select count(*) from unfinished where person_id = ?::uuid")) {
      count.setString(1, local.get("/me").is(200).id());
      var row = count.executeQuery();
      row.next();
      assertEquals(20, row.getInt(1), "and is not kept");
    }
  }

  @Test
  void forget_afterThreeMonths_leavesWhatIsStillWritten() throws Exception {
    Visitor old = town.as("old@town.example");
    old.put("/me/unfinished/" + UUID.randomUUID(), entry("むかしの")).is(200);
    old.put("/me/unfinished/" + UUID.randomUUID(), entry("いまの")).is(200);
    try (var all = town.superuser();
        var age =
            all.prepareStatement(
                "update unfinished set changed_at = changed_at - interval '91 days'"
                    + " where fields::text like '%むかしの%'")) {
      age.execute();
    }
    try (Planner job = new Planner(town, town.now())) {
      job.database.write(Scope.ofSystem(), Unfinished::forget);
    }
    assertEquals(0, mine(old, "むかしの"));
    assertEquals(1, mine(old, "いまの"));
  }

  @Test
  void keep_inACommunityThatIsNotThere_isNotFound() throws Exception {
    Map<String, Object> nowhere =
        Map.of("communityId", UUID.randomUUID().toString(), "fields", List.of());
    ward.put("/me/unfinished/" + UUID.randomUUID(), nowhere).refuses(404, "not_found");
  }

  @Test
  void form_keptWithoutScript_comesBackAsTypedAndIsGoneWhenItIsWritten() throws Exception {
    Reader reader = town.reader().comesIn("ward@town.example");
    String fresh = community + "/tasks/new";
    String id = id(reader.get(fresh).is(200).html());
    String there =
        reader
            .post(
                community + "/unfinished",
                fields(id, "title", "雪囲い", "slots.0.date", "らいしゅう", "slots.2.capacity", "4"))
            .leadsTo(fresh + "?unfinished=" + id)
            .location();
    reader.get(fresh).is(200);
    Reader.Seen quietly =
        reader.post(
            community + "/unfinished",
            fields(
                id,
                "_quiet",
                "yes",
                "title",
                "雪囲い",
                "slots.0.date",
                "らいしゅう",
                "slots.2.capacity",
                "4"));
    assertFalse(
        quietly.is(303).cookies().toString().contains("yui-notice"), "the script says so itself");
    reader
        .get(there)
        .is(200)
        .says("value=\"雪囲い\"")
        .says("value=\"らいしゅう\"")
        .says("name=\"slots.2.capacity\"");
    reader.get(fresh).is(200).says("書きかけがあります").says("雪囲い");
    reader.get(there).is(200);
    reader.post(fresh, whole(id, "雪囲い")).leadsTo("/tasks/");
    assertEquals(0, mine(ward, "雪囲い"));
    assertFalse(reader.get(fresh).is(200).html().contains("書きかけがあります"));
  }

  @Test
  void edit_keptBeforeSomebodyElseChanged_isRefusedAsStaleWhenSaved() throws Exception {
    String task = ward.post(community + "/tasks", town.mowing()).is(201).id();
    Reader reader = town.reader().comesIn("ward@town.example");
    String edit = "/tasks/" + task + "/edit";
    String id = id(reader.get(edit).is(200).html());
    String there =
        reader
            .post(
                community + "/unfinished",
                fields(id, "_task", task, "_etag", "1", "title", "わたしの題"))
            .leadsTo(edit + "?unfinished=" + id)
            .location();
    town.as("desk@town.example").patch("/tasks/" + task, Map.of("title", "事務局の題")).is(200);
    reader.get(edit).is(200).says("事務局の題").says("書きかけがあります");
    String shown = reader.get(there).is(200).says("わたしの題").html();
    assertTrue(shown.contains("name=\"_etag\" value=\"1\""), "of the version it was typed on");
    reader.post(edit, whole(id, "わたしの題", "_etag", "1")).is(412);
    assertEquals("事務局の題", ward.get("/tasks/" + task).is(200).body().path("title").asText());
    reader.get(there).is(200).says("わたしの題");
    reader.post("/unfinished/" + id + "/remove").leadsTo(edit);
    assertEquals(0, mine(ward, "わたしの題"));
  }

  @Test
  void form_sentAgainAfterGoingBack_changesTheDraftItMade() throws Exception {
    Reader reader = town.reader().comesIn("ward@town.example");
    String fresh = community + "/tasks/new";
    String id = id(reader.get(fresh).is(200).html());
    String check = reader.post(fresh, whole(id, "どぶさらい")).leadsTo("/tasks/").location();
    String edit = check.replace("/check", "/edit");
    reader.get(fresh + "?unfinished=" + id).leadsTo(edit);
    reader.get(fresh).is(200).says("まだ出していない下書き").says("href=\"" + edit + "\"");
    reader.post(fresh, whole(id, "水路のどぶさらい")).leadsTo(check);
    reader.get(check).is(200).says("水路のどぶさらい");
    Reader other = town.reader().comesIn("desk@town.example");
    other.get(fresh + "?unfinished=" + id).is(200);
    try (var all = town.superuser();
        var count = all.prepareStatement("select count(*) from tasks where title like '%どぶさらい'")) {
      var row = count.executeQuery();
      row.next();
      assertEquals(1, row.getInt(1), "one task, however often it is sent");
    }
  }

  private static String[] fields(String id, String... more) {
    List<String> fields = new ArrayList<>(List.of("_unfinished", id));
    fields.addAll(List.of(more));
    return fields.toArray(String[]::new);
  }

  private static String[] whole(String id, String title, String... more) {
    List<String> whole =
        new ArrayList<>(
            List.of(
                "_unfinished",
                id,
                "groupId",
                town.group(),
                "kind",
                "WORK",
                "title",
                title,
                "description",
                "板を立てます",
                "slots.0.date",
                Days.of(town.now()).plusDays(10).toString(),
                "slots.0.from",
                "9:00",
                "slots.0.to",
                "12:00",
                "slots.0.capacity",
                "2",
                "place.lat",
                "37.66",
                "place.lon",
                "139.63",
                "place.label",
                "奥川",
                "travel.policy",
                "NONE"));
    whole.addAll(List.of(more));
    return whole.toArray(String[]::new);
  }

  private static String id(String html) {
    Matcher found = ID.matcher(html);
    assertTrue(found.find(), html);
    return found.group(1);
  }

  private static long mine(Visitor who, String title) throws Exception {
    long found = 0;
    for (JsonNode one : who.get("/me/unfinished").is(200).body().path("items")) {
      if (one.toString().contains("\"" + title + "\"")) found++;
    }
    return found;
  }
}
