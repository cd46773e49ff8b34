package yui.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.web.Json;

/** The copy of everything kept about somebody, and who looked. */
class RecordsTest {
  private static Town town;
  private static Visitor owner;
  private static String application;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
    owner = town.as("r1@town.example");
    owner.patch("/me", Map.of("name", "高橋 <ゆい>", "phone", "090-1111-2222")).is(200);
    String task = town.posted(town.mowing());
    String slot = owner.get("/tasks/" + task).body().at("/slots/0/id").asText();
    application =
        owner
            .post(
                "/tasks/" + task + "/applications",
                Map.of("slotIds", List.of(slot), "message", "=1+1 よろしく"))
            .is(201)
            .id();
    Visitor other = town.as("r2@town.example");
    other
        .post(
            "/tasks/" + task + "/applications",
            Map.of("slotIds", List.of(slot), "message", "ほかの人の言葉"))
        .is(201);
    town.as("ward@town.example")
        .post("/applications/" + application + "/messages", Map.of("body", "受入先の言葉"))
        .is(201);
    owner.post("/applications/" + application + "/messages", Map.of("body", "わたしの言葉")).is(201);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static Map<String, String> copy(Visitor person) throws Exception {
    String id = person.post("/me/data-exports", null).is(201).id();
    return read(person.bytes("/api/v1/me/data-exports/" + id));
  }

  private static Map<String, String> read(byte[] bytes) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void copy_ofSomebody_holdsAllOfTheirsAndNothingOfOthers() throws Exception {
    Map<String, String> files = copy(owner);
    JsonNode records = Json.MAPPER.readTree(files.get("records.json")).path("records");
    assertEquals("r1@town.example", records.at("/persons/0/email").asText());
    assertEquals("住民1", records.at("/residents/0/display_name").asText());
    assertEquals(2, records.path("bases").size());
    assertTrue(records.path("availability").size() > 0);
    assertEquals("わたしの言葉", records.at("/messages/0/body").asText());
    assertTrue(records.path("logins").size() > 0);
    String everything = String.join("\n", files.values());
    assertFalse(everything.contains("ほかの人の言葉"));
    assertEquals(1, records.path("messages").size(), "what the host wrote is the host's");
    assertFalse(everything.contains("r2@town.example"));
  }

  @Test
  void copy_forReading_escapesAndGuardsWhatWasTyped() throws Exception {
    Map<String, String> files = copy(town.as("r3@town.example"));
    assertTrue(files.get("index.html").contains("わたしの記録"));
    Map<String, String> mine =
        read(
            owner.bytes(
                "/api/v1/me/data-exports/" + owner.post("/me/data-exports", null).is(201).id()));
    assertTrue(mine.get("index.html").contains("高橋 &lt;ゆい&gt;"), mine.get("index.html"));
    assertTrue(mine.get("tables/applications.csv").contains("'=1+1"));
    assertTrue(mine.get("tables/applications.csv").contains("草刈り"), "the work by its name");
  }

  @Test
  void copy_ofSomebodyElse_isNotThere() throws Exception {
    String id = town.as("r2@town.example").post("/me/data-exports", null).is(201).id();
    owner.get("/me/data-exports/" + id).is(404);
    town.as("desk@town.example").get("/me/data-exports/" + id).is(404);
    town.as("admin@yui.example").get("/me/data-exports/" + id).is(404);
  }

  @Test
  void copies_moreThanThree_areRefused() throws Exception {
    Visitor ward = town.as("ward@town.example");
    for (int i = 0; i < 3; i++) ward.post("/me/data-exports", null).is(201);
    ward.post("/me/data-exports", null).refuses(409, "data_exports_many");
  }

  @Test
  void page_ofRecords_makesAndGivesTheFile() throws Exception {
    Reader reader = town.reader().comesIn("treasurer@town.example");
    reader.get("/me/data").is(200);
    reader.post("/me/data/copies").leadsTo("/me/data");
    reader.get("/me/data").is(200).says("/me/data/copies/");
    reader.get("/privacy").is(200).says("個人情報の扱い").says("本人が消すか退会するまで");
    reader.get("/en/privacy").is(200).says("What is kept of people");
  }

  @Test
  void looks_ofOthers_areReadByTheirPersonAlone() throws Exception {
    String task = town.posted(town.mowing());
    Visitor seen = town.as("r3@town.example");
    JsonNode looks = seen.get("/me/looks").is(200).body().path("items");
    for (int tries = 0; tries < 100 && looks.isEmpty(); tries++) {
      town.as("ward@town.example").get("/tasks/" + task + "/candidates").is(200);
      looks = seen.get("/me/looks").is(200).body().path("items");
      if (looks.isEmpty()) Thread.sleep(200);
    }
    assertEquals("candidates_shown", looks.at("/0/deed").asText());
    assertEquals("HOST", looks.at("/0/as").asText());
    assertEquals("奥川地域づくり協議会", looks.at("/0/name").asText());
    assertFalse(looks.toString().contains("ward@town.example"));
    Reader reader = town.reader().comesIn("r3@town.example");
    reader.get("/me/data/looks").is(200).says("候補者の一覧に出た").says("受入先（奥川地域づくり協議会）");
    assertEquals(
        0, town.as("auditor@town.example").get("/me/looks").is(200).body().path("items").size());
  }

  @Test
  void looks_atApplications_areOneADayForEachReader() throws Exception {
    String task = town.posted(town.mowing());
    String slot = owner.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    String theirs =
        owner
            .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
            .is(201)
            .id();
    Reader ward = town.reader().comesIn("ward@town.example");
    for (int i = 0; i < 3; i++) {
      ward.get("/tasks/" + task + "/applications").is(200);
      town.as("ward@town.example").get("/tasks/" + task + "/applications").is(200);
      town.as("desk@town.example").get("/applications/" + theirs).is(200);
      owner.get("/applications/" + theirs).is(200);
    }
    Visitor later = town.as("r2@town.example");
    later.post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot))).is(201);
    assertEquals(
        List.of("application_seen DESK", "applications_seen HOST"), deeds(owner, "application"));
    assertEquals(List.of(), deeds(later, "application"), "nobody has read theirs");
    ward.get("/tasks/" + task + "/applications").is(200);
    assertEquals(List.of("applications_seen HOST"), deeds(later, "application"));
    town.reach(town.now().plus(Duration.ofDays(1)));
    ward.get("/tasks/" + task + "/applications").is(200);
    assertEquals(2, deeds(later, "application").size());
    assertEquals(4, deeds(owner, "application").size());
    Reader reader = town.reader().comesIn("r1@town.example");
    reader.get("/me/data/looks").is(200).says("応募の一覧を見た").says("応募の内容を見た");
  }

  private static List<String> deeds(Visitor who, String beginning) throws Exception {
    List<String> deeds = new ArrayList<>();
    for (JsonNode look : who.get("/me/looks").is(200).body().path("items")) {
      String deed = look.path("deed").asText();
      if (deed.startsWith(beginning)) deeds.add(deed + " " + look.path("as").asText());
    }
    return deeds;
  }

  @Test
  void fileBook_ofACommunity_isTheDesksAndSaysWhatTheLawAsks() throws Exception {
    String path = "/communities/" + town.community() + "/personal-data-file";
    JsonNode items = town.as("desk@town.example").get(path).is(200).body().path("items");
    assertEquals(15, items.size());
    assertTrue(items.toString().contains("個人情報ファイルの利用目的"));
    town.as("ward@town.example").get(path).is(403);
    owner.get(path).is(404);
    Reader reader = town.reader().comesIn("desk@town.example");
    String page = "/communities/" + town.community() + "/personal-data";
    reader.get(page).is(200).says("記録範囲").says("要配慮個人情報");
    reader.get(page + ".csv").is(200).says("個人情報ファイルの名称");
    assertEquals(404, town.reader().comesIn("r2@town.example").get(page).status());
  }
}
