package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.core.Days;

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
  void search_byANameThatMoreBearThanAreLookedThrough_saysSo() throws Exception {
    Visitor desk = town.as("desk@town.example");
    assertFalse(desk.get(path + "?q=samename").is(200).body().has("isCut"));
    try (Connection all = town.superuser();
        Statement sql = all.createStatement()) {
      sql.execute(
          """
          with made as (
            insert into persons (id, email, email_folded, name, created_at)
            select gen_random_uuid(), n || '@same.example', n || '@same.example', 'Samename', now()
              from generate_series(1, 1001) n
            returning id)
          insert into audit_log (id, at, deed, person_id, community_id)
          select gen_random_uuid(), now(), 'audit_look', id, '%s' from made
          """
              .formatted(town.community()));
    }
    assertTrue(desk.get(path + "?q=samename").is(200).body().path("isCut").asBoolean());
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

  @Test
  void page_always_saysTheYear() throws Exception {
    String year = Integer.toString(LocalDate.now(Days.TOKYO).getYear());
    Reader desk = town.reader().comesIn("desk@town.example");
    desk.get("/en/communities/" + town.community() + "/audit").is(200).says(" " + year + " ");
  }

  @Test
  void page_ofWhoGaveNoName_saysTheAddressToTheAdministratorAlone() throws Exception {
    String id = town.as("nameless@town.example").get("/me").is(200).body().path("id").asText();
    try (Connection all = town.superuser();
        Statement sql = all.createStatement()) {
      sql.execute(
          """
          insert into audit_log (id, at, deed, person_id, community_id)
            values (gen_random_uuid(), now(), 'role_given', '%s', '%s')
          """
              .formatted(id, town.community()));
    }
    Reader admin = town.reader().comesIn("admin@yui.example");
    String lines = admin.get("/admin/audit?q=nameless@town").is(200).html();
    assertTrue(lines.split("<tbody>")[1].contains("nameless@town.example"), lines);
    JsonNode seen = town.as("desk@town.example").get(path + "?q=" + id).is(200).body();
    assertEquals(id, seen.at("/items/0/personId").asText());
    assertFalse(seen.toString().contains("nameless@town"));
  }
}
