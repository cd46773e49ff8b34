package yui.tasks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** A host posts, the desk approves, a stranger reads: with plain forms. */
class TaskPagesTest {
  private static Town town;
  private static String community;
  private static String group;
  private static Reader ward;
  private static Reader desk;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.open();
    Visitor admin = town.as("admin@yui.example");
    community =
        admin
            .post(
                "/communities",
                Map.of(
                    "code",
                    "074055",
                    "name",
                    "西会津町",
                    "lat",
                    37.587,
                    "lon",
                    139.648,
                    "reviewsTasks",
                    true))
            .is(201)
            .id();
    group =
        admin
            .post("/communities/" + community + "/groups", Map.of("name", "奥川地域づくり協議会"))
            .is(201)
            .id();
    admin
        .post(
            "/communities/" + community + "/memberships",
            Map.of("email", "ward@okugawa.example", "role", "HOST", "groupId", group))
        .is(201);
    admin
        .post(
            "/communities/" + community + "/memberships",
            Map.of("email", "desk@nishiaizu.example", "role", "COORDINATOR", "desk", "OFFICIAL"))
        .is(201);
    ward = town.reader().comesIn("ward@okugawa.example");
    desk = town.reader().comesIn("desk@nishiaizu.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void post_fromFormToPoster_goesAllTheWay() throws Exception {
    ward.get("/communities/" + community + "/tasks/new").is(200).says("奥川地域づくり協議会");
    String check = write(typed("紙の草刈り")).leadsTo("/tasks/").location();
    String at = check.replace("/check", "");
    ward.get(check).is(200).says("紙の草刈り").says("斜面に注意").says("9,000円");
    ward.post(at + "/publish", "_etag", "1").leadsTo(at + "/done");
    ward.get(at + "/done").is(200);
    assertTrue(town.reader().get(at).status() == 404, "not before the desk has read it");
    town.letter("desk@nishiaizu.example", "確認のお願い：「紙の草刈り」");
    desk.get(at + "/manage").is(200).says("紙の草刈り");
    desk.post(at + "/return", "reason", "集合場所を書いてください", "_etag", "2").leadsTo(at + "/manage");
    town.letter("ward@okugawa.example", "集合場所を書いてください");
    ward.get(at + "/edit").is(200).says("集合場所を書いてください").says("3000");
    Map<String, String> again = typed("紙の草刈り(小雨決行)");
    again.put("_etag", "3");
    ward.post(at + "/edit", fields(again)).leadsTo(at + "/check");
    ward.post(at + "/publish", "_etag", "4").leadsTo(at + "/done");
    desk.get(at + "/manage").is(200);
    desk.post(at + "/publish", "_etag", "5").leadsTo(at + "/done");
    town.letter("ward@okugawa.example", "「紙の草刈り\\(小雨決行\\)」を公開しました");
    Reader.Seen seen = town.reader().get(at).is(200).says("紙の草刈り(小雨決行)").says("米 2kg");
    assertFalse(seen.html().contains("集会所の前"), "the meeting point is for those who are chosen");
    town.reader().get("/en" + at).is(200).says("3,000 yen");
    ward.get(at + "/poster").is(200).says("<svg viewBox").says("集会所の前");
    ward.get("/communities/" + community + "/tasks").is(200).says("紙の草刈り");
    ward.get("/communities/" + community + "/tasks/new?copy=" + at.replace("/tasks/", ""))
        .is(200)
        .says("農道の両側を刈ります。");
    ward.get(at + "/candidates").is(200);
    for (int tries = 0; tries < 50; tries++) {
      Reader.Seen found =
          town.reader().get("/tasks?q=除草".replace("除草", "%E9%99%A4%E8%8D%89")).is(200);
      if (found.html().contains("小雨決行")) return;
      Thread.sleep(20);
    }
    throw new AssertionError("not found within a second");
  }

  @Test
  void post_badFields_showsThemAgainWithWhatWasTyped() throws Exception {
    ward.get("/communities/" + community + "/tasks/new").is(200);
    Map<String, String> bad = typed("");
    bad.put("slots.0.date", "きょう");
    bad.put("slots.0.capacity", "0");
    bad.put("description", "消えないことば");
    bad.put("hardPartsNote", "長い".repeat(400));
    write(bad)
        .is(400)
        .says("消えないことば")
        .says("きょう")
        .says("id=\"slots.0.date-error\"")
        .says("id=\"slots.0.capacity-error\"")
        .says("id=\"hardPartsNote-error\"")
        .says("id=\"title-error\"");
  }

  @Test
  void post_oneRowMore_savesNothingAndKeepsWhatWasTyped() throws Exception {
    ward.get("/communities/" + community + "/tasks/new").is(200);
    Map<String, String> more = typed("もう一行");
    more.put("slots.1.date", "");
    more.put("slots.1.capacity", "");
    more.put("_more", "slots");
    write(more).is(200).says("もう一行").says("slots.2.date");
  }

  @Test
  void need_toldByForm_isShownWithTheWayToATask() throws Exception {
    String at = "/communities/" + community + "/needs";
    ward.get(at).is(200);
    ward.post(at, "words", "").is(400);
    ward.post(at, "words", "水路がつまります", "place", "中町").leadsTo(at);
    desk.get(at).is(200).says("水路がつまります").says("tasks/new?need&#x3D;");
  }

  @Test
  void manage_cancelByForm_callsItOff() throws Exception {
    ward.get("/communities/" + community + "/tasks/new").is(200);
    String at = write(typed("雨の草刈り")).leadsTo("/tasks/").location().replace("/check", "");
    ward.get(at + "/manage").is(200);
    ward.post(at + "/cancel", "reason", "").is(400);
    ward.post(at + "/cancel", "reason", "大雨のため").leadsTo(at + "/manage");
    ward.get(at + "/manage").is(200).says("大雨のため");
  }

  private static Reader.Seen write(Map<String, String> typed) throws Exception {
    return ward.post("/communities/" + community + "/tasks/new", fields(typed));
  }

  private static String[] fields(Map<String, String> typed) {
    List<String> fields = new ArrayList<>();
    typed.forEach(
        (name, value) -> {
          fields.add(name);
          fields.add(value);
        });
    return fields.toArray(String[]::new);
  }

  private static Map<String, String> typed(String title) {
    var day = Days.of(Instant.now()).plusDays(7);
    Map<String, String> typed = new HashMap<>();
    typed.put("title", title);
    typed.put("description", "農道の両側を刈ります。");
    typed.put("kind", "WORK");
    typed.put("groupId", group);
    typed.put("slots.0.date", day.getMonthValue() + "/" + day.getDayOfMonth());
    typed.put("slots.0.from", "8時半");
    typed.put("slots.0.to", "11:30");
    typed.put("slots.0.capacity", "３人");
    typed.put("place.label", "奥川 中町");
    typed.put("place.meetingPoint", "集会所の前");
    typed.put("place.lat", "37.6612");
    typed.put("place.lon", "139.6308");
    typed.put("cash.amountYen", "3,000円");
    typed.put("cash.per", "PERSON");
    typed.put("produce.item", "RICE");
    typed.put("produce.quantity", "2");
    typed.put("produce.unit", "kg");
    typed.put("travel.policy", "ACTUAL");
    typed.put("travel.capYen", "5000");
    typed.put("hardPartsNote", "斜面に注意");
    typed.put("requiredSkills.0.code", "mowing");
    typed.put("requiredSkills.0.level", "1");
    typed.put("insurance", "町のボランティア保険");
    typed.put("onCall.name", "区長");
    typed.put("onCall.phone", "090-0000-0000");
    typed.put("onCall.backup.name", "副区長");
    typed.put("onCall.backup.phone", "090-0000-0009");
    return typed;
  }
}
