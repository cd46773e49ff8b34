package yui.identity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Town;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginPagesTest {
  private Town town;

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
  }

  @AfterAll
  void close() {
    town.close();
  }

  private String code(String email) throws Exception {
    return town.code(email);
  }

  @Test
  void login_codeInFullWidthDigits_letsIn() throws Exception {
    Reader reader = town.reader();
    reader.post("/login", "email", "wide@tokyo.example").leadsTo("/login/code");
    reader.get("/login/code").is(200).says("wide@tokyo.example");
    StringBuilder wide = new StringBuilder();
    for (char c : code("wide@tokyo.example").toCharArray()) {
      wide.append(c == '-' ? 'ー' : (char) (c - '0' + '０'));
    }
    reader.post("/login/code", "code", wide.toString()).leadsTo("/me");
    reader.get("/login").leadsTo("/me");
  }

  @Test
  void login_codeTypedInAnotherBrowser_isRefusedThereAndWorksHere() throws Exception {
    Reader asking = town.reader();
    asking.post("/login", "email", "two@tokyo.example").leadsTo("/login/code");
    Reader other = town.reader();
    other.post("/login", "email", "elsewhere@tokyo.example").leadsTo("/login/code");
    String code = code("two@tokyo.example");
    other.post("/login/code", "code", code).is(400).says("コードが違う");
    town.reader().post("/login/code", "code", code).leadsTo("/login");
    asking.post("/login/code", "code", code).leadsTo("/me");
  }

  @Test
  void login_linkOfTheLetter_fillsTheFieldAndDoesNothingMore() throws Exception {
    Reader asking = town.reader();
    asking.post("/login", "email", "link@tokyo.example").leadsTo("/login/code");
    String code = code("link@tokyo.example");
    String link = town.letter("link@tokyo.example", "/login/code\\?code=\\d{4}-\\d{4}");
    // A scanner of links follows it, with no cookie and again and again.
    for (int i = 0; i < 3; i++) town.reader().get(link).leadsTo("/login");
    asking.get(link).is(200).says("value=\"" + code + "\"");
    asking.get(link).is(200);
    asking.post("/login/code", "code", code).leadsTo("/me");
  }

  @Test
  void login_fiveMisses_voidTheRightCode() throws Exception {
    Reader reader = town.reader();
    reader.post("/login", "email", "missed@tokyo.example").leadsTo("/login/code");
    String code = code("missed@tokyo.example");
    String wrong = (code.startsWith("1") ? "2" : "1") + code.substring(1);
    for (int i = 0; i < 5; i++) reader.post("/login/code", "code", wrong).is(400);
    reader.post("/login/code", "code", code).is(400);
  }

  @Test
  void login_noAddress_showsTheFormAgain() throws Exception {
    Reader reader = town.reader();
    reader.get("/login").is(200);
    reader.post("/login", "email", "<b>nobody").is(400).says("&lt;b&gt;nobody").says("email-error");
  }

  @Test
  void login_nextElsewhere_staysHere() throws Exception {
    for (String next : new String[] {"//evil.example", "/\\evil.example", "https://evil.example"}) {
      Reader reader = town.reader();
      reader
          .post("/login", "email", "next@tokyo.example", "next", next)
          .leadsTo("/login/code?next=%2Fme");
    }
  }

  @Test
  void login_nextWithinYui_leadsThere() throws Exception {
    Reader reader = town.reader();
    reader.get("/me/profile").leadsTo("/login?next=%2Fme%2Fprofile");
    reader.post("/login", "email", "deep@tokyo.example", "next", "/me/profile").is(303);
    reader
        .post("/login/code", "code", code("deep@tokyo.example"), "next", "/me/profile")
        .leadsTo("/me/profile");
  }

  @Test
  void login_cookie_isHiddenFromScriptsAndOtherSites() throws Exception {
    Reader reader = town.reader();
    reader.post("/login", "email", "cookie@tokyo.example").is(303);
    Reader.Seen in = reader.post("/login/code", "code", code("cookie@tokyo.example"));
    String cookie =
        in.cookies().stream().filter(c -> c.startsWith("yui=")).findFirst().orElseThrow();
    assertTrue(cookie.contains("HTTPOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Lax"), cookie);
  }

  @Test
  void logout_ofASession_endsIt() throws Exception {
    Reader reader = town.reader().comesIn("out@tokyo.example");
    reader.get("/me/profile").is(200);
    reader.post("/logout").leadsTo("/");
    reader.get("/me/profile").leadsTo("/login");
  }

  @Test
  void logout_withoutTheFormsToken_isRefused() throws Exception {
    Reader reader = town.reader().comesIn("csrf@tokyo.example");
    reader.postBare("/logout").is(403);
    reader.get("/me/profile").is(200);
  }

  @Test
  void login_chosenLanguage_isSpokenInLetterAndPages() throws Exception {
    town.as("easy@tokyo.example").patch("/me", Map.of("lang", "EASY")).is(200);
    Reader reader = town.reader();
    reader.post("/login", "email", "easy@tokyo.example", "next", "/me/profile").is(303);
    town.letter("easy@tokyo.example", "ログインの ばんごうです");
    reader
        .post("/login/code", "code", code("easy@tokyo.example"), "next", "/me/profile")
        .leadsTo("/easy/me/profile");
    reader.get("/easy/me").is(200).says("<html lang=\"ja-x-easy\"").says("href=\"/easy/me\"");
    reader.get("/easy").is(200).says("<html lang=\"ja-x-easy\"");
    reader.get("/en/me").is(200).says("<html lang=\"en\"");
  }

  @Test
  void login_english_speaksEnglish() throws Exception {
    Reader reader = town.reader();
    reader.get("/en/login").is(200).says("No password needed");
    reader.post("/en/login", "email", "english@tokyo.example").leadsTo("/en/login/code");
  }
}
