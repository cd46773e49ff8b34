package yui.people;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Instant;
import yui.Town;
import yui.db.Database;

/** The same town's database on another day. */
final class Clockwork implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  final Database database;

  Clockwork(Town town, Instant now) {
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(town.app())
            .using(vertx)
            .build();
    database = new Database(pool, () -> now);
  }

  @Override
  public void close() {
    pool.close().await();
    vertx.close().await();
  }
}
