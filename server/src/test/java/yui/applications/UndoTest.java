package yui.applications;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import yui.Reader;
import yui.Visitor;

/** A slip of the finger is put right: before anybody was told, or while the place is free. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UndoTest {
  private static final int ROUNDS = 12;
  private Village village;

  @BeforeAll
  void open() throws Exception {
    village = Village.open();
  }

  @AfterAll
  void close() {
    village.close();
  }

  @Test
  void undoDecline_beforeTheLetterGoes_leavesNoTrace() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("u1", task, 0);
    village.verb(village.ward(), id, "decline", Map.of("message", "こんどは")).is(200);
    Reader ward = village.town.reader().comesIn(Village.WARD);
    String page = "/tasks/" + task.path("id").asText() + "/applications";
    ward.get(page).is(200).says("見送りを取り消す");
    ward.post("/applications/" + id + "/undoDecline").leadsTo(page + "#a-" + id);
    ward.get(page).is(200).says("取り消して元に戻しました");
    assertEquals("APPLIED", state(id));
    village.verb(village.ward(), id, "undo-decline").refuses(409, "nothing_to_undo");
    village.town.reach(village.town.now().plus(Duration.ofMinutes(11)));
    village.select(id).is(200);
    village.town.letter("u1@tokyo.example", "来ていただけますか");
    assertEquals(0, letters("u1@tokyo.example", "sent_at is not null"));
  }

  @Test
  void decline_beforeItsLetterGoes_isNotReadByTheApplicant() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("u8", task, 0);
    Reader u8 = village.town.reader().comesIn("u8@tokyo.example");
    village.verb(village.ward(), id, "decline", Map.of("message", "またいつか")).is(200);
    assertEquals("DECLINED", state(id), "the host reads it");
    u8.get("/me/applications").is(200).says("応募中").saysNot("今回は見送り").saysNot("またいつか");
    assertEquals("APPLIED", seen("u8", id));
    assertEquals(List.of(), listed("u8", "DECLINED"));
    assertEquals(List.of(id), listed("u8", "APPLIED"));
    village.verb(village.ward(), id, "undo-decline").is(200);
    village.verb(village.ward(), id, "decline", Map.of("message", "また今度ぜひ")).is(200);
    village.town.reach(village.town.now().plus(Duration.ofMinutes(11)));
    u8.get("/me/applications").is(200).says("今回は見送り").says("また今度ぜひ").saysNot("またいつか");
    assertEquals("DECLINED", seen("u8", id));
    assertEquals(List.of(id), listed("u8", "DECLINED"));
    JsonNode past =
        village.town.as("u8@tokyo.example").get("/applications/" + id + "/events").is(200).body();
    List<String> verbs = new ArrayList<>();
    past.path("items").forEach(event -> verbs.add(event.path("verb").asText()));
    assertEquals(List.of("apply", "decline"), verbs, "what was a slip never happened");
  }

  private List<String> listed(String who, String state) throws Exception {
    List<String> ids = new ArrayList<>();
    village
        .town
        .as(who + "@tokyo.example")
        .get("/me/applications?state=" + state)
        .is(200)
        .body()
        .path("items")
        .forEach(one -> ids.add(one.path("id").asText()));
    return ids;
  }

  private String seen(String who, String id) throws Exception {
    return village
        .town
        .as(who + "@tokyo.example")
        .get("/applications/" + id)
        .is(200)
        .body()
        .path("state")
        .asText();
  }

  @Test
  void undoDecline_afterTheLetterWent_isRefused() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("u2", task, 0);
    village.verb(village.ward(), id, "waitlist").is(200);
    village.verb(village.ward(), id, "decline").is(200);
    village.verb(village.ward(), id, "undo-decline").is(200);
    assertEquals("WAITLISTED", state(id), "as it was");
    village.verb(village.ward(), id, "decline", Map.of("message", "またこんど")).is(200);
    village.town.reach(village.town.now().plus(Duration.ofMinutes(11)));
    village.town.letter("u2@tokyo.example", "またこんど");
    village.verb(village.ward(), id, "undo-decline").refuses(409, "undo_too_late");
  }

  @Test
  void undoDecline_whileTheLetterGoes_isOneOrTheOther() throws Exception {
    List<String> ids = new ArrayList<>();
    JsonNode task = village.mowing(2);
    for (int i = 0; i < ROUNDS; i++) {
      String id = village.apply("race" + i, task, 0);
      village.verb(village.ward(), id, "decline", Map.of("message", "今回は")).is(200);
      ids.add(id);
    }
    List<Callable<Visitor.Reply>> undoing = new ArrayList<>();
    for (String id : ids) {
      undoing.add(() -> village.verb(village.ward(), id, "undo-decline"));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      village.town.reach(village.town.now().plus(Duration.ofMinutes(11)));
      List<Future<Visitor.Reply>> replies = pool.invokeAll(undoing);
      for (int i = 0; i < ROUNDS; i++) {
        boolean undone = replies.get(i).get().status() == 200;
        if (!undone) replies.get(i).get().refuses(409, "undo_too_late");
        assertEquals(undone ? "APPLIED" : "DECLINED", state(ids.get(i)));
        String to = "race" + i + "@tokyo.example";
        if (!undone) village.town.letter(to, "今回は");
        assertEquals(undone ? 0 : 1, letters(to, "attempts > 0"), to);
      }
    }
  }

  @Test
  void undoWithdraw_whileThePlaceIsFree_promisesAnew() throws Exception {
    JsonNode task = village.mowing(1);
    String id = village.coming("w1", task, 0);
    List<Long> promised = village.balance("w1", "JPY");
    village.verb(village.resident("w1"), id, "withdraw").is(200);
    assertEquals(0, village.taken(task));
    Reader resident = village.town.reader().comesIn("w1@tokyo.example");
    resident.get("/me/applications").is(200).says("やっぱり行けます");
    resident.post("/me/applications/" + id + "/undoWithdraw").leadsTo("/me/applications#a-" + id);
    assertEquals("CONFIRMED", state(id));
    assertEquals(1, village.taken(task));
    assertEquals(promised, village.balance("w1", "JPY"));
    village.verb(village.resident("w1"), id, "undo-withdraw").refuses(409, "nothing_to_undo");
  }

  @Test
  void undoWithdraw_whenSomebodyHasThePlace_isRefused() throws Exception {
    JsonNode task = village.mowing(1);
    String first = village.coming("w2", task, 0);
    village.verb(village.resident("w2"), first, "withdraw").is(200);
    village.coming("w3", task, 0);
    village.verb(village.resident("w2"), first, "undo-withdraw").refuses(409, "slot_full");
    assertEquals("WITHDRAWN", state(first));
    village.verb(village.resident("w3"), first, "undo-withdraw").refuses(404, "not_found");
  }

  @Test
  void undoWithdraw_beforeAnAnswer_leavesNoMoreTimeThanBefore() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("w4", task, 1);
    village.select(id).is(200);
    String confirmBy = confirmBy(id);
    village.town.reach(village.town.now().plus(Duration.ofHours(3)));
    village.verb(village.resident("w4"), id, "withdraw").is(200);
    assertEquals("", confirmBy(id));
    village.verb(village.resident("w4"), id, "undo-withdraw").is(200);
    assertEquals("SELECTED", state(id));
    assertEquals(confirmBy, confirmBy(id));
    village.verb(village.resident("w4"), id, "withdraw").is(200);
    village.verb(village.resident("w4"), id, "undo-withdraw").is(200);
    assertEquals(confirmBy, confirmBy(id), "however often");

    village.town.reach(Instant.parse(confirmBy).minus(Duration.ofHours(1)));
    village.verb(village.resident("w4"), id, "withdraw").is(200);
    village.town.reach(Instant.parse(confirmBy));
    village.verb(village.resident("w4"), id, "undo-withdraw").refuses(409, "confirm_too_late");
    assertEquals(0, village.taken(task));
  }

  @Test
  void undoWithdraw_always_writesToBothSidesWithItsDay() throws Exception {
    JsonNode task = village.mowing(2);
    String sure = village.coming("w5", task, 0);
    String asked = village.apply("w6", task, 0);
    village.select(asked).is(200);
    for (String resident : List.of("w5", "w6")) {
      String id = resident.equals("w5") ? sure : asked;
      village.verb(village.resident(resident), id, "withdraw").is(200);
      village.verb(village.resident(resident), id, "undo-withdraw").is(200);
      village.town.letter(Village.WARD, resident + "さんから、やはり行けると");
      village.town.letter(resident + "@tokyo.example", "取り消しを元に戻しました");
    }
    assertEquals("STATUS:CONFIRMED", calendar("w5@tokyo.example"));
    assertEquals("STATUS:TENTATIVE", calendar("w6@tokyo.example"));
    village.town.letter("w6@tokyo.example", "お返事がまだです");
    assertEquals("", village.town.newestLetter("w5@tokyo.example", "お返事がまだです"));
  }

  @Test
  void undoWithdraw_ofWhatWasOnlyAskedFor_writesToNobody() throws Exception {
    JsonNode task = village.mowing(2);
    String id = village.apply("w7", task, 0);
    village.verb(village.resident("w7"), id, "withdraw").is(200);
    village.verb(village.resident("w7"), id, "undo-withdraw").is(200);
    assertEquals("APPLIED", state(id));
    assertEquals("", calendar("w7@tokyo.example"));
  }

  @Test
  void undoWithdraw_aDayLater_isTooLate() throws Exception {
    JsonNode task = village.mowing(2);
    String early = village.coming("w8", task, 0);
    village.verb(village.resident("w8"), early, "withdraw").is(200);
    village.town.reach(village.town.now().plus(Duration.ofHours(23)));
    String late = village.coming("w9", task, 0);
    village.verb(village.resident("w8"), early, "undo-withdraw").is(200);
    village.verb(village.resident("w9"), late, "withdraw").is(200);
    village.town.reach(village.town.now().plus(Duration.ofHours(25)));
    village
        .verb(village.resident("w9"), late, "undo-withdraw")
        .refuses(409, "undo_withdraw_too_late");
    assertEquals("WITHDRAWN", state(late));
  }

  private String confirmBy(String id) throws Exception {
    return village.ward().get("/applications/" + id).body().at("/slots/0/confirmBy").asText();
  }

  private String calendar(String to) throws Exception {
    try (Connection all = village.town.superuser();
        PreparedStatement asked =
            all.prepareStatement(
                "select substring(calendar from 'STATUS:[A-Z]+') from outbox"
                    + " where kind = 'WITHDRAWAL_UNDONE' and to_address = ?")) {
      asked.setString(1, to);
      try (ResultSet rows = asked.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  private String state(String id) throws Exception {
    return village.ward().get("/applications/" + id).is(200).body().path("state").asText();
  }

  private long letters(String to, String which) throws Exception {
    try (Connection all = village.town.superuser();
        PreparedStatement asked =
            all.prepareStatement(
                "select count(*) from outbox where kind = 'DECLINED' and to_address = ? and "
                    + which)) {
      asked.setString(1, to);
      try (ResultSet rows = asked.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
