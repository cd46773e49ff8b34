package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.applications.Village;

/** A ward head without mail comes in by a sheet of paper, once; nobody with a desk does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaperCodesTest {
  private static final Pattern CODE = Pattern.compile("name=\"code\" value=\"([A-Z2-9]{16})\"");

  private Village village;
  private Reader desk;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
    desk = village.town.reader().comesIn(Village.DESK);
  }

  @AfterAll
  void close() {
    village.close();
  }

  private String sheetOf(String email) throws Exception {
    JsonNode members =
        village
            .desk()
            .get("/communities/" + village.community + "/memberships?limit=100")
            .is(200)
            .body()
            .path("items");
    for (JsonNode member : members) {
      if (member.path("email").asText().equals(email)) {
        return "/communities/"
            + village.community
            + "/memberships/"
            + member.path("id").asText()
            + "/paper-code";
      }
    }
    throw new AssertionError(email);
  }

  private String drawn(String sheet) throws Exception {
    Matcher code = CODE.matcher(desk.get(sheet).is(200).html());
    assertEquals(true, code.find());
    return code.group(1);
  }

  private String given(String sheet) throws Exception {
    String code = drawn(sheet);
    desk.post(sheet, "code", code).leadsTo("/communities/" + village.community + "/members");
    return code;
  }

  @Test
  void code_onPaper_letsItsHostInOnce() throws Exception {
    village.ward("紙の会", "paper@okugawa.example");
    String sheet = sheetOf("paper@okugawa.example");
    desk.get("/communities/" + village.community + "/members").is(200).says("/paper-code");
    String code = given(sheet);
    desk.get(sheet).is(200).says("まだ使えます");
    Reader host = village.town.reader();
    host.get("/login/paper?code=" + code).is(200).says(PaperCodes.spoken(code));
    host.post("/login/paper", "code", "AAAA-BBBB-CCCC-DDDD").is(400).says("この番号では入れません");
    host.post("/login/paper", "code", PaperCodes.spoken(code).toLowerCase(Locale.ROOT))
        .leadsTo("/me");
    host.get("/me").is(200).says("紙の会");
    village.town.reader().post("/login/paper", "code", code).is(400);
    desk.get(sheet).is(200).saysNot("まだ使えます");
  }

  @Test
  void code_drawnButNotMadeGood_letsNobodyIn() throws Exception {
    village.ward("書いた会", "drawn@okugawa.example");
    String code = drawn(sheetOf("drawn@okugawa.example"));
    village.town.reader().post("/login/paper", "code", code).is(400);
  }

  @Test
  void code_revokedOrFollowedByAnother_letsNobodyIn() throws Exception {
    village.ward("なくした会", "lost@okugawa.example");
    String sheet = sheetOf("lost@okugawa.example");
    String lost = given(sheet);
    desk.post(sheet + "/revoke").leadsTo("/communities/" + village.community + "/members");
    village.town.reader().post("/login/paper", "code", lost).is(400);
    String first = given(sheet);
    String second = given(sheet);
    village.town.reader().post("/login/paper", "code", first).is(400);
    village.town.reader().post("/login/paper", "code", second).leadsTo("/me");
  }

  @Test
  void code_afterAMonth_letsNobodyIn() throws Exception {
    village.ward("ひと月の会", "month@okugawa.example");
    String code = given(sheetOf("month@okugawa.example"));
    try (Connection root = village.town.superuser();
        Statement sql = root.createStatement()) {
      sql.execute(
          "update paper_codes set given_at = given_at - interval '31 days',"
              + " expires_at = expires_at - interval '31 days'"
              + " where person_id = (select id from persons where email = 'month@okugawa.example')");
    }
    village.town.reader().post("/login/paper", "code", code).is(400);
  }

  @Test
  void code_forWhoeverIsMoreThanAHost_isRefusedAndOneGivenBeforeIsVoid() throws Exception {
    village.ward("両方の会", "both@okugawa.example");
    String sheet = sheetOf("both@okugawa.example");
    String code = given(sheet);
    village
        .desk()
        .post(
            "/communities/" + village.community + "/memberships",
            Map.of("email", "both@okugawa.example", "role", "AUDITOR"))
        .is(201);
    village.town.reader().post("/login/paper", "code", code).is(400);
    desk.get(sheet).is(409);
    desk.get(sheetOf(Village.DESK)).is(404);
  }

  @Test
  void sheet_byOthersThanTheDesk_isRefused() throws Exception {
    village.ward("ほかの会", "other@okugawa.example");
    String sheet = sheetOf("other@okugawa.example");
    village.town.reader().comesIn("other@okugawa.example").get(sheet).is(403);
    Reader resident = village.town.reader().comesIn("nobody@tokyo.example");
    resident.get(sheet).is(404);
    resident.post(sheet, "code", PaperCodes.drawn()).is(404);
    desk.get(sheet).is(200);
    desk.post(sheet, "code", "123").is(400);
    desk.get(sheet).is(200);
    desk.post(sheet.replace(village.community, UUID.randomUUID().toString())).is(404);
  }

  @Test
  void database_afterCodes_holdsNoneOfThemInWords() throws Exception {
    village.ward("控えの会", "kept@okugawa.example");
    String code = given(sheetOf("kept@okugawa.example"));
    try (Connection root = village.town.superuser();
        Statement sql = root.createStatement();
        ResultSet kept =
            sql.executeQuery(
                "select coalesce(string_agg(k::text, ' '), '') || (select"
                    + " coalesce(string_agg(p::text, ' '), '') from paper_codes p) || (select"
                    + " coalesce(string_agg(a::text, ' '), '') from audit_log a) from"
                    + " idempotency_keys k")) {
      kept.next();
      assertFalse(kept.getString(1).contains(code));
    }
  }
}
