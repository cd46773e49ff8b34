package yui.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The search index is deleted, cut off, scribbled over and killed while it is written. As a control
 * a task is changed behind the back of the change log: the index must be seen to differ.
 */
@Command(
    name = "index",
    description = "Whatever happens to the index: never a wrong answer, and whole again by itself.",
    mixinStandardHelpOptions = true)
final class IndexTorture extends Torment {
  private static final String OPEN =
      """
      select t.id::text from tasks t
      where t.state = 'OPEN'
        and (not exists (select from slots s where s.task_id = t.id)
          or exists (select from slots s where s.task_id = t.id and s.starts_at > now()))
      """;
  private static final String CLOSED = "select id::text from tasks where state <> 'OPEN'";
  private static final String CANCELLED =
      """
      update tasks set state = 'CANCELLED'
        where id in (select id from tasks where check_in_code like 'CROWD%' order by id limit 5);
      """;
  // Triggers rest, so the change log says nothing of it.
  private static final String BEHIND =
      """
      set session_replication_role = replica;
      update tasks set state = 'OPEN'
        where id in (select id from tasks where check_in_code like 'CROWD%' order by id limit 5);
      """;

  @Option(names = "--rounds", defaultValue = "5", description = "Of each damage (5).")
  private int rounds;

  @Option(names = "--tasks", defaultValue = "2000", description = "The crowd's tasks (2000).")
  private int tasks;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(1);

  private int wrong;
  private int differs;
  private int hidden;
  private int unready;

  private enum Damage {
    DELETED,
    FILE_DELETED,
    CUT_OFF,
    SCRIBBLED_OVER,
    KILLED_WHILE_WRITTEN
  }

  @Override
  List<String> brokenByControl() {
    return List.of("afterwards it finds what is in the database");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town with %d tasks of a crowd …", tasks);
    try (DemoServer server = DemoServer.start(1_000, tasks)) {
      double longest = 0;
      if (control) {
        behind(server);
        compare(server);
      }
      for (int round = 0; round < (control ? 0 : rounds); round++) {
        for (Damage damage : Damage.values()) {
          if (damage == Damage.KILLED_WHILE_WRITTEN) {
            server.operators("POST", "/reindex");
            Thread.sleep(random.nextInt(400));
          }
          server.kill();
          harm(server.data().resolve("index"), damage);
          server.startAgain();
          longest = Math.max(longest, watchUntilReady(server));
          compare(server);
          say("%s: %d wrong answers, %d times different afterwards", damage, wrong, differs);
        }
      }
      findings.figure("damages", control ? 0 : rounds * Damage.values().length);
      findings.figure("readyMaxSeconds", longest);
      findings.figure("answersWhileNotReady", unready);
      findings.promise("never a wrong answer meanwhile", wrong == 0);
      findings.promise("a task that is not open is never found", hidden == 0);
      findings.promise("afterwards it finds what is in the database", differs == 0);
    }
  }

  private static void behind(DemoServer server) throws Exception {
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement()) {
      sql.execute(CANCELLED);
      // As long as the index may take to hear of it.
      Thread.sleep(5_000);
      sql.execute(BEHIND);
    }
  }

  private void harm(Path directory, Damage damage) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.endsWith("write.lock"))
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    Path one = files.get(random.nextInt(files.size()));
    switch (damage) {
      case DELETED -> {
        for (Path file : files) Files.delete(file);
      }
      case FILE_DELETED -> Files.delete(one);
      case CUT_OFF -> {
        try (RandomAccessFile file = new RandomAccessFile(one.toFile(), "rw")) {
          file.setLength(file.length() / 2);
        }
      }
      case SCRIBBLED_OVER -> {
        try (RandomAccessFile file = new RandomAccessFile(one.toFile(), "rw")) {
          for (int i = 0; i < 8; i++) {
            long at = (long) (random.nextDouble() * file.length());
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 1 << random.nextInt(8));
          }
        }
      }
      case KILLED_WHILE_WRITTEN -> {
        // that was it
      }
    }
  }

  /** Asks all the time: what is answered before it is ready must be right already. */
  private double watchUntilReady(DemoServer server) throws Exception {
    long began = System.nanoTime();
    Set<String> open = ids(server, OPEN);
    while (true) {
      boolean ready = server.readiness() == 200;
      if (!server.isAlive()) throw new IllegalStateException("it ended; see " + server.log());
      if (ready) return (System.nanoTime() - began) / 1e9;
      HttpResponse<String> answer = ask(server, "/api/v1/tasks?limit=50");
      if (answer != null && answer.statusCode() == 200) {
        unready++;
        Set<String> found = new TreeSet<>();
        take(new JsonObject(answer.body()), found);
        found.removeAll(open);
        if (!found.isEmpty()) wrong++;
      }
      if (System.nanoTime() - began > Duration.ofMinutes(5).toNanos()) {
        throw new IllegalStateException("it does not get ready; see " + server.log());
      }
      Thread.sleep(50);
    }
  }

  /** Every page of the whole list beside what the database says is open. */
  private void compare(DemoServer server) throws Exception {
    Set<String> open = ids(server, OPEN);
    Set<String> closed = ids(server, CLOSED);
    Set<String> found = new TreeSet<>();
    String cursor = "";
    do {
      HttpResponse<String> answer = ask(server, "/api/v1/tasks?limit=50" + cursor);
      if (answer == null || answer.statusCode() != 200) {
        wrong++;
        return;
      }
      JsonObject page = new JsonObject(answer.body());
      take(page, found);
      cursor = page.containsKey("nextCursor") ? "&cursor=" + page.getString("nextCursor") : "";
    } while (!cursor.isEmpty());
    if (!found.equals(open)) {
      differs++;
      Set<String> missing = new TreeSet<>(open);
      missing.removeAll(found);
      say("%d found, %d are open; not found: %s", found.size(), open.size(), missing);
    }
    found.retainAll(closed);
    if (!found.isEmpty()) hidden++;
  }

  private static void take(JsonObject page, Set<String> found) {
    for (Object item : page.getJsonArray("items")) {
      found.add(((JsonObject) item).getString("id"));
    }
  }

  private @Nullable HttpResponse<String> ask(DemoServer server, String path)
      throws InterruptedException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(server.address() + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    }
  }

  private static Set<String> ids(DemoServer server, String which) throws IOException, SQLException {
    Set<String> ids = new TreeSet<>();
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(which)) {
      while (row.next()) ids.add(row.getString(1));
    }
    return ids;
  }
}
