package yui.ledger;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Desk;
import yui.core.GroupId;
import yui.core.Ids;
import yui.core.Lang;
import yui.core.Membership;
import yui.core.PersonId;
import yui.core.Role;
import yui.db.Database;
import yui.db.Scope;

/** A real PostgreSQL with the product's schema and roles, and a clock that tests may move. */
final class Books {
  static final Instant START = Instant.parse("2026-12-05T00:00:00Z");

  private static @org.jspecify.annotations.Nullable Books books;

  final Database database;
  final AtomicReference<Instant> clock = new AtomicReference<>(START);
  private final EmbeddedPostgres postgres;

  private Books(EmbeddedPostgres postgres) throws SQLException {
    this.postgres = postgres;
    try (Connection root = superuser();
        Statement sql = root.createStatement()) {
      for (String role : List.of("yui_owner", "yui_app", "yui_feeder")) {
        sql.execute("create role " + role + " login");
      }
      sql.execute("create database yui owner yui_owner");
    }
    try (Connection root = connect("postgres");
        Statement sql = root.createStatement()) {
      sql.execute("alter schema public owner to yui_owner");
    }
    Flyway.configure()
        .dataSource(url(), "yui_owner", "")
        .locations("classpath:db/migration")
        .load()
        .migrate();
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(16))
            .connectingTo(
                new PgConnectOptions()
                    .setHost("localhost")
                    .setPort(postgres.getPort())
                    .setDatabase("yui")
                    .setUser("yui_app")
                    .setCachePreparedStatements(true))
            .using(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2)))
            .build();
    database = new Database(pool, clock::get);
  }

  static synchronized Books open() {
    try {
      if (books == null) {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "60")
                .start();
        books = new Books(postgres);
      }
      return books;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect(String role) throws SQLException {
    return DriverManager.getConnection(url(), role, "");
  }

  private Connection superuser() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  private String url() {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/yui";
  }

  static CommunityId community() {
    return new CommunityId(Ids.next());
  }

  static PersonId person() {
    return new PersonId(Ids.next());
  }

  static GroupId group() {
    return new GroupId(Ids.next());
  }

  static Caller desk(CommunityId community) {
    return caller(person(), new Membership(community, null, Role.COORDINATOR, Desk.OFFICIAL));
  }

  static Caller host(CommunityId community, GroupId group) {
    return caller(person(), new Membership(community, group, Role.HOST, null));
  }

  static Caller caller(PersonId person, Membership... memberships) {
    return new Caller(person, List.of(memberships), Lang.JA);
  }

  Scope staffOf(CommunityId community) {
    return new Scope(UUID.randomUUID().toString(), community.toString(), false);
  }
}
