package yui.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;

/** The peer: a bare Vert.x handler that does one SELECT and writes twenty rows as JSON. */
final class Bare {
  private static final String SELECT =
      "select id, title, state, place_label from tasks where state = 'OPEN'"
          + " order by created_at limit 20";

  private Bare() {}

  /** Arguments: the database's address, the port to listen on. */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(16))
            .connectingTo(PgConnectOptions.fromUri(args[0]).setCachePreparedStatements(true))
            .using(vertx)
            .build();
    vertx
        .createHttpServer()
        .requestHandler(
            request ->
                pool.preparedQuery(SELECT)
                    .execute()
                    .onSuccess(
                        rows -> {
                          JsonArray items = new JsonArray();
                          for (Row row : rows) items.add(row.toJson());
                          request
                              .response()
                              .putHeader("Content-Type", "application/json")
                              .end(new JsonObject().put("items", items).toBuffer());
                        })
                    .onFailure(e -> request.response().setStatusCode(500).end(e.toString())))
        .listen(Integer.parseInt(args[1]), "127.0.0.1")
        .onFailure(
            e -> {
              e.printStackTrace();
              System.exit(1);
            });
  }
}
