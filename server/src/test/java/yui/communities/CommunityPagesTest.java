package yui.communities;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Town;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommunityPagesTest {
  private Town town;
  private String id = "";

  @BeforeAll
  void open() throws Exception {
    town = Town.open();
    Reader admin = town.reader().comesIn("admin@yui.example");
    admin.get("/me").leadsTo("/admin");
    admin.get("/admin/communities").is(200);
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
