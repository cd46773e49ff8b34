package yui.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import yui.Reader;
import yui.Visitor;
import yui.applications.Village;
import yui.web.Json;

/** Calendars and feeds, fetched as programs fetch them: without logging in. */
class FeedsTest {
  private static Village village;
  private static JsonNode task;

  @BeforeAll
  static void open() throws Exception {
    village = Village.open();
    task = village.mowing(20);
  }

  @AfterAll
  static void close() {
    village.town.close();
  }

  @Test
  void ownCalendar_afterBeingChosen_followsEachChange() throws Exception {
    Visitor resident = village.resident("cal");
    String address =
        resident.post("/me/calendar-address", null).is(201).body().path("url").asText();
    String application = village.apply("cal", task, 0);
    assertEquals(List.of(), entries(address));

    village.select(application).is(200);
    VEvent chosen = entries(address).getFirst();
    assertEquals("TENTATIVE", chosen.getStatus().getValue());
    village.verb(resident, application, "confirm").is(200);
    VEvent confirmed = entries(address).getFirst();
    assertEquals("CONFIRMED", confirmed.getStatus().getValue());
    assertEquals("草刈り", confirmed.getSummary().getValue());
    village.verb(resident, application, "withdraw", Map.of("reason", "熱")).is(200);
    VEvent struck = entries(address).getFirst();
    assertEquals("CANCELLED", struck.getStatus().getValue());

    assertEquals(chosen.getUid(), confirmed.getUid());
    assertEquals(chosen.getUid(), struck.getUid());
    assertTrue(chosen.getSequence().getSequenceNo() < confirmed.getSequence().getSequenceNo());
    assertTrue(confirmed.getSequence().getSequenceNo() < struck.getSequence().getSequenceNo());
  }

  @Test
  void address_madeAnew_endsTheOldOne() throws Exception {
    Visitor resident = village.resident("renew");
    assertTrue(resident.get("/me/calendar-address").is(200).body().path("url").isMissingNode());
    String first = resident.post("/me/calendar-address", null).is(201).body().path("url").asText();
    String second = resident.post("/me/calendar-address", null).is(201).body().path("url").asText();
    assertNotEquals(first, second);
    assertEquals(404, fetch(first).statusCode());
    assertEquals(200, fetch(second).statusCode());
    assertEquals(second, resident.get("/me/calendar-address").is(200).body().path("url").asText());
    resident.delete("/me/calendar-address").is(204);
    assertEquals(404, fetch(second).statusCode());
  }

  @Test
  void address_thatNobodyMade_isNotFound() throws Exception {
    for (String file : List.of("x.ics", ".ics", "nichts", "a".repeat(300) + ".ics")) {
      assertEquals(404, fetch(village.town.url() + "/calendar/" + file).statusCode(), file);
    }
  }

  @Test
  void letterOfBeingChosen_bringsTheEntry_andOfBeingCalledOff_strikesItOut() throws Exception {
    JsonNode other =
        village.publish(
            village.mowing(village.group, List.of(Village.slot(village.saturday(13), 2, 5))));
    String application = village.apply("ics", other, 0);
    village.select(application).is(200);
    village.town.letter("ics@tokyo.example", "決まりました|お願いする");
    village.verb(village.resident("ics"), application, "confirm").is(200);
    village
        .ward()
        .post("/tasks/" + other.path("id").asText() + "/cancel", Map.of("reason", "大雨"))
        .is(200);
    village.town.letter("ics@tokyo.example", "大雨");

    JsonNode letters =
        village
            .town
            .stranger()
            .raw("GET", "/dev/mailbox?to=ics@tokyo.example", null)
            .body()
            .path("items");
    VEvent off = entry(letters.get(0).path("calendar").asText());
    VEvent on = entry(letters.get(1).path("calendar").asText());
    assertEquals("CANCELLED", off.getStatus().getValue());
    assertEquals("TENTATIVE", on.getStatus().getValue());
    assertEquals(on.getUid(), off.getUid());
    assertTrue(on.getSequence().getSequenceNo() < off.getSequence().getSequenceNo());
  }

  @Test
  void letterOfPostponing_movesTheEntryThatIsThere() throws Exception {
    JsonNode other =
        village.publish(
            village.mowing(village.group, List.of(Village.slot(village.saturday(15), 2, 5))));
    String application = village.apply("moved", other, 0);
    village.select(application).is(200);
    village.verb(village.resident("moved"), application, "confirm").is(200);
    Instant later = village.saturday(15).plus(Duration.ofDays(14));
    village
        .ward()
        .post(
            "/tasks/" + other.path("id").asText() + "/postpone",
            Map.of(
                "reason",
                "長雨",
                "slots",
                List.of(
                    Map.of(
                        "id",
                        other.at("/slots/0/id").asText(),
                        "startsAt",
                        later.toString(),
                        "endsAt",
                        later.plus(Duration.ofHours(2)).toString()))))
        .is(200);
    village.town.letter("moved@tokyo.example", "長雨");

    // Letters of the same minute come in any order.
    Map<Boolean, List<String>> calendars = new HashMap<>();
    for (JsonNode letter :
        village
            .town
            .stranger()
            .raw("GET", "/dev/mailbox?to=moved@tokyo.example", null)
            .body()
            .path("items")) {
      String calendar = letter.path("calendar").asText();
      boolean tells = letter.path("text").asText().contains("長雨");
      if (!calendar.isEmpty()) {
        calendars.computeIfAbsent(tells, t -> new ArrayList<>()).add(calendar);
      }
    }
    String now = calendars.get(true).getFirst();
    VEvent moved = entry(now);
    VEvent before = entry(calendars.get(false).getFirst());
    assertEquals(before.getUid(), moved.getUid());
    assertTrue(before.getSequence().getSequenceNo() < moved.getSequence().getSequenceNo());
    String start = "DTSTART:" + later.toString().replaceAll("[-:]", "");
    assertTrue(now.contains(start), start);
  }

  @Test
  void communityFeeds_ofOpenTasks_sayTheSameInThreeForms() throws Exception {
    String id = task.path("id").asText();
    String base = village.town.url() + "/communities/" + village.community + "/tasks.";
    HttpResponse<String> json = fetch(base + "json");
    JsonNode feed = Json.MAPPER.readTree(json.body());
    assertEquals("https://jsonfeed.org/version/1.1", feed.path("version").asText());
    assertTrue(json.body().contains("urn:uuid:" + id), json.body());

    HttpResponse<String> atom = fetch(base + "atom");
    assertTrue(atom.headers().firstValue("Content-Type").orElse("").startsWith("application/atom"));
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(atom.body().getBytes(StandardCharsets.UTF_8)));
    assertEquals("feed", document.getDocumentElement().getLocalName());
    assertTrue(atom.body().contains("urn:uuid:" + id), atom.body());

    String page = fetch(base.replace("/tasks.", "")).body();
    assertTrue(page.contains("rel=\"alternate\" type=\"application/atom+xml\""), page);

    assertFalse(entries(base + "ics").isEmpty());
    for (String ending : List.of("json", "atom", "ics")) {
      String words = fetch(base + ending).body();
      assertFalse(words.contains("集落センター前"), "strangers do not learn where to meet");
      assertFalse(words.contains("0241-49-0000"), "nor whom to phone on the day");
    }
    assertEquals(
        404,
        fetch(village.town.url() + "/communities/" + new UUID(7, 7) + "/tasks.json").statusCode());
  }

  @Test
  void page_withoutScript_makesAndEndsTheAddress() throws Exception {
    village.resident("paper");
    Reader reader = village.town.reader().comesIn("paper@tokyo.example");
    assertFalse(reader.get("/me/calendar").is(200).html().contains(".ics"));
    reader.post("/me/calendar").leadsTo("/me/calendar");
    assertTrue(reader.get("/me/calendar").html().contains("/calendar/"));
    reader.post("/me/calendar/end").leadsTo("/me/calendar");
    assertFalse(reader.get("/me/calendar").html().contains(".ics"));
  }

  private static List<VEvent> entries(String address) throws Exception {
    HttpResponse<String> answer = fetch(address);
    assertEquals(200, answer.statusCode());
    assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/calendar"));
    return new CalendarBuilder().build(new StringReader(answer.body())).getComponents("VEVENT");
  }

  private static VEvent entry(String calendar) throws Exception {
    List<VEvent> events =
        new CalendarBuilder().build(new StringReader(calendar)).getComponents("VEVENT");
    return events.getFirst();
  }

  private static HttpResponse<String> fetch(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
