package yui.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** An installation as it is served: whoever moves money shows more than a code from a letter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorsTest {
  private Town town;
  private Visitor admin;
  private String a = "";
  private String b = "";

  @BeforeAll
  void open() throws Exception {
    town = Town.served();
    Reader operator = town.reader().comesIn("admin@town.example");
    operator.get("/first-administrator").is(200).says("コンソール");
    operator.post("/first-administrator", "code", "AAAA-AAAA-AAAA-AAAA").is(400).says("合いません");
    operator
        .post("/first-administrator", "code", town.administratorCode())
        .leadsTo("/admin/communities");
    admin = town.as("admin@town.example");
    withApp(admin);
    a = community("074055", "西会津町");
    b = community("142107", "三浦市");
    for (String email : List.of("desk@a.example", "second@a.example")) give(a, email, "OFFICIAL");
    give(b, "desk@b.example", "OFFICIAL");
    give(a, "private@a.example", "PRIVATE");
  }

  @AfterAll
  void close() {
    town.close();
  }

  private String community(String code, String name) throws Exception {
    return "/communities/"
        + admin
            .post("/communities", Map.of("code", code, "name", name, "lat", 37.5, "lon", 139.6))
            .is(201)
            .id();
  }

  private String give(String community, String email, String desk) throws Exception {
    return admin
        .post(
            community + "/memberships", Map.of("email", email, "role", "COORDINATOR", "desk", desk))
        .is(201)
        .id();
  }

  private static App withApp(Visitor visitor) throws Exception {
    JsonNode drawn = visitor.get("/me/second-factors/totp").is(200).body();
    String secret = drawn.path("secret").asText();
    assertTrue(drawn.path("uri").asText().startsWith("otpauth://totp/"));
    App app = new App(secret);
    visitor.put("/me/second-factors/totp", Map.of("secret", secret, "code", app.code(-1))).is(200);
    return app;
  }

  /** Another login of the same person, who has shown nothing in it. */
  private Visitor again(String email) throws Exception {
    String challenge =
        town.stranger()
            .post("/login/codes", Map.of("email", email))
            .is(202)
            .body()
            .path("challenge")
            .asText();
    return town.bearing(
        town.stranger()
            .post("/login/tokens", Map.of("challenge", challenge, "code", town.code(email)))
            .is(200)
            .body()
            .path("accessToken")
            .asText());
  }

  private static Visitor.Reply prove(Visitor visitor, String code) throws Exception {
    return visitor.post("/me/second-factors/proofs", Map.of("code", code));
  }

  @Test
  void money_movedWithoutASecondFactor_isRefusedEverywhere() throws Exception {
    Visitor desk = again("second@a.example");
    String today = Days.of(town.now()).toString();
    String nobody = "01939c2e-7b00-7000-8000-000000000021";
    List<Visitor.Reply> replies = new ArrayList<>();
    replies.add(desk.post(a + "/funds", Map.of("name", "財源", "budgetLine", "報償費")));
    replies.add(desk.post(a + "/settlements", Map.of("kind", "CASH", "until", today)));
    replies.add(desk.post(a + "/periods", Map.of("month", "2026-01")));
    replies.add(
        desk.post(
            a + "/vouchers",
            Map.of(
                "code", "GIFT", "personId", nobody, "fundId", nobody, "amount", 1, "reason", "x")));
    replies.add(
        desk.post(a + "/rules", Map.of("rule", "FOUR_EYES", "from", "2099-01-01", "value", 1)));
    replies.add(
        desk.post(
            a + "/memberships",
            Map.of("email", "x@a.example", "role", "COORDINATOR", "desk", "OFFICIAL")));
    replies.add(
        desk.put(
            a + "/bank-profile",
            Map.of(
                "requester",
                "1234567890",
                "bankCode",
                "9900",
                "branchCode",
                "008",
                "kind",
                "ORDINARY",
                "number",
                "7654321",
                "holder",
                "ニシアイヅマチ")));
    replies.add(desk.get(a + "/bank-profile"));
    for (Visitor.Reply reply : replies) reply.refuses(403, "second_factor_needed");
    desk.get(a + "/funds").is(200);
    assertTrue(desk.get("/me/second-factors").is(200).body().path("required").asBoolean());

    App app = withApp(desk);
    desk.post(a + "/funds", Map.of("name", "財源", "budgetLine", "報償費")).is(201);
    Visitor elsewhere = again("second@a.example");
    elsewhere
        .post(a + "/funds", Map.of("name", "財源2", "budgetLine", "報償費"))
        .refuses(403, "second_factor_needed");
    prove(elsewhere, app.code()).is(200);
    elsewhere.post(a + "/funds", Map.of("name", "財源2", "budgetLine", "報償費")).is(201);
    change("update logins set second_at = second_at - interval '12 hours'");
    elsewhere
        .post(a + "/funds", Map.of("name", "財源3", "budgetLine", "報償費"))
        .refuses(403, "second_factor_needed");
    change("update logins set second_at = second_at + interval '12 hours'");
  }

  @Test
  void roles_givenByAnAdministratorWithoutASecondFactor_areRefused() throws Exception {
    again("admin@town.example")
        .post(
            a + "/memberships",
            Map.of("email", "admin@town.example", "role", "COORDINATOR", "desk", "OFFICIAL"))
        .refuses(403, "second_factor_needed");
  }

  @Test
  void page_ofMoneyWithoutASecondFactor_leadsToItAndBack() throws Exception {
    String person = "page@a.example";
    give(a, person, "OFFICIAL");
    Reader desk = town.reader().comesIn(person);
    desk.get(a + "/funds").is(200);
    Reader.Seen sent =
        desk.post(a + "/funds", "name", "寄付", "budgetLine", "報償費", "unit", "JPY").is(303);
    assertTrue(sent.location().startsWith("/me/second-factor?next="), sent.location());
    desk.get(sent.location()).is(200).says("まず、下のパスキーか認証アプリ");
    Reader.Seen page = desk.get("/me/second-factor/app").is(200);
    String secret = page.html().replaceAll("(?s).*name=\"secret\" value=\"([A-Z2-7]+)\".*", "$1");
    App app = new App(secret);
    desk.post("/me/second-factor/app", "secret", secret, "code", "000000").is(400).says("合いません");
    desk.post("/me/second-factor/app", "secret", secret, "code", app.code(-1))
        .leadsTo("/me/second-factor/spare-codes");
    Reader.Seen spare = desk.get("/me/second-factor/spare-codes").is(200);
    List<String> fields = new ArrayList<>();
    for (String part : spare.html().split("name=\"code\" value=\"")) {
      if (part.matches("(?s)[A-Z0-9-]{19}\".*"))
        fields.addAll(List.of("code", part.substring(0, 19)));
    }
    assertEquals(20, fields.size());
    desk.post("/me/second-factor/spare-codes", fields.toArray(String[]::new))
        .leadsTo("/me/second-factor");
    desk.get("/me/second-factor").is(200).says("残り10個");

    Reader other = town.reader().comesIn(person);
    other.get("/me/second-factor?next=" + a + "/funds").is(200).says("本人確認をする");
    other
        .post("/me/second-factor/prove", "code", "000000", "next", a + "/funds")
        .leadsTo("/me/second-factor?next=");
    other.get("/me/second-factor?next=" + a + "/funds").is(200).says("合いません");
    other
        .post("/me/second-factor/prove", "code", fields.get(1), "next", a + "/funds")
        .leadsTo(a + "/funds");
    other.get("/me/second-factor").is(200).says("残り9個");
    town.letter(person, "認証アプリ");
  }

  @Test
  void totp_codeUsedAgain_isRefused() throws Exception {
    Visitor visitor = town.as("twice@tokyo.example");
    App app = withApp(visitor);
    String code = app.code();
    Visitor other = again("twice@tokyo.example");
    prove(other, code).is(200);
    prove(other, code).refuses(400, "second_factor_wrong");
    prove(visitor, app.code(-1)).refuses(400, "second_factor_wrong");
  }

  @Test
  void totp_guessedFiveTimes_isNotLookedAtAnyMore() throws Exception {
    App app = withApp(town.as("guess@tokyo.example"));
    Visitor other = again("guess@tokyo.example");
    String right = app.code(1);
    String wrong = (right.startsWith("1") ? "2" : "1") + right.substring(1);
    for (int i = 0; i < 5; i++) prove(other, wrong).refuses(400, "second_factor_wrong");
    prove(other, right).refuses(429, "second_factor_guessed");
  }

  @Test
  void totp_inTheDatabase_isSealed() throws Exception {
    Visitor visitor = town.as("sealed@tokyo.example");
    String secret = visitor.get("/me/second-factors/totp").is(200).body().path("secret").asText();
    visitor
        .put("/me/second-factors/totp", Map.of("secret", secret, "code", new App(secret).code()))
        .is(200);
    try (Connection db = town.superuser();
        Statement sql = db.createStatement();
        ResultSet rows = sql.executeQuery("select encode(sealed, 'hex') from totp_secrets")) {
      assertTrue(rows.next());
      do {
        assertFalse(rows.getString(1).contains(HexFormat.of().formatHex(Totp.secret(secret))));
      } while (rows.next());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void totp_vectorsOfTheRfc_agree(long seconds, String code) throws Exception {
    byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    assertEquals(code, Totp.code(secret, seconds / 30));
    assertEquals(code, new App("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").at(seconds / 30));
  }

  @Test
  void recoveryCodes_kept_workOnceEach() throws Exception {
    Visitor visitor = town.as("spare@tokyo.example");
    withApp(visitor);
    JsonNode drawn = visitor.get("/me/second-factors/recovery-codes").is(200).body();
    String first = drawn.path("codes").path(0).asText();
    Visitor other = again("spare@tokyo.example");
    prove(other, first).refuses(400, "second_factor_wrong");
    assertEquals(
        10,
        visitor
            .put("/me/second-factors/recovery-codes", drawn)
            .is(200)
            .body()
            .path("recoveryCodesLeft")
            .asInt());
    prove(other, first.toLowerCase(Locale.ROOT)).is(200);
    prove(other, first).refuses(400, "second_factor_wrong");
    try (Connection db = town.superuser();
        Statement sql = db.createStatement();
        ResultSet rows = sql.executeQuery("select r::text from recovery_codes r")) {
      while (rows.next()) assertFalse(rows.getString(1).contains(first.replace("-", "")));
    }
  }

  @Test
  void factors_changedWithoutShowingOne_areRefused() throws Exception {
    withApp(town.as("held@tokyo.example"));
    Visitor thief = again("held@tokyo.example");
    thief.delete("/me/second-factors/totp").refuses(403, "second_factor_needed");
    JsonNode drawn = thief.get("/me/second-factors/recovery-codes").is(200).body();
    thief.put("/me/second-factors/recovery-codes", drawn).refuses(403, "second_factor_needed");
    Device device = new Device(town.url());
    thief
        .post(
            "/me/second-factors/passkeys",
            Map.of("name", "鍵", "credential", device.made(Device.challenge(thief, "ENROL"))))
        .refuses(403, "second_factor_needed");
  }

  private Device keyed(String email) throws Exception {
    Visitor visitor = town.as(email);
    Device device = new Device(town.url());
    device.person = visitor.get("/me").is(200).id();
    visitor
        .post(
            "/me/second-factors/passkeys",
            Map.of("name", "電話", "credential", device.made(Device.challenge(visitor, "ENROL"))))
        .is(201);
    return device;
  }

  private Visitor.Reply enter(Map<String, Object> credential) throws Exception {
    return town.stranger().post("/login/passkeys", Map.of("credential", credential));
  }

  private String challenge() throws Exception {
    return Device.challenge(town.stranger(), "LOGIN");
  }

  @Test
  void passkey_signing_logsInAndIsTheSecondFactor() throws Exception {
    String person = "key@a.example";
    give(a, person, "OFFICIAL");
    Device device = keyed(person);
    String token = enter(device.signed(challenge())).is(200).body().path("accessToken").asText();
    Visitor desk = town.bearing(token);
    assertEquals(person, desk.get("/me").is(200).body().path("email").asText());
    desk.post(a + "/funds", Map.of("name", "鍵の財源", "budgetLine", "報償費")).is(201);

    Visitor other = again(person);
    other
        .post(a + "/funds", Map.of("name", "鍵の財源2", "budgetLine", "報償費"))
        .refuses(403, "second_factor_needed");
    other
        .post(
            "/me/second-factors/proofs",
            Map.of("credential", device.signed(Device.challenge(other, "PROOF"))))
        .is(200);
    other.post(a + "/funds", Map.of("name", "鍵の財源2", "budgetLine", "報償費")).is(201);
    town.letter(person, "電話");
  }

  @Test
  void passkey_signingFalsely_letsNobodyIn() throws Exception {
    Device device = keyed("false@tokyo.example");
    String challenge = challenge();
    Map<String, Object> good = device.signed(challenge);
    enter(good).is(200);
    enter(good).refuses(401, "passkey_refused"); // the same words twice
    enter(device.signed("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).is(401); // not asked for
    enter(device.signed(challenge(), "https://evil.example")).is(401);
    device.verifies = false;
    enter(device.signed(challenge())).is(401);
    device.verifies = true;
    device.counter = 0;
    enter(device.signed(challenge())).is(401); // a copy with an older counter
    device.counter = 100;
    String own = device.person;
    device.person = town.as("other@tokyo.example").get("/me").is(200).id();
    enter(device.signed(challenge())).is(401);
    device.person = own;
    Device stranger = new Device(town.url());
    enter(stranger.signed(challenge())).is(401);
    enter(device.signed(challenge())).is(200);
    String late = challenge();
    change("update passkey_challenges set expires_at = now()");
    enter(device.signed(late)).is(401);
    try (Connection db = town.superuser();
        Statement sql = db.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select count(*) from audit_log where deed = 'passkey_refused'"
                    + " and about->>'why' = 'MaliciousCounterValueException'")) {
      rows.next();
      assertEquals(1, rows.getInt(1));
    }
  }

  @Test
  void passkey_wordsAskedForAnotherPurpose_areGoodForNothing() throws Exception {
    String person = "purpose@tokyo.example";
    Device device = keyed(person);
    Visitor visitor = again(person);
    for (String other : List.of("PROOF", "ENROL")) {
      enter(device.signed(Device.challenge(visitor, other))).refuses(401, "passkey_refused");
    }
    for (String other : List.of("LOGIN", "ENROL")) {
      visitor
          .post(
              "/me/second-factors/proofs",
              Map.of("credential", device.signed(Device.challenge(visitor, other))))
          .refuses(400, "second_factor_wrong");
    }
    visitor
        .post(
            "/me/second-factors/proofs",
            Map.of("credential", device.signed(Device.challenge(visitor, "PROOF"))))
        .is(200);
    for (String other : List.of("LOGIN", "PROOF")) {
      Device another = new Device(town.url());
      keep(visitor, another.made(Device.challenge(visitor, other))).refuses(400, "invalid_input");
    }
    // What was tried for the wrong purpose is used up.
    String words = Device.challenge(visitor, "LOGIN");
    Map<String, Object> proof = Map.of("credential", device.signed(words));
    visitor.post("/me/second-factors/proofs", proof).refuses(400, "second_factor_wrong");
    enter(device.signed(words)).refuses(401, "passkey_refused");
  }

  @Test
  void factors_takenAwayOrMadeAnew_areToldByLetter() throws Exception {
    String person = "told@tokyo.example";
    Visitor visitor = town.as(person);
    withApp(visitor);
    JsonNode drawn = visitor.get("/me/second-factors/recovery-codes").is(200).body();
    visitor.put("/me/second-factors/recovery-codes", drawn).is(200);
    town.letter(person, "予備の番号が新しくなりました");
    visitor.delete("/me/second-factors/totp").is(204);
    town.letter(person, "本人確認の方法が外れました[\\s\\S]*認証アプリ");
    Device device = new Device(town.url());
    String key = keep(visitor, device.made(Device.challenge(visitor, "ENROL"))).is(201).id();
    visitor.delete("/me/second-factors/passkeys/" + key).is(204);
    town.letter(person, "本人確認の方法が外れました[\\s\\S]*パスキー「鍵」");
  }

  @Test
  void passkey_madeFalsely_isNotKept() throws Exception {
    Visitor visitor = town.as("maker@tokyo.example");
    Device unverified = new Device(town.url());
    unverified.verifies = false;
    Device elsewhere = new Device("https://evil.example");
    Device good = new Device(town.url());
    for (Device device : List.of(unverified, elsewhere)) {
      keep(visitor, device.made(Device.challenge(visitor, "ENROL"))).refuses(400, "invalid_input");
    }
    keep(visitor, good.made("AAAA")).refuses(400, "invalid_input");
    keep(visitor, good.signed(Device.challenge(visitor, "ENROL"))).refuses(400, "invalid_input");
    Map<String, Object> made = good.made(Device.challenge(visitor, "ENROL"));
    keep(visitor, made).is(201);
    keep(visitor, made).refuses(400, "invalid_input");
    keep(visitor, good.made(Device.challenge(visitor, "ENROL")))
        .refuses(409, "passkey_known_already");
  }

  private static Visitor.Reply keep(Visitor visitor, Map<String, Object> credential)
      throws Exception {
    return visitor.post(
        "/me/second-factors/passkeys", Map.of("name", "鍵", "credential", credential));
  }

  @Test
  void reset_byAnotherOfTheDesk_takesAllAwayAndTellsThem() throws Exception {
    String lost = "lost@a.example";
    String membership = give(a, lost, "OFFICIAL");
    Device device = keyed(lost);
    Visitor before = town.as(lost);
    String path = a + "/memberships/" + membership + "/second-factor-resets";
    Map<String, String> seen = Map.of("how", "IN_PERSON");
    before.post(path, seen).refuses(403, "not_your_own");
    Visitor second = again("desk@a.example");
    second.post(path, seen).refuses(403, "second_factor_needed");
    town.as("private@a.example").post(path, seen).refuses(403, "forbidden");
    withApp(second);
    second.post(path, seen).is(204);
    before.get("/me").refuses(401, "login_needed");
    enter(device.signed(challenge())).refuses(401, "passkey_refused");
    Visitor anew = again(lost);
    JsonNode state = anew.get("/me/second-factors").is(200).body();
    assertEquals(0, state.path("passkeys").size());
    town.letter(lost, "本人確認の方法が外されました");
    try (Connection db = town.superuser();
        PreparedStatement rows =
            db.prepareStatement(
                "select count(*) from audit_log where deed = 'second_factor_reset'"
                    + " and about->>'person' = ?")) {
      rows.setString(1, device.person);
      try (ResultSet row = rows.executeQuery()) {
        row.next();
        assertEquals(1, row.getInt(1));
      }
    }
  }

  @Test
  void reset_ofSomebodyWhoSettlesElsewhere_isForAnAdministrator() throws Exception {
    // A desk gives a neighbour's treasurer a small role, and would take their factors away.
    Visitor neighbour = town.as("desk@b.example");
    withApp(neighbour);
    String guest =
        neighbour
            .post(b + "/memberships", Map.of("email", "desk@a.example", "role", "AUDITOR"))
            .is(201)
            .id();
    String path = b + "/memberships/" + guest + "/second-factor-resets";
    neighbour.post(path, Map.of("how", "IN_PERSON")).refuses(403, "second_factor_of_another_desk");
  }

  @Test
  void logins_listed_areEndedOneByOneOrAllButThis() throws Exception {
    String email = "many@tokyo.example";
    Visitor one = again(email).with("User-Agent", "Mozilla/5.0 (X11; Linux) Firefox/140.0");
    Visitor two = again(email);
    Reader page = town.reader().comesIn(email);
    JsonNode items = one.get("/me/logins").is(200).body().path("items");
    assertEquals(3, items.size());
    String other = "";
    for (JsonNode item : items) {
      assertEquals("127.0.0.*", item.path("network").asText());
      if (item.path("kind").asText().equals("API") && !item.path("current").asBoolean()) {
        other = item.path("id").asText();
      }
    }
    town.as("r9@tokyo.example").delete("/me/logins/" + other).refuses(404, "not_found");
    one.delete("/me/logins/" + other).is(204);
    two.get("/me").refuses(401, "login_needed");
    page.get("/me/sessions").is(200).says("この画面").says("Java-http-client");
    page.post("/me/sessions/end-others").leadsTo("/me/sessions");
    one.get("/me").refuses(401, "login_needed");
    page.get("/me/sessions").is(200).saysNot("プログラム");
  }

  @Test
  void newDevice_ofSomebodyWhoSettles_isToldByLetter() throws Exception {
    String email = "told@a.example";
    give(a, email, "OFFICIAL");
    town.reader().comesIn(email);
    assertEquals("", town.newestLetter(email, "はじめての機器"));
    Reader same = town.reader().comesIn(email);
    town.letter(email, "はじめての機器");
    String first = town.newestLetter(email, "(?s)はじめての機器.*");
    same.get("/me").is(200);
    same.post("/logout").leadsTo("/");
    same.comesIn(email); // with the cookie that makes it known
    assertEquals(first, town.newestLetter(email, "(?s)はじめての機器.*"));
    String plain = "plain@tokyo.example";
    town.reader().comesIn(plain);
    town.reader().comesIn(plain);
    assertEquals("", town.newestLetter(plain, "はじめての機器"));
  }

  @Test
  void firstAdministrator_once_voidsEveryCode() throws Exception {
    try (Town fresh = Town.served();
        Town restarted = fresh.beside()) {
      String first = fresh.administratorCode();
      String second = restarted.administratorCode();
      assertNotEquals("", first);
      assertNotEquals(first, second);
      town.reader().get("/first-administrator").leadsTo("/login");
      Reader operator = fresh.reader().comesIn("op@town.example");
      Reader late = fresh.reader().comesIn("late@town.example");
      for (Reader reader : List.of(operator, late)) reader.get("/first-administrator").is(200);
      operator.post("/first-administrator", "code", first).leadsTo("/admin/communities");
      late.post("/first-administrator", "code", second).is(409).says("もう決まっています");
      late.post("/first-administrator", "code", first).is(409);
      try (Town third = fresh.beside()) {
        assertEquals("", third.administratorCode());
      }
    }
  }

  private void change(String sql) throws Exception {
    try (Connection db = town.superuser();
        Statement statement = db.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
