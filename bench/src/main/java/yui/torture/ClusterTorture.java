package yui.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Two servers on one database behind an nginx: one after the other is killed and started again,
 * then each is renewed as an upgrade would, while people tell problems and a desk answers and pays.
 * As a control they forget their keys: something must be there twice.
 */
@Command(
    name = "cluster",
    description = "Two servers, one killed after the other: nothing lost, nothing twice.",
    mixinStandardHelpOptions = true)
final class ClusterTorture extends Torment {
  private static final int PAYERS = 6;
  private static final int TELLERS = 4;
  private static final double ACTS_WITHIN_SECONDS = 5;
  private static final int ENDS_WITHIN_SECONDS = 20;
  private static final String OPEN =
      """
      select t.id::text from tasks t where t.state = 'OPEN'
        and exists (select from slots s where s.task_id = t.id and s.starts_at > now())
      """;
  private static final Duration UNTIL_THE_PROXY_TRIES_AGAIN = Duration.ofSeconds(3);

  @Option(names = "--kills", defaultValue = "20", description = "How often one is killed (20).")
  private int kills;

  @Option(
      names = "--minutes",
      defaultValue = "15",
      description = "It kills no more after so long (15).")
  private int minutes;

  @Option(names = "--renewals", defaultValue = "4", description = "How often one is renewed (4).")
  private int renewals;

  @Override
  List<String> brokenByControl() {
    return List.of("nothing is paid twice", "none is told twice");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    if (!Proxy.isInstalled()) throw new IllegalStateException("nginx is not installed");
    say("opening a demo town …");
    try (DemoServer town = DemoServer.start(0);
        MailServer mail = new MailServer()) {
      mail.comeBack();
      Paying paying = Paying.at(town, control);
      // A demo town forgives the lack of one; the two servers do not.
      paying.desk().keepAuthenticator();
      Somebody teller = Somebody.as(town.address(), "resident2@tokyo.example");
      Telling telling = new Telling(teller, paying.desk(), paying.path(), control);
      String leaver = Somebody.as(town.address(), "resident1@tokyo.example").token();
      // Its database goes on; at its address the proxy listens, so that who came in stays in.
      town.kill();
      try (DemoServer one = town.beside("127.0.0.2", mail.port());
          DemoServer two = town.beside("127.0.0.3", mail.port());
          Proxy proxy = Proxy.at(town, one, two)) {
        logout(findings, leaver, one, two);
        ExecutorService payers = paying.begin(PAYERS, Integer.MAX_VALUE);
        telling.begin(TELLERS);
        try {
          kill(findings, List.of(one, two), telling);
          if (!control) renew(findings, List.of(one, two), telling);
        } finally {
          telling.finish();
          paying.finish(payers);
        }
        telling.reckon(findings, town);
        indexes(findings, town, one, two);
        delivered(findings, mail);
        findings.promise("the proxy was there to the end", proxy.isAlive());
      } finally {
        town.startAgainUntilReady();
      }
      paying.reckon(findings);
    }
  }

  /** Somebody who leaves on one server is refused on the other. */
  private static void logout(Findings findings, String token, DemoServer one, DemoServer two)
      throws Exception {
    if (ask(two, "GET", "/me", token).statusCode() != 200) {
      throw new IllegalStateException("the other server does not know who came in");
    }
    long left = System.nanoTime();
    int ended = ask(one, "DELETE", "/login/tokens", token).statusCode();
    while (ask(two, "GET", "/me", token).statusCode() != 401 && seconds(left) < 60) {
      Thread.sleep(5);
    }
    findings.figure("logoutActsOnTheOtherSeconds", seconds(left));
    findings.promise(
        "a logout acts on the other server within 5 s",
        ended == 204 && seconds(left) <= ACTS_WITHIN_SECONDS);
  }

  private void kill(Findings findings, List<DemoServer> both, Telling telling) throws Exception {
    List<Double> ready = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    while (ready.size() < kills && System.nanoTime() < end) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(500, 2_000));
      DemoServer victim = both.get(ready.size() % 2);
      victim.kill();
      Thread.sleep(ThreadLocalRandom.current().nextInt(0, 1_000));
      ready.add(victim.startAgainUntilReady());
      say(
          "kill %d of %d, ready again after %.1f s; %d told",
          ready.size(), kills, ready.getLast(), telling.told());
    }
    findings.figure("kills", ready.size());
    findings.figure("readyAgainMaxSeconds", Collections.max(ready));
  }

  /** What an upgrade does: one ends, begins again and is ready before the other ends. */
  private void renew(Findings findings, List<DemoServer> both, Telling telling) throws Exception {
    Thread.sleep(UNTIL_THE_PROXY_TRIES_AGAIN);
    int failedBefore = telling.failed();
    int toldBefore = telling.told();
    boolean clean = true;
    for (int renewal = 0; renewal < renewals; renewal++) {
      DemoServer each = both.get(renewal % 2);
      each.terminate();
      clean &= each.exitCode(ENDS_WITHIN_SECONDS) == 0;
      each.startAgainUntilReady();
      Thread.sleep(UNTIL_THE_PROXY_TRIES_AGAIN);
      say(
          "renewal %d of %d; %d told, %d failed",
          renewal + 1, renewals, telling.told(), telling.failed() - failedBefore);
    }
    int failed = telling.failed() - failedBefore;
    findings.figure("toldWhileRenewed", telling.told() - toldBefore);
    findings.figure("failedWhileRenewed", failed);
    findings.promise("a server that is told to end ends with 0", clean);
    findings.promise(
        "no request fails while one after the other is renewed",
        failed == 0 && telling.told() > toldBefore);
  }

  private static void indexes(Findings findings, DemoServer town, DemoServer one, DemoServer two)
      throws Exception {
    Set<String> open = new TreeSet<>();
    try (Connection connection = town.connect("postgres");
        PreparedStatement sql = connection.prepareStatement(OPEN);
        ResultSet row = sql.executeQuery()) {
      while (row.next()) open.add(row.getString(1));
    }
    findings.figure("openTasks", open.size());
    findings.promise(
        "both indexes are equal to the database",
        open.equals(found(one)) && open.equals(found(two)));
  }

  private static Set<String> found(DemoServer server) throws Exception {
    Set<String> found = new TreeSet<>();
    String cursor = "";
    do {
      JsonObject page =
          new JsonObject(ask(server, "GET", "/tasks?sort=NEWEST&limit=100" + cursor, "").body());
      page.getJsonArray("items").forEach(item -> found.add(((JsonObject) item).getString("id")));
      String after = page.getString("nextCursor");
      cursor = after == null ? "" : "&cursor=" + after;
    } while (!cursor.isEmpty());
    return found;
  }

  private void delivered(Findings findings, MailServer mail) {
    List<MailServer.Arrived> letters = mail.arrived();
    int repeated = letters.size() - MailServer.counted(letters).size();
    findings.figure("lettersDelivered", letters.size());
    findings.figure("lettersRepeated", repeated);
    // One that dies between the mail server's yes and its own note of it leaves it to the other.
    findings.promise(
        "letters come again only of the dead, under the same Message-ID", repeated <= kills);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static HttpResponse<String> ask(
      DemoServer server, String method, String path, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
