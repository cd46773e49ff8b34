package yui.applications;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import yui.Town;
import yui.communities.Communities;
import yui.communities.Rules;
import yui.db.Database;
import yui.ledger.Ledger;
import yui.mail.Outbox;
import yui.people.People;
import yui.tasks.Tasks;
import yui.web.Words;

/** The jobs of another server on the same town's database, with a clock of its own. */
final class Backroom implements AutoCloseable {
  final AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);
  final Database database;
  final Runnable reminding;
  final Runnable asking;
  final Runnable weatherAsking;
  final Runnable expiry;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;

  Backroom(Town town, Instant now) {
    clock.set(now);
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(4))
            .connectingTo(town.app())
            .using(vertx)
            .build();
    database = new Database(pool, clock::get);
    Rules rules = new Rules();
    Applications applications =
        new Applications(
            new Tasks(),
            new People(),
            new Communities(rules, (tx, community) -> {}),
            rules,
            new Ledger(),
            new Outbox(),
            Words.load(),
            town.url());
    reminding = applications.reminding(database);
    asking = applications.asking(database);
    weatherAsking = applications.weatherAsking(database);
    expiry = new Expiry(database, applications);
  }

  @Override
  public void close() {
    pool.close().await();
    vertx.close().await();
  }
}
