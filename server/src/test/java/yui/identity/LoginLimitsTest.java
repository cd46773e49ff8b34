package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Town;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginLimitsTest {
  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open(3);
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

  @Test
  void requestLoginCode_fourthTimeInAQuarterOfAnHour_answersAlikeAndMailsNothing()
      throws Exception {
    Set<String> codes = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      ask("bombed@tokyo.example");
      codes.add(town.code("bombed@tokyo.example"));
    }
    String fourth = ask("Bombed@tokyo.example");
    assertEquals(22, fourth.length());
    ask("other@tokyo.example");
    town.code("other@tokyo.example");
    assertEquals(
        3,
        town.stranger()
            .raw("GET", "/dev/mailbox?to=bombed@tokyo.example", null)
            .body()
            .path("items")
            .size());
    for (String code : codes) {
      town.stranger()
          .post("/login/tokens", Map.of("challenge", fourth, "code", code))
          .refuses(401, "login_code_wrong");
    }
  }

  @Test
  void requestLoginCode_usedUpByStrangers_stillReachesABrowserThatWasIn() throws Exception {
    String email = "wanted@tokyo.example";
    try (Town calm = Town.open(3)) {
      Reader own = calm.reader().comesIn(email);
      own.get("/me").is(200);
      own.post("/logout").leadsTo("/");
      for (int i = 0; i < 5; i++) {
        calm.stranger().post("/login/codes", Map.of("email", email)).is(202);
      }
      own.get("/login").is(200);
      own.post("/login", "email", email).leadsTo("/login/code");
      // One to come in, two to strangers, and this one.
      for (int i = 0; i < 100 && letters(calm, email) < 4; i++) Thread.sleep(50);
      own.post("/login/code", "code", calm.code(email)).leadsTo("/me");
      calm.reader().post("/login", "email", email).leadsTo("/login/code");
      Thread.sleep(1_000);
      assertEquals(4, letters(calm, email));
    }
  }

  private static int letters(Town town, String email) throws Exception {
    return town.stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().path("items").size();
  }

  @Test
  void login_guessingFromOneAddressOfTheNetwork_isSlowedDown() throws Exception {
    int refused = 0;
    for (int i = 0; i < 62; i++) {
      int status =
          town.stranger()
              .post(
                  "/login/tokens",
                  Map.of("challenge", "AAAAAAAAAAAAAAAAAAAAAA", "code", "1234-5678"))
              .status();
      if (status == 429) refused++;
      else assertEquals(401, status);
    }
    // Two minutes may be touched, each lets thirty guesses through.
    assertEquals(true, refused >= 2, refused + " refused");
  }
}
