package yui.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Town;
import yui.core.Days;
import yui.core.Lang;
import yui.core.Spoken;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommunityPagesTest {
  private Town town;
  private String id = "";

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
    Reader admin = town.reader().comesIn("admin@yui.example");
    admin.get("/me").leadsTo("/admin");
    admin.get("/admin/communities").is(200).says("地図の場所<span class=\"must\">必須</span></legend>");
    admin
        .post(
            "/admin/communities",
            "name",
            "西会津町",
            "code",
            "07",
            "place.lat",
            "99",
            "place.lon",
            "139.6")
        .is(400)
        .says("id=\"code-error\"")
        .says("id=\"place.lat-error\"");
    admin.get("/admin/communities").is(200);
    admin
        .post(
            "/admin/communities",
            "name",
            "西会津町",
            "nameEn",
            "Nishiaizu",
            "code",
            "074055",
            "place.lat",
            "37.587",
            "place.lon",
            "139.648",
            "officeName",
            "二地域居住デスク",
            "officePhone",
            "0241-00-0000")
        .leadsTo("/admin/communities");
    JsonNode communities = town.stranger().get("/communities").is(200).body();
    id = communities.at("/items/0/id").asText();
    admin.get("/communities/" + id + "/members").is(200);
    admin
        .post(
            "/communities/" + id + "/memberships",
            "email",
            "desk@nishiaizu.example",
            "role",
            "COORDINATOR.OFFICIAL")
        .leadsTo("/communities/" + id + "/members");
  }

  @AfterAll
  void close() {
    town.close();
  }

  @Test
  void communities_stranger_seesNameAndOffice() throws Exception {
    Reader reader = town.reader();
    reader.get("/communities").is(200).says("西会津町");
    reader.get("/communities/" + id).is(200).says("0241-00-0000").says("tel:0241000000");
    reader.get("/en/communities/" + id).is(200);
    reader.get("/").is(200).says("西会津町");
  }

  @Test
  void communities_absentOrNoId_isNotFound() throws Exception {
    town.reader().get("/communities/00000000-0000-7000-8000-000000000000").is(404);
    town.reader().get("/communities/nowhere").is(404);
  }

  @Test
  void members_coordinatorAddsAGroupAndItsHost_bothAreListed() throws Exception {
    Reader desk = town.reader().comesIn("desk@nishiaizu.example");
    String members = "/communities/" + id + "/members";
    desk.get(members).is(200);
    desk.post("/communities/" + id + "/groups", "name", "奥川地域づくり協議会").leadsTo(members);
    String group =
        town.stranger()
            .get("/communities/" + id + "/groups")
            .is(200)
            .body()
            .at("/items/0/id")
            .asText();
    desk.get(members).is(200).says("団体を足しました");
    desk.post(
            "/communities/" + id + "/memberships",
            "email",
            "ward@okugawa.example",
            "role",
            "HOST",
            "groupId",
            group)
        .leadsTo(members);
    desk.get(members).is(200).says("ward@okugawa.example").says("奥川地域づくり協議会");
    Reader host = town.reader().comesIn("ward@okugawa.example");
    host.get("/me").is(200).says("奥川地域づくり協議会").says("/tasks/new").says(group);
    host.get(members).is(403);
  }

  @Test
  void members_hostWithoutAGroup_isRefusedWithWhatWasTyped() throws Exception {
    Reader desk = town.reader().comesIn("desk@nishiaizu.example");
    desk.get("/communities/" + id + "/members").is(200);
    desk.post("/communities/" + id + "/memberships", "email", "h@okugawa.example", "role", "HOST")
        .is(400)
        .says("value=\"h@okugawa.example\"")
        .says("<option value=\"HOST\" selected>")
        .says("id=\"groupId-error\"");
  }

  @Test
  void members_stranger_isSentToLogIn() throws Exception {
    town.reader().get("/communities/" + id + "/members").leadsTo("/login");
    town.reader().get("/admin/communities").leadsTo("/login");
  }

  @Test
  void community_onEnglishPages_isCalledByItsEnglishName() throws Exception {
    Reader admin = town.reader().comesIn("admin@yui.example");
    admin.get("/en/admin/people").is(200);
    Reader.Seen found = admin.post("/en/admin/people", "q", "desk@nishi").is(200);
    found.says("Nishiaizu").saysNot("西会津町");
    Matcher page = Pattern.compile("/en/admin/people/[0-9a-f-]{36}").matcher(found.html());
    assertTrue(page.find());
    admin.get(page.group()).is(200).says(">Nishiaizu</a>").saysNot("西会津町");
    Reader desk = town.reader().comesIn("desk@nishiaizu.example");
    desk.get("/en/me/data/leave").is(200).says("Nishiaizu").saysNot("西会津町");
    desk.get("/me/data/leave").is(200).says("西会津町");
  }

  @Test
  void account_ofLongAgo_isDatedWithItsYear() throws Exception {
    Reader admin = town.reader().comesIn("admin@yui.example");
    admin.get("/admin/people").is(200);
    String today = Spoken.dayOfYear(Days.of(town.now()), Lang.JA);
    assertTrue(today.startsWith(Days.of(town.now()).getYear() + "年"), today);
    Reader.Seen found = admin.post("/admin/people", "q", "desk@nishi").is(200).says(today);
    Matcher page = Pattern.compile("/admin/people/[0-9a-f-]{36}").matcher(found.html());
    assertTrue(page.find());
    admin.get(page.group()).is(200).says(today);
  }

  @Test
  void rules_decided_sayTheirDaysAsPeopleDo() throws Exception {
    Reader desk = town.reader().comesIn("desk@nishiaizu.example");
    String rules = "/communities/" + id + "/rules";
    desk.get(rules).is(200).says("雪かき・雪下ろし 12月10日–3月20日");
    desk.post(
            rules,
            "rule",
            "OFFICE_HOURS",
            "value.days",
            "1",
            "value.from",
            "09:00",
            "value.to",
            "17:00",
            "value.closed",
            "2099-05-01",
            "from",
            "2099-04-01")
        .leadsTo(rules);
    desk.get(rules)
        .is(200)
        .says("2099年4月1日（水）")
        .says("2099年5月1日（金）")
        .says("name=\"from\" value=\"2099-04-01\"");
    desk.get("/en" + rules).says("Wednesday, 1 April 2099").says("Friday, 1 May 2099");
  }

  @Test
  void adminPage_coordinator_isRefused() throws Exception {
    town.reader().comesIn("desk@nishiaizu.example").get("/admin/communities").is(403);
  }

  @Test
  void home_newcomer_isAskedForTheProfile() throws Exception {
    town.reader().comesIn("newcomer@tokyo.example").get("/me").is(200).says("/me/profile");
  }

  @Test
  void home_coordinator_countsWhatWaits() throws Exception {
    Reader.Seen home = town.reader().comesIn("desk@nishiaizu.example").get("/me").is(200);
    home.says("西会津町").says("/communities/" + id + "/desk");
    assertEquals(8, home.html().split("<b>0</b>", -1).length - 1);
  }

  @Test
  void everyPage_office_isThatOfOnesCommunity() throws Exception {
    town.reader()
        .comesIn("desk@nishiaizu.example")
        .get("/me/profile")
        .is(200)
        .says("tel:0241-00-0000")
        .says("二地域居住デスク");
  }
}
