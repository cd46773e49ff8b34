package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import yui.Town;
import yui.Visitor;
import yui.banks.Banks;
import yui.communities.Rules;
import yui.core.Days;
import yui.db.Database;
import yui.db.Scope;
import yui.vault.Vault;

/** From what was earned to the file for the bank, through the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PayoutTest {
  private Town town;
  private Visitor desk;
  private Visitor treasurer;
  private String settlement = "";
  private String file = "";

  @BeforeAll
  void open() throws Exception {
    town = Town.furnished();
    desk = town.as("desk@town.example");
    treasurer = town.as("treasurer@town.example");
    Visitor ward = town.as("ward@town.example");
    String task = town.posted(town.mowing());
    String slot = town.stranger().get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    List<String> applications = new ArrayList<>();
    for (String who : List.of("r1@town.example", "r2@town.example")) {
      Visitor resident = town.as(who);
      String application =
          resident
              .post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
              .is(201)
              .id();
      ward.post("/applications/" + application + "/select", null).is(200);
      resident.post("/applications/" + application + "/confirm", null).is(200);
      applications.add(application);
    }
    town.reach(town.saturday(12).plus(Duration.ofHours(1)));
    for (String application : applications) {
      ward.put("/applications/" + application + "/attendance/" + slot, Map.of("state", "ATTENDED"))
          .is(200);
    }
    settlement =
        desk.post(
                "/communities/" + town.community() + "/settlements",
                Map.of("kind", "CASH", "until", Days.of(town.now()).toString()))
            .is(201)
            .id();
    desk.post("/settlements/" + settlement + "/check", null).is(200);
    treasurer.post("/settlements/" + settlement + "/freeze", null).is(200);
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  @Order(1)
  void export_asABanksFileBeforeAnythingIsTold_saysWhatIsMissingAndWritesNothing()
      throws Exception {
    assertRefused("bank_profile_missing", 409, zengin(businessDay()));
    desk.put("/communities/" + town.community() + "/bank-profile", profile()).is(200);
    assertRefused("bank_accounts_missing", 409, zengin(businessDay()));
    town.as("r1@town.example").put("/me/bank-account", account("1234567")).is(200);
    assertRefused("invalid_input", 400, zengin(null));
    assertRefused("invalid_input", 400, zengin(Days.of(town.now())));
    assertRefused("invalid_input", 400, zengin(sunday()));
    assertRefused("invalid_input", 400, zengin(businessDay().plusDays(300)));
    JsonNode now = desk.get("/settlements/" + settlement).is(200).body();
    assertEquals("FROZEN", now.path("state").asText());
    assertEquals(0, now.path("exports").size());
  }

  @Test
  @Order(2)
  void export_asABanksFile_paysThoseWithAnAccountByTheByte() throws Exception {
    LocalDate day = businessDay();
    JsonNode export = zengin(day).is(201).body();
    file = export.path("id").asText();
    String text = download(file);
    List<String> records = List.of(text.split("\r\n"));
    assertEquals(4, records.size(), text);
    records.forEach(record -> assertEquals(120, record.length(), record));
    long net = line("r1@town.example").path("net").asLong();
    assertTrue(
        records
            .get(0)
            .startsWith(
                "12101234567890ﾆｼｱｲﾂﾞﾏﾁ"
                    + " ".repeat(32)
                    + String.format("%02d%02d", day.getMonthValue(), day.getDayOfMonth())
                    + "9900ﾕｳﾁﾖ"),
        text);
    assertTrue(
        records
            .get(1)
            .contains("11234567ﾔﾏﾀﾞ ﾀﾛｳ" + " ".repeat(22) + String.format("%010d", net) + "0"),
        text);
    assertTrue(records.get(2).startsWith("8000001" + String.format("%012d", net) + " "), text);
    assertEquals(export.path("bytes").asInt(), 4 * 122);
  }

  @Test
  @Order(3)
  void export_againAfterTheAccountChanged_isTheSameFileForTheSameDayOnly() throws Exception {
    String before = download(file);
    town.as("r1@town.example").put("/me/bank-account", account("7654321")).is(200);
    String again = zengin(businessDay()).is(201).id();
    assertEquals(before, download(again));
    JsonNode exports = desk.get("/settlements/" + settlement).is(200).body().path("exports");
    assertEquals(exports.get(0).path("sha256").asText(), exports.get(1).path("sha256").asText());
    LocalDate other = businessDay();
    do {
      other = other.plusDays(1);
    } while (other.getDayOfWeek().getValue() > 5);
    assertRefused("bank_file_of_another_day", 409, zengin(other));
  }

  @Test
  @Order(4)
  void accounts_inTheDatabase_areReadByNobody() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String table : List.of("bank_files", "bank_accounts", "settlement_exports", "audit_log")) {
      try (Connection connection = town.superuser();
          ResultSet rows =
              connection.createStatement().executeQuery("select x::text from " + table + " x")) {
        while (rows.next()) all.append(rows.getString(1)).append('\n');
      }
    }
    assertTrue(all.toString().contains("bank_account_used"), "each use is logged");
    assertFalse(all.toString().contains("1234567,"), "a number lies open");
    // as bytea shows it
    assertFalse(all.toString().contains("31323334353637"), "a number lies open in bytes");
  }

  @Test
  @Order(4)
  void banksFile_askedForByAnAuditorOrThePrivateDesk_isRefused() throws Exception {
    Map<String, Map<String, Object>> roles =
        Map.of(
            "auditor@town.example",
            Map.of("role", "AUDITOR"),
            "private@town.example",
            Map.of("role", "COORDINATOR", "desk", "PRIVATE"));
    for (Map.Entry<String, Map<String, Object>> role : roles.entrySet()) {
      Map<String, Object> entry = new HashMap<>(role.getValue());
      entry.put("email", role.getKey());
      town.as("admin@yui.example")
          .post("/communities/" + town.community() + "/memberships", entry)
          .is(201);
      town.as(role.getKey())
          .get("/settlements/" + settlement + "/exports/" + file)
          .refuses(403, "forbidden");
    }
  }

  @Test
  @Order(5)
  void export_byBudgetLine_addsUpToWhatIsPaid() throws Exception {
    String list = download(export("LIST"));
    long sum = 0;
    for (String row : list.split("\r\n")) {
      String[] cells = row.split(",", -1);
      if (cells[0].matches("[0-9]+")) sum += Long.parseLong(cells[4]);
    }
    assertEquals(
        desk.get("/settlements/" + settlement).is(200).body().path("total").asLong(), sum, list);
    assertTrue(list.contains("報償費"), list);
    byte[] book = desk.bytes("/api/v1/settlements/" + settlement + "/exports/" + export("XLSX"));
    assertEquals('P', book[0]);
    assertEquals('K', book[1]);
  }

  @Test
  @Order(6)
  void keys_rotated_sealEverythingAnewAndOpenWhatTheyDid() throws Exception {
    String before = download(file);
    String added = Vault.addKey(town.bankKeys());
    Vertx vertx = Vertx.vertx();
    Pool pool = PgBuilder.pool().connectingTo(town.app()).using(vertx).build();
    try {
      Database other = new Database(pool, town::now);
      Banks banks = new Banks(Vault.at(town.bankKeys()), new Rules()::isHoliday);
      assertTrue(other.write(Scope.ofSystem(), banks::reseal) >= 4, "two files, accounts, a bank");
      assertEquals(0, other.write(Scope.ofSystem(), banks::reseal));
      assertEquals(Set.of(), other.read(Scope.ofSystem(), banks::missingKeys));
      Path elsewhere = town.bankKeys().resolveSibling("other.keys");
      Banks stranger = new Banks(Vault.at(elsewhere), new Rules()::isHoliday);
      assertEquals(Set.of(added), other.read(Scope.ofSystem(), stranger::missingKeys));
      assertEquals(before, download(file));

      town.as("r3@town.example").put("/me/bank-account", account("5555555")).is(200);
      assertEquals(0, other.write(Scope.ofSystem(), banks::forgetOld));
      try (Connection connection = town.superuser();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "update bank_accounts set put_at = put_at - interval '3 years', used_at = null");
      }
      assertEquals(1, other.write(Scope.ofSystem(), banks::forgetOld), "nothing is owed to one");
      town.as("r3@town.example").get("/me/bank-account").is(404);
      town.as("r1@town.example").get("/me/bank-account").is(200);
    } finally {
      pool.close().await();
      vertx.close().await();
    }
  }

  @Test
  @Order(100)
  void pay_beforeTheBanksDay_isRefusedUntilItHasCome() throws Exception {
    LocalDate last = Days.of(town.now());
    for (JsonNode export : desk.get("/settlements/" + settlement).body().path("exports")) {
      if (!export.has("payOn")) continue;
      LocalDate day = LocalDate.parse(export.path("payOn").asText());
      if (day.isAfter(last)) last = day;
    }
    assertTrue(last.isAfter(Days.of(town.now())), "the bank pays another day");
    desk.post("/settlements/" + settlement + "/pay", null).refuses(409, "settlement_not_due");
    town.reach(Days.startOf(last).minusSeconds(30));
    desk.post("/settlements/" + settlement + "/pay", null).refuses(409, "settlement_not_due");
    town.reach(Days.startOf(last));
    desk.post("/settlements/" + settlement + "/pay", null).is(200);
  }

  private Visitor.Reply zengin(@Nullable LocalDate day) throws Exception {
    return desk.post(
        "/settlements/" + settlement + "/exports",
        day == null
            ? Map.of("format", "ZENGIN")
            : Map.of("format", "ZENGIN", "payOn", day.toString()));
  }

  private String export(String format) throws Exception {
    return desk.post("/settlements/" + settlement + "/exports", Map.of("format", format))
        .is(201)
        .id();
  }

  private String download(String id) throws Exception {
    byte[] bytes = desk.bytes("/api/v1/settlements/" + settlement + "/exports/" + id);
    boolean utf8 = bytes.length > 2 && bytes[0] == (byte) 0xEF;
    return new String(bytes, utf8 ? Charset.forName("UTF-8") : Charset.forName("Shift_JIS"));
  }

  private JsonNode line(String email) throws Exception {
    String person = town.as(email).get("/me").is(200).id();
    for (JsonNode line : desk.get("/settlements/" + settlement).is(200).body().path("lines")) {
      if (line.path("personId").asText().equals(person)) return line;
    }
    throw new AssertionError("no line of " + email);
  }

  private LocalDate businessDay() {
    LocalDate day = Days.of(town.now()).plusDays(10);
    // a Wednesday is no moved holiday
    while (day.getDayOfWeek() != DayOfWeek.WEDNESDAY || day.getDayOfYear() < 4) {
      day = day.plusDays(1);
    }
    return day;
  }

  private LocalDate sunday() {
    LocalDate day = businessDay();
    while (day.getDayOfWeek() != DayOfWeek.SUNDAY) day = day.plusDays(1);
    return day;
  }

  private static Map<String, Object> account(String number) {
    return Map.of(
        "bankCode",
        "9900",
        "branchCode",
        "008",
        "kind",
        "ORDINARY",
        "number",
        number,
        "holder",
        "やまだ たろう");
  }

  private static Map<String, Object> profile() {
    return Map.of(
        "requester",
        "1234567890",
        "bankCode",
        "9900",
        "branchCode",
        "008",
        "kind",
        "ORDINARY",
        "number",
        "7777777",
        "holder",
        "ニシアイヅマチ");
  }

  private static void assertRefused(String code, int status, Visitor.Reply reply) {
    assertEquals(code, reply.is(status).body().path("code").asText());
  }
}
