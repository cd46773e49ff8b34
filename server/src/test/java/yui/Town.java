package yui;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import yui.core.Days;
import yui.identity.Logins;
import yui.opensearch.ClusterAddress;
import yui.places.Tiles;
import yui.privacy.Terms;

/**
 * A small town for tests: the real server on a free port, a database of its own on the real
 * (embedded) PostgreSQL, the built-in mailbox, a clock that can be put forward. Whoever is named
 * comes in through the front door, with a code from the mailbox.
 */
public final class Town implements AutoCloseable {
  private final Server server;
  private final EmptyDatabase database;
  private final DemoClock clock;
  private final Config config;
  private final Map<String, String> readCodes = new HashMap<>();
  private final Map<String, Visitor> visitors = new HashMap<>();
  private volatile HttpClient http = newHttp();
  private String community = "";
  private String group = "";

  private Town(Server server, EmptyDatabase database, DemoClock clock, Config config) {
    this.config = config;
    this.server = server;
    this.database = database;
    this.clock = clock;
  }

  /** An empty installation whose administrator is {@code admin@yui.example}. */
  public static Town open() throws Exception {
    return open(1_000);
  }

  /** As {@link #open()}, where so many login letters go to one address in 15 minutes. */
  public static Town open(int loginLetters) throws Exception {
    return open(loginLetters, 1_000_000);
  }

  /** As {@link #open()}, with limits; a proxy on this machine is trusted. */
  static Town open(int loginLetters, int requestsPerMinute) throws Exception {
    return on(EmptyDatabase.open(), loginLetters, requestsPerMinute, Optional.empty());
  }

  /** As {@link #open()}, whose index is in a cluster. */
  static Town searchingIn(ClusterAddress cluster) throws Exception {
    return on(EmptyDatabase.open(), 1_000, 1_000_000, Optional.of(cluster));
  }

  /** A server on what a database already holds. */
  static Town on(EmptyDatabase database) throws Exception {
    return on(database, 1_000, 1_000_000, Optional.empty());
  }

  private static Town on(
      EmptyDatabase database,
      int loginLetters,
      int requestsPerMinute,
      Optional<ClusterAddress> match)
      throws Exception {
    return on(
        database, Files.createTempDirectory("yui-town"), loginLetters, requestsPerMinute, match);
  }

  /** A server that finds something in its folder already. */
  public static Town on(EmptyDatabase database, Path data) throws Exception {
    return on(database, data, 1_000, 1_000_000, Optional.empty());
  }

  private static Town on(
      EmptyDatabase database,
      Path data,
      int loginLetters,
      int requestsPerMinute,
      Optional<ClusterAddress> match)
      throws Exception {
    DemoClock clock = new DemoClock(InstantSource.system(), data.resolve("clock"));
    int port = freePort();
    Config config =
        new Config(
            true,
            "127.0.0.1",
            port,
            "127.0.0.1",
            0,
            "http://127.0.0.1:" + port,
            data,
            null,
            2,
            null,
            "yui@yui.example",
            1_000_000,
            "admin@yui.example",
            requestsPerMinute,
            new Logins.Doorkeeping(loginLetters, 10 * loginLetters),
            data.resolve("bank.keys"),
            Set.of("127.0.0.1"),
            Optional.empty(),
            Terms.SHIPPED,
            match);
    return new Town(Server.start(config, database.databases(), clock), database, clock, config);
  }

  /** Another server on the same database, behind the same address for the outside. */
  public Town beside() throws Exception {
    return beside(config.tiles());
  }

  /** The same with pictures under its maps, or without. */
  Town beside(Optional<Tiles> tiles) throws Exception {
    return beside(tiles, clock);
  }

  /** The same on a machine whose clock is another. */
  Town beside(InstantSource time) throws Exception {
    return beside(config.tiles(), time);
  }

  private Town beside(Optional<Tiles> tiles, InstantSource time) throws Exception {
    Config other =
        new Config(
            config.demo(),
            config.host(),
            freePort(),
            "127.0.0.1",
            0,
            config.baseUrl(),
            Files.createTempDirectory("yui-town"),
            null,
            config.replicaSeconds(),
            null,
            config.mailFrom(),
            config.mailsPerDay(),
            config.adminEmail(),
            config.requestsPerMinute(),
            config.logins(),
            config.bankKeys(),
            config.trustedProxies(),
            tiles,
            Terms.SHIPPED,
            config.match());
    return new Town(Server.start(other, database.databases(), time), database, clock, other);
  }

  /**
   * An installation as it is served: nobody is its administrator yet, and money asks for a second
   * factor. Its letters still arrive in the mailbox.
   */
  public static Town served() throws Exception {
    EmptyDatabase database = EmptyDatabase.open();
    Path data = Files.createTempDirectory("yui-town");
    DemoClock clock = new DemoClock(InstantSource.system(), data.resolve("clock"));
    int port = freePort();
    Config config =
        new Config(
            false,
            "127.0.0.1",
            port,
            "127.0.0.1",
            0,
            "http://localhost:" + port,
            data,
            null,
            2,
            null,
            "yui@yui.example",
            1_000_000,
            null,
            1_000_000,
            new Logins.Doorkeeping(1_000, 10_000),
            data.resolve("bank.keys"),
            Set.of("127.0.0.1"),
            Optional.empty(),
            Terms.SHIPPED,
            Optional.empty());
    return new Town(Server.start(config, database.databases(), clock), database, clock, config);
  }

  /** What the console shows of an installation without an administrator. */
  public String administratorCode() {
    return server.administratorCode().orElse("");
  }

  /**
   * A town with 西会津町 in it: the official desk ({@code desk@}, {@code treasurer@}), a ward head
   * ({@code ward@}) of a group in 奥川, three residents ({@code r1@ r2@ r3@town.example}) who can mow
   * and are free at weekends.
   */
  public static Town furnished() throws Exception {
    return furnished(open());
  }

  /** The same in a town that is open. */
  static Town furnished(Town town) throws Exception {
    town.meet(
        List.of("admin@yui.example", "r1@town.example", "r2@town.example", "r3@town.example"));
    Visitor admin = town.as("admin@yui.example");
    town.community =
        admin
            .post(
                "/communities",
                Map.of("code", "074055", "name", "西会津町", "lat", 37.587, "lon", 139.648))
            .is(201)
            .id();
    String path = "/communities/" + town.community;
    town.group = admin.post(path + "/groups", Map.of("name", "奥川地域づくり協議会")).is(201).id();
    for (String desk : List.of("desk@town.example", "treasurer@town.example")) {
      admin
          .post(
              path + "/memberships",
              Map.of("email", desk, "role", "COORDINATOR", "desk", "OFFICIAL"))
          .is(201);
    }
    admin
        .post(
            path + "/memberships",
            Map.of("email", "ward@town.example", "role", "HOST", "groupId", town.group))
        .is(201);
    for (int i = 1; i <= 3; i++) town.resident("r" + i + "@town.example", "住民" + i);
    return town;
  }

  /** The demo's three communities as they are after their season. */
  static Town played() throws Exception {
    Town town = open();
    new DemoTown(town.url(), town.clock, town.config.data(), line -> {}).play();
    return town;
  }

  /** A resident with a home in Tokyo and a base in 奥川 who mows and is free every weekend. */
  public Visitor resident(String email, String name) throws Exception {
    Visitor resident = as(email);
    resident
        .put(
            "/me/resident",
            Map.of(
                "displayName",
                name,
                "findable",
                "ALL",
                "skills",
                List.of(Map.of("code", "mowing", "level", 3)),
                "bases",
                List.of(
                    Map.of("kind", "HOME", "label", "東京", "lat", 35.70, "lon", 139.70),
                    Map.of("kind", "SECOND_BASE", "label", "奥川", "lat", 37.655, "lon", 139.627)),
                "rewardWishes",
                List.of("CASH", "MEAL", "PRODUCE")))
        .is(200);
    List<String> weekends = new ArrayList<>();
    LocalDate today = Days.of(now());
    for (LocalDate day = today; day.isBefore(today.plusDays(60)); day = day.plusDays(1)) {
      if (day.getDayOfWeek().getValue() >= 6) {
        weekends.add(day + ".AM");
        weekends.add(day + ".PM");
      }
    }
    resident
        .put(
            "/me/resident/availability",
            Map.of(
                "from",
                today.toString(),
                "to",
                today.plusDays(60).toString(),
                "halfDays",
                weekends))
        .is(200);
    return resident;
  }

  /**
   * The mowing that the ward head posts: next Saturday morning, three places, thanks of each kind.
   */
  public Map<String, Object> mowing() {
    Map<String, Object> task =
        new HashMap<>(
            Map.of(
                "groupId",
                group,
                "title",
                "草刈り",
                "description",
                "農道の草を刈ります。",
                "hardParts",
                List.of(Map.of("code", "SLOPE", "note", "坂が急です")),
                "kind",
                "WORK",
                "place",
                Map.of("lat", 37.66, "lon", 139.63, "label", "奥川", "meetingPoint", "公民館の前"),
                "requiredSkills",
                List.of(Map.of("code", "mowing", "level", 2)),
                "slots",
                List.of(
                    Map.of(
                        "startsAt",
                        saturday(9).toString(),
                        "endsAt",
                        saturday(12).toString(),
                        "capacity",
                        3)),
                "rewards",
                List.of(
                    Map.of("kind", "CASH", "amountYen", 3000),
                    Map.of("kind", "MEAL", "count", 1),
                    Map.of("kind", "PRODUCE", "item", "RICE", "quantity", 2000, "unit", "g")),
                "travel",
                Map.of("policy", "ACTUAL", "capYen", 5000)));
    task.put("onCall", onCall());
    return task;
  }

  /** Who answers the telephone while the office is closed. */
  public static Map<String, Object> onCall() {
    return Map.of(
        "name",
        "区長",
        "phone",
        "090-0000-0001",
        "backup",
        Map.of("name", "副区長", "phone", "090-0000-0009"));
  }

  /** A task made from {@link #mowing} by the ward head and published: its id. */
  public String posted(Map<String, Object> task) throws Exception {
    Visitor ward = as("ward@town.example");
    String id = ward.post("/communities/" + community + "/tasks", task).is(201).id();
    ward.post("/tasks/" + id + "/publish", null).is(200);
    return id;
  }

  /** An hour of the coming Saturday, at least two days ahead. */
  public Instant saturday(int hour) {
    LocalDate day = Days.of(now()).plusDays(1).with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
    return day.atTime(hour, 0).atZone(Days.TOKYO).toInstant();
  }

  public String community() {
    return community;
  }

  public String group() {
    return group;
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static HttpClient newHttp() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** The connections of all who visit this town. */
  HttpClient http() {
    return http;
  }

  /** Somebody without a login. */
  public Visitor stranger() {
    return new Visitor(this, null);
  }

  /** Somebody with this access token. */
  public Visitor bearing(String token) {
    return new Visitor(this, token);
  }

  /** Somebody with a browser. */
  public Reader reader() {
    return new Reader(this);
  }

  /** Somebody logged in by the code in the letter; the same visitor each time. */
  public synchronized Visitor as(String email) throws Exception {
    Visitor known = visitors.get(email);
    if (known != null) return known;
    return comesIn(email, asksForCode(email));
  }

  /** Has several come in with one walk of the postman; {@link #as} then knows them. */
  private synchronized void meet(List<String> emails) throws Exception {
    Map<String, String> challenges = new LinkedHashMap<>();
    for (String email : emails) challenges.put(email, asksForCode(email));
    for (var asked : challenges.entrySet()) comesIn(asked.getKey(), asked.getValue());
  }

  private String asksForCode(String email) throws Exception {
    return stranger()
        .post("/login/codes", Map.of("email", email))
        .is(202)
        .body()
        .path("challenge")
        .asText();
  }

  private Visitor comesIn(String email, String challenge) throws Exception {
    String code = code(email).replace("-", "");
    JsonNode tokens =
        stranger()
            .post("/login/tokens", Map.of("challenge", challenge, "code", code))
            .is(200)
            .body();
    Visitor visitor = new Visitor(this, tokens.path("accessToken").asText());
    visitors.put(email, visitor);
    return visitor;
  }

  /** The code in a letter to somebody that was not read before. */
  public String code(String email) throws Exception {
    synchronized (readCodes) {
      String before = readCodes.getOrDefault(email, "read before");
      // Ids in links and telephone numbers hold such digits, too.
      String code = letter(email, "(?<![\\w-])(?!" + before + ")\\d{4}-\\d{4}(?![\\w-])");
      readCodes.put(email, before + "|" + code);
      return code;
    }
  }

  /** What matches in the newest letter to somebody, waiting for it to come. */
  public String letter(String email, String pattern) throws Exception {
    return letter(email, pattern, "");
  }

  /** The same, waiting for another than the last one known. */
  String letter(String email, String pattern, String known) throws Exception {
    for (int tries = 0; tries < 1_000; tries++) {
      String newest = newestLetter(email, pattern);
      if (!newest.equals(known)) return newest;
      Thread.sleep(20);
    }
    throw new AssertionError("no letter to " + email + " with " + pattern);
  }

  /** What matches in the newest letter to somebody; empty when none has come. */
  public String newestLetter(String email, String pattern) throws Exception {
    Pattern wanted = Pattern.compile(pattern);
    JsonNode items = stranger().raw("GET", "/dev/mailbox?to=" + email, null).body().path("items");
    for (JsonNode item : items) {
      Matcher found =
          wanted.matcher(item.path("subject").asText() + "\n" + item.path("text").asText());
      if (found.find()) return found.group();
    }
    return "";
  }

  public Instant now() {
    return clock.instant();
  }

  /** Puts the clock forward. */
  public void reach(Instant then) {
    clock.reach(then);
  }

  /** The town's own database, with every right: for looking behind the scenes. */
  public Connection superuser() throws SQLException {
    return database.superuser();
  }

  /** The database that this town lives in. */
  EmptyDatabase database() {
    return database;
  }

  /** The file whose keys seal the town's bank accounts. */
  public Path bankKeys() {
    return config.bankKeys();
  }

  /** Makes an account without a login. */
  public void add(String email) throws SQLException {
    try (Connection db = superuser();
        PreparedStatement add =
            db.prepareStatement(
                "insert into persons (id, email, email_folded, created_at)"
                    + " values (gen_random_uuid(), ?, ?, now())")) {
      add.setString(1, email);
      add.setString(2, email);
      add.executeUpdate();
    }
  }

  /** As an operator does by hand, from another process. */
  public void rotateSigningKeys() {
    Map<String, String> environment =
        Map.of(
            "YUI_BANK_KEYS",
            config.bankKeys().toString(),
            "DATABASE_URL",
            database.databases().app());
    if (new CommandLine(new KeysCommand(environment)).execute("rotate") != 0) {
      throw new AssertionError("keys rotate failed");
    }
  }

  /** As the settings of a server say where the owner of its tables connects. */
  String ownerUrl() {
    return database.databases().owner();
  }

  /** Where another server of the same town would connect. */
  public PgConnectOptions app() {
    return database.app();
  }

  /** The database as the server's own role. */
  public Connection asServer() throws SQLException {
    return database.asApp();
  }

  int metricsPort() {
    return server.metricsPort();
  }

  public String url() {
    return config.baseUrl().replaceFirst(":[0-9]+$", ":" + server.port());
  }

  @Override
  public void close() {
    // A server that goes waits for lines on which more may be on its way.
    HttpClient before = http;
    http = newHttp();
    before.shutdown();
    server.close();
  }
}
