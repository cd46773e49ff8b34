package yui.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResidentPagesTest {
  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
  }

  @AfterAll
  void close() {
    town.close();
  }

  private LocalDate today() {
    return Days.of(town.now());
  }

  private Reader withProfile(String email) throws Exception {
    Reader reader = town.reader().comesIn(email);
    reader.get("/me/profile").is(200);
    reader
        .post(
            "/me/profile",
            "displayName",
            "みか",
            "findable",
            "NOBODY",
            "bases.0.kind",
            "SECOND_BASE",
            "bases.0.label",
            "奥川の家",
            "bases.0.lat",
            "３７．６６",
            "bases.0.lon",
            "139.63")
        .leadsTo("/me/profile");
    return reader;
  }

  private Visitor visitor(String email) throws Exception {
    return town.as(email);
  }

  @Test
  void profile_rowsLeftEmptyInBetween_areLeftOut() throws Exception {
    Reader reader = town.reader().comesIn("rows@tokyo.example");
    reader.get("/me/profile").is(200).says("草刈り");
    reader
        .post(
            "/me/profile",
            "displayName",
            "みか",
            "skills.0.code",
            "",
            "skills.0.level",
            "2",
            "skills.2.code",
            "mowing",
            "skills.2.level",
            "3",
            "licences.0.code",
            "brush_cutter_course",
            "licences.0.expiresOn",
            "2031-03-31",
            "rewardWishes",
            "MEAL",
            "rewardWishes",
            "CASH",
            "hasCar",
            "true",
            "languages",
            "ja")
        .leadsTo("/me/profile");
    Reader.Seen page = reader.get("/me/profile").is(200).says("保存しました");
    page.says("<option value=\"mowing\" selected>").says("value=\"2031-03-31\"");
    JsonNode stored = visitor("rows@tokyo.example").get("/me/resident").is(200).body();
    assertEquals(1, stored.path("skills").size());
    assertEquals(3, stored.at("/skills/0/level").asInt());
    assertEquals(true, stored.path("hasCar").asBoolean());
  }

  @Test
  void profile_refused_showsWhatWasTypedAndWhy() throws Exception {
    Reader reader = town.reader().comesIn("typed@tokyo.example");
    reader.get("/me/profile").is(200);
    reader
        .post(
            "/me/profile",
            "displayName",
            "",
            "intro",
            "週末は奥川に<います>",
            "bases.0.kind",
            "HOME",
            "bases.0.label",
            "家",
            "bases.0.lat",
            "きた",
            "bases.0.lon",
            "139.7")
        .is(400)
        .says("週末は奥川に&lt;います&gt;")
        .says("id=\"displayName-error\"")
        .says("id=\"bases.0.lat-error\"")
        .says("value=\"きた\"");
  }

  @Test
  void profile_moreRows_asksForThemAndSavesNothing() throws Exception {
    Reader reader = town.reader().comesIn("more@tokyo.example");
    reader.get("/me/profile").is(200);
    reader
        .post("/me/profile", "displayName", "みか", "_more", "skills")
        .is(200)
        .says("name=\"skills.5.code\"")
        .says("value=\"みか\"");
    visitor("more@tokyo.example").get("/me/resident").refuses(404, "resident_needed");
  }

  @Test
  void profile_sentTwiceWithOneKey_isSavedOnce() throws Exception {
    Reader reader = withProfile("double@tokyo.example");
    reader.get("/me/profile").is(200);
    reader.post("/me/profile", "displayName", "一").leadsTo("/me/profile");
    reader.post("/me/profile", "displayName", "一").leadsTo("/me/profile");
    assertEquals(
        2,
        visitor("double@tokyo.example").get("/me/resident").is(200).body().path("version").asInt());
  }

  @Test
  void stays_toldOnThePage_areListedAndCanBeTakenBack() throws Exception {
    Reader reader = withProfile("stays@tokyo.example");
    String base =
        visitor("stays@tokyo.example").get("/me/resident").body().at("/bases/0/id").asText();
    reader.get("/me/profile").is(200);
    reader
        .post(
            "/me/stays",
            "baseId",
            base,
            "from",
            today().plusDays(2).toString(),
            "to",
            today().plusDays(1).toString())
        .is(400)
        .says("id=\"to-error\"");
    reader.get("/me/profile").is(200);
    reader
        .post(
            "/me/stays",
            "baseId",
            base,
            "from",
            today().plusDays(1).toString(),
            "to",
            today().plusDays(2).toString())
        .leadsTo("/me/profile#stays");
    String stay = visitor("stays@tokyo.example").get("/me/stays").body().at("/items/0/id").asText();
    reader.get("/me/profile").is(200).says("/me/stays/" + stay + "/remove");
    reader.post("/me/stays/" + stay + "/remove").leadsTo("/me/profile#stays");
    assertEquals(0, visitor("stays@tokyo.example").get("/me/stays").body().path("items").size());
  }

  @Test
  void availability_withoutAProfile_leadsToIt() throws Exception {
    town.reader().comesIn("noprofile@tokyo.example").get("/me/availability").leadsTo("/me/profile");
  }

  @Test
  void availability_painted_isCheckedNextTime() throws Exception {
    Reader reader = withProfile("paint@tokyo.example");
    String free = today().plusDays(1) + ".PM";
    String there = "/me/availability?from=" + today().plusDays(1);
    reader.get(there).is(200).says("value=\"" + free + "\"");
    reader
        .post(
            "/me/availability",
            "from",
            today().toString(),
            "to",
            today().plusDays(34).toString(),
            "halfDays",
            free)
        .leadsTo("/me/availability?from=" + today());
    reader.get(there).is(200).says("value=\"" + free + "\" checked");
  }

  @Test
  void availability_filledByAButton_isShownAndNotKept() throws Exception {
    Reader reader = withProfile("button@tokyo.example");
    LocalDate month = YearMonth.from(today()).plusMonths(1).atDay(1);
    LocalDate saturday = month.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
    String page = "/me/availability?from=" + month;
    reader.get(page).is(200).says("value=\"" + saturday + ".AM\" aria");
    String[] fields = {
      "from", month.toString(), "to", YearMonth.from(month).atEndOfMonth().toString()
    };
    reader
        .post("/me/availability", with(fields, "fill", "weekend"))
        .is(200)
        .says("value=\"" + saturday + ".PM\" checked")
        .says("まだ保存していません");
    reader.get(page).is(200).saysNot("\" checked").says("保存してあります");
    reader
        .post("/me/availability", with(fields, "halfDays", saturday + ".PM"))
        .leadsTo("/me/availability?from=" + month);
    reader.get(page).is(200);
    reader
        .post(
            "/me/availability",
            with(fields, "halfDays", saturday + ".PM", "then", month.plusMonths(1).toString()))
        .leadsTo("/me/availability?from=" + month.plusMonths(1));
    LocalDate same = month.plusMonths(1).with(TemporalAdjusters.firstInMonth(DayOfWeek.SATURDAY));
    reader
        .get("/me/availability?from=" + same)
        .is(200)
        .says("value=\"" + same + ".PM\" data-last")
        .saysNot("\" checked");
  }

  @Test
  void week_savedThenChanged_isPaintedAheadAndLeavesWhatWasTakenOffByHand() throws Exception {
    Reader reader = withProfile("weekly@tokyo.example");
    Visitor visitor = visitor("weekly@tokyo.example");
    reader.get("/me/availability").is(200).says("毎週くり返す");
    reader
        .post("/me/availability/week", "halfDays", "SAT.AM", "halfDays", "SUN.PM")
        .leadsTo("/me/availability");
    reader.get("/me/availability").is(200).says("value=\"SUN.PM\" checked");
    List<String> painted = halfDays(visitor);
    assertTrue(painted.size() >= 52, painted::toString);
    LocalDate saturday = today().plusDays(7).with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
    visitor
        .put(
            "/me/resident/availability",
            Map.of("from", saturday, "to", saturday, "halfDays", List.of()))
        .is(200);
    visitor
        .put("/me/resident/availability/week", Map.of("halfDays", List.of("SAT.AM", "MON.AM")))
        .is(200);
    List<String> now = halfDays(visitor);
    assertFalse(now.contains(saturday + ".AM"), "taken off by hand");
    assertTrue(now.contains(saturday.plusDays(7) + ".AM"));
    assertFalse(now.stream().anyMatch(half -> half.endsWith(".PM")), "no Sundays any more");
    visitor
        .put("/me/resident/availability/week", Map.of("halfDays", List.of("SAT.NOON")))
        .refuses(400, "invalid_input");
    try (Clockwork later = new Clockwork(town, town.now().plus(Duration.ofDays(9)))) {
      Weeks.extend(later.database);
      Weeks.extend(later.database);
    }
    LocalDate farthest = today().plusDays(FreeTimes.HORIZON_DAYS + 9);
    LocalDate monday = farthest.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    String ahead =
        visitor
            .get("/me/resident/availability?from=" + today() + "&to=" + farthest)
            .is(200)
            .body()
            .path("halfDays")
            .toString();
    assertTrue(ahead.contains(monday + ".AM"), "painted on as days come in sight");
  }

  private static List<String> halfDays(Visitor visitor) throws Exception {
    List<String> halfDays = new ArrayList<>();
    visitor
        .get("/me/resident/availability")
        .is(200)
        .body()
        .path("halfDays")
        .forEach(half -> halfDays.add(half.asText()));
    return halfDays;
  }

  private byte[] calendar(LocalDate day) {
    String at = day.toString().replace("-", "");
    return """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        SUMMARY:歯医者へ行く
        DTSTART;TZID=Asia/Tokyo:%sT140000
        DURATION:PT2H
        END:VEVENT
        END:VCALENDAR
        """
        .formatted(at)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void busyTimes_ofACalendar_areShownFirstAndNothingElseIsKept() throws Exception {
    Reader reader = withProfile("busy@tokyo.example");
    Visitor visitor = visitor("busy@tokyo.example");
    LocalDate day = today().plusDays(5);
    Map<String, Object> free =
        Map.of("from", day, "to", day, "halfDays", List.of(day + ".AM", day + ".PM"));
    visitor.put("/me/resident/availability", free).is(200);
    reader.get("/me/availability/busy").is(200).says("題名や場所は読まず");
    reader
        .postFiles(
            "/me/availability/busy", "calendar", List.of("いいえ".getBytes(StandardCharsets.UTF_8)))
        .is(400)
        .says("カレンダーのファイル（.ics）として読めませんでした");
    reader.postFiles("/me/availability/busy", "calendar", List.of()).is(400);
    reader.get("/me/availability/busy").is(200);
    Reader.Seen shown =
        reader
            .postFiles("/me/availability/busy", "calendar", List.of(calendar(day)))
            .is(200)
            .says("value=\"" + day + ".PM\" checked");
    shown.saysNot("歯医者").saysNot(day + ".AM");
    assertEquals(2, halfDays(visitor).size(), "only shown");
    reader.get("/me/availability/busy").is(200);
    reader
        .post("/me/availability/busy/take-off", "halfDays", day + ".PM")
        .leadsTo("/me/availability");
    assertEquals(List.of(day + ".AM"), halfDays(visitor));
    reader.get("/me/availability").is(200);
    reader.post("/me/availability/busy/take-off", "halfDays", "あした").is(400);

    visitor.put("/me/resident/availability", free).is(200);
    String path = "/me/resident/busy-times";
    JsonNode found =
        visitor.upload(path + "?preview=true", "calendar", List.of(calendar(day))).is(200).body();
    assertEquals("[\"" + day + ".PM\"]", found.path("halfDays").toString());
    assertEquals(2, halfDays(visitor).size(), "only shown");
    visitor.upload(path, "calendar", List.of(calendar(day))).is(200);
    assertEquals(List.of(day + ".AM"), halfDays(visitor));
    visitor.upload(path, "calendar", List.of(new byte[] {0, 1, 2})).refuses(400, "invalid_input");
    visitor.upload(path, "calendar", List.of(new byte[5 << 20])).refuses(400, "invalid_input");
    assertEquals(List.of(day + ".AM"), halfDays(visitor));
    try (var all = town.superuser();
        var statement = all.createStatement();
        var kept =
            statement.executeQuery(
                "select count(*) from idempotency_keys where answer like '%歯医者%'")) {
      kept.next();
      assertEquals(0, kept.getInt(1));
    }
  }

  private static String[] with(String[] fields, String... more) {
    return Stream.concat(Arrays.stream(fields), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void availability_pageLeftOpenSinceYesterday_isSavedFromToday() throws Exception {
    Reader reader = withProfile("midnight@tokyo.example");
    reader.get("/me/availability").is(200);
    reader
        .post(
            "/me/availability",
            "from",
            today().minusDays(1).toString(),
            "to",
            today().plusDays(3).toString(),
            "halfDays",
            today().minusDays(1) + ".PM",
            "halfDays",
            today() + ".AM")
        .leadsTo("/me/availability?from=" + today());
    assertEquals(
        "[\"" + today() + ".AM\"]",
        visitor("midnight@tokyo.example")
            .get("/me/resident/availability")
            .is(200)
            .body()
            .path("halfDays")
            .toString());
  }

  @Test
  void availability_stayWithoutFreeDays_offersToPaintThem() throws Exception {
    Reader reader = withProfile("offer@tokyo.example");
    Visitor visitor = visitor("offer@tokyo.example");
    String base = visitor.get("/me/resident").body().at("/bases/0/id").asText();
    String stay =
        visitor
            .post(
                "/me/stays",
                Map.of("baseId", base, "from", today().plusDays(3), "to", today().plusDays(4)))
            .is(201)
            .id();
    reader.get("/me/availability").is(200).says(stay).says("奥川の家");
    reader.post("/me/availability", "paintStay", stay).leadsTo("/me/availability");
    assertEquals(
        4, visitor.get("/me/resident/availability").is(200).body().path("halfDays").size());
  }
}
