package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Town;
import yui.Visitor;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTest {
  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
  }

  @AfterAll
  void close() {
    town.close();
  }

  private String ask(String email) throws Exception {
    return town.stranger()
        .post("/login/codes", Map.of("email", email))
        .is(202)
        .body()
        .path("challenge")
        .asText();
  }

  private String code(String email) throws Exception {
    return town.code(email);
  }

  private Visitor.Reply enter(String challenge, String code) throws Exception {
    return town.stranger().post("/login/tokens", Map.of("challenge", challenge, "code", code));
  }

  private JsonNode tokens(String email) throws Exception {
    return enter(ask(email), code(email)).is(200).body();
  }

  private Visitor bearing(String token) {
    return town.stranger().with("Authorization", "Bearer " + token);
  }

  private static String otherThan(String code) {
    return code.charAt(0) == '1' ? "2" + code.substring(1) : "1" + code.substring(1);
  }

  @Test
  void login_unknownAddress_becomesAPlainPerson() throws Exception {
    JsonNode me = town.as("new@tokyo.example").get("/me").is(200).body();
    assertEquals("new@tokyo.example", me.path("email").asText());
    assertEquals(0, me.path("memberships").size());
    assertEquals(false, me.path("resident").asBoolean());
  }

  @Test
  void login_administratorsAddress_isAdmin() throws Exception {
    JsonNode me = town.as("admin@yui.example").get("/me").is(200).body();
    assertEquals("ADMIN", me.path("memberships").path(0).path("role").asText());
  }

  @Test
  void login_codeWithoutDash_letsIn() throws Exception {
    String challenge = ask("nodash@tokyo.example");
    enter(challenge, code("nodash@tokyo.example").replace("-", "")).is(200);
  }

  @Test
  void login_codeUsedAgain_isRefused() throws Exception {
    String challenge = ask("again@tokyo.example");
    String code = code("again@tokyo.example");
    enter(challenge, code).is(200);
    enter(challenge, code).refuses(401, "login_code_wrong");
  }

  @Test
  void login_fiveMisses_voidTheRightCode() throws Exception {
    String challenge = ask("guessed@tokyo.example");
    String code = code("guessed@tokyo.example");
    for (int i = 0; i < 5; i++) {
      enter(challenge, otherThan(code)).refuses(401, "login_code_wrong");
    }
    enter(challenge, code).refuses(401, "login_code_wrong");
  }

  @Test
  void login_fourMisses_stillLetTheRightCodeIn() throws Exception {
    String challenge = ask("clumsy@tokyo.example");
    String code = code("clumsy@tokyo.example");
    for (int i = 0; i < 4; i++) {
      enter(challenge, otherThan(code)).refuses(401, "login_code_wrong");
    }
    enter(challenge, code).is(200);
  }

  @Test
  void login_elevenMinutesLater_isRefused() throws Exception {
    String challenge = ask("late@tokyo.example");
    String code = code("late@tokyo.example");
    change(
        "update login_challenges set expires_at = expires_at - interval '10 minutes'"
            + " where email_folded = ?",
        "late@tokyo.example");
    enter(challenge, code).refuses(401, "login_code_wrong");
  }

  @Test
  void login_anothersChallenge_isRefused() throws Exception {
    ask("mine@tokyo.example");
    String other = ask("other@tokyo.example");
    enter(other, code("mine@tokyo.example")).refuses(401, "login_code_wrong");
  }

  @Test
  void login_challengeNobodyAskedFor_isRefusedAlike() throws Exception {
    enter("AAAAAAAAAAAAAAAAAAAAAA", "1234-5678").refuses(401, "login_code_wrong");
  }

  @Test
  void requestLoginCode_knownAndUnknownAddress_answerAlike() throws Exception {
    town.as("known@tokyo.example");
    Visitor.Reply known =
        town.stranger().post("/login/codes", Map.of("email", "known@tokyo.example")).is(202);
    Visitor.Reply unknown =
        town.stranger().post("/login/codes", Map.of("email", "nobody@tokyo.example")).is(202);
    assertEquals(known.text().length(), unknown.text().length());
    assertEquals(known.headers().keySet(), unknown.headers().keySet());
    assertNotEquals(known.text(), unknown.text());
  }

  @Test
  void requestLoginCode_askedForTheAddressInCapitals_isTheSamePerson() throws Exception {
    String id = town.as("mixed@tokyo.example").get("/me").is(200).id();
    JsonNode tokens = enter(ask("Mixed@Tokyo.example"), code("mixed@tokyo.example")).is(200).body();
    assertEquals(id, bearing(tokens.path("accessToken").asText()).get("/me").is(200).id());
  }

  @Test
  void requestLoginCode_noAddress_namesTheField() throws Exception {
    JsonNode problem =
        town.stranger()
            .post("/login/codes", Map.of("email", "a@b@c", "more", 1))
            .refuses(400, "invalid_input")
            .body();
    assertEquals(2, problem.path("errors").size());
  }

  @Test
  void login_codeInTheDatabase_isNotReadable() throws Exception {
    ask("secret@tokyo.example");
    String code = code("secret@tokyo.example").replace("-", "");
    try (Connection db = town.superuser();
        PreparedStatement rows =
            db.prepareStatement("select c::text from login_challenges c where email_folded = ?")) {
      rows.setString(1, "secret@tokyo.example");
      try (ResultSet row = rows.executeQuery()) {
        assertTrue(row.next());
        assertTrue(!row.getString(1).contains(code));
      }
    }
  }

  @Test
  void refreshLogin_newToken_answersANewPair() throws Exception {
    JsonNode first = tokens("refresh@tokyo.example");
    JsonNode second = refresh(first).is(200).body();
    assertNotEquals(first.path("refreshToken").asText(), second.path("refreshToken").asText());
    bearing(second.path("accessToken").asText()).get("/me").is(200);
  }

  @Test
  void refreshLogin_twoTabsAtOnce_bothGoOn() throws Exception {
    JsonNode first = tokens("tabs@tokyo.example");
    JsonNode left = refresh(first).is(200).body();
    JsonNode right = refresh(first).is(200).body();
    refresh(left).is(200);
    refresh(right).is(200);
  }

  @Test
  void refreshLogin_usedAgainAfterTheGrace_endsTheWholeLogin() throws Exception {
    JsonNode first = tokens("thief@tokyo.example");
    JsonNode second = refresh(first).is(200).body();
    change(
        "update refresh_tokens t set replaced_at = replaced_at - interval '31 seconds'"
            + " from logins l, persons p where l.id = t.login_id and p.id = l.person_id"
            + " and p.email = ?",
        "thief@tokyo.example");
    refresh(first).refuses(401, "refresh_token_bad");
    refresh(second).refuses(401, "refresh_token_bad");
    bearing(second.path("accessToken").asText()).get("/me").refuses(401, "login_needed");
  }

  @Test
  void refreshLogin_madeUpToken_isRefused() throws Exception {
    town.stranger()
        .post("/login/refreshes", Map.of("refreshToken", "q1w2e3r4t5y6"))
        .refuses(401, "refresh_token_bad");
  }

  @Test
  void refreshLogin_withItsEndedAccessToken_works() throws Exception {
    JsonNode tokens = tokens("stale@tokyo.example");
    bearing("not.a.token")
        .post("/login/refreshes", Map.of("refreshToken", tokens.path("refreshToken").asText()))
        .is(200);
  }

  @Test
  void logout_ofALogin_actsAtOnce() throws Exception {
    JsonNode tokens = tokens("leaving@tokyo.example");
    Visitor visitor = bearing(tokens.path("accessToken").asText());
    visitor.delete("/login/tokens").is(204);
    visitor.get("/me").refuses(401, "login_needed");
    refresh(tokens).refuses(401, "refresh_token_bad");
  }

  @Test
  void login_kept_isWrittenToTheAuditLogWithoutTheAddress() throws Exception {
    String id = town.as("audited@tokyo.example").get("/me").is(200).id();
    try (Connection db = town.superuser();
        PreparedStatement rows =
            db.prepareStatement(
                "select a::text from audit_log a where person_id = ?::uuid and deed = 'login'")) {
      rows.setString(1, id);
      try (ResultSet row = rows.executeQuery()) {
        assertTrue(row.next());
        assertTrue(!row.getString(1).contains("audited@"));
      }
    }
  }

  @Test
  void changeMe_nameAndLanguage_areKeptAndTheRestStays() throws Exception {
    Visitor visitor = town.as("changing@tokyo.example");
    visitor.patch("/me", Map.of("phone", "090-0000-0000")).is(200);
    JsonNode me = visitor.patch("/me", Map.of("name", "佐藤 美香", "lang", "EN")).is(200).body();
    assertEquals("佐藤 美香", me.path("name").asText());
    assertEquals("EN", me.path("lang").asText());
    assertEquals("090-0000-0000", me.path("phone").asText());
    assertEquals(3, me.path("version").asInt());
  }

  @Test
  void changeMe_versionReadBeforeAnotherEdit_isStale() throws Exception {
    Visitor visitor = town.as("editing@tokyo.example");
    String tag = visitor.get("/me").headers().get("etag").getFirst();
    visitor.with("If-Match", tag).patch("/me", Map.of("name", "一")).is(200);
    visitor.with("If-Match", tag).patch("/me", Map.of("name", "二")).refuses(412, "stale");
  }

  private Visitor.Reply refresh(JsonNode tokens) throws Exception {
    return town.stranger()
        .post("/login/refreshes", Map.of("refreshToken", tokens.path("refreshToken").asText()));
  }

  private void change(String sql, String email) throws Exception {
    try (Connection db = town.superuser();
        PreparedStatement statement = db.prepareStatement(sql)) {
      statement.setString(1, email);
      assertTrue(statement.executeUpdate() > 0);
    }
  }
}
