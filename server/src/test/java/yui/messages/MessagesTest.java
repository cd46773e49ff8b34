package yui.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Visitor;
import yui.applications.Village;

/** Asking and answering about one application, and the desk that is called in between. */
class MessagesTest {
  private static Village village;
  private static JsonNode task;

  @BeforeAll
  static void open() throws Exception {
    village = Village.open();
    task = village.mowing(20);
  }

  @AfterAll
  static void close() {
    village.town.close();
  }

  @Test
  void words_ofEachSide_reachTheOtherOnScreenAndByLetter() throws Exception {
    String application = village.apply("words", task, 0);
    send(village.resident("words"), application, "長靴は要りますか。").is(201);
    send(village.ward(), application, "お持ちください。\n貸すこともできます。").is(201);

    JsonNode read = list(village.resident("words"), application).is(200).body().path("items");
    assertEquals(2, read.size());
    assertEquals("words", read.get(0).path("from").asText());
    assertTrue(read.get(0).path("mine").asBoolean());
    assertEquals("奥川地域づくり協議会", read.get(1).path("from").asText());
    assertEquals("お持ちください。\n貸すこともできます。", read.get(1).path("body").asText());
    village.town.letter(Village.WARD, "長靴は要りますか");
    village.town.letter("words@tokyo.example", "貸すこともできます");
  }

  @Test
  void letter_ofAMessage_showsNobodysAddress() throws Exception {
    String application = village.apply("hidden", task, 0);
    send(village.resident("hidden"), application, "住所のない便り").is(201);
    village.town.letter(Village.WARD, "住所のない便り");
    JsonNode letters =
        village
            .town
            .stranger()
            .raw("GET", "/dev/mailbox?to=" + Village.WARD, null)
            .body()
            .path("items");
    for (JsonNode letter : letters) {
      if (!letter.path("text").asText().contains("住所のない便り")) continue;
      assertFalse(letter.toString().contains("hidden@tokyo.example"), letter.toString());
    }
  }

  @Test
  void desk_uncalled_readsNothing_untilSomebodyCallsIt() throws Exception {
    String application = village.apply("caller", task, 0);
    send(village.resident("caller"), application, "時間が行きちがっています。").is(201);
    list(village.desk(), application).refuses(403, "desk_not_called");
    send(village.desk(), application, "こんにちは").refuses(403, "desk_not_called");

    call(village.resident("caller"), application, "間に入ってください").is(201);
    assertEquals(1, list(village.desk(), application).is(200).body().path("items").size());
    send(village.desk(), application, "事務局です。9時に集まりましょう。").is(201);
    JsonNode seen = list(village.ward(), application).is(200).body();
    assertEquals("APPLICANT", seen.path("deskCall").path("side").asText());
    assertEquals("DESK", seen.path("items").get(1).path("side").asText());
    village.town.letter(Village.DESK, "間に入ってください");
    village.town.letter(Village.WARD, "9時に集まりましょう");
    village.town.letter("caller@tokyo.example", "9時に集まりましょう");
  }

  @Test
  void message_reported_isHandedToTheDeskThatReadsNoOther() throws Exception {
    String application = village.apply("report", task, 0);
    String said = send(village.ward(), application, "二度と来るな").is(201).id();
    Visitor resident = village.resident("report");
    String reports = "/communities/" + village.community + "/reports";
    Map<String, Object> entry =
        Map.of("aboutKind", "MESSAGE", "aboutId", said, "words", "ひどいことばでした");
    village.resident("nosy").post(reports, entry).refuses(404, "not_found");
    village.desk().post(reports, entry).refuses(404, "not_found");

    Reader reader = village.town.reader().comesIn("report@tokyo.example");
    String path = "/communities/" + village.community + "/reports?kind=MESSAGE&amp;about=" + said;
    reader.get("/applications/" + application + "/messages").is(200).says(path);
    String id = resident.post(reports, entry).is(201).id();
    assertEquals(
        "二度と来るな", village.desk().get("/reports/" + id).is(200).body().at("/message/body").asText());
    assertEquals(
        "奥川地域づくり協議会",
        village.desk().get("/reports/" + id).is(200).body().at("/message/from").asText());
    list(village.desk(), application).refuses(403, "desk_not_called");
    village.town.letter(Village.DESK, "ひどいことばでした");
  }

  @Test
  void desk_calledTwice_keepsTheFirstReason() throws Exception {
    String application = village.apply("twice", task, 0);
    call(village.ward(), application, "一度目").is(201);
    JsonNode again = call(village.resident("twice"), application, "二度目").is(201).body();
    assertEquals("一度目", again.path("reason").asText());
    assertEquals("HOST", again.path("side").asText());
  }

  @Test
  void coordinator_joiningForAHost_isSeenByBothSides() throws Exception {
    String application = village.apply("joined", task, 0);
    call(village.desk(), application, "区長さんから電話で頼まれました").is(201);
    send(village.desk(), application, "区長さんに代わってお返事します。").is(201);
    JsonNode seen = list(village.resident("joined"), application).is(200).body();
    assertEquals("DESK", seen.path("deskCall").path("side").asText());
    assertEquals("区長さんから電話で頼まれました", seen.path("deskCall").path("reason").asText());
  }

  @Test
  void messages_toOthers_areNotThere() throws Exception {
    String application = village.apply("mine", task, 0);
    send(village.resident("mine"), application, "ないしょの話").is(201);
    village.ward("野沢の会", "nozawa@town.example");
    for (Visitor other :
        List.of(village.resident("nosy"), village.town.as("nozawa@town.example"))) {
      list(other, application).is(404);
      send(other, application, "こんにちは").is(404);
      call(other, application, "見せて").is(404);
    }
  }

  @Test
  void message_empty_orTooLong_orBroken_isRefusedByName() throws Exception {
    String application = village.apply("bad", task, 0);
    for (String body : List.of("", "　 \n", "あ".repeat(2001), "a\u0000b")) {
      JsonNode refused =
          send(village.resident("bad"), application, body).refuses(400, "invalid_input").body();
      assertEquals("/body", refused.path("errors").get(0).path("pointer").asText());
    }
    assertEquals(0, list(village.resident("bad"), application).is(200).body().path("items").size());
  }

  @Test
  void messages_manyOfThem_comePageByPage() throws Exception {
    String application = village.apply("many", task, 0);
    for (int i = 0; i < 5; i++) send(village.ward(), application, "その" + i).is(201);
    String path = "/applications/" + application + "/messages?limit=2";
    JsonNode first = village.ward().get(path).is(200).body();
    JsonNode second =
        village.ward().get(path + "&cursor=" + first.path("nextCursor").asText()).is(200).body();
    assertEquals("その2", second.path("items").get(0).path("body").asText());
    village.ward().get(path + "&cursor=eHh4").refuses(400, "invalid_input");
  }

  @Test
  void whatWasSaid_byTheServersOwnRole_cannotBeChanged() throws Exception {
    try (Connection server = village.town.asServer();
        Statement statement = server.createStatement()) {
      assertThrows(
          SQLException.class, () -> statement.execute("update messages set body = 'anders'"));
      assertThrows(SQLException.class, () -> statement.execute("delete from messages"));
    }
  }

  @Test
  void page_withoutScript_writesAndCallsTheDesk_andKeepsWhatWasTyped() throws Exception {
    String application = village.apply("reader", task, 0);
    String path = "/applications/" + application + "/messages";
    Reader reader = village.town.reader().comesIn("reader@tokyo.example");
    assertTrue(reader.get(path).is(200).html().contains("まだ、お便りはありません"));
    reader.post(path, "body", "駐車場は<b>ありますか").leadsTo(path);
    assertTrue(reader.get(path).html().contains("駐車場は&lt;b&gt;ありますか"));
    String typed = "え".repeat(2001);
    assertTrue(reader.post(path, "body", typed).is(400).html().contains(typed));

    Reader desk = village.town.reader().comesIn(Village.DESK);
    assertFalse(desk.get(path).is(200).html().contains("駐車場"));
    desk.post("/applications/" + application + "/desk-call", "reason", "電話での代わり").leadsTo(path);
    String seen = desk.get(path).html();
    assertTrue(seen.contains("駐車場") && seen.contains("電話での代わり"), seen);
  }

  private static Visitor.Reply send(Visitor who, String application, String body) throws Exception {
    return who.post("/applications/" + application + "/messages", Map.of("body", body));
  }

  private static Visitor.Reply list(Visitor who, String application) throws Exception {
    return who.get("/applications/" + application + "/messages");
  }

  private static Visitor.Reply call(Visitor who, String application, String reason)
      throws Exception {
    return who.post("/applications/" + application + "/desk-call", Map.of("reason", reason));
  }
}
