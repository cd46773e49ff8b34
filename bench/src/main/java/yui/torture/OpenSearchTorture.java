package yui.torture;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A server whose index is in an OpenSearch of three nodes, beside one on the same database with an
 * index of its own, which says what is right. Nodes are killed and paused, the index is closed to
 * writers, deleted and mistaken. As a control tasks are named behind the change log's back, and a
 * document is taken out of the cluster: both must be seen.
 */
@Command(
    name = "opensearch",
    description = "Whatever happens to a search cluster: a right answer or a clear refusal.",
    mixinStandardHelpOptions = true)
final class OpenSearchTorture extends Torment {
  private static final int NODES = 3;
  private static final int WRITERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

  /** Two silent nodes are waited for, 5 s each; who asks may stand behind another. */
  private static final double LONGEST_WAIT = 40;

  private static final String NEVER_WRONG = "never a wrong answer";
  private static final String ENDS = "it ends as the embedded index";
  private static final List<String> WORDS = List.of("", "草刈り", "除雪", "水路 奥川", "q");
  private static final String OLD =
      "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"2.19.1\"}}";

  @Option(names = "--rounds", defaultValue = "3", description = "Nodes killed (3).")
  private int rounds;

  @Option(names = "--tasks", defaultValue = "300", description = "The crowd's tasks (300).")
  private int tasks;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(1);

  @Override
  List<String> brokenByControl() {
    return List.of(NEVER_WRONG, ENDS);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town with %d tasks of a crowd, and %d nodes …", tasks, NODES);
    List<SearchNode> nodes = SearchNode.start(NODES);
    try (DemoServer server = DemoServer.start(500, tasks)) {
      server.terminate();
      server.exitCode(30);
      server.set("MATCH_SHARDS", "2");
      moveTo(server, addresses(nodes));
      // The other server would take their codes and has nobody to deliver them.
      List<Somebody> residents = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        residents.add(Somebody.as(server.address(), "resident" + i + "@tokyo.example"));
      }
      try (DemoServer own = server.beside()) {
        findings.promise("it begins as the embedded index", same(server, own, residents) >= 0);
        Searchers searchers = Searchers.begin(server, residents, WRITERS, control);
        try (searchers) {
          if (control) {
            Thread.sleep(10_000);
          } else {
            kills(findings, nodes, searchers);
            paused(findings, nodes, server, searchers);
            closedToWriters(findings, nodes, server, searchers);
            mistaken(findings, nodes, searchers);
          }
        }
        tell(findings, searchers);
        if (control) steal(nodes.getFirst());
        double seconds = same(server, own, residents);
        findings.figure("sameAsTheEmbeddedAfterSeconds", seconds);
        findings.promise(ENDS, seconds >= 0);
        if (!control) anotherVersion(findings, server, addresses(nodes));
      }
    } finally {
      for (SearchNode node : nodes) node.close();
    }
  }

  private static void tell(Findings findings, Searchers searchers) {
    findings.figure("answersRight", searchers.right());
    findings.figure("answersNone", searchers.none());
    findings.figure("longestWaitSeconds", searchers.longestSeconds());
    findings.promise(NEVER_WRONG, searchers.wrong() == 0);
    findings.promise("who gets none is told why", searchers.unclear() == 0);
    findings.promise(
        "nobody waits longer than %.0f s".formatted(LONGEST_WAIT),
        searchers.longestSeconds() <= LONGEST_WAIT);
  }

  private static String addresses(List<SearchNode> nodes) {
    return nodes.stream().map(SearchNode::address).collect(Collectors.joining(" "));
  }

  private static void moveTo(DemoServer server, String cluster) throws Exception {
    server.set("MATCH_URL", cluster);
    server.startAgainUntilReady();
  }

  /** One after the other; the others have a copy of all. */
  private void kills(Findings findings, List<SearchNode> nodes, Searchers searchers)
      throws Exception {
    double longest = 0;
    for (int round = 0; round < rounds; round++) {
      SearchNode node = nodes.get(random.nextInt(NODES));
      node.kill();
      Thread.sleep(500);
      longest = Math.max(longest, searchers.untilAnswered(PATIENCE));
      Thread.sleep(3_000);
      node.startAgain();
      nodes.get((nodes.indexOf(node) + 1) % NODES).awaitMet(NODES);
      say("a node was killed and is back; %d right, %d none", searchers.right(), searchers.none());
    }
    findings.figure("nodesKilled", rounds);
    findings.figure("answeredAfterKillMaxSeconds", longest);
    findings.promise(
        "with one node dead it answers within %d s".formatted(BACK_WITHIN.toSeconds()),
        longest <= BACK_WITHIN.toSeconds());
  }

  private void paused(
      Findings findings, List<SearchNode> nodes, DemoServer server, Searchers searchers)
      throws Exception {
    say("the whole cluster stands still …");
    for (SearchNode node : nodes) node.pause();
    Thread.sleep(20_000);
    findings.promise("it stays in the balancer", server.readiness() == 200);
    findings.promise("it says what is away", server.text("/health/ready").contains("\"search\""));
    findings.promise("the page says so", server.text("/en/tasks").contains("Search is away"));
    findings.promise("the page shows tasks", server.text("/en/tasks").contains("/en/tasks/"));
    long began = System.nanoTime();
    server.text("/communities");
    findings.figure("anotherPageMeanwhileSeconds", (System.nanoTime() - began) / 1e9);
    for (SearchNode node : nodes) node.goOn();
    back(findings, "afterPause", searchers);
    nodes.getFirst().awaitMet(NODES);
  }

  private void closedToWriters(
      Findings findings, List<SearchNode> nodes, DemoServer server, Searchers searchers)
      throws Exception {
    say("no index takes writes …");
    SearchNode operator = nodes.getFirst();
    operator.ask("PUT", "/yui-*/_settings", "{\"index.blocks.read_only_allow_delete\":true}");
    Thread.sleep(6_000);
    findings.promise(
        "what was written before is still found",
        get(server, "/api/v1/tasks?limit=5", "").statusCode() == 200);
    operator.ask("PUT", "/yui-*/_settings", "{\"index.blocks.read_only_allow_delete\":null}");
    back(findings, "afterReadOnly", searchers);
  }

  private void mistaken(Findings findings, List<SearchNode> nodes, Searchers searchers)
      throws Exception {
    SearchNode operator = nodes.getFirst();
    say("the indexes are deleted …");
    operator.ask("DELETE", "/yui-1-residents-*,yui-1-tasks-*", "");
    back(findings, "afterDeletion", searchers);
    say("an alias names another index …");
    operator.ask("PUT", "/another", "");
    operator.ask(
        "POST",
        "/_aliases",
        """
        {"actions":[{"remove":{"index":"yui-1-tasks-*","alias":"yui-1-tasks"}},
          {"add":{"index":"another","alias":"yui-1-tasks"}}]}
        """);
    Thread.sleep(3_000);
    back(findings, "afterWrongAlias", searchers);
    String aliases = operator.ask("GET", "/_alias/yui-1-tasks", "").body();
    findings.promise("the alias names our index alone", !aliases.contains("another"));
  }

  private static void back(Findings findings, String name, Searchers searchers) throws Exception {
    double seconds = searchers.untilAnswered(PATIENCE);
    findings.figure(name + "Seconds", seconds);
    findings.promise(
        name + " it answers within %d s".formatted(BACK_WITHIN.toSeconds()),
        seconds <= BACK_WITHIN.toSeconds());
  }

  /** A cluster of yesterday, then that of today again. */
  private void anotherVersion(Findings findings, DemoServer server, String cluster)
      throws Exception {
    say("a cluster of another version …");
    HttpServer old =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    old.createContext(
        "/",
        exchange -> {
          byte[] told = OLD.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, told.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(told);
          }
        });
    old.start();
    server.terminate();
    server.exitCode(30);
    moveTo(server, "http://127.0.0.1:" + old.getAddress().getPort());
    String told = server.text("/health/ready");
    findings.promise(
        "another version is told and not used",
        told.contains("OpenSearch 3 is supported")
            && get(server, "/api/v1/tasks", "").statusCode() == 503);
    old.stop(0);
    server.terminate();
    server.exitCode(30);
    moveTo(server, cluster);
    long end = System.nanoTime() + PATIENCE.toNanos();
    int status = 0;
    while (status != 200 && System.nanoTime() < end) {
      status = get(server, "/api/v1/tasks", "").statusCode();
      Thread.sleep(100);
    }
    findings.promise("with the right one it answers again", status == 200);
  }

  private static void steal(SearchNode operator) throws Exception {
    JsonObject found =
        new JsonObject(operator.ask("GET", "/yui-1-tasks/_search?size=1", "").body());
    String id = found.getJsonObject("hits").getJsonArray("hits").getJsonObject(0).getString("_id");
    operator.ask("DELETE", "/yui-1-tasks/_doc/" + id + "?refresh=true", "");
  }

  /** The seconds until both say the same of everything that is asked; -1 when they never do. */
  private double same(DemoServer server, DemoServer own, List<Somebody> residents)
      throws Exception {
    long began = System.nanoTime();
    while (System.nanoTime() - began < BACK_WITHIN.toNanos()) {
      if (answers(server, residents).equals(answers(own, residents))) {
        return (System.nanoTime() - began) / 1e9;
      }
      Thread.sleep(500);
    }
    return -1;
  }

  private List<JsonArray> answers(DemoServer server, List<Somebody> residents) throws Exception {
    List<JsonArray> answers = new ArrayList<>();
    for (String word : WORDS) {
      String q = word.isEmpty() ? "" : "&q=" + URLEncoder.encode(word, StandardCharsets.UTF_8);
      answers.add(pages(server, "/api/v1/tasks?limit=50" + q, ""));
      answers.add(pages(server, "/api/v1/tasks?limit=50&near=37.6,139.6&sort=NEAREST" + q, ""));
    }
    for (Somebody resident : residents) {
      answers.add(pages(server, "/api/v1/me/recommendations?limit=20", resident.token()));
      answers.add(pages(server, "/api/v1/tasks?limit=50&sort=BEST&q=%E8%8D%89", resident.token()));
    }
    return answers;
  }

  /** All items of a list, with what was counted; a refusal as its status. */
  private JsonArray pages(DemoServer server, String path, String token) throws Exception {
    JsonArray all = new JsonArray();
    String cursor = "";
    do {
      HttpResponse<String> answer = get(server, path + cursor, token);
      if (answer.statusCode() != 200) return new JsonArray().add(answer.statusCode());
      JsonObject page = new JsonObject(answer.body());
      all.addAll(page.getJsonArray("items"));
      if (cursor.isEmpty() && page.containsKey("facets")) all.add(page.getValue("facets"));
      String next = page.getString("nextCursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return all;
  }

  private HttpResponse<String> get(DemoServer server, String path, String token) throws Exception {
    HttpRequest.Builder asking =
        HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) asking.header("Authorization", "Bearer " + token);
    return http.send(asking.build(), BodyHandlers.ofString());
  }
}
