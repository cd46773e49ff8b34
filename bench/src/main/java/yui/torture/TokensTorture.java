package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Two servers on one database are shown forged tokens, turn their keys under load, and must forget
 * a login or a role that the other was told to end. As a control a thief has the key, a key is
 * retired too early, nobody logs out or loses a role, and a refresh token is reused within its
 * grace: each must be seen.
 */
@Command(
    name = "tokens",
    description = "Forged tokens, keys that turn, logins that end, on two servers.",
    mixinStandardHelpOptions = true)
final class TokensTorture extends Torment {
  private static final String FORGED = "every forged one is refused alike (401)";
  private static final String TURNED = "keys turn without a 401";
  private static final String LOGGED_OUT = "a logout acts on both within 5 s";
  private static final String ROLE_LOST = "a lost role acts on both within 5 s";
  private static final String REUSED = "a refresh token used again ends its family on both";

  private static final int CLIENTS = 16;
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration SIGNED_BY_THE_NEXT = Duration.ofSeconds(75);

  @Option(names = "--scribbles", defaultValue = "5000", description = "Scribbled tokens (5000).")
  private int scribbles;

  @Option(names = "--rotations", defaultValue = "2", description = "How often keys turn (2).")
  private int rotations;

  @Option(names = "--ends", defaultValue = "10", description = "Logins and roles to end (10).")
  private int ends;

  @Option(names = "--seed", defaultValue = "7", description = "Of the scribbles (7).")
  private long seed;

  private final Map<String, Login> logins = new HashMap<>();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Override
  List<String> brokenByControl() {
    return List.of(FORGED, TURNED, LOGGED_OUT, ROLE_LOST, REUSED);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town, and a second server on its database …");
    try (DemoServer here = DemoServer.start(0)) {
      // Everybody comes in before the other server runs, which has no mailbox.
      List<String> emails = new ArrayList<>(List.of("forged", "admin@yui.example"));
      for (int i = 0; i < CLIENTS; i++) emails.add("turning" + i);
      for (String sort : List.of("leaving", "brief", "family")) {
        for (int i = 0; i < ends; i++) emails.add(sort + i);
      }
      for (String email : emails) {
        String whole = email.contains("@") ? email : email + "@torture.example";
        logins.put(email, new Login(Somebody.as(here.address(), whole)));
      }
      run(findings, here, control);
    }
  }

  private void run(Findings findings, DemoServer here, boolean control) throws Exception {
    try (DemoServer there = here.beside()) {
      List<DemoServer> both = List.of(here, there);
      forgeries(findings, both, control);
      rotations(findings, both, control);
      logouts(findings, both, control);
      roles(findings, both, control);
      reuse(findings, both, control);
    }
  }

  private void forgeries(Findings findings, List<DemoServer> both, boolean control)
      throws Exception {
    String good = login("forged", both.getFirst());
    Forger forger = Forger.of(both.getFirst(), good, new Random(seed));
    Map<String, String> forged = forger.all();
    for (int i = 0; i < scribbles; i++) forged.put("scribble " + i, forger.scribbled());
    if (control) forged.put("by a thief who has the key", forger.copy());
    say("%d forgeries", forged.size());
    Collection<String> otherwise = new ConcurrentSkipListSet<>();
    int turn = 0;
    for (Map.Entry<String, String> one : forged.entrySet()) {
      List<DemoServer> asked =
          one.getKey().startsWith("scribble") ? List.of(both.get(turn++ % 2)) : both;
      for (DemoServer server : asked) {
        HttpResponse<String> answer = get(server, "/me", one.getValue());
        boolean refused =
            answer.statusCode() == 401
                && new JsonObject(answer.body()).getString("code").equals("login_needed");
        if (!refused) otherwise.add(one.getKey() + ": " + answer.statusCode());
      }
    }
    otherwise.forEach(line -> say("  %s", line));
    findings.figure("forgeries", forged.size());
    findings.figure("forgeriesNotRefused", otherwise.size());
    boolean stillGood = both.stream().allMatch(s -> status(s, "/me", good) == 200);
    findings.promise("the good one is good on both", stillGood);
    findings.promise(FORGED, otherwise.isEmpty());
  }

  private void rotations(Findings findings, List<DemoServer> both, boolean control)
      throws Exception {
    Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
    AtomicInteger refreshes = new AtomicInteger();
    boolean[] over = new boolean[1];
    List<Login> turning = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      login("turning" + client, both.get(client % 2));
      turning.add(Objects.requireNonNull(logins.get("turning" + client)));
    }
    String first = kid(turning.getFirst().access);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Login login : turning) {
        clients.execute(
            () -> {
              for (int turn = 0; !over[0]; turn++) {
                DemoServer server = both.get(turn % 2);
                answers.merge(status(server, "/me", login.access), 1, Integer::sum);
                // Each ten seconds or so a new pair, by either server.
                if (turn % 400 == 399 && login.refresh(http, server)) refreshes.incrementAndGet();
                pause(20);
              }
            });
      }
      for (int rotation = 0; rotation < rotations; rotation++) {
        String newest = kid(turning.getFirst().access);
        int code = both.getFirst().command("keys", "rotate");
        if (code != 0) throw new IllegalStateException("keys rotate left with " + code);
        if (control) retireAtOnce(both.getFirst());
        boolean turned =
            within(
                SIGNED_BY_THE_NEXT.plusSeconds(15),
                () -> turning.stream().noneMatch(login -> kid(login.access).equals(newest)));
        findings.promise("everybody's token is of the new key (" + rotation + ")", turned);
        say(
            "turn %d of %d: answers %s, %d refreshes",
            rotation + 1, rotations, answers, refreshes.get());
        if (control) break;
      }
      over[0] = true;
    }
    int asked = answers.values().stream().mapToInt(Integer::intValue).sum();
    findings.figure("askedWhileKeysTurned", asked);
    findings.figure("refreshesWhileKeysTurned", refreshes.get());
    findings.figure("notOkWhileKeysTurned", asked - answers.getOrDefault(200, 0));
    findings.promise("keys turned at all", !kid(turning.getFirst().access).equals(first));
    findings.promise(TURNED, asked == answers.getOrDefault(200, 0));
  }

  /** Tokens of the key before cannot be verified any more: the fault of a control. */
  private static void retireAtOnce(DemoServer server) throws Exception {
    try (Connection database = server.connect("postgres");
        Statement sql = database.createStatement()) {
      sql.execute("update signing_keys set retired_at = now() where retired_at is not null");
    }
  }

  private void logouts(Findings findings, List<DemoServer> both, boolean control) throws Exception {
    double[] seconds = new double[ends];
    int late = 0;
    for (int i = 0; i < ends; i++) {
      DemoServer at = both.get(i % 2);
      DemoServer other = both.get(1 - i % 2);
      String token = login("leaving" + i, at);
      mustBe(200, status(other, "/me", token));
      if (!control) send(at, "DELETE", "/login/tokens", token);
      long began = System.nanoTime();
      if (!within(AT_ONCE, () -> both.stream().allMatch(s -> status(s, "/me", token) == 401)))
        late++;
      seconds[i] = (System.nanoTime() - began) / 1e9;
      if (control) break;
    }
    Arrays.sort(seconds);
    findings.figure("logoutMaxSeconds", seconds[ends - 1]);
    findings.promise(LOGGED_OUT, late == 0);
  }

  private void roles(Findings findings, List<DemoServer> both, boolean control) throws Exception {
    String admin = login("admin@yui.example", both.getFirst());
    String listed = get(both.getFirst(), "/communities?limit=50", admin).body();
    JsonArray communities = new JsonObject(listed).getJsonArray("items");
    String path = "/communities/" + communities.getJsonObject(0).getString("id");
    double[] seconds = new double[ends];
    int late = 0;
    for (int i = 0; i < ends; i++) {
      DemoServer at = both.get(i % 2);
      DemoServer other = both.get(1 - i % 2);
      JsonObject entry =
          new JsonObject().put("email", "brief" + i + "@torture.example").put("role", "AUDITOR");
      String membership =
          new JsonObject(send(both.getFirst(), "POST", path + "/memberships", admin, entry).body())
              .getString("id");
      String token = login("brief" + i, at);
      String transfers = path + "/transfers?limit=1";
      mustBe(200, status(other, transfers, token));
      if (!control) send(at, "DELETE", path + "/memberships/" + membership, admin);
      long began = System.nanoTime();
      boolean gone =
          within(AT_ONCE, () -> both.stream().allMatch(s -> status(s, transfers, token) == 404));
      if (!gone) late++;
      seconds[i] = (System.nanoTime() - began) / 1e9;
      if (control) break;
    }
    Arrays.sort(seconds);
    findings.figure("lostRoleMaxSeconds", seconds[ends - 1]);
    findings.promise(ROLE_LOST, late == 0);
  }

  private void reuse(Findings findings, List<DemoServer> both, boolean control) throws Exception {
    int tried = 0;
    int ended = 0;
    for (int i = 0; i < ends; i++) {
      DemoServer at = both.get(i % 2);
      DemoServer other = both.get(1 - i % 2);
      Login owner = Objects.requireNonNull(logins.get("family" + i));
      Login thief = new Login(owner);
      mustBe(200, owner.refreshed(http, at));
      mustBe(200, status(other, "/me", owner.access));
      // The thief comes later than two tabs of one browser would; the control's comes as a tab.
      if (!control) age(both.getFirst(), "family" + i + "@torture.example");
      boolean taken = thief.refresh(http, other);
      boolean out =
          within(AT_ONCE, () -> both.stream().allMatch(s -> status(s, "/me", owner.access) == 401));
      boolean renewed = owner.refresh(http, at);
      tried++;
      if (!taken && out && !renewed) ended++;
      if (control) break;
    }
    findings.figure("familiesTried", tried);
    findings.figure("familiesEnded", ended);
    findings.promise(REUSED, tried > 0 && ended == tried);
  }

  /** What a step begins with: without it the step would show nothing. */
  private static void mustBe(int wanted, int status) {
    if (status != wanted) throw new IllegalStateException(status + " where " + wanted + " was due");
  }

  private static void age(DemoServer server, String email) throws Exception {
    try (Connection database = server.connect("postgres");
        PreparedStatement sql =
            database.prepareStatement(
                """
                update refresh_tokens t set replaced_at = replaced_at - interval '31 seconds'
                from logins l join persons p on p.id = l.person_id
                where l.id = t.login_id and p.email_folded = ?
                """)) {
      sql.setString(1, email);
      sql.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A pair of tokens. */
  private static final class Login {
    private volatile String access;
    private volatile String refresh;

    Login(Somebody somebody) {
      this.access = somebody.token();
      this.refresh = somebody.refreshToken();
    }

    Login(Login copied) {
      this.access = copied.access;
      this.refresh = copied.refresh;
    }

    boolean refresh(HttpClient http, DemoServer server) {
      return refreshed(http, server) == 200;
    }

    /** The status, or 0 where nothing was answered. */
    int refreshed(HttpClient http, DemoServer server) {
      HttpRequest asked =
          HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/login/refreshes"))
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      new JsonObject().put("refreshToken", refresh).encode()))
              .build();
      try {
        HttpResponse<String> answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          JsonObject pair = new JsonObject(answer.body());
          access = pair.getString("accessToken");
          refresh = pair.getString("refreshToken");
        }
        return answer.statusCode();
      } catch (Exception e) {
        return 0;
      }
    }
  }

  private static boolean within(Duration patience, BooleanSupplier done) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      if (done.getAsBoolean()) return true;
      pause(50);
    }
    return false;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String kid(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.split("\\.")[0]);
    return new JsonObject(new String(header, StandardCharsets.UTF_8)).getString("kid");
  }

  /** A token of theirs that is new. */
  private String login(String name, DemoServer at) {
    Login login = Objects.requireNonNull(logins.get(name));
    if (!login.refresh(http, at)) throw new IllegalStateException("no new token for " + name);
    return login.access;
  }

  private HttpResponse<String> get(DemoServer server, String path, String token) throws Exception {
    return send(server, "GET", path, token);
  }

  /** The status, or 0 where nothing was answered. */
  private int status(DemoServer server, String path, String token) {
    try {
      return get(server, path, token).statusCode();
    } catch (Exception e) {
      return 0;
    }
  }

  private HttpResponse<String> send(DemoServer server, String method, String path, String token)
      throws Exception {
    return send(server, method, path, token, null);
  }

  private HttpResponse<String> send(
      DemoServer server, String method, String path, String token, @Nullable JsonObject body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1" + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", UUID.randomUUID().toString());
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
