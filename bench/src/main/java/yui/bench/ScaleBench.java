package yui.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.torture.DemoServer;
import yui.torture.Somebody;

/**
 * A town that grows: at each size what it takes on disk and in memory, how long its pages, its
 * index, its backup and its start take, and how each figure grew beside the residents.
 */
@Command(
    name = "scale",
    description = "A town that grows from size to size: disk, memory, times, and how they grow.")
final class ScaleBench implements Callable<Integer> {
  private static final double NATION = 18_270_000;
  private static final int RESIDENTS_A_TASK = 20;
  // A desk may look 300 times an hour.
  private static final int MOST_LOOKS = 60;
  private static final String DATABASE = "select pg_database_size('yui')";
  private static final String OPEN =
      """
      select t.id::text from tasks t join communities c on c.id = t.community_id
      where c.name = '西会津町' and t.state = 'OPEN' order by t.id limit ?
      """;
  private static final String[] PLACES = {"西会津町", "三浦市", "喜多方市"};

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "Residents, growing (10000,100000,1000000).")
  private List<Integer> sizes = List.of();

  @Option(names = "--asked", defaultValue = "200", description = "Questions of each kind (200).")
  private int asked;

  @Option(names = "--json", description = "The last line is one JSON object.")
  private boolean json;

  private record Size(int residents, Map<String, Double> figures) {
    double of(String what) {
      return Objects.requireNonNull(figures.get(what));
    }
  }

  @Override
  public Integer call() throws Exception {
    if (!sizes.stream().sorted().toList().equals(sizes)) {
      System.err.println("yui bench: --sizes must grow");
      return 2;
    }
    List<Size> measured = new ArrayList<>();
    Path folder = Files.createTempDirectory("yui-bench");
    try (DemoServer town = DemoServer.start(0)) {
      for (int size : sizes) measured.add(new Size(size, measure(town, folder, size)));
    } finally {
      Disk.delete(folder);
    }
    print(measured);
    if (json) {
      JsonArray all = new JsonArray();
      for (Size size : measured) {
        JsonObject one = new JsonObject().put("residents", size.residents());
        size.figures().forEach(one::put);
        all.add(one);
      }
      System.out.println(new JsonObject().put("sizes", all).encode());
    }
    return 0;
  }

  private Map<String, Double> measure(DemoServer town, Path folder, int size) throws Exception {
    Map<String, Double> figures = new LinkedHashMap<>();
    try (Progress progress = new Progress(size + " residents move in", 1)) {
      town.grow(size, size / RESIDENTS_A_TASK);
      caughtUp(town);
      figures.put("moved in, s", progress.seconds());
    }
    try (Progress progress = new Progress("index built anew", 1)) {
      town.operators("POST", "/reindex");
      Thread.sleep(1_000);
      while (town.figure("yui_index_rebuild_running") > 0) Thread.sleep(100);
      caughtUp(town);
      figures.put("index built, s", progress.seconds());
    }
    town.terminate();
    town.exitCode(60);
    figures.put("start until ready, s", town.startAgainUntilReady());
    ask(town, figures);
    figures.put("memory of the server, MB", (double) town.residentMegabytes());
    figures.put("index on disk, MB", town.figure("yui_index_bytes") / 1e6);
    figures.put("database on disk, MB", number(town, DATABASE) / 1e6);
    backUp(town, folder, figures);
    return figures;
  }

  private static void caughtUp(DemoServer town) throws Exception {
    while (town.figure("yui_feed_lag_rows") > 0 || town.figure("yui_index_ready") < 1) {
      Thread.sleep(100);
    }
  }

  private void ask(DemoServer town, Map<String, Double> figures) throws Exception {
    Somebody desk = Somebody.as(town.address(), "desk@nishiaizu.example");
    Somebody resident = Somebody.as(town.address(), "resident1@tokyo.example");
    List<String> tasks = tasks(town);
    times(
        figures,
        "search by place",
        resident,
        asked,
        i -> "/tasks?limit=20&place=" + encode(PLACES[i % PLACES.length]));
    times(figures, "search by words", resident, asked, i -> "/tasks?limit=20&q=" + encode("草刈り"));
    times(figures, "tasks for a resident", resident, asked, i -> "/tasks?limit=20&sort=BEST");
    times(
        figures,
        "residents for a task",
        desk,
        Math.min(asked, MOST_LOOKS),
        i -> "/tasks/" + tasks.get(i % tasks.size()) + "/candidates?limit=20");
  }

  private static String encode(String words) {
    return URLEncoder.encode(words, StandardCharsets.UTF_8);
  }

  private void times(
      Map<String, Double> figures, String what, Somebody who, int many, IntFunction<String> path)
      throws Exception {
    for (int i = 0; i < many / 4; i++) one(who, path.apply(i));
    double[] ms = new double[many];
    for (int i = 0; i < many; i++) {
      long began = System.nanoTime();
      one(who, path.apply(i));
      ms[i] = (System.nanoTime() - began) / 1e6;
    }
    Timings timings = new Timings(ms);
    figures.put(what + ", p50 ms", timings.percentile(0.5));
    figures.put(what + ", p99 ms", timings.percentile(0.99));
  }

  private static void one(Somebody who, String path) throws Exception {
    Somebody.Reply reply = who.get(path);
    if (reply.status() != 200) throw new IllegalStateException(path + ": " + reply);
  }

  private static void backUp(DemoServer town, Path folder, Map<String, Double> figures)
      throws Exception {
    Path file = folder.resolve("backup.zip");
    Path place = folder.resolve("place");
    try (Progress progress = new Progress("backup", 1)) {
      good(town.command("backup", file.toString(), "--data", town.data().toString()), "backup");
      figures.put("backup, s", progress.seconds());
    }
    figures.put("backup, MB", Files.size(file) / 1e6);
    try (Progress progress = new Progress("restore", 1)) {
      String to = place.toString();
      good(town.command("restore", file.toString(), "--data", to), "restore");
      figures.put("restore, s", progress.seconds());
    }
    Disk.delete(place);
    Files.delete(file);
  }

  private static void good(int exitCode, String what) {
    if (exitCode != 0) throw new IllegalStateException(what + " left with " + exitCode);
  }

  private List<String> tasks(DemoServer town) throws IOException, SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = town.connect("postgres");
        PreparedStatement sql = connection.prepareStatement(OPEN)) {
      sql.setInt(1, asked);
      try (ResultSet row = sql.executeQuery()) {
        while (row.next()) ids.add(row.getString(1));
      }
    }
    return ids;
  }

  private static double number(DemoServer town, String sql) throws IOException, SQLException {
    try (Connection connection = town.connect("postgres");
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Beside each figure how it grew for ten times the residents, and the nation's: if it goes on
   * growing so, and on a straight line, which is too much for what is looked up.
   */
  private static void print(List<Size> measured) {
    Size last = measured.getLast();
    StringBuilder head = new StringBuilder("| residents |");
    for (Size size : measured) head.append(" %,d |".formatted(size.residents()));
    System.out.println(head + " ten times as many | 18,270,000 so | in a straight line |");
    System.out.println("|---|" + "--:|".repeat(measured.size() + 3));
    for (String what : last.figures().keySet()) {
      StringBuilder line = new StringBuilder("| " + what + " |");
      for (Size size : measured) line.append(" %,.1f |".formatted(size.of(what)));
      if (measured.size() > 1) {
        Size before = measured.get(measured.size() - 2);
        double times = (double) last.residents() / before.residents();
        double power = Math.log(last.of(what) / before.of(what)) / Math.log(times);
        double nation = last.of(what) * Math.pow(NATION / last.residents(), power);
        double slope = (last.of(what) - before.of(what)) / (last.residents() - before.residents());
        double straight = last.of(what) + slope * (NATION - last.residents());
        line.append(" × %.1f | %,.0f | %,.0f |".formatted(Math.pow(10, power), nation, straight));
      }
      System.out.println(line);
    }
  }
}
