package yui.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
import yui.Reader;
import yui.Town;
import yui.Visitor;
import yui.core.Days;

/** What takes long shows how far it is, goes on when its page is left, and keeps what it made. */
class ErrandsTest {
  private static Town town;
  private static Reader desk;

  @BeforeAll
  static void open() throws Exception {
    town = Town.furnished();
    desk = town.reader().comesIn("desk@town.example");
  }

  @AfterAll
  static void close() {
    town.close();
  }

  @Test
  void file_soonMade_comesAtOnce() throws Exception {
    desk.get("/communities/" + town.community() + "/journal").is(200).says("; community");
  }

  @Test
  void file_takingLong_isFollowedAndFetched() throws Exception {
    String journal = "/communities/" + town.community() + "/journal";
    Reader.Seen left =
        whileNobodyReads(
            "transfers",
            () -> {
              Reader.Seen leaving = desk.get(journal).leadsTo("/me/errands/");
              String at = leaving.location();
              desk.get(at).is(200).says("作業しています").says("http-equiv=\"refresh\"");
              desk.get(at + "/state").is(200).says("\"running\":true");
              // Asked again, it is the same work.
              assertEquals(at, desk.get(journal).leadsTo("/me/errands/").location());
              desk.get(at + "/file").is(404);
              return leaving;
            });
    ended(left.location());
    desk.get(left.location()).is(200).says("ファイルを受け取る").says("yui.journal");
    desk.get(left.location() + "/file").is(200).says("; community");
    desk.get("/me/errands").is(200).says("帳簿のファイル").says("できました");

    Reader other = town.reader().comesIn("treasurer@town.example");
    other.get(left.location()).is(404);
    other.get(left.location() + "/file").is(404);
    other.get("/me/errands").is(200).says("いまはありません");
  }

  @Test
  void proof_takingLong_isFollowedAndItsOutcomeStays() throws Exception {
    String ledger = "/communities/" + town.community() + "/ledger";
    desk.get(ledger).is(200).saysNot("帳簿と残高は合っています");
    Reader.Seen left =
        whileNobodyReads(
            "ledger_seals",
            () -> {
              Reader.Seen leaving = desk.post(ledger + "/proof").leadsTo("/me/errands/");
              desk.get(leaving.location()).says("帳簿の確認").says("あとどれくらいかかるかは");
              desk.get("/me/errands").says("作業しています").saysNot("0%");
              assertEquals(0, count(WAITING_WRITERS), "what it reads holds back nobody's index");
              return leaving;
            });
    ended(left.location());
    desk.get(left.location()).leadsTo(ledger);
    desk.get(ledger).is(200).says("帳簿と残高は合っています");
  }

  @Test
  void file_ofSomebodyWhoLeftTheDesk_isGone() throws Exception {
    Reader third = newDesk("leaving@town.example");
    String journal = "/communities/" + town.community() + "/journal";
    Reader.Seen left =
        whileNobodyReads("transfers", () -> third.get(journal).leadsTo("/me/errands/"));
    String file = left.location() + "/file";
    for (int i = 0; i < 50 && third.get(file).status() == 404; i++) Thread.sleep(100);
    third.get(file).is(200);
    run(
        "delete from memberships where person_id = (select id from persons where email = 'leaving@town.example')");
    third.get(file).is(404);
  }

  @Test
  void deed_takingLong_happensOnceAndLeadsOn() throws Exception {
    desk.get("/me/data").is(200);
    Reader.Seen left =
        whileNobodyReads(
            "residents",
            () -> {
              Reader.Seen leaving = desk.post("/me/data/copies").leadsTo("/me/errands/");
              assertEquals(leaving.location(), desk.post("/me/data/copies").location());
              return leaving;
            });
    ended(left.location());
    desk.get(left.location()).leadsTo("/me/data");
    desk.get("/me/data").is(200).says("ファイルを受け取る（ZIP）");
    assertEquals(1, count("select count(*) from data_exports"));
  }

  @Test
  void deed_refusedAfterAll_saysWhyAndLeadsBack() throws Exception {
    String settlements = "/communities/" + town.community() + "/settlements";
    desk.get(settlements).is(200);
    String today = Days.of(town.now()).toString();
    Reader.Seen left =
        whileNobodyReads(
            "accounts",
            () -> desk.post(settlements, "kind", "CASH", "until", today).leadsTo("/me/errands/"));
    ended(left.location());
    desk.get(left.location()).is(200).says("できませんでした").says("元のページへ");
  }

  @Test
  void errand_ofAServerThatEnded_saysThatItBrokeOff() throws Exception {
    String journal = "/communities/" + town.community() + "/journal";
    Reader.Seen left =
        whileNobodyReads("transfers", () -> desk.get(journal).leadsTo("/me/errands/"));
    ended(left.location());
    run(
        "update errands set ended_at = null, seen_at = now() - interval '2 minutes', bytes = null, file_name = ''");
    desk.get(left.location()).is(200).says("途中で止まりました").saysNot("http-equiv=\"refresh\"");
  }

  @Test
  void file_ofAHost_isTheirsWhileTheyHostAndGoneWhenTheyDoNoMore() throws Exception {
    Reader ward = town.reader().comesIn("ward@town.example");
    String goods =
        "/communities/" + town.community() + "/goods-statement.csv?groupId=" + town.group();
    ward.get(goods).is(200);
    Reader.Seen left = whileNobodyReads("pledges", () -> ward.get(goods).leadsTo("/me/errands/"));
    ended(ward, left.location());
    ward.get(left.location()).is(200).says("ファイルを受け取る");
    ward.get(left.location() + "/file").is(200);

    // No more a host while it is being made.
    Reader.Seen late =
        whileNobodyReads(
            "pledges",
            () -> {
              Reader.Seen leaving = ward.get(goods).leadsTo("/me/errands/");
              run("delete from memberships where person_id = " + WARD);
              return leaving;
            });
    ended(ward, late.location());
    ward.get(late.location() + "/file").is(404);
    ward.get(left.location() + "/file").is(404);
    // Host of another group of the same community, not of that one.
    Visitor admin = town.as("admin@yui.example");
    String here = "/communities/" + town.community();
    String other = admin.post(here + "/groups", Map.of("name", "野沢の会")).is(201).id();
    admin
        .post(
            here + "/memberships",
            Map.of("email", "ward@town.example", "role", "HOST", "groupId", other))
        .is(201);
    ward.get(here + "/goods-statement.csv?groupId=" + other).is(200);
    ward.get(late.location() + "/file").is(404);
  }

  private static final String WAITING_WRITERS =
      "select count(*) from pg_stat_activity"
          + " where wait_event_type = 'Lock' and backend_xid is not null"
          + " and query like '%verify_ledger%'";
  private static final String WARD = "(select id from persons where email = 'ward@town.example')";

  @Test
  void errand_theSeventhAtOnce_isRefusedUntilOneHasEnded() throws Exception {
    List<Reader> readers =
        List.of(desk, newDesk("second@town.example"), newDesk("third@town.example"));
    String journal = "/communities/" + town.community() + "/journal?from=2020-01-0";
    List<String> left =
        whileNobodyReads(
            "transfers",
            () -> {
              List<Callable<String>> asking = new ArrayList<>();
              for (int i = 0; i < 6; i++) {
                Reader reader = readers.get(i / 3);
                String path = journal + (1 + i);
                asking.add(() -> reader.get(path).leadsTo("/me/errands/").location());
              }
              List<String> at = new ArrayList<>();
              try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<String> one : each.invokeAll(asking)) at.add(one.get());
              }
              readers.get(2).get(journal + 7).is(503);
              return at;
            });
    for (int i = 0; i < 6; i++) ended(readers.get(i / 3), left.get(i));
    readers.get(2).get(journal + 7).is(200);
  }

  @Test
  void errand_whoseFileCannotBeKept_saysThatItFailedAtOnce() throws Exception {
    String journal = "/communities/" + town.community() + "/journal?from=2020-02-01";
    run("alter table errands add constraint no_room check (bytes is null) not valid");
    try {
      Reader.Seen left =
          whileNobodyReads("transfers", () -> desk.get(journal).leadsTo("/me/errands/"));
      ended(left.location());
      desk.get(left.location()).is(200).says("できませんでした").saysNot("ファイルを受け取る");
      desk.get(left.location() + "/file").is(404);
    } finally {
      run("alter table errands drop constraint no_room");
    }
  }

  @Test
  void errand_endedWhileItIsBeingLeft_isAnsweredAndLeavesNothing() throws Exception {
    String journal = "/communities/" + town.community() + "/journal?from=2020-03-01";
    int before = count("select count(*) from errands");
    try (Connection owner = town.superuser();
        Statement statement = owner.createStatement();
        ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      owner.setAutoCommit(false);
      Future<Reader.Seen> asked =
          whileNobodyReads(
              "transfers",
              () -> {
                // It cannot be written down that it was left, until what was asked has ended.
                statement.execute("lock table errands in exclusive mode");
                Future<Reader.Seen> soon = asking.submit(() -> desk.get(journal));
                until(
                    "select count(*) from pg_locks where not granted"
                        + " and relation = 'errands'::regclass");
                return soon;
              });
      until(
          "select count(*) = 1 from pg_stat_activity where usename = 'yui_app'"
              + " and (state like 'active%' or state like 'idle in%')");
      owner.rollback();
      asked.get().is(200).says("; community");
    }
    assertEquals(before, count("select count(*) from errands"));
  }

  private static void until(String sql) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try (Connection owner = town.superuser();
        Statement statement = owner.createStatement()) {
      while (true) {
        try (ResultSet rows = statement.executeQuery(sql)) {
          rows.next();
          if (!List.of("f", "0").contains(rows.getString(1))) return;
        }
        assertTrue(System.nanoTime() < until, sql);
        Thread.sleep(20);
      }
    }
  }

  private static Reader newDesk(String email) throws Exception {
    town.as("admin@yui.example")
        .post(
            "/communities/" + town.community() + "/memberships",
            Map.of("email", email, "role", "COORDINATOR", "desk", "OFFICIAL"))
        .is(201);
    return town.reader().comesIn(email);
  }

  private static void ended(String location) throws Exception {
    ended(desk, location);
  }

  private static void ended(Reader reader, String location) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (reader.get(location + "/state").html().contains("\"running\":true")) {
      assertTrue(System.nanoTime() < until, "still running");
      Thread.sleep(100);
    }
  }

  /** Somebody keeps everybody from a table meanwhile. */
  private static <T> T whileNobodyReads(String table, Callable<T> work) throws Exception {
    try (Connection owner = town.superuser();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      statement.execute("lock table " + table + " in access exclusive mode");
      return work.call();
    }
  }

  private static void run(String sql) throws SQLException {
    try (Connection owner = town.superuser();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(String sql) throws SQLException {
    try (Connection owner = town.superuser();
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
