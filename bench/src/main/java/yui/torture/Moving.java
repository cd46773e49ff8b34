package yui.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Residents with one base each and a licence that nobody else has, who move from cell to cell; one
 * transaction in ten rolls back.
 */
final class Moving {
  private static final int PEOPLE = 3_000;
  private static final String SETTLE =
      """
      insert into persons (id, email, email_folded, name, created_at)
        select md5('torture' || i)::uuid, 't' || i || '@torture.example',
          't' || i || '@torture.example', 't', now() from generate_series(1, %1$d) i;
      insert into residents (person_id, display_name, findable, created_at, changed_at)
        select md5('torture' || i)::uuid, 't', 'ALL', now(), now() from generate_series(1, %1$d) i;
      insert into resident_licences (person_id, code)
        select md5('torture' || i)::uuid, md5('torture' || i) from generate_series(1, %1$d) i;
      insert into bases (id, person_id, kind, label, lat, lon)
        select md5('torture' || i)::uuid, md5('torture' || i)::uuid, 'HOME', '', 21, 123
          from generate_series(1, %1$d) i;
      """
          .formatted(PEOPLE);
  private static final String PERSON = "select md5('torture' || ?)::uuid as id";
  private static final String MOVE = "update bases set lat = ?, lon = ? where person_id = ?";

  private final AtomicInteger numbers = new AtomicInteger();
  private final Watched watched;
  private final Consumer<Watched.Move> committed;

  /**
   * @param committed told of each move right after its commit was answered
   */
  Moving(Watched watched, Consumer<Watched.Move> committed) {
    this.watched = watched;
    this.committed = committed;
  }

  static List<UUID> settle(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(SETTLE);
    }
    try (PreparedStatement person = connection.prepareStatement(PERSON)) {
      return IntStream.rangeClosed(1, PEOPLE).mapToObj(i -> person(person, i)).toList();
    }
  }

  private static UUID person(PreparedStatement person, int i) {
    try {
      person.setInt(1, i);
      try (var row = person.executeQuery()) {
        row.next();
        return row.getObject(1, UUID.class);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Moves people at a pace until a moment; each of several movers has people of its own. */
  void move(Connection connection, List<UUID> people, double aSecond, long end, boolean hides)
      throws Exception {
    connection.setAutoCommit(false);
    long began = System.nanoTime();
    try (PreparedStatement move = connection.prepareStatement(MOVE);
        Statement settings = connection.createStatement()) {
      for (int i = 0; System.nanoTime() < end; i++) {
        long due = began + (long) (i / aSecond * 1e9);
        long early = due - System.nanoTime();
        if (early > 0) Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
        int number = numbers.incrementAndGet();
        UUID resident = people.get(i % people.size());
        // Triggers rest, so the log says nothing of it: the fault that the control must see.
        if (hides && i % 100 == 50)
          settings.execute("set local session_replication_role = replica");
        move.setDouble(1, Feeding.lat(number));
        move.setDouble(2, Feeding.lon(number));
        move.setObject(3, resident);
        move.executeUpdate();
        if (i % 10 == 9) {
          watched.rolledBack(new Watched.Move(number, resident, number, 0));
          connection.rollback();
        } else {
          connection.commit();
          Watched.Move made =
              new Watched.Move(number, resident, number, System.currentTimeMillis());
          watched.committed(made);
          committed.accept(made);
        }
      }
    }
  }
}
