package yui.goods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yui.Town;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.core.Days;
import yui.db.Database;
import yui.ledger.Ledger;
import yui.mail.Outbox;
import yui.people.People;
import yui.tasks.Tasks;
import yui.web.Words;

/** The job as two servers would run it at once, on a clock that is put forward. */
class ExpiringTest {
  private static final String EXPIRED =
      "select count(*) from transfers where code = 'expire' and about ->> 'applicationId' in ('%s', '%s')";
  private static final String TOLD =
      "select count(*) from outbox where kind like 'PRODUCE%%' and cause like '%%' || '%s' || '%%'";

  private final Vertx vertx = Vertx.vertx();
  private static Town town;
  private Harvest harvest;
  private Pool pool;
  private Expiring job;
  private LocalDate until;

  @BeforeAll
  static void furnish() throws Exception {
    town = Town.furnished();
  }

  @AfterAll
  static void leave() {
    town.close();
  }

  @BeforeEach
  void open() throws Exception {
    harvest = new Harvest(town).worked();
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(4))
            .connectingTo(harvest.town.app())
            .using(vertx)
            .build();
    Rules rules = new Rules();
    Communities communities = new Communities(rules, (tx, of) -> {});
    job =
        new Expiring(
            new Database(pool, harvest.town::now),
            new Tasks(),
            rules,
            new Ledger(),
            new GoodsLetters(
                new People(), communities, new Outbox(), Words.load(), harvest.town.url()),
            1);
    until = harvest.today().plusDays(10);
    String pledge = harvest.pledged(harvest.rice("bestBefore", until.toString(), "place", "集会所"));
    harvest
        .ward
        .post(
            "/pledges/" + pledge + "/lines",
            Map.of("taskId", harvest.task, "rewardLine", Harvest.RICE))
        .is(200);
  }

  @AfterEach
  void close() {
    pool.close();
    vertx.close();
  }

  @Test
  void produce_thatNobodyCameFor_isToldInTimeAndGoesBackOnce() throws Exception {
    harvest
        .ward
        .post(
            "/hand-overs",
            Map.of("applicationId", harvest.kens, "rewardLine", Harvest.RICE, "quantity", 2000))
        .is(201);
    noon(until.minusDays(7));
    String letter = harvest.town.letter(harvest.mikasMail, "米2kgの受け取りは.*まで");
    assertNotEquals("", letter);
    harvest.town.letter("ward@town.example", "まだお渡ししていない米2kg");
    harvest.town.letter(harvest.mikasMail, "集会所");
    assertEquals("", harvest.town.newestLetter(harvest.kensMail, "米2kgの受け取りは"));
    assertEquals(2000, harvest.owed(harvest.mika, "RICE_G"));

    noon(until);
    assertEquals(0, expired(), "on the last day it can still be had");

    noon(until.plusDays(1));
    harvest.town.letter(harvest.mikasMail, "米2kgのとりおきが終わりました");
    harvest.town.letter("ward@town.example", "米2kgのとりおきが終わりました（美香さん）");
    assertEquals(0, harvest.owed(harvest.mika, "RICE_G"));
    assertEquals(1, harvest.owed(harvest.mika, "MEAL"), "meals do not end");
    assertEquals(3000, harvest.owed(harvest.mika, "JPY"), "never cash");
    long told = told();
    noon(until.plusDays(2));
    assertEquals(1, expired());
    assertEquals(told, told());
    harvest
        .ward
        .post(
            "/hand-overs",
            Map.of("applicationId", harvest.mikas, "rewardLine", Harvest.RICE, "quantity", 1))
        .refuses(409, "hand_over_more_than_owed");
  }

  @Test
  void produce_toldLate_staysAsLongAsTheNoticeIs() throws Exception {
    noon(until.plusDays(3));
    harvest.town.letter(harvest.mikasMail, "米2kgの受け取りは");
    assertEquals(0, expired(), "nobody was told before");
    noon(until.plusDays(9));
    assertEquals(0, expired());
    noon(until.plusDays(10));
    harvest.town.letter(harvest.mikasMail, "米2kgのとりおきが終わりました");
    harvest.town.letter(harvest.kensMail, "米2kgのとりおきが終わりました");
    assertEquals(2, expired());
  }

  @Test
  void produce_whereTheCommunityLetsNothingEnd_staysOwed() throws Exception {
    decide(0);
    noon(until.plusDays(30));
    assertEquals(0, told());
    assertEquals(2000, harvest.owed(harvest.mika, "RICE_G"));
    decide(7);
  }

  private void decide(int days) throws Exception {
    harvest
        .desk
        .post(
            harvest.community + "/rules",
            Map.of(
                "rule", "PRODUCE_EXPIRY_DAYS", "from", harvest.today().toString(), "value", days))
        .is(201);
  }

  private long expired() throws Exception {
    return harvest.count(EXPIRED.formatted(harvest.mikas, harvest.kens));
  }

  private long told() throws Exception {
    return harvest.count(TOLD.formatted(harvest.mikas));
  }

  private void noon(LocalDate day) throws Exception {
    harvest.town.reach(day.atTime(12, 0).atZone(Days.TOKYO).toInstant());
    try (ExecutorService servers = Executors.newFixedThreadPool(2)) {
      for (Future<?> run : List.of(servers.submit(job), servers.submit(job))) run.get();
    }
    job.run();
  }
}
