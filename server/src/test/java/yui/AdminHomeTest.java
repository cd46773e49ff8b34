package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
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
