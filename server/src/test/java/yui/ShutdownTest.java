package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to end. */
class ShutdownTest {
  private static final int REQUESTS = 12;

  @Test
  @Timeout(60)
  void close_withRequestsInHand_answersThemAndTakesNoMore() throws Exception {
    Town town = Town.furnished();
    Visitor resident = town.as("r1@town.example");
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection holding = town.superuser();
        Statement hold = holding.createStatement();
        Connection beside = town.superuser();
        Statement look = beside.createStatement()) {
      holding.setAutoCommit(false);
      hold.execute("lock table residents in access exclusive mode");
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(clients.submit(() -> resident.get("/me/resident").status()));
      }
      while (waiting(look) < REQUESTS) Thread.sleep(10);

      long told = System.nanoTime();
      Future<?> closing = clients.submit(town::close);
      Thread.sleep(500);
      assertThrows(ConnectException.class, () -> town.stranger().get("/communities"));
      holding.rollback();

      for (Future<Integer> answer : answers) assertEquals(200, answer.get());
      closing.get();
      Duration took = Duration.ofNanos(System.nanoTime() - told);
      assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took.toString());
    }
  }

  private static long waiting(Statement look) throws Exception {
    try (ResultSet rows =
        look.executeQuery(
            "select count(*) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
