package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to end. */
class ShutdownTest {
  private static final int REQUESTS = 12;

  @Test
  @Timeout(180)
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

  @Test
  @Timeout(180)
  void close_connectionOpenButSilent_answersWhatStillComesAsTheLast() throws Exception {
    Town town = Town.furnished();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Line resting = Line.to(port(town))) {
      assertTrue(resting.ask("/health/ready").startsWith("HTTP/1.1 200 "));

      Future<?> closing = threads.submit(town::close);
      while (isOpen(port(town))) Thread.sleep(5);

      String last = resting.ask("/health/ready");
      assertTrue(last.startsWith("HTTP/1.1 503 "), last);
      assertTrue(last.toLowerCase(Locale.ROOT).contains("connection: close"), last);
      assertTrue(resting.isEnded());
      closing.get();
    }
  }

  @Test
  @Timeout(180)
  void close_connectionThatSaysNothing_isNotWaitedFor() throws Exception {
    Town town = Town.furnished();
    try (Line resting = Line.to(port(town))) {
      assertTrue(resting.ask("/health/live").startsWith("HTTP/1.1 200 "));
      long told = System.nanoTime();
      town.close();
      assertTrue(System.nanoTime() - told < 5_000_000_000L);
      assertTrue(resting.isEnded());
    }
  }

  private static int port(Town town) {
    return URI.create(town.url()).getPort();
  }

  private static boolean isOpen(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  /** One connection, and what comes back over it. */
  private record Line(Socket socket) implements AutoCloseable {
    static Line to(int port) throws IOException {
      return new Line(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    String ask(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nHost: town\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      byte[] some = new byte[4_096];
      while (!answer.toString().contains("\r\n\r\n{")) {
        int many = socket.getInputStream().read(some);
        assertTrue(many > 0, "ended after: " + answer);
        answer.append(new String(some, 0, many, StandardCharsets.US_ASCII));
      }
      return answer.toString();
    }

    boolean isEnded() throws IOException {
      socket.getInputStream().readAllBytes();
      return true;
    }

    @Override
    public void close() throws IOException {
      socket.close();
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
