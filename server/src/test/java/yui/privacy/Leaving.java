package yui.privacy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import yui.Town;
import yui.db.Database;
import yui.mail.Outbox;
import yui.web.Words;

/** The job that lets people go, run when a test says so. */
final class Leaving implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final Database database;
  private final Erasures erasures;

  Leaving(Town town) {
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(4))
            .connectingTo(town.app())
            .using(vertx)
            .build();
    database = new Database(pool, town::now);
    erasures = new Erasures(new Outbox(), Words.load(), town.url(), Duration.ofDays(7));
  }

  /** How many have left. */
  int run() {
    return erasures.run(database);
  }

  @Override
  public void close() {
    pool.close();
    vertx.close();
  }
}
