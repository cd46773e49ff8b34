package yui.ledger;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import yui.EmptyDatabase;
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

  static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private static @Nullable Books books;

  final Database database;
  final AtomicReference<Instant> clock = new AtomicReference<>(START);
  private final EmptyDatabase empty;

  private Books(EmptyDatabase empty) {
    this.empty = empty;
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(16))
            .connectingTo(empty.app().setCachePreparedStatements(true))
            .using(VERTX)
            .build();
    database = new Database(pool, clock::get);
  }

  static synchronized Books open() {
    try {
      if (books == null) books = new Books(EmptyDatabase.open());
      return books;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect(String role) throws SQLException {
    return role.equals("yui_owner") ? empty.asOwner() : empty.asApp();
  }

  Connection superuser() throws SQLException {
    return empty.superuser();
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
    return new Caller(person, List.of(memberships), Lang.JA, true);
  }

  /** Somebody's application for a task that pays actual travel, with all that it stands on. */
  Work work(CommunityId community) {
    return work(community, group(), person());
  }

  Work work(CommunityId community, GroupId group, PersonId resident) {
    UUID task = Ids.next();
    UUID application = Ids.next();
    try (Connection root = superuser();
        Statement sql = root.createStatement()) {
      sql.execute(
          """
          insert into communities (id, code, name, lat, lon, created_at)
            values ('%1$s', '%1$s', '奥川', 37, 139, now()) on conflict do nothing;
          insert into groups (id, community_id, name, created_at)
            values ('%2$s', '%1$s', '協議会 %2$s', now()) on conflict do nothing;
          insert into persons (id, email, email_folded, name, created_at)
            values ('%3$s', '%3$s', '%3$s', '=美香', now()) on conflict do nothing;
          insert into residents (person_id, display_name, created_at, changed_at)
            values ('%3$s', 'mika', now(), now()) on conflict do nothing;
          insert into tasks (id, community_id, group_id, state, kind, title, lat, lon, check_in_code,
              travel_policy, travel_cap_yen, created_by, created_at, published_at, changed_at)
            values ('%4$s', '%1$s', '%2$s', 'OPEN', 'WORK', '稲刈り', 37, 139, '%4$s', 'ACTUAL', 5000,
              '%3$s', now(), now(), now());
          insert into applications (id, task_id, community_id, person_id, heads, created_at, changed_at)
            values ('%5$s', '%4$s', '%1$s', '%3$s', 1, now(), now());
          """
              .formatted(community, group, resident, task, application));
      return new Work(community, group, resident, application);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An application as tests need it. */
  record Work(CommunityId community, GroupId group, PersonId resident, UUID application) {}

  Scope staffOf(CommunityId community) {
    return new Scope(UUID.randomUUID().toString(), community.toString(), false);
  }
}
