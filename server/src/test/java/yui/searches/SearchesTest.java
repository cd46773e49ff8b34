package yui.searches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** Searches that people keep: their feeds, and the letter about what is new in them. */
class SearchesTest {
  private static Town town;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void save_byApi_isListedRenamedAndRemovedByItsPersonAlone() throws Exception {
    Visitor mika = town.as("mika@town.example");
    Map<String, Object> mowing = entry("草刈り", Map.of("q", "草刈り", "travelPaid", true));
    JsonNode saved = mika.post("/me/searches", mowing).is(201).body();
    assertEquals("{\"q\":\"草刈り\",\"travelPaid\":true}", saved.path("search").toString());
    mika.post("/me/searches", mowing).refuses(409, "search_saved_already");
    String path = "/me/searches/" + saved.path("id").asText();
    assertEquals(
        "夏の草刈り", mika.patch(path, Map.of("name", "夏の草刈り")).is(200).body().path("name").asText());

    Visitor ken = town.as("ken@town.example");
    assertEquals(0, ken.get("/me/searches").is(200).body().path("items").size());
    ken.patch(path, Map.of("name", "わたしの")).refuses(404, "not_found");
    ken.delete(path).refuses(404, "not_found");
    ken.post("/me/searches", mowing).is(201);

    mika.delete(path).is(204);
    assertEquals(0, mika.get("/me/searches").is(200).body().path("items").size());
    mika.delete(path).refuses(404, "not_found");
  }

  @Test
  void save_nonsense_isRefusedByField() throws Exception {
    Visitor person = town.as("nonsense@town.example");
    for (Map<String, Object> search :
        List.<Map<String, Object>>of(
            Map.of("q", "a\u0000b"),
            Map.of("withinKm", 10),
            Map.of("sort", "NEAREST"),
            Map.of("near", "0,0"),
            Map.of("from", "2026-12-06", "to", "2026-12-05"),
            Map.of("reward", "GOLD"),
            Map.of("cursor", "x"))) {
      person.post("/me/searches", entry("x", search)).refuses(400, "invalid_input");
    }
    person.post("/me/searches", entry("　", Map.of())).refuses(400, "invalid_input");
    person.post("/me/searches", entry("長".repeat(61), Map.of())).refuses(400, "invalid_input");
    assertEquals(0, person.get("/me/searches").is(200).body().path("items").size());
  }

  @Test
  void save_moreThanTwenty_isRefused() throws Exception {
    Visitor person = town.as("many@town.example");
    for (int i = 0; i < 20; i++) {
      person.post("/me/searches", entry("n" + i, Map.of("q", "草" + i))).is(201);
    }
    person.post("/me/searches", entry("n", Map.of("q", "草"))).refuses(409, "too_many_searches");
  }

  @Test
  void feeds_withoutLoggingIn_sayWhatTheSearchFinds_untilItIsRemoved() throws Exception {
    String found = post("奥川の笹刈り");
    String other = post("公民館の窓ふき");
    Visitor person = town.as("feeds@town.example");
    JsonNode saved = person.post("/me/searches", entry("笹", Map.of("q", "笹刈り"))).is(201).body();
    for (String ending : List.of("json", "atom", "ics")) {
      String address = saved.at("/feeds/" + ending).asText();
      HttpResponse<String> feed = until(address, answer -> answer.body().contains(found));
      String type = feed.headers().firstValue("Content-Type").orElse("");
      assertTrue(type.contains(ending.equals("ics") ? "text/calendar" : ending), type);
      assertFalse(feed.body().contains(other), ending);
      assertFalse(feed.body().contains("公民館の前"), "strangers do not learn where to meet");
    }
    assertEquals(404, fetch(town.url() + "/searches/" + "x".repeat(32) + ".json").statusCode());
    String json = saved.at("/feeds/json").asText();
    assertEquals(404, fetch(json.replace(".json", ".pdf")).statusCode());
    person.delete("/me/searches/" + saved.path("id").asText()).is(204);
    assertEquals(404, fetch(json).statusCode());
  }

  @Test
  void page_withoutScript_keepsRenamesAndRemoves() throws Exception {
    Reader reader = town.reader().comesIn("page@town.example");
    String page = reader.get("/tasks?q=草刈り&reward=MEAL&from=12/5").is(200).html();
    assertTrue(page.contains("この探し方を残す"), page);
    reader
        .post(
            "/me/searches", "as", hidden(page, "as"), "q", "草刈り", "reward", hidden(page, "reward"))
        .leadsTo("/me/searches");
    String mine = reader.get("/me/searches").is(200).says("草刈り・").says(".atom").html();
    String id = group("/me/searches/([0-9a-f-]{36})/rename", mine);
    reader.post("/me/searches/" + id + "/rename", "as", " ").is(400).says("草刈り・");
    reader.post("/me/searches/" + id + "/rename", "as", "<b>年末</b>").leadsTo("/me/searches");
    reader.get("/me/searches").says("&lt;b&gt;年末&lt;/b&gt;");
    reader.post("/me/searches/" + id + "/remove").leadsTo("/me/searches");
    reader.get("/me/searches").says("残した探し方はまだありません");
    town.reader().get("/tasks?q=草刈り").says("ログインして、この探し方を残す");
  }

  @Test
  void digest_onceAWeek_tellsWhatOpenedSinceAndNothingTwice() throws Exception {
    post("除雪の前から出ていたもの");
    town.as("broken@town.example").post("/me/searches", entry("もと", Map.of("q", "もと"))).is(201);
    sql("update saved_searches set asked = '{\"withinKm\": 10}' where name = 'もと'");
    Visitor mika = town.as("weekly@town.example");
    Visitor never = town.as("never@town.example");
    mika.post("/me/searches", entry("除雪", Map.of("q", "除雪"))).is(201);
    mika.post("/me/searches", entry("全部", Map.of())).is(201);
    never.post("/me/searches", entry("除雪", Map.of("q", "除雪"))).is(201);
    never.put("/me/letter-choices", Map.of("wanted", List.of("REMINDERS"))).is(200);
    Visitor apart = town.as("apart@town.example");
    apart.post("/me/searches", entry("除雪", Map.of("q", "除雪"))).is(201);
    apart.post("/me/blocks", Map.of("groupId", town.group())).is(201);

    town.reach(town.now().plus(Duration.ofMinutes(1)));
    post("除雪の新しいもの");
    town.reach(thursday());
    String letter = town.letter("weekly@town.example", "(?s)新しいお手伝いが.*");
    assertTrue(letter.contains("除雪の新しいもの"), letter);
    assertTrue(letter.contains("「除雪」で見つかりました"), letter);
    assertFalse(letter.contains("前から"), letter);
    assertEquals(letter.indexOf("除雪の新しいもの"), letter.lastIndexOf("除雪の新しいもの"));

    // The mark is lost, as by a restore; what was put before makes no second letter.
    sql(
        "update saved_searches set told_week = told_week - 7, told_until = told_until - interval '30 days'");
    untilSql("select count(*) = 0 from saved_searches where told_week < '" + week() + "'");
    // Another week without anything new.
    town.reach(thursday());
    untilSql("select count(*) = 0 from saved_searches where told_week < '" + week() + "'");
    assertEquals(1, digests("weekly@town.example"));
    assertEquals(0, digests("never@town.example"));
    assertEquals(0, digests("apart@town.example"), "of a group that they do not meet");
  }

  private static LocalDate week() {
    return Digests.week(town.now());
  }

  /** The next Thursday at nine. */
  private static Instant thursday() {
    return Days.of(town.now())
        .with(TemporalAdjusters.next(DayOfWeek.THURSDAY))
        .atTime(9, 0)
        .atZone(Days.TOKYO)
        .toInstant();
  }

  private static long digests(String email) throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from outbox where kind = 'DIGEST' and sent_at is not null"
                    + " and to_address = '"
                    + email
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void sql(String change) throws Exception {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      statement.executeUpdate(change);
    }
  }

  private static void untilSql(String question) throws Exception {
    for (int tries = 0; tries < 300; tries++) {
      try (Connection all = town.superuser();
          Statement statement = all.createStatement();
          var row = statement.executeQuery(question)) {
        row.next();
        if (row.getBoolean(1)) return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError(question);
  }

  private static Map<String, Object> entry(String name, Map<String, Object> search) {
    return Map.of("name", name, "search", search);
  }

  /** A task with this title, open for another month. */
  private static String post(String title) throws Exception {
    Map<String, Object> task = new HashMap<>(town.mowing());
    task.put("title", title);
    Instant day = town.saturday(9).plus(Duration.ofDays(28));
    task.put(
        "slots",
        List.of(
            Map.of(
                "startsAt",
                day.toString(),
                "endsAt",
                day.plus(Duration.ofHours(3)).toString(),
                "capacity",
                3)));
    return town.posted(task);
  }

  private static String hidden(String page, String name) {
    return group("<input type=\"hidden\" name=\"" + name + "\" value=\"([^\"]*)\"", page);
  }

  private static String group(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertTrue(found.find(), pattern + " in " + text);
    return found.group(1);
  }

  private static HttpResponse<String> until(String address, Predicate<HttpResponse<String>> wanted)
      throws Exception {
    for (int tries = 0; tries < 100; tries++) {
      HttpResponse<String> answer = fetch(address);
      if (answer.statusCode() == 200 && wanted.test(answer)) return answer;
      Thread.sleep(100);
    }
    throw new AssertionError(address + " " + fetch(address).body());
  }

  private static HttpResponse<String> fetch(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
