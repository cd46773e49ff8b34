package yui.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The same data is served in host time zones around the world, clients pay across midnight, and the
 * clock goes an hour back and forward. As a control the clock of the other zones is a day off and
 * clients forget their keys: other bytes and double payments must be seen.
 */
@Command(
    name = "clock",
    description = "Host time zones, midnight in Japan, the clock an hour back: the same, once.",
    mixinStandardHelpOptions = true)
final class ClockTorture extends Torment {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final List<String> ZONES =
      List.of("Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago");
  private static final List<String> BY_ANYBODY =
      List.of(
          "/tasks", "/en/tasks", "/easy/tasks", "/api/v1/tasks?limit=100", "/api/v1/communities");
  private static final List<String> BY_THE_DESK =
      List.of(
          "",
          "/tasks",
          "/needs",
          "/work-days",
          "/series",
          "/funds",
          "/transfers?limit=100",
          "/balances",
          "/journal",
          "/figures",
          "/figures/file",
          "/figures/file?format=xlsx",
          "/circular",
          "/fund-report",
          "/vouchers",
          "/periods",
          "/settlements",
          "/travel-claims",
          "/pledges",
          "/goods-statement",
          "/insurance",
          "/rules",
          "/incidents");
  private static final List<String> BY_A_RESIDENT =
      List.of(
          "/me",
          "/me/resident",
          "/me/resident/availability",
          "/me/resident/availability/week",
          "/me/stays",
          "/me/applications",
          "/me/ledger",
          "/me/recommendations",
          "/me/invitations",
          "/me/travel-claims");
  // What is drawn anew for each look.
  private static final Pattern DRAWN =
      Pattern.compile("name=\"(_csrf|_key)\" value=\"[^\"]*\"|\"requestId\":\"[^\"]*\"");
  private static final String TWICE =
      """
      select count(*) as twice from (
        select 1 from outbox where kind <> 'LOGIN_CODE' and model <> '{}'
        group by to_address, kind, model having count(*) > 1) x
      """;
  private static final String SENT =
      "select count(*) as sent from outbox where kind like 'REMINDER%'";
  private static final String RECORDED =
      """
      select t.seq, (t.recorded_at at time zone 'Asia/Tokyo')::date as day from transfers t
      join ledger_vouchers v on v.transfer_id = t.id where t.recorded_at > ?::timestamptz
      """;
  private static final Pattern ENTRY = Pattern.compile("(?m)^(\\S+)=\\S+ \\((\\d+)\\)");

  @Option(names = "--clients", defaultValue = "16", description = "Who pay meanwhile (16).")
  private int clients;

  @Override
  List<String> brokenByControl() {
    return List.of("the same bytes in any host time zone", "nothing is paid twice");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      zones(findings, server, control);
      midnight(findings, server);
      backAndForth(findings, server, control);
    }
  }

  private static void zones(Findings findings, DemoServer server, boolean control)
      throws Exception {
    startIn(server, "UTC", false);
    Map<String, String> first = looked(server);
    startIn(server, "UTC", false);
    Map<String, String> again = looked(server);
    Set<String> fickle = new HashSet<>();
    first.forEach(
        (what, bytes) -> {
          String later = again.getOrDefault(what, "");
          if (bytes.equals(later)) return;
          fickle.add(what);
          say("left out, different at each look: %s: %s", what, difference(bytes, later));
        });
    Map<String, String> different = new TreeMap<>();
    for (String zone : ZONES) {
      startIn(server, zone, control);
      for (Map.Entry<String, String> one : looked(server).entrySet()) {
        String before = first.getOrDefault(one.getKey(), "");
        if (fickle.contains(one.getKey()) || one.getValue().equals(before)) continue;
        different.put(one.getKey(), zone + ": " + difference(before, one.getValue()));
      }
    }
    startIn(server, "UTC", false);
    // What has moved on by itself meanwhile is no matter of zones.
    Map<String, String> after = looked(server);
    different.keySet().removeIf(what -> !after.getOrDefault(what, "").equals(first.get(what)));
    different.forEach((what, how) -> say("%s in %s", what, how));
    findings.figure("lookedAtInEachZone", first.size() - fickle.size());
    findings.figure("zones", ZONES.size() + 1);
    // Spreadsheets say when they were made.
    findings.promise("most of it is the same twice", fickle.size() * 4 <= first.size());
    findings.promise("the same bytes in any host time zone", different.isEmpty());
  }

  private static String difference(String one, String other) {
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) at++;
    int from = Math.max(0, at - 60);
    return "… %s … against … %s …"
        .formatted(
            one.substring(from, Math.min(one.length(), at + 60)),
            other.substring(from, Math.min(other.length(), at + 60)));
  }

  private static void startIn(DemoServer server, String zone, boolean dayOff) throws Exception {
    server.terminate();
    server.exitCode(30);
    server.set("TZ", zone);
    server.clockAhead(dayOff ? Duration.ofDays(1) : Duration.ZERO);
    server.startAgainUntilReady();
  }

  /** Everything that is looked at, by its name. */
  private static Map<String, String> looked(DemoServer server) throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String path : BY_ANYBODY) all.put(path, server.text(path));
    JsonArray tasks = new JsonObject(server.text("/api/v1/tasks?limit=100")).getJsonArray("items");
    for (int i = 0; i < Math.min(20, tasks.size()); i++) {
      String task = "/tasks/" + tasks.getJsonObject(i).getString("id");
      all.put(task, server.text(task));
    }
    Somebody desk = Somebody.as(server.address(), "desk@nishiaizu.example");
    String path = Paying.path(desk);
    for (String one : BY_THE_DESK) all.put("desk " + one, desk.get(path + one).body());
    Somebody resident = Somebody.as(server.address(), "resident1@tokyo.example");
    for (String one : BY_A_RESIDENT) all.put("resident " + one, resident.get(one).body());
    year(server, all);
    all.replaceAll((what, bytes) -> DRAWN.matcher(bytes).replaceAll(""));
    return all;
  }

  private static void year(DemoServer server, Map<String, String> all) throws Exception {
    LocalDate today = LocalDate.now(TOKYO);
    int year = today.getMonthValue() < 4 ? today.getYear() - 1 : today.getYear();
    Path zip = server.data().resolve("year.zip");
    Files.deleteIfExists(zip);
    int code =
        server.command(
            "export", "--year", "" + year, "--data", server.data().toString(), zip.toString());
    if (code != 0) throw new IllegalStateException("the year was not exported");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        all.put(
            "year " + entry.getName(), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
  }

  private void midnight(Findings findings, DemoServer server) throws Exception {
    Paying paying = Paying.at(server, false);
    Instant now = server.clock();
    LocalDate today = LocalDate.ofInstant(now, TOKYO);
    Instant before = today.atTime(LocalTime.of(23, 59, 56)).atZone(TOKYO).toInstant();
    server.reach(before);
    say("clients pay over midnight in Japan …");
    ExecutorService paid = paying.begin(clients, Integer.MAX_VALUE);
    Thread.sleep(8_000);
    paying.finish(paid);
    Thread.sleep(65_000);
    Map<String, String> dated = new TreeMap<>();
    Matcher entry = ENTRY.matcher(journal(paying));
    while (entry.find()) dated.put(entry.group(2), entry.group(1));
    int wrong = 0;
    Map<String, Integer> days = new TreeMap<>();
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(RECORDED.replace("?", "'" + before + "'"))) {
      while (row.next()) {
        days.merge(row.getString("day"), 1, Integer::sum);
        String seq = row.getString("seq");
        String stands = dated.getOrDefault(seq, "no day");
        if (row.getString("day").equals(stands)) continue;
        wrong++;
        say("%s was paid on %s and stands on %s", seq, row.getString("day"), stands);
      }
    }
    findings.figure("paidBeforeAndAfterMidnight", days.toString());
    findings.promise("paid on both days", days.size() == 2);
    findings.promise("each payment stands on the day it was made", wrong == 0);
    paying.reckon(findings);
  }

  /** On a busy machine the first time may be too long for it. */
  private static String journal(Paying paying) throws Exception {
    for (int tries = 1; ; tries++) {
      Somebody.Reply reply = paying.desk().get(paying.path() + "/journal");
      if (reply.status() == 200) return reply.body();
      if (tries == 10) throw new IllegalStateException("no journal: " + reply);
      Thread.sleep(2_000);
    }
  }

  private void backAndForth(Findings findings, DemoServer server, boolean control)
      throws Exception {
    say("the clock goes on by two days, an hour back, and forward again, while clients pay …");
    Paying paying = Paying.at(server, control);
    ExecutorService paid = paying.begin(clients, Integer.MAX_VALUE);
    // By steps, so that nobody's day before is leapt over; the jobs that remind have run in each.
    for (int step = 0; step < 5; step++) {
      server.reach(server.clock().plus(Duration.ofHours(10)));
      Thread.sleep(25_000);
    }
    // Those that close and ask, too.
    Thread.sleep(45_000);
    int sent = number(server, SENT);
    for (int hours : new int[] {-1, 1, -1, 1}) {
      server.terminate();
      server.exitCode(30);
      server.clockAhead(server.ahead().plus(Duration.ofHours(hours)));
      server.startAgainUntilReady();
      Thread.sleep(70_000);
      say("%+d hour; %d answered", hours, paying.answered());
    }
    paying.finish(paid);
    findings.figure("reminders", sent);
    findings.figure("lettersTwice", number(server, TWICE));
    findings.promise("people were reminded at all", sent > 0);
    findings.promise("nobody is written to twice", number(server, TWICE) == 0);
    paying.reckon(findings);
    codes(findings, server);
  }

  private static int number(DemoServer server, String query) throws IOException, SQLException {
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }

  // Logins go by the machine's clock, which is not ours to turn: the code's times are turned
  // instead.
  private static final String AS_IF =
      """
      update login_challenges set created_at = created_at - ? * interval '1 hour',
        expires_at = expires_at - ? * interval '1 hour'
      where email_folded = 'resident2@tokyo.example' and used_at is null
      """;

  /** A code asked for before the clock goes back still lets in, once; an hour on it does not. */
  private static void codes(Findings findings, DemoServer server) throws Exception {
    List<Integer> entered = new ArrayList<>();
    for (int hours : new int[] {-1, 1}) {
      Somebody.Asked asked = Somebody.asks(server.address(), "resident2@tokyo.example");
      try (Connection connection = server.connect("postgres");
          PreparedStatement turn = connection.prepareStatement(AS_IF)) {
        turn.setInt(1, hours);
        turn.setInt(2, hours);
        if (turn.executeUpdate() == 0) throw new IllegalStateException("there is no code");
      }
      entered.add(asked.enter());
      entered.add(asked.enter());
    }
    findings.figure("codesEntered", entered.toString());
    findings.promise(
        "a code lets in once after the clock went back",
        entered.get(0) == 200 && entered.get(1) != 200);
    findings.promise(
        "a code is void when the clock went on an hour",
        entered.get(2) != 200 && entered.get(3) != 200);
  }
}
