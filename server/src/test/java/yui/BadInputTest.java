package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yui.core.Days;
import yui.web.Json;

/**
 * What people and programs send wrongly: each a clear problem with a stable code, every bad field
 * named at once, in both languages, and nothing half-written.
 */
class BadInputTest {
  private static Town town;
  private static Visitor ward;
  private static Visitor desk;
  private static Visitor r1;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
    ward = town.as("ward@town.example");
    desk = town.as("desk@town.example");
    r1 = town.as("r1@town.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  /** The mowing with some things put wrong, and every field that the answer names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      /title = ""                                    | /title empty
      /title = "\u3000 "                             | /title pattern
      /title = "a\\u0000b"                           | /title pattern
      /description = "\u3000 \\n"                     | /description pattern
      /title = 101 long                              | /title too_long
      /title = 7                                     | /title wrong_type
      /title = null                                  | /title wrong_type
      /titel = "x"                                   | /titel unknown
      /kind = "PLAY"                                 | /kind not_in_list
      /slots/0/startsAt = "2020-01-04T09:00:00+09:00" ; /slots/0/endsAt = "2020-01-04T12:00:00+09:00" | /slots/0/startsAt in_the_past
      /slots/0/startsAt = "9999-01-04T09:00:00+09:00" ; /slots/0/endsAt = "9999-01-04T12:00:00+09:00" | /slots/0/startsAt too_far_ahead
      /slots/0/startsAt = "2026-12-05 09:00:00+09:00"  | /slots/0/startsAt pattern
      /slots/0/startsAt = "2026-12-05T09:00:00"      | /slots/0/startsAt format_date_time
      /slots/0/startsAt = "2027-02-30T09:00:00Z"     | /slots/0/startsAt format_date_time
      /slots/0/endsAt = start                        | /slots/0/endsAt end_before_start
      /slots/0/capacity = 0                          | /slots/0/capacity too_small
      /slots/0/capacity = 1.5                        | /slots/0/capacity wrong_type
      /slots/0/capacity = 1e300                      | /slots/0/capacity too_large
      /slots/0/capacity = 18446744073709551617       | /slots/0/capacity too_large
      /slots/0/capacity = 1.8446744073709551617e19   | /slots/0/capacity too_large
      /slots/0/capacity = "3"                        | /slots/0/capacity wrong_type
      /rewards/0/amountYen = -1                      | /rewards/0/amountYen too_small
      /rewards/0/amountYen = 0                       | /rewards/0/amountYen too_small
      /rewards/0/amountYen = 0.5                     | /rewards/0/amountYen wrong_type, /rewards/0/amountYen too_small
      /rewards/0/amountYen = 99999999999             | /rewards/0/amountYen too_large
      /rewards/2/item = "GOLD"                       | /rewards/2/item unknown_item
      /requiredSkills = ["flying", {"code": "mowing"}, {"code": "mowing"}] | /requiredSkills/0 unknown_skill, /requiredSkills/2 repeated
      /requiredLicences = ["pilot"]                  | /requiredLicences/0 unknown_licence
      /place/lat = 0 ; /place/lon = -30              | /place/lat too_small, /place/lon too_small
      /place/lat = "37.6"                            | /place/lat wrong_type
      /groupId = "奥川"                               | /groupId format_uuid
      /travel/capYen = -5                            | /travel/capYen too_small
      /travel = {"policy": "FIXED"}                  | /travel/amountYen missing
      /title = "" ; /slots/0/capacity = 0 ; /slots/0/endsAt = start ; /rewards/0/amountYen = -1 ; /requiredSkills = ["flying"] ; /x = 1 | /title empty, /slots/0/capacity too_small, /slots/0/endsAt end_before_start, /rewards/0/amountYen too_small, /requiredSkills/0 unknown_skill, /x unknown
      """)
  void createTask_putWrong_namesEveryBadFieldAndWritesNothing(String changes, String expected)
      throws Exception {
    ObjectNode task = changed(changes);
    String before = contents();
    Visitor.Reply japanese = ward.post(tasks(), task).refuses(400, "invalid_input");
    assertEquals(new TreeSet<>(List.of(expected.split(", "))), named(japanese));
    Visitor.Reply english =
        ward.with("Accept-Language", "en-GB, en;q=0.8").post(tasks(), task).is(400);
    assertEquals(named(japanese), named(english));
    for (int i = 0; i < japanese.body().path("errors").size(); i++) {
      String ja = japanese.body().path("errors").path(i).path("detail").asText();
      assertTrue(ja.codePoints().anyMatch(c -> c > 0x3000), ja);
      assertNotEquals(ja, english.body().path("errors").path(i).path("detail").asText());
    }
    assertEquals(before, contents());
  }

  @ParameterizedTest
  @CsvSource({"3000.0", "3e3", "3000.00e0"})
  void createTask_wholeNumberSpeltOtherwise_isThatNumber(String yen) throws Exception {
    String body = Json.write(town.mowing()).replace("\"amountYen\":3000", "\"amountYen\":" + yen);
    JsonNode task = ward.post(tasks(), body).is(201).body();
    assertEquals(3000, task.at("/rewards/0/amountYen").asInt());
  }

  @Test
  void putResident_wrongInShapeAndInWords_namesBoth() throws Exception {
    Map<String, Object> skill = Map.of("code", "flying", "level", 1);
    Visitor.Reply reply =
        r1.put("/me/resident", Map.of("displayName", "", "skills", List.of(skill)))
            .refuses(400, "invalid_input");
    assertEquals(
        new TreeSet<>(List.of("/displayName empty", "/skills/0/code unknown_skill")), named(reply));
  }

  @Test
  void addStay_farInTheFuture_isRefused() throws Exception {
    Visitor.Reply reply =
        r1.post(
                "/me/stays",
                Map.of("lat", 37.6, "lon", 139.6, "from", "9999-12-30", "to", "9999-12-31"))
            .refuses(400, "invalid_input");
    assertEquals(new TreeSet<>(List.of("/from too_far_ahead")), named(reply));
  }

  @Test
  void listTransfers_fromAfterTo_isRefused() throws Exception {
    desk.get("/communities/" + town.community() + "/transfers?from=2027-01-02&to=2027-01-01")
        .refuses(400, "invalid_input");
  }

  @Test
  void createTask_forAGroupOfNobodys_isNotFound() throws Exception {
    Map<String, Object> task = town.mowing();
    task.put("groupId", town.community());
    ward.post(tasks(), task).refuses(404, "not_found");
  }

  /** Bodies that are no JSON, or not the JSON asked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      {"words":"a","words":"b"}   | 400 | body_not_json
      {"words":NaN}               | 400 | body_not_json
      {"words":Infinity}          | 400 | body_not_json
      {"words":1e400}             | 400 | body_not_json
      {"words":1e999999999}       | 400 | body_not_json
      {"words":1e-999999999}      | 400 | body_not_json
      {"words":"a"} x             | 400 | body_not_json
      {"words":"a"}{}             | 400 | body_not_json
      {'words':'a'}               | 400 | body_not_json
      {"words":"a"/**/}           | 400 | body_not_json
      {"words":                   | 400 | body_not_json
      []                          | 400 | invalid_input
      null                        | 400 | invalid_input
      "words"                     | 400 | invalid_input
      {}                          | 400 | invalid_input
      {"words":"\\udc00"}         | 400 | invalid_input
      {"words":"a\\u0000"}        | 400 | invalid_input
      """)
  void tellNeed_brokenBody_isRefused(String body, int status, String code) throws Exception {
    r1.post(needs(), body).refuses(status, code);
  }

  @Test
  void tellNeed_tooDeepOrBytesThatAreNoText_isRefused() throws Exception {
    r1.post(needs(), "[".repeat(100) + "]".repeat(100)).refuses(400, "body_not_json");
    byte[] body = {'{', '"', 'w', '"', ':', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
    String answer =
        sent(
            """
            POST /api/v1/login/codes HTTP/1.1
            Host: yui
            Content-Type: application/json
            Content-Length: %d
            Connection: close

            """
                .formatted(body.length),
            body);
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("body_not_json"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/problem+json",
    "application/json; charset=shift_jis"
  })
  void anyBody_ofAnotherType_isRefused(String type) throws Exception {
    r1.with("Content-Type", type).post(needs(), "{}").refuses(415, "content_type_not_json");
  }

  @Test
  void bodies_tooLargeOrNotWanted_areRefusedUnreadAndTheNextIsServed() throws Exception {
    String large = "{\"words\":\"" + "a".repeat(1 << 20) + "\"}";
    r1.post(needs(), large).refuses(413, "body_too_large");
    town.stranger().post(needs(), large).refuses(401, "login_needed");
    for (int length : new int[] {10, 900_000}) {
      String twice =
          sent(
              """
              POST /api/v1/me/stays HTTP/1.1
              Host: yui
              Content-Type: application/json
              Content-Length: %d

              """
                  .formatted(length),
              "a".repeat(length).getBytes(StandardCharsets.UTF_8),
              "GET /api/v1/licences HTTP/1.1\nHost: yui\nConnection: close\n\n"
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      assertTrue(twice.contains("401 Unauthorized"), twice);
      assertTrue(twice.contains("200 OK"), twice);
    }
  }

  /** What is asked wrongly in an address. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      GET  | /tasks?limit=0                 | 400 | #/query/limit too_small
      GET  | /tasks?limit=1000000           | 400 | #/query/limit too_large
      GET  | /tasks?limit=9999999999999999  | 400 | #/query/limit too_large
      GET  | /tasks?limit=1.0               | 400 | #/query/limit wrong_type
      GET  | /tasks?limit=1&limit=2         | 400 | #/query/limit repeated
      GET  | /tasks?colour=red              | 400 | #/query/colour unknown
      GET  | /tasks?near=0,0                | 400 | #/query/near outside_japan
      GET  | /tasks?near=37.6               | 400 | #/query/near pattern
      GET  | /tasks?withinKm=5              | 400 | #/query/near near_needed
      GET  | /tasks?from=2026-13-01         | 400 | #/query/from format_date
      GET  | /tasks?from=2027-02-01&to=2027-01-01 | 400 | #/query/to end_before_start
      GET  | /tasks?communityId=x           | 400 | #/query/communityId format_uuid
      GET  | /tasks?q=%25%00                | 400 | #/query/q pattern
      GET  | /tasks?cursor=abc              | 400 | #/query/cursor cursor_unknown
      GET  | /communities?cursor=AcJ6Ifc5wAAA   | 400 | #/query/cursor cursor_unknown
      GET  | /skills?cursor=eyJhIjoxfQ      | 400 | #/query/cursor cursor_unknown
      GET  | /licences?cursor=AAAA          | 400 | #/query/cursor cursor_unknown
      GET  | /me/stays?cursor=AAAA          | 400 | #/query/cursor cursor_unknown
      GET  | /me/ledger?cursor=eyJhIjoxfQ   | 400 | #/query/cursor cursor_unknown
      GET  | /me/applications?cursor=fA     | 400 | #/query/cursor cursor_unknown
      GET  | /me/invitations?cursor=fA      | 400 | #/query/cursor cursor_unknown
      GET  | /me/recommendations?cursor=fA  | 400 | #/query/cursor cursor_unknown
      GET  | /me/resident/availability?from=9999-12-31 | 400 | #/query/from too_far_ahead
      GET  | /tasks/1-1-1-1-1               | 404 | not_found
      GET  | /tasks/nothing                 | 404 | not_found
      GET  | /nothing                       | 404 | not_found
      PUT  | /me                            | 405 | method_not_allowed
      POST | /me                            | 405 | method_not_allowed
      """)
  void addresses_askedWrongly_areRefusedByName(
      String method, String path, int status, String expected) throws Exception {
    Visitor.Reply reply = r1.raw(method, "/api/v1" + path, null).is(status);
    if (expected.contains(" ")) assertEquals(new TreeSet<>(List.of(expected)), named(reply));
    else reply.refuses(status, expected);
  }

  @Test
  void addresses_withPercentsThatMeanNothing_areRefused() throws Exception {
    for (String path :
        List.of("/api/v1/tasks?q=%zz", "/api/v1/tasks/%", "/tasks?q=%", "/tasks/%zz")) {
      String answer =
          sent("GET " + path + " HTTP/1.1\nHost: yui\nConnection: close\n\n", new byte[0]);
      assertTrue(answer.startsWith("HTTP/1.1 400"), path + ": " + answer);
    }
  }

  @Test
  void requests_withTwoHosts_areRefused() throws Exception {
    String answer = sent("GET /api/v1/skills HTTP/1.1\nHost: a\nHost: b\n\n", new byte[0]);
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
  }

  @Test
  void addFund_softLimitAboveTheHardOne_isNamed() throws Exception {
    Visitor.Reply refused =
        town.as("desk@town.example")
            .post(
                "/communities/" + town.community() + "/funds",
                Map.of("name", "謝金", "budgetLine", "報償費", "limit", 1000, "softLimit", 2000))
            .refuses(400, "invalid_input");
    assertEquals("/softLimit", refused.body().at("/errors/0/pointer").asText());
  }

  @Test
  void methods_notTaken_areToldWhichAre() throws Exception {
    Visitor.Reply refused = r1.raw("PUT", "/api/v1/me", "{}").refuses(405, "method_not_allowed");
    assertEquals(List.of("GET, HEAD, PATCH"), refused.headers().get("allow"));
    Visitor.Reply options = r1.raw("OPTIONS", "/api/v1/me", null).is(204);
    assertEquals(List.of("GET, HEAD, PATCH"), options.headers().get("allow"));
    Visitor.Reply head = town.stranger().raw("HEAD", "/api/v1/skills?limit=1", null).is(200);
    assertEquals("", head.text());
    town.stranger().raw("HEAD", "/health/live", null).is(200);
  }

  @Test
  void verbs_againstTheState_areRefusedByNameAndChangeNothing() throws Exception {
    Map<String, Object> mowing = town.mowing();
    mowing.put(
        "slots",
        List.of(
            Map.of(
                "startsAt",
                town.saturday(9).toString(),
                "endsAt",
                town.saturday(12).toString(),
                "capacity",
                1)));
    String task = town.posted(mowing);
    String slot = r1.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    Map<String, Object> entry = Map.of("slotIds", List.of(slot));
    Visitor r2 = town.as("r2@town.example");
    String first = r1.post("/tasks/" + task + "/applications", entry).is(201).id();
    String second = r2.post("/tasks/" + task + "/applications", entry).is(201).id();
    String attendance = "/applications/" + first + "/attendance/" + slot;

    r1.post("/tasks/" + task + "/applications", entry).refuses(409, "applications_once_per_person");
    ward.post("/applications/" + first + "/select", null).is(200);
    r1.post("/applications/" + first + "/confirm", null).is(200);
    String before = contents();
    ward.post("/applications/" + second + "/select", null).refuses(409, "slot_full");
    ward.put(attendance, Map.of("state", "ATTENDED")).refuses(409, "attendance_too_early");
    ward.post("/tasks/" + task + "/publish", null).is(409);
    assertEquals(before, contents());

    town.reach(town.saturday(12).plus(Duration.ofHours(1)));
    ward.put(attendance, Map.of("state", "ATTENDED")).is(200);
    String settlement =
        desk.post(
                "/communities/" + town.community() + "/settlements",
                Map.of("kind", "CASH", "until", Days.of(town.now()).toString()))
            .is(201)
            .id();
    String run = "/settlements/" + settlement;
    desk.post(run + "/pay", null).is(409);
    desk.post(run + "/check", null).is(200);
    Visitor treasurer = town.as("treasurer@town.example");
    treasurer.post(run + "/freeze", null).is(200);
    treasurer.post(run + "/exports", Map.of("format", "CSV")).is(201);
    treasurer.post(run + "/pay", null).is(200);
    before = contents();
    Visitor.Reply again = treasurer.post(run + "/pay", null).is(409);
    assertTrue(again.body().path("code").asText().startsWith("settlement"), again.text());
    assertEquals(before, contents());
  }

  private static String tasks() {
    return "/communities/" + town.community() + "/tasks";
  }

  private static String needs() {
    return "/communities/" + town.community() + "/needs";
  }

  private static ObjectNode changed(String changes) throws Exception {
    ObjectNode task = Json.MAPPER.valueToTree(town.mowing());
    for (String change : changes.split(" ; ")) {
      String[] parts = change.strip().split(" = ", 2);
      JsonPointer at = JsonPointer.compile(parts[0]);
      JsonNode value =
          switch (parts[1].strip()) {
            case "start" -> task.at("/slots/0/startsAt");
            case "101 long" -> Json.MAPPER.valueToTree("あ".repeat(101));
            // Read without the server's own help with numbers.
            default ->
                new com.fasterxml.jackson.databind.ObjectMapper()
                    .enable(
                        com.fasterxml.jackson.databind.DeserializationFeature
                            .USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(parts[1]);
          };
      JsonNode parent = task.at(at.head());
      if (parent instanceof ArrayNode list) list.set(at.last().getMatchingIndex(), value);
      else ((ObjectNode) parent).set(at.last().getMatchingProperty(), value);
    }
    return task;
  }

  private static TreeSet<String> named(Visitor.Reply reply) {
    TreeSet<String> named = new TreeSet<>();
    for (JsonNode error : reply.body().path("errors")) {
      named.add(error.path("pointer").asText() + " " + error.path("code").asText());
    }
    return named;
  }

  /**
   * How much the tables hold that a refused request could have touched; letters that jobs write at
   * their hours are none of its.
   */
  private static String contents() throws Exception {
    try (Connection connection = town.superuser();
        Statement statement = connection.createStatement();
        ResultSet counts =
            statement.executeQuery(
                """
                select concat_ws(' ', (select count(*) from tasks), (select count(*) from slots),
                  (select sum(taken) from slots), (select count(*) from applications),
                  (select count(*) from transfers), (select count(*) from entries),
                  (select count(*) from outbox where kind in ('APPLICATION_RECEIVED', 'SELECTED',
                    'OFFERED', 'CONFIRMED', 'DECLINED', 'CANCELLED', 'TASK_APPROVED', 'TASK_RETURNED',
                    'THANKS_RECORDED', 'ABSENCE_RECORDED')),
                  (select count(*) from idempotency_keys))
                """)) {
      counts.next();
      return counts.getString(1);
    }
  }

  /** What HTTP itself cannot read, or reads in two ways: a problem, and the connection ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      GET /api/v1/tasks HTTP/1.1\\nHost: a\\nHost: b\\n\\n                     | 400 bad_request
      GET /%zz HTTP/1.1\\nHost: a\\n\\n                                      | 400 bad_request
      GET /api/v1/%e HTTP/1.1\\nHost: a\\n\\n                                | 400 bad_request
      GET / HTTP/1.1\\nHost: a\\nContent-Length: x\\n\\n                      | 400 bad_request
      GET /LONG HTTP/1.1\\nHost: a\\n\\n                                     | 414 address_too_long
      GET / HTTP/1.1\\nHost: a\\nX-Long: LONGLONG\\n\\n                       | 431 head_too_large
      """)
  void request_unreadable_isAnsweredAsAProblem(String head, String expected) throws Exception {
    String answer = sent(head.replace("\\n", "\n").replace("LONG", "x".repeat(9_000)));
    // What has no readable first line is answered as HTTP/1.0.
    assertEquals(expected.substring(0, 4), answer.substring(9, 13), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("application/problem+json"), answer);
    assertTrue(answer.contains("\"code\":\"" + expected.substring(4) + "\""), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ZZ\nabc\n0\n\n", "-1\nabc\n0\n\n", "FFFFFFFFFFFFFFFFF\nabc", "3\nabcXX0\n\n"})
  void request_piecesThatCannotBeToldApart_isAProblemAndTheEnd(String pieces) throws Exception {
    String answer =
        sent(
            "POST /api/v1/login/codes HTTP/1.1\nHost: a\nContent-Type: application/json\n"
                + "Transfer-Encoding: chunked\n\n"
                + pieces
                + "GET /api/v1/version HTTP/1.1\nHost: a\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("\"code\":\"bad_request\""), answer);
    assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
  }

  @ParameterizedTest
  @CsvSource({"9000, 1", "70000, 0"})
  void page_askedByAnAddressTooLong_isAPageThatSaysSo(int letters, int version) throws Exception {
    String head = " HTTP/1.1\nHost: a\nAccept: text/html\n\n";
    String answer = sent("GET /tasks?q=" + "x".repeat(letters) + head);
    // What has no readable first line is answered as HTTP/1.0.
    assertTrue(answer.startsWith("HTTP/1." + version + " 414"), answer);
    assertTrue(answer.contains("text/html"), answer);
    assertTrue(answer.contains("<h1>"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "q=%FF,q",
    "q=%,q",
    "q=a%4,q",
    "q=%zz,q",
    "limit=5&q=%C3%28,q",
    "%FF=1,%FF",
    "q=%ED%A0%80,q"
  })
  void searchTasks_queryThatIsNoText_namesTheParameter(String query, String name) throws Exception {
    String answer =
        sent("GET /api/v1/tasks?" + query + " HTTP/1.1\nHost: a\nConnection: close\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertTrue(answer.contains("\"pointer\":\"#/query/" + name + "\""), answer);
    assertTrue(
        sent("GET /tasks?" + query + " HTTP/1.1\nHost: a\nConnection: close\n\n")
            .startsWith("HTTP/1.1 400"));
  }

  /** Bytes on a connection of their own; line ends of the head are made right. */
  private static String sent(String head, byte[]... rest) throws Exception {
    URI url = URI.create(town.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      for (byte[] more : rest) out.write(more);
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
