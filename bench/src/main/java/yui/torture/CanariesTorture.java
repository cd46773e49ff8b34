package yui.torture;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import yui.privacy.Register;
import yui.vault.Vault;
import yui.web.Contract;

/**
 * A word of its own in every private column of the register, then everybody reads everything they
 * can: operations, pages, letters, files, errors; and the program's log, metrics and index are
 * read, term by term. As a control a private word is put where everybody reads, and into the log:
 * it must be seen in pages, in the index and in the log.
 */
@Command(
    name = "canaries",
    description = "A word in every private field: read by nobody but those it is for.",
    mixinStandardHelpOptions = true)
final class CanariesTorture extends Torment {
  private static final String READ = "a word is read by nobody but those it is for";
  private static final String LOGGED = "no word stands in the log or the metrics";
  private static final String INDEXED = "no word stands in the index";
  private static final String PHONE = "persons.phone";

  private static final List<String> PEOPLE =
      List.of(
          "resident1@tokyo.example",
          "resident2@tokyo.example",
          "ward@okugawa.example",
          "school@aizuwakamatsu.example",
          "desk@nishiaizu.example",
          "private-desk@nishiaizu.example",
          "auditor@nishiaizu.example",
          "desk@miura.example",
          "farm@miura.example",
          "admin@yui.example");
  private static final List<String> DOORS =
      List.of("/", "/me", "/tasks", "/communities", "/privacy");

  @Option(names = "--things", defaultValue = "6", description = "Of each kind, asked for (6).")
  private int things;

  @Option(names = "--pages", defaultValue = "400", description = "Pages that one walks (400).")
  private int pages;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Canaries canaries = new Canaries();
  private final Map<String, Set<String>> leaks = new TreeMap<>();
  private final Set<String> seen = new TreeSet<>();
  private int answers;

  @Override
  List<String> brokenByControl() {
    return List.of(READ, LOGGED, INDEXED);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0);
        Connection all = server.connect("postgres")) {
      Furnishing.furnish(server);
      canaries.plant(all, Register.load(), known(all), Vault.at(server.bankKeys()));
      if (control) publish(all);
      reindex(server);
      if (control) Files.writeString(server.log(), canaries.some(PHONE), StandardOpenOption.APPEND);
      say("%d words in %d columns", canaries.size(), canaries.places().size());

      List<Eyes> eyes = new ArrayList<>(List.of(Eyes.stranger(all)));
      for (String email : PEOPLE) if (isKnown(all, email)) eyes.add(Eyes.of(all, email));
      Map<String, List<String>> ids = ids(all);
      for (Eyes one : eyes) {
        operations(server, one, ids);
        walk(server, one);
        say("%s: %d answers read, %d leaks", one.name(), answers, leaks.size());
      }
      letters(server, all);
      String log = log(server) + server.operators("GET", "/metrics");
      Set<String> logged = canaries.in(log);
      Set<String> indexed = new TreeSet<>();
      IndexLook look =
          new IndexLook(
              text -> {
                indexed.addAll(places(canaries.in(text)));
                if (isPart(text)) indexed.add("part of a word: " + text);
              });
      look.at(server.data().resolve("index"));

      findings.figure("words", canaries.size());
      findings.figure("columns", canaries.places().size());
      findings.figure("tablesWithoutARow", canaries.bare().toString());
      findings.figure("readers", eyes.size());
      findings.figure("answers", answers);
      findings.figure("columnsSeenByThoseTheyAreFor", seen.size());
      leaks.forEach((leak, where) -> findings.figure("leak " + leak, where.toString()));
      if (!logged.isEmpty()) findings.figure("logged", places(logged).toString());
      if (!indexed.isEmpty()) findings.figure("indexed", indexed.toString());
      findings.figure("indexTerms", look.terms());
      findings.figure("indexValues", look.values());
      findings.promise(READ, leaks.isEmpty());
      findings.promise(LOGGED, logged.isEmpty());
      findings.promise(INDEXED, indexed.isEmpty());
      findings.promise(
          "the index was looked into", look.indexes() > 0 && look.terms() + look.values() > 100);
      findings.promise("those they are for read at least 25 columns", seen.size() >= 25);
    }
  }

  private static void reindex(DemoServer server) throws Exception {
    server.operators("POST", "/reindex");
    while (server.operators("GET", "/reindex").contains("RUNNING")) Thread.sleep(100);
    server.awaitReady();
  }

  // Whom one may log in as, the demo tells everybody: indented lines of its greeting, and its
  // login.
  private static String log(DemoServer server) throws IOException {
    return Files.readAllLines(server.log()).stream()
        .filter(line -> !line.startsWith("  "))
        .collect(Collectors.joining("\n"));
  }

  private Set<String> places(Set<String> words) {
    Set<String> places = new TreeSet<>();
    for (String word : words) {
      canaries.of(word).ifPresent(canary -> places.add(canary.place()));
    }
    return places;
  }

  private void publish(Connection all) throws SQLException {
    for (String sql :
        List.of(
            "update communities set about = about || ?",
            "update tasks set description = description || ? where state = 'OPEN'")) {
      try (PreparedStatement tell = all.prepareStatement(sql)) {
        tell.setString(1, " " + canaries.some(PHONE));
        tell.executeUpdate();
      }
    }
  }

  private static boolean isKnown(Connection all, String email) throws SQLException {
    try (PreparedStatement find =
        all.prepareStatement("select exists (select from persons where email_folded = ?)")) {
      find.setString(1, email);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static Map<String, UUID> known(Connection all) throws SQLException {
    Map<String, UUID> known = new HashMap<>();
    String sql =
        """
        select a.person_id as person, a.id as application_id, a.task_id, a.community_id,
            k.group_id, s.slot_id, (select n.id from needs n order by n.id limit 1) as need_id
          from applications a join tasks k on k.id = a.task_id
          join application_slots s on s.application_id = a.id
          join persons p on p.id = a.person_id and p.email_folded = 'resident1@tokyo.example'
          order by a.id limit 1
        """;
    try (Statement statement = all.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        UUID id = row.getObject(i, UUID.class);
        if (id != null) known.put(row.getMetaData().getColumnLabel(i), id);
      }
    }
    return known;
  }

  private static final Map<String, String> THINGS =
      Map.ofEntries(
          Map.entry("communityId", "select id from communities order by code"),
          Map.entry("taskId", "select id from tasks order by state desc, id"),
          Map.entry(
              "applicationId",
              "select a.id from applications a join persons p on p.id = a.person_id"
                  + " order by p.email_folded <> 'resident1@tokyo.example', a.id"),
          Map.entry("slotId", "select id from slots order by id"),
          Map.entry("needId", "select id from needs order by id"),
          Map.entry("personId", "select person_id from residents order by person_id"),
          Map.entry("settlementId", "select id from settlements order by id"),
          Map.entry("exportId", "select id from settlement_exports order by id"),
          Map.entry("listId", "select id from year_lists order by id"),
          Map.entry("incidentId", "select id from incidents order by id"),
          Map.entry("reportId", "select id from reports order by id"),
          Map.entry("photoId", "select id from photos order by id"),
          Map.entry("workDayId", "select id from work_days order by id"),
          Map.entry("travelClaimId", "select id from travel_claims order by id"),
          Map.entry("travelReceiptId", "select id from travel_receipts order by id"),
          Map.entry("fundId", "select id from funds order by id"),
          Map.entry(
              "transferId", "select id from transfers where person_id is not null order by seq"),
          Map.entry("groupId", "select id from groups order by id"),
          Map.entry("webhookId", "select id from webhooks order by id"));

  private Map<String, List<String>> ids(Connection all) throws SQLException {
    Map<String, List<String>> ids = new HashMap<>();
    for (Map.Entry<String, String> thing : THINGS.entrySet()) {
      List<String> found = new ArrayList<>();
      try (Statement statement = all.createStatement();
          ResultSet rows = statement.executeQuery(thing.getValue() + " limit " + things)) {
        while (rows.next()) found.add(rows.getString(1));
      }
      ids.put(thing.getKey(), found);
    }
    return ids;
  }

  private void operations(DemoServer server, Eyes eyes, Map<String, List<String>> ids)
      throws Exception {
    String token = eyes.person() == null ? "" : Somebody.as(server.address(), eyes.name()).token();
    for (Map.Entry<String, JsonNode> path : Contract.load().tree().path("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      if (get.isMissingNode()) continue;
      for (String asked : addresses(path.getKey(), get, ids)) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create(server.address() + "/api/v1" + asked));
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        String answer = http.send(request.build(), BodyHandlers.ofString()).body();
        read(eyes, get.path("operationId").asText(), answer);
      }
    }
  }

  private List<String> addresses(String path, JsonNode get, Map<String, List<String>> ids) {
    List<String> found = new ArrayList<>();
    String query = query(get);
    for (int i = 0; i < (path.contains("{") ? things : 1); i++) {
      String address = path;
      while (address.contains("{")) {
        String name = address.substring(address.indexOf('{') + 1, address.indexOf('}'));
        List<String> known = ids.getOrDefault(name, List.of());
        String value =
            name.equals("year")
                ? "2026"
                : known.isEmpty() ? UUID.randomUUID().toString() : known.get(i % known.size());
        address = address.replace("{" + name + "}", value);
      }
      if (!found.contains(address + query)) found.add(address + query);
    }
    return found;
  }

  // What must be told is told; who searches looks for the words themselves.
  private static String query(JsonNode get) {
    Map<String, String> told = new LinkedHashMap<>();
    for (JsonNode parameter : get.path("parameters")) {
      String name = parameter.path("name").asText();
      if (name.equals("q")) told.put("q", "cnry");
      else if (parameter.path("in").asText().equals("query")
          && parameter.path("required").asBoolean()) {
        told.put(name, name.equals("to") ? "2027-03-31" : "2026-04-01");
      }
    }
    List<String> pairs = new ArrayList<>();
    told.forEach((name, value) -> pairs.add(name + "=" + value));
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private void walk(DemoServer server, Eyes eyes) throws Exception {
    Walker walker = new Walker(server.address());
    if (eyes.person() != null) walker.comeIn(eyes.name());
    walker.walk(
        DOORS,
        pages,
        (path, answer) ->
            read(eyes, path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*"), answer));
  }

  /** What they have written in their letters, they read as well. */
  private void letters(DemoServer server, Connection all) throws Exception {
    String answer =
        http.send(
                HttpRequest.newBuilder(URI.create(server.address() + "/dev/mailbox?limit=100"))
                    .header("Accept", "application/json")
                    .build(),
                BodyHandlers.ofString())
            .body();
    JsonArray items = new JsonObject(answer).getJsonArray("items");
    for (Object item : items) {
      JsonObject letter = (JsonObject) item;
      String to = letter.getString("to");
      if (isKnown(all, to)) read(Eyes.of(all, to), "a letter", letter.encode());
    }
  }

  private void read(Eyes eyes, String where, String answer) {
    answers++;
    if (where.startsWith("/login")) return;
    for (String word : canaries.in(answer)) {
      canaries
          .of(word)
          .ifPresent(
              canary -> {
                if (mayRead(eyes, canary)) {
                  seen.add(canary.place());
                } else {
                  leaks
                      .computeIfAbsent(
                          canary.place() + " by " + eyes.name(), none -> new TreeSet<>())
                      .add(where);
                }
              });
    }
  }

  private static boolean mayRead(Eyes eyes, Canaries.Canary canary) {
    try {
      return eyes.mayRead(canary);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A word may be cut into its letters and its number. */
  private static boolean isPart(String text) {
    return text.length() < 40 && text.toLowerCase(Locale.ROOT).contains("cnry");
  }
}
