package yui.banks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Town;
import yui.Visitor;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BankAccountsTest {
  private Town town;
  private Visitor resident;
  private Visitor desk;

  @BeforeAll
  void open() throws Exception {
    town = Town.furnished();
    resident = town.as("r1@town.example");
    desk = town.as("desk@town.example");
  }

  @AfterAll
  void close() {
    town.close();
  }

  private static Map<String, Object> account() {
    return new HashMap<>(
        Map.of(
            "bankCode", "9900",
            "branchCode", "００８",
            "kind", "ORDINARY",
            "number", "123-4567",
            "holder", "やまだ　たろう"));
  }

  @Test
  void putBankAccount_asTyped_isKeptAsBanksWriteItAndShownMasked() throws Exception {
    JsonNode told = resident.put("/me/bank-account", account()).is(200).body();
    assertEquals("ﾔﾏﾀﾞ ﾀﾛｳ", told.path("holder").asText());
    assertEquals("008", told.path("branchCode").asText());
    assertEquals("ゆうちょ", told.path("bank").asText());
    assertEquals("****567", told.path("number").asText());
    assertEquals(told, resident.get("/me/bank-account").is(200).body());
    assertFalse(dump().contains("1234567"), "the number lies open in the database");
    resident.delete("/me/bank-account").is(204);
    resident.get("/me/bank-account").is(404);
  }

  @Test
  void putBankAccount_everythingWrong_namesEachField() throws Exception {
    Map<String, Object> wrong = account();
    wrong.put("bankCode", "990");
    wrong.put("branchCode", "8");
    wrong.put("number", "12345678");
    wrong.put("holder", "山田太郎");
    JsonNode problem = resident.put("/me/bank-account", wrong).is(400).body();
    assertEquals(
        List.of("/bankCode", "/branchCode", "/number", "/holder"),
        problem.path("errors").findValuesAsText("pointer"));
    assertTrue(problem.toString().contains("山田太郎"), problem.toString());
    wrong = account();
    wrong.put("branchCode", "001");
    wrong.put("bankCode", "9999");
    problem = resident.put("/me/bank-account", wrong).is(400).body();
    assertEquals("bank_unknown", problem.at("/errors/0/code").asText());
  }

  @Test
  void putPayeeBankAccount_ofSomebodyNothingIsOwed_isNotFound() throws Exception {
    String stranger = town.as("r3@town.example").get("/me").is(200).id();
    String path = "/communities/" + town.community() + "/payees/" + stranger + "/bank-account";
    desk.put(path, account()).is(404);
    desk.get(path).is(404);
  }

  @Test
  void putBankProfile_byTheOfficialDesk_isKept() throws Exception {
    Map<String, Object> profile = account();
    profile.put("requester", "１２３４５６７８９０");
    profile.put("number", "7654321");
    String path = "/communities/" + town.community() + "/bank-profile";
    desk.get(path).is(404);
    JsonNode told = desk.put(path, profile).is(200).body();
    assertEquals("1234567890", told.path("requester").asText());
    assertTrue(told.path("lineBreaks").asBoolean());
    assertEquals(told, desk.get(path).is(200).body());
    assertFalse(dump().contains("7654321"));
    profile.put("requester", "12");
    profile.put("kind", "SAVINGS");
    assertEquals(
        List.of("/requester", "/kind"),
        desk.put(path, profile).is(400).body().path("errors").findValuesAsText("pointer"));
  }

  private String dump() throws Exception {
    StringBuilder text = new StringBuilder();
    for (String table : List.of("bank_accounts", "bank_profiles", "audit_log", "outbox")) {
      try (Connection connection = town.superuser();
          ResultSet rows =
              connection.createStatement().executeQuery("select x::text from " + table + " x")) {
        while (rows.next()) text.append(rows.getString(1)).append('\n');
      }
    }
    return text.toString();
  }
}
