package yui.tasks;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import yui.Town;
import yui.communities.Communities;
import yui.communities.Persons;
import yui.communities.Rules;
import yui.db.Database;
import yui.ledger.Funds;
import yui.mail.Outbox;
import yui.people.People;
import yui.people.Skills;
import yui.web.Words;

/** The jobs of another server on the same town's database, with a clock of its own. */
final class Planner implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  final Database database;
  private final Series series;

  Planner(Town town, Instant now) {
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(2))
            .connectingTo(town.app())
            .using(vertx)
            .build();
    database = new Database(pool, () -> now);
    Rules rules = new Rules();
    Communities communities = new Communities(rules, (tx, of) -> {});
    People people = new People();
    Needs needs =
        new Needs(
            communities,
            new Persons(),
            people,
            new NeedLetters(people, communities, new Outbox(), Words.load(), town.url()));
    Tasks tasks = new Tasks();
    Posting posting =
        new Posting(
            tasks,
            needs,
            communities,
            rules,
            new Skills(),
            new Funds(),
            new ReviewLetters(people, communities, new Outbox(), Words.load(), town.url()),
            (tx, before, after) -> {});
    series = new Series(tasks, posting);
  }

  void extend() {
    series.extend(database);
  }

  @Override
  public void close() {
    pool.close().await();
    vertx.close().await();
  }
}
