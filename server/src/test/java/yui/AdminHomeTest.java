package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import yui.applications.Village;

/** What an administrator sees first, and how an account is found. */
class AdminHomeTest {

  @Test
  void administrator_atTheBeginning_seesServerPostAndBackup() throws Exception {
    try (Village village = Village.open()) {
      village.resident("mika");
      Reader admin = village.town.reader().comesIn("admin@yui.example");
      admin.get("/me").leadsTo("/admin");
      admin.get("/admin").is(200).says("サーバーのようす").says("まだ控えがありません").says("1日の上限");
      admin.get("/en/admin").is(200).says("There is no backup yet");
      admin.get("/easy/admin").is(200);
      Reader desk = village.town.reader().comesIn(Village.DESK);
      desk.get("/admin").is(403);
      desk.get("/admin/people").is(403);
      desk.post("/admin/people", "q", "mika").is(403);
    }
  }

  @Test
  void account_opened_isLockedAndOpenedAgain_andKept() throws Exception {
    try (Village village = Village.open()) {
      village.resident("mika");
      Reader mika = village.town.reader().comesIn("mika@tokyo.example");
      mika.get("/me/sessions").is(200);
      Reader admin = village.town.reader().comesIn("admin@yui.example");
      admin.get("/admin/people").is(200);
      Matcher found =
          Pattern.compile("/admin/people/[0-9a-f-]{36}")
              .matcher(admin.post("/admin/people", "q", "mika@tok").is(200).html());
      assertTrue(found.find());
      String page = found.group();
      admin.get(page).is(200).says("mika@tokyo.example").says("役割はありません");
      admin.post(page + "/lock").leadsTo(page);
      admin.get(page).is(200).says("このアカウントは止めてあります");
      mika.get("/me/sessions").leadsTo("/login");
      admin.post(page + "/unlock").leadsTo(page);
      village.town.reader().comesIn("mika@tokyo.example").get("/me").is(200);
      admin.post(page + "/log-out").leadsTo(page);
      assertEquals(
          "user_locked user_logged_out user_unlocked",
          one(
              village,
              """
              select string_agg(distinct deed, ' ' order by deed) from audit_log
              where deed like 'user_%' and about ->> 'personId' is not null
              """));
      Reader desk = village.town.reader().comesIn(Village.DESK);
      desk.get(page).is(403);
      desk.post(page + "/lock").is(403);
      String own = one(village, "select id::text from persons where email = 'admin@yui.example'");
      admin.get("/admin/people/" + own).is(200);
      admin.post("/admin/people/" + own + "/lock").is(409).says("自分のアカウント");
    }
  }

  private static String one(Village village, String query) throws Exception {
    try (Connection database = village.town.superuser();
        ResultSet rows = database.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void search_byAPieceOfAnAddress_findsTheAccountAndIsKept() throws Exception {
    try (Village village = Village.open()) {
      village.resident("mika");
      Reader admin = village.town.reader().comesIn("admin@yui.example");
      admin.get("/admin/people").is(200);
      admin.post("/admin/people", "q", "MIKA@tok").is(200).says("mika@tokyo.example");
      admin.post("/admin/people", "q", Village.DESK).is(200).says("コーディネーター");
      admin.post("/admin/people", "q", "_%").is(200).says("見つかりませんでした");
      admin.post("/admin/people", "q", "m").is(200).says("2文字以上");
      try (Connection database = village.town.superuser();
          ResultSet kept =
              database
                  .createStatement()
                  .executeQuery("select count(*) from audit_log where deed = 'persons_searched'")) {
        kept.next();
        assertEquals(3, kept.getInt(1));
      }
    }
  }
}
