package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who did what: asked by those who may, and kept. */
class AuditSearchTest {
  private static Town town;
  private static String path;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
    path = "/communities/" + town.community() + "/audit";
    town.as("desk@town.example")
        .get("/communities/" + town.community() + "/ledger-search?q=nobody")
        .is(200);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void search_byTheDesk_findsDeedsByWhoWhatAndWhen() throws Exception {
    Visitor desk = town.as("desk@town.example");
    JsonNode looks = desk.get(path + "?deed=ledger_look").is(200).body().path("items");
    assertEquals(1, looks.size());
    String who = looks.at("/0/personId").asText();
    assertEquals(desk.get("/me").body().path("id").asText(), who);
    assertTrue(desk.get(path + "?q=" + who).body().path("items").size() >= 1);
    assertEquals(0, desk.get(path + "?to=2020-01-01").body().path("items").size());
    assertEquals(1, desk.get(path + "?limit=1").body().path("items").size());
    assertTrue(desk.get(path + "?limit=1").body().has("nextCursor"));
  }

  @Test
  void search_always_isKeptItself() throws Exception {
    Visitor desk = town.as("desk@town.example");
    int before = desk.get(path + "?deed=audit_look").body().path("items").size();
    int after = desk.get(path + "?deed=audit_look").body().path("items").size();
    assertEquals(before + 1, after);
  }

  @Test
  void search_byThoseWhoMayNot_tellsNothing() throws Exception {
    town.as("ward@town.example").get(path).is(403);
    town.as("r1@town.example").get(path).is(404);
    town.stranger().get(path).is(401);
  }

  @Test
  void search_byAnAddress_isTheAdministratorsOnly() throws Exception {
    assertEquals(
        0, town.as("desk@town.example").get(path + "?q=desk@town").body().path("items").size());
    Reader admin = town.reader().comesIn("admin@yui.example");
    assertTrue(admin.get("/admin/audit?q=desk@town").html().contains("<tbody>"));
    Reader desk = town.reader().comesIn("desk@town.example");
    assertTrue(desk.get("/communities/" + town.community() + "/audit").html().contains("<tbody>"));
    assertFalse(desk.get("/admin/audit").status() == 200);
  }
}
