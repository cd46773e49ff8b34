package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Town;
import yui.Visitor;
import yui.web.Json;

/** Two servers on one database: what one of them is told holds on both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoServersTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private Town here;
  private Town there;

  @BeforeAll
  void open() throws Exception {
    here = Town.furnished();
    there = here.beside();
  }

  @AfterAll
  void close() {
    there.close();
    here.close();
  }

  private JsonNode tokens(String email) throws Exception {
    String challenge =
        here.stranger()
            .post("/login/codes", Map.of("email", email))
            .is(202)
            .body()
            .path("challenge")
            .asText();
    // Asked here, entered there.
    return there
        .stranger()
        .post("/login/tokens", Map.of("challenge", challenge, "code", here.code(email)))
        .is(200)
        .body();
  }

  /** Until the other server refuses. */
  private static Duration until(Visitor visitor, String path, int refused) throws Exception {
    Instant began = Instant.now();
    while (visitor.get(path).status() != refused) {
      assertTrue(Duration.between(began, Instant.now()).compareTo(AT_ONCE) < 0, "too late");
    }
    return Duration.between(began, Instant.now());
  }

  @Test
  void logout_onOneServer_endsTheLoginOnTheOther() throws Exception {
    String token = tokens("both@tokyo.example").path("accessToken").asText();
    there.bearing(token).get("/me").is(200);
    here.bearing(token).delete("/login/tokens").is(204);
    Duration acted = until(there.bearing(token), "/me", 401);
    System.out.println("a logout acts on the other server within " + acted.toMillis() + " ms");
  }

  @Test
  void role_takenOnOneServer_isGoneOnTheOther() throws Exception {
    Visitor admin = here.as("admin@yui.example");
    String path = "/communities/" + here.community();
    String membership =
        admin
            .post(
                path + "/memberships",
                Map.of("email", "brief@town.example", "role", "COORDINATOR", "desk", "OFFICIAL"))
            .is(201)
            .id();
    String token = tokens("brief@town.example").path("accessToken").asText();
    there.bearing(token).get(path + "/transfers").is(200);
    admin.delete(path + "/memberships/" + membership).is(204);
    Duration acted = until(there.bearing(token), path + "/transfers", 404);
    System.out.println("a lost role acts on the other server within " + acted.toMillis() + " ms");
  }

  @Test
  void refreshLogin_reusedOnTheOtherServer_endsTheLoginOnBoth() throws Exception {
    JsonNode first = tokens("family@tokyo.example");
    JsonNode second = refresh(here, first).is(200).body();
    try (Connection db = here.superuser();
        PreparedStatement age =
            db.prepareStatement(
                "update refresh_tokens t set replaced_at = replaced_at - interval '31 seconds'"
                    + " from logins l, persons p where l.id = t.login_id and p.id = l.person_id"
                    + " and p.email = 'family@tokyo.example'")) {
      assertTrue(age.executeUpdate() > 0);
    }
    refresh(there, first).refuses(401, "refresh_token_bad");
    here.bearing(second.path("accessToken").asText()).get("/me").refuses(401, "login_needed");
    refresh(here, second).refuses(401, "refresh_token_bad");
  }

  private static Visitor.Reply refresh(Town town, JsonNode tokens) throws Exception {
    return town.stranger()
        .post("/login/refreshes", Map.of("refreshToken", tokens.path("refreshToken").asText()));
  }

  @Test
  void keys_rotatedByHand_refuseNobodyOnEitherServer() throws Exception {
    JsonNode before = tokens("turning@tokyo.example");
    String old = before.path("accessToken").asText();
    here.rotateSigningKeys();
    int asked = 0;
    // Each ten seconds a server looks; a key signs once all know it, and all take what it signed.
    Instant end = Instant.now().plusSeconds(70);
    String newest = old;
    JsonNode pair = before;
    while (Instant.now().isBefore(end) && kid(newest).equals(kid(old))) {
      Town signing = asked % 2 == 0 ? here : there;
      pair = refresh(signing, pair).is(200).body();
      newest = pair.path("accessToken").asText();
      for (String token : new String[] {old, newest}) {
        here.bearing(token).get("/me").is(200);
        there.bearing(token).get("/me").is(200);
      }
      asked++;
      Thread.sleep(500);
    }
    assertNotEquals(kid(old), kid(newest));
    System.out.println("keys turned after " + asked + " refreshes, nobody was refused");
  }

  @Test
  void keys_retired_verifyNoLonger() throws Exception {
    String token = tokens("retired@tokyo.example").path("accessToken").asText();
    here.rotateSigningKeys();
    try (Connection db = here.superuser();
        PreparedStatement age =
            db.prepareStatement(
                "update signing_keys set retired_at = now() where retired_at is not null")) {
      age.executeUpdate();
    }
    Instant end = Instant.now().plusSeconds(70);
    while (there.bearing(token).get("/me").status() == 200 && Instant.now().isBefore(end)) {
      Thread.sleep(500);
    }
    there.bearing(token).get("/me").refuses(401, "login_needed");
  }

  private static String kid(String token) throws Exception {
    return Json.MAPPER
        .readTree(
            new String(
                Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8))
        .path("kid")
        .asText();
  }

  @Test
  void login_guessesSpreadOverBothServers_areCountedTogether() throws Exception {
    try (Town first = Town.open(3);
        Town second = first.beside()) {
      Visitor[] doors = {
        first.stranger().with("X-Forwarded-For", "198.51.100.20"),
        second.stranger().with("X-Forwarded-For", "198.51.100.20")
      };
      int passed = 0;
      // Neither server alone sees more than thirty of these in a minute.
      for (int i = 0; i < 58; i++) {
        int status =
            doors[i % 2]
                .post(
                    "/login/tokens",
                    Map.of("challenge", "AAAAAAAAAAAAAAAAAAAAAA", "code", "1234-5678"))
                .status();
        if (status == 401) passed++;
        else assertEquals(429, status);
      }
      // If the minute turned meanwhile, twice thirty could pass; two servers apart would let all.
      assertTrue(passed < 58, passed + " passed");
      first
          .stranger()
          .with("X-Forwarded-For", "198.51.100.21")
          .post("/login/tokens", Map.of("challenge", "AAAAAAAAAAAAAAAAAAAAAA", "code", "1234-5678"))
          .refuses(401, "login_code_wrong");
    }
  }
}
