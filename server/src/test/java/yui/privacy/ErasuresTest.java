package yui.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** Leaving: what keeps somebody, what goes, what stays. */
class ErasuresTest {
  private static final String R1 = "r1@town.example";

  private Town town;
  private Visitor owner;
  private Visitor ward;
  private Leaving leaving;

  @BeforeEach
  void open() throws Exception {
    town = Town.furnished();
    owner = town.as(R1);
    ward = town.as("ward@town.example");
    leaving = new Leaving(town);
  }

  @AfterEach
  void close() {
    leaving.close();
    town.close();
  }

  /** Work without any thanks: nothing is owed for it. */
  private Map<String, Object> free() {
    Map<String, Object> task = town.mowing();
    task.remove("rewards");
    task.remove("travel");
    task.put("engagement", "UNPAID");
    return task;
  }

  private record Applied(String task, String application, String slot) {}

  private Applied applied(Map<String, Object> work) throws Exception {
    String task = town.posted(work);
    String slot = owner.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
    String application =
        owner
            .post(
                "/tasks/" + task + "/applications",
                Map.of(
                    "slotIds",
                    List.of(slot),
                    "message",
                    "canary-message",
                    "companions",
                    List.of(Map.of("name", "canary-companion"))))
            .is(201)
            .id();
    return new Applied(task, application, slot);
  }

  private Applied chosen(Map<String, Object> work) throws Exception {
    Applied applied = applied(work);
    ward.post("/applications/" + applied.application() + "/select", null).is(200);
    owner.post("/applications/" + applied.application() + "/confirm", null).is(200);
    return applied;
  }

  private void came(Applied work) throws Exception {
    town.reach(town.saturday(12).plus(Duration.ofHours(1)));
    ward.put(
            "/applications/" + work.application() + "/attendance/" + work.slot(),
            Map.of("state", "ATTENDED", "note", "canary-note"))
        .is(200);
  }

  private Set<String> keptBy() throws Exception {
    Set<String> codes = new TreeSet<>();
    for (JsonNode kept : owner.get("/me/erasure").is(200).body().path("keptBy")) {
      codes.add(kept.path("code").asText());
    }
    return codes;
  }

  @Test
  void leaving_withWorkAhead_isToldPlainlyAndRefused() throws Exception {
    chosen(free());
    assertEquals(Set.of("work_ahead"), keptBy());
    owner.post("/me/erasure", null).refuses(409, "erasure_kept");
  }

  @Test
  void leaving_withThanksToCome_isRefusedAndNothingIsCut() throws Exception {
    Applied work = chosen(town.mowing());
    came(work);
    assertEquals(Set.of("thanks_owed"), keptBy());
    owner.post("/me/erasure", null).refuses(409, "erasure_kept");
    Reader reader = town.reader().comesIn(R1);
    reader.get("/me/data/leave").is(200).says("16,000円");
  }

  @Test
  void leaving_beforeAnybodySaidWhoCame_waitsForIt() throws Exception {
    Applied work = chosen(free());
    town.reach(town.saturday(12).plus(Duration.ofHours(1)));
    assertEquals(Set.of("attendance_open"), keptBy());
    came(work);
    assertEquals(Set.of(), keptBy());
  }

  @Test
  void leaving_asTheLastOfADesk_isRefused() throws Exception {
    Visitor treasurer = town.as("treasurer@town.example");
    assertEquals(0, treasurer.get("/me/erasure").is(200).body().path("keptBy").size());
    treasurer.post("/me/erasure", null).is(200);
    town.reach(town.now().plus(Duration.ofDays(8)));
    assertEquals(1, leaving.run());
    Visitor desk = town.as("desk@town.example");
    assertEquals("last_coordinator", desk.get("/me/erasure").body().at("/keptBy/0/code").asText());
    assertEquals(
        "last_admin",
        town.as("admin@yui.example").get("/me/erasure").body().at("/keptBy/0/code").asText());
  }

  @Test
  void leaving_taken_back_leavesEverythingAsItWas() throws Exception {
    owner.post("/me/erasure", null).is(200);
    assertTrue(owner.get("/me/erasure").body().has("dueAt"));
    owner.delete("/me/erasure").is(204);
    town.reach(town.now().plus(Duration.ofDays(8)));
    assertEquals(0, leaving.run());
    owner.get("/me").is(200);
  }

  @Test
  void leaving_onceTheDaysAreOver_takesEveryWordAndLeavesTheBooks() throws Exception {
    owner.patch("/me", Map.of("name", "canary-name", "phone", "090-3333-4444")).is(200);
    Applied work = chosen(free());
    owner
        .post("/applications/" + work.application() + "/messages", Map.of("body", "canary-body"))
        .is(201);
    owner.put("/me/food-needs", Map.of("words", "canary-food"));
    came(work);
    owner.post("/me/data-exports", null).is(201);
    String id = owner.get("/me").is(200).id();
    assertTrue(speaking("canary-").size() > 4, speaking("canary-").toString());

    owner.post("/me/erasure", null).is(200);
    assertEquals(0, leaving.run(), "there are days to think better of it");
    owner.get("/me").is(200);
    town.reach(town.now().plus(Duration.ofDays(8)));
    assertEquals(1, leaving.run());

    owner.get("/me").is(401);
    gone("canary-");
    gone(R1);
    gone("090-3333-4444");
    gone("住民1");
    assertEquals(
        "退会した人",
        ward.get("/applications/" + work.application())
            .is(200)
            .body()
            .path("displayName")
            .asText());
    assertEquals(
        "Somebody who left",
        ward.with("Accept-Language", "en")
            .get("/applications/" + work.application())
            .is(200)
            .body()
            .path("displayName")
            .asText());
    Reader host = town.reader().comesIn("ward@town.example");
    String list = "/tasks/" + work.task() + "/applications";
    host.get(list).is(200).says("退会した人");
    assertFalse(host.get("/en" + list).is(200).says("Somebody who left").html().contains("退会"));
    host.get("/easy" + list).is(200).says("たいかい");
    assertTrue(speaking(id).contains("audit_log"));
    assertEquals(1, count("select count(*) from audit_log where deed = 'erasure_done'"));
    for (String row : verified()) assertEquals("", row);
  }

  /** Letters that were on their way to others are emptied at a later turn, once they are sent. */
  private void gone(String word) throws Exception {
    for (int tries = 0; tries < 100 && !left(word).isEmpty(); tries++) {
      Thread.sleep(200);
      leaving.run();
    }
    assertEquals(Set.of(), left(word), word);
  }

  /**
   * Each is still there while the other goes: without a lock a desk would be left without anybody.
   */
  @Test
  void leaving_theLastTwoOfADeskAtOnce_oneStays() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String name : List.of("treasurer@town.example", "desk@town.example")) {
      Visitor desk = town.as(name);
      ids.add(desk.get("/me").is(200).id());
      desk.post("/me/erasure", null).is(200);
    }
    town.reach(town.now().plus(Duration.ofDays(8)));
    try (Connection one = town.asServer();
        Connection other = town.asServer()) {
      assertTrue(letGo(one, ids.getFirst()), "not committed yet");
      CompletableFuture<Boolean> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return letGo(other, ids.getLast());
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(500);
      assertFalse(waiting.isDone(), "the second waits for the first");
      one.commit();
      assertFalse(waiting.get(), "and is the last of the desk");
      other.commit();
    }
    assertEquals(1, count("select count(*) from persons where erased_at is not null"));
    assertEquals(1, count("select count(*) from memberships where role = 'COORDINATOR'"));
  }

  private boolean letGo(Connection server, String person) throws SQLException {
    server.setAutoCommit(false);
    try (Statement statement = server.createStatement()) {
      statement.execute("select set_config('yui.system', 'on', true)");
      statement.execute("select set_config('yui.now', '" + town.now() + "', true)");
      try (ResultSet row = statement.executeQuery("select let_go('" + person + "')")) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  @Test
  void leaving_whileABankMaySendThePaymentBack_waitsTwoWeeks() throws Exception {
    Map<String, Object> paid = free();
    paid.put("engagement", "THANKS");
    paid.put("rewards", List.of(Map.of("kind", "CASH", "amountYen", 3000)));
    came(chosen(paid));
    Visitor desk = town.as("desk@town.example");
    String run =
        desk.post(
                "/communities/" + town.community() + "/settlements",
                Map.of("kind", "CASH", "until", Days.of(town.now()).toString()))
            .is(201)
            .id();
    desk.post("/settlements/" + run + "/check", null).is(200);
    desk.post("/settlements/" + run + "/freeze", null).is(200);
    desk.post("/settlements/" + run + "/exports", Map.of("format", "CSV")).is(201);
    assertEquals(Set.of("thanks_owed"), keptBy());
    desk.post("/settlements/" + run + "/pay", null).is(200);
    assertEquals(Set.of("payment_on_its_way"), keptBy());
    owner.post("/me/erasure", null).refuses(409, "erasure_kept");
    town.reach(town.now().plus(Duration.ofDays(14)));
    assertEquals(Set.of(), keptBy());
  }

  @Test
  void leaving_whomSomethingKeeps_standBehindTheOthersAndAreToldOnce() throws Exception {
    String slot = "'" + town.now().plus(Duration.ofDays(9)) + "'";
    owner.post("/me/erasure", null).is(200);
    Applied work = chosen(free());
    execute(
        "update application_slots set period = tstzrange(%1$s, %1$s::timestamptz + interval '1 hour') where application_id = '%2$s'"
            .formatted(slot, work.application()));
    // A hundred more, each the last of a desk, all of them before the one who can go.
    execute(
        """
        with kept as (
          insert into persons (id, email, email_folded, created_at, is_admin)
          select gen_random_uuid(), 'k' || i || '@town.example', 'k' || i || '@town.example', now(), false from generate_series(1, 100) i
          returning id),
        desks as (
          insert into communities (id, code, name, lat, lon, created_at)
          select k.id, k.id::text, 'k', 37, 139, now() from kept k returning id),
        roles as (
          insert into memberships (id, person_id, community_id, role, desk, created_at)
          select gen_random_uuid(), d.id, d.id, 'COORDINATOR', 'OFFICIAL', now() from desks d
          returning person_id)
        insert into erasures (person_id, asked_at, due_at)
          select r.person_id, timestamptz '2020-01-01', timestamptz '2020-01-02' from roles r
        """);
    Visitor free = town.as("r2@town.example");
    free.post("/me/erasure", null).is(200);
    town.reach(town.now().plus(Duration.ofDays(8)));
    assertEquals(0, leaving.run());
    assertEquals(1, leaving.run(), "those who are kept went to the end of the line");
    free.get("/me").is(401);
    owner.get("/me").is(200);
    town.letter(R1, "「草刈り」（.*）に行く約束があります");
    leaving.run();
    leaving.run();
    assertEquals(
        1,
        count(
            "select count(*) from outbox where kind = 'ERASURE_KEPT' and to_address = '"
                + R1
                + "'"));
  }

  @Test
  void leaving_whenDone_isLookedAfterOnceMore() throws Exception {
    String id = owner.get("/me").is(200).id();
    owner.post("/me/erasure", null).is(200);
    town.reach(town.now().plus(Duration.ofDays(8)));
    assertEquals(1, leaving.run());
    long erased = count("select version from persons where id = '" + id + "'");
    execute("update residents set intro = 'canary-late' where person_id = '" + id + "'");
    leaving.run();
    assertEquals(erased, count("select version from persons where id = '" + id + "'"));
    town.reach(town.now().plus(Duration.ofMinutes(3)));
    leaving.run();
    assertEquals(Set.of(), speaking("canary-late"));
    assertEquals(erased + 1, count("select version from persons where id = '" + id + "'"));
    leaving.run();
    assertEquals(erased + 1, count("select version from persons where id = '" + id + "'"));
  }

  @Test
  void leaving_onSeveralServersAtOnce_isDoneOnce() throws Exception {
    owner.post("/me/erasure", null).is(200);
    town.reach(town.now().plus(Duration.ofDays(8)));
    List<CompletableFuture<Integer>> turns = new ArrayList<>();
    for (int i = 0; i < 4; i++) turns.add(CompletableFuture.supplyAsync(leaving::run));
    int gone = 0;
    for (CompletableFuture<Integer> turn : turns) gone += turn.get();
    assertEquals(1, gone);
    assertEquals(1, count("select count(*) from audit_log where deed = 'erasure_done'"));
  }

  /**
   * Chosen in the same instant: either they stay and are expected, or they are gone and nobody is.
   */
  @Test
  void leaving_whileAHostChooses_endsInOneOfBoth() throws Exception {
    Applied applied = applied(free());
    owner.post("/me/erasure", null).is(200);
    town.reach(town.now().plus(Duration.ofHours(7 * 24 + 1)));
    CompletableFuture<Integer> choosing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return ward.post("/applications/" + applied.application() + "/select", null)
                    .status();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    int gone = leaving.run();
    int status = choosing.get();
    long expected =
        count(
            "select count(*) from application_slots where application_id = '%s' and state in ('SELECTED', 'CONFIRMED')"
                .formatted(applied.application()));
    long erased = count("select count(*) from persons where erased_at is not null");
    assertEquals(gone, erased);
    assertEquals(1, expected + erased, "select answered " + status);
  }

  @Test
  void pages_ofLeaving_showWhatGoesAndComeBack() throws Exception {
    Reader reader = town.reader().comesIn("r2@town.example");
    reader.get("/me/data").is(200).says("わたしの記録を受け取る");
    reader.get("/me/data/leave").is(200).says("消えるもの").says("お礼の帳簿");
    reader.post("/me/data/leave").leadsTo("/me/data/leave");
    reader.get("/me/data/leave").is(200).says("退会を取り消す");
    reader.get("/me").is(200).says("退会を申し込んでいます").says("を過ぎると、記録を消します");
    reader.get("/en/me").is(200).says("You have asked to leave. After");
    town.letter("r2@town.example", "退会と記録の消去");
    reader.post("/me/data/leave/undo").leadsTo("/me/data");
    reader.get("/me").is(200).saysNot("退会を申し込んでいます");
    reader.get("/en/me/data/leave").is(200).says("What stays, and why");
    reader.get("/easy/me/data/leave").is(200).says("きえるもの");
  }

  @Test
  void leaving_atAScreenLeftAlone_asksToComeInAgain() throws Exception {
    Reader reader = town.reader().comesIn("r3@town.example");
    reader.get("/me/data/leave").is(200);
    reader.post("/me/data/copies").leadsTo("/me/data");
    String copy = reader.get("/me/data").is(200).html();
    String file = copy.replaceFirst("(?s).*(/me/data/copies/[0-9a-f-]{36}).*", "$1");
    reader.get(file).is(200);
    String made = owner.post("/me/data-exports", null).is(201).id();
    execute("update logins set created_at = created_at - interval '1 hour'");
    reader.get("/me/data/leave").is(200).says("もう一度ログイン");
    reader.post("/me/data/leave").is(403);
    owner.post("/me/erasure", null).refuses(403, "login_again");
    owner.post("/me/data-exports", null).refuses(403, "login_again");
    reader.get(file).is(403);
    assertFalse(reader.get("/me/data").is(200).html().contains(file));
    owner.get("/me/data-exports/" + made).refuses(403, "login_again");
  }

  // Letters that were delivered to others are theirs; here they lie in the mailbox of tests.
  private Set<String> left(String words) throws SQLException {
    Set<String> left = speaking(words);
    left.remove("mailbox");
    return left;
  }

  private Set<String> speaking(String words) throws SQLException {
    Set<String> speaking = new TreeSet<>();
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
        while (rows.next()) tables.add(rows.getString(1));
      }
      for (String table : tables) {
        try (ResultSet row =
            statement.executeQuery(
                "select count(*) from %s t where strpos(t::text, '%s') > 0"
                    .formatted(table, words))) {
          row.next();
          if (row.getLong(1) > 0) speaking.add(table);
        }
      }
    }
    return speaking;
  }

  private List<String> verified() throws SQLException {
    List<String> findings = new ArrayList<>();
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      statement.execute("select set_config('yui.system', 'on', false)");
      try (ResultSet rows =
          statement.executeQuery("select finding from verify_ledger('" + town.community() + "')")) {
        while (rows.next()) findings.add(rows.getString(1));
      }
    }
    return findings;
  }

  private long count(String sql) throws SQLException {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection all = town.superuser();
        Statement statement = all.createStatement()) {
      statement.execute(sql);
    }
  }
}
