package yui.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Visitor;
import yui.applications.Village;
import yui.core.Days;
import yui.core.Lang;
import yui.core.PersonId;

/** Doing without letters: on a page, by a link in a letter, and by a mail program's one click. */
class MailChoicesTest {
  private static final Pattern STOP = Pattern.compile("/letters/[A-Za-z0-9_-]+/invitations");

  private static Village village;

  @BeforeAll
  static void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  static void close() {
    village.town.close();
  }

  @Test
  void oneClick_fromALetter_endsThatSortAlone() throws Exception {
    invite("click");
    String path = stop("click@tokyo.example");
    assertEquals(200, post(path, "List-Unsubscribe=One-Click").statusCode());
    JsonNode wanted =
        village.resident("click").get("/me/letter-choices").is(200).body().path("wanted");
    assertEquals("[\"REMINDERS\",\"REQUESTS\",\"DIGESTS\"]", wanted.toString());

    invite("click");
    village.select(village.apply("click", village.mowing(1), 0)).is(200);
    village.town.letter("click@tokyo.example", "お願いする");
    assertEquals(1, letters("click@tokyo.example", "お誘い"), "the second invitation is not sent");
  }

  @Test
  void link_inALetter_onlyLooks_untilItsButtonIsPressed() throws Exception {
    invite("link");
    String path = stop("link@tokyo.example");
    assertTrue(get(path).body().contains("このお知らせを受け取らない"));
    assertTrue(get(path).body().contains("このお知らせを受け取らない"), "looking changes nothing");
    assertEquals(303, post(path, "").statusCode());
    assertTrue(get(path).body().contains("もうお送りしません"));
    assertEquals(303, post(path, "wanted=1").statusCode());
    assertTrue(get(path).body().contains("このお知らせを受け取らない"));
  }

  @Test
  void link_ofSomebodyWhoChoseALanguage_speaksIt() throws Exception {
    invite("stopeasy");
    String path = stop("stopeasy@tokyo.example");
    village.resident("stopeasy").patch("/me", Map.of("lang", "EASY")).is(200);
    HttpResponse<String> there = get(path);
    assertEquals("/easy" + path, there.headers().firstValue("Location").orElse(""));
    assertTrue(get("/easy" + path).body().contains("この メールは いりません"));
  }

  @Test
  void link_thatNobodyGot_isNotFound() throws Exception {
    for (String path : List.of("/letters/abc/invitations", "/letters/abc/nonsense")) {
      assertEquals(404, get(path).statusCode());
      assertEquals(404, post(path, "List-Unsubscribe=One-Click").statusCode());
    }
  }

  @Test
  void choice_byApiAndByPage_isTheSame() throws Exception {
    Visitor resident = village.resident("choose");
    resident.put("/me/letter-choices", Map.of("wanted", List.of("DIGESTS"))).is(200);
    Reader reader = village.town.reader().comesIn("choose@tokyo.example");
    String page = reader.get("/me/letters").is(200).html();
    assertTrue(page.contains("value=\"DIGESTS\" checked"), page);
    assertFalse(page.contains("value=\"REMINDERS\" checked"), page);
    reader.post("/me/letters", "wanted", "REMINDERS").leadsTo("/me/letters");
    assertEquals(
        "[\"REMINDERS\"]",
        resident.get("/me/letter-choices").is(200).body().path("wanted").toString());
    resident
        .put("/me/letter-choices", Map.of("wanted", List.of("EVERYTHING")))
        .refuses(400, "invalid_input");
  }

  @Test
  void language_chosenOnThePage_isThatOfPagesAndLetters() throws Exception {
    village.resident("easy");
    Reader reader = village.town.reader().comesIn("easy@tokyo.example");
    reader.get("/me/letters").is(200).says("value=\"JA\" checked").says("やさしい日本語");
    reader.post("/me/letters", "lang", "EASY").leadsTo("/easy/me/letters");
    reader.get("/easy/me/letters").is(200).says("value=\"EASY\" checked");
    reader.post("/easy/me/letters").leadsTo("/easy/me/letters");
    village.select(village.apply("easy", village.mowing(1), 0)).is(200);
    village.town.letter("easy@tokyo.example", "てつだいを おねがいします");
    village.town.letter("easy@tokyo.example", "/easy/");
  }

  @Test
  void letters_onTheWire_haveTheHeadersOfTheirSort() throws Exception {
    try (PostOffice office = new PostOffice()) {
      PersonId person = new PersonId(UUID.randomUUID());
      office.execute(
          """
          insert into persons (id, email, email_folded, created_at)
            values ('%s', 'mika@tokyo.example', 'mika@tokyo.example', now())
          """
              .formatted(person));
      office.open();
      office.put(letter(person, Kind.INVITATION));
      office.put(letter(person, Kind.SELECTED));
      office.put(letter(person, Kind.DIGEST));
      office.postmanBySmtp().carryAll();
      for (MimeMessage message : office.received()) {
        boolean invites = message.getSubject().contains("お誘い");
        if (invites || message.getSubject().contains("新しいお手伝い")) {
          String header = String.join("", message.getHeader("List-Unsubscribe"));
          String topic = invites ? "invitations" : "digests";
          assertTrue(header.matches("<https://yui\\.example/letters/\\S+/" + topic + ">"), header);
          assertEquals(
              "List-Unsubscribe=One-Click",
              String.join("", message.getHeader("List-Unsubscribe-Post")));
        } else {
          assertNull(message.getHeader("List-Unsubscribe"));
        }
      }
      assertEquals(3, office.received().size());
    }
  }

  private static Letter letter(PersonId person, Kind kind) {
    return Letter.of(
        "mika@tokyo.example",
        person,
        kind,
        Lang.JA,
        SampleLetters.required(kind, "ja"),
        "test:" + kind);
  }

  private static void invite(String resident) throws Exception {
    Visitor helper = village.resident(resident);
    String id = helper.get("/me").is(200).id();
    helper
        .put(
            "/me/resident",
            Map.of(
                "displayName",
                resident,
                "findable",
                "ALL",
                "skills",
                List.of(Map.of("code", "mowing", "level", 3)),
                "bases",
                List.of(Map.of("kind", "SECOND_BASE", "label", "奥川", "lat", 37.66, "lon", 139.63))))
        .is(200);
    String day = Days.of(village.saturday(8)).toString();
    helper
        .put(
            "/me/resident/availability",
            Map.of("from", day, "to", day, "halfDays", List.of(day + ".AM", day + ".PM")))
        .is(200);
    String task = village.mowing(3).path("id").asText();
    village.ward().post("/tasks/" + task + "/invitations", Map.of("residentId", id)).is(201);
  }

  private static String stop(String email) throws Exception {
    village.town.letter(email, "お誘い");
    JsonNode letter =
        village.town.stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().at("/items/0");
    Matcher found = STOP.matcher(letter.path("html").asText());
    assertTrue(found.find(), letter.toString());
    return found.group();
  }

  private static long letters(String email, String word) throws Exception {
    long count = 0;
    for (JsonNode letter :
        village.town.stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().path("items")) {
      if (letter.path("subject").asText().contains(word)) count++;
    }
    return count;
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(village.town.url() + path)).GET());
  }

  /** As a mail program sends it: no cookie, no origin. */
  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(village.town.url() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
