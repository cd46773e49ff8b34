package yui.torture;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Thousands of letters wait while the mail server is away; then it is slow, silent, refuses, and
 * hangs up before it says that it has a letter. As a control the outbox forgets what was sent:
 * letters must arrive twice.
 */
@Command(
    name = "mail",
    description = "The mail server is away, slow, silent, refusing: each letter arrives, once.",
    mixinStandardHelpOptions = true)
final class MailTorture extends Torment {
  private static final String HOSTILE = "美佳\r\nBcc: all@torture.example\r\nX-Injected: 1\r\n\r\n";
  private static final double MOST_REPEATED = 0.001;
  private static final double CODE_WITHIN_SECONDS = 10;
  private static final int CODE_LIVES_SECONDS = 600;
  private static final Set<String> HEADERS =
      Set.of(
          "auto-submitted",
          "content-type",
          "date",
          "from",
          "list-unsubscribe",
          "list-unsubscribe-post",
          "message-id",
          "mime-version",
          "subject",
          "to",
          "user-agent");
  // One of five is a digest, which waits for the others.
  private static final String PUT =
      """
      insert into outbox (id, priority, kind, lang, to_address, model, cause, created_at,
        next_try_at, calendar)
      select gen_random_uuid(), case when digest then 2 else 1 end,
        case when digest then 'DIGEST' else 'DECLINED' end, 'ja',
        case n % 20 when 1 then ? when 2 then ? else ? end || n || '@torture.example',
        case when digest then jsonb_build_object('name', ?::text, 'count', '3',
            'url', 'https://town.example/s', 'task1', ?::text, 'link1', 'https://town.example/t',
            'about1', '土')
          else jsonb_build_object('name', ?::text, 'group', ?::text, 'task', ?::text,
            'when', '土', 'url', 'https://town.example/t') end,
        ? || n, now(), now(), ''
      from (select n, n % 5 = 0 as digest from generate_series(1, ?) n) all_of_them
      """;
  private static final String HELD =
      """
      select count(*) filter (where sent_at is null and dropped_at is null) as waiting,
        count(*) filter (where dropped_at is not null) as dropped
      from outbox where cause like ?
      """;
  private static final String FORGET =
      """
      update outbox set sent_at = null, next_try_at = now() where id in
        (select id from outbox where sent_at is not null and cause like 'away%' limit 100)
      """;

  @Option(names = "--letters", defaultValue = "5000", description = "That wait (5000).")
  private int letters;

  @Option(
      names = "--away",
      defaultValue = "1200",
      description = "Seconds that the mail server is away (1200); 3600 is the promise.")
  private int away;

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  List<String> brokenByControl() {
    return List.of("at most 0.1 % arrive twice");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0);
        MailServer mail = new MailServer();
        http) {
      server.terminate();
      server.exitCode(30);
      server.serve(mail.port());
      away(findings, server, mail, control);
      if (!control) {
        refusing(findings, server, mail);
        slow(findings, server, mail);
        silent(findings, server, mail);
      }
      envelopes(findings, mail.arrived());
      server.terminate();
      findings.promise("it ends by itself after all that", server.exitCode(20) == 0);
    }
  }

  private void away(Findings findings, DemoServer server, MailServer mail, boolean control)
      throws Exception {
    put(server, "away", letters, "one", "one");
    askForCode(server, "resident1@tokyo.example");
    say("%d letters wait, nobody is there for %d s …", letters, away);
    Thread.sleep(away * 500L);
    askForCode(server, "resident2@tokyo.example");
    Thread.sleep(away * 500L);
    askForCode(server, "resident3@tokyo.example");
    Thread.sleep(1_000);
    mail.comeBack();
    long back = System.nanoTime();
    if (control) {
      while (count(mail, "one") < letters / 2) Thread.sleep(10);
      try (Connection connection = server.connect("postgres");
          Statement sql = connection.createStatement()) {
        sql.execute(FORGET);
      }
    }
    double code = seconds(back, mail, "resident3@tokyo.example");
    boolean whole = await(() -> waiting(server, "away%") == 0, 1_200);
    findings.figure("letters", letters);
    findings.figure("awaySeconds", away);
    findings.figure("deliveredAfterReturnSeconds", (System.nanoTime() - back) / 1e9);
    findings.figure("codeAfterReturnSeconds", code);
    List<MailServer.Arrived> one = arrived(mail, to -> to.startsWith("one"));
    int different = MailServer.counted(one).size();
    int repeated = one.size() - different;
    findings.figure("delivered", different);
    findings.figure("repeated", repeated);
    findings.promise("each letter is delivered", whole && different == letters);
    findings.promise("at most 0.1 % arrive twice", repeated <= letters * MOST_REPEATED);
    findings.promise(
        "a code asked for while nobody was there comes at once", code <= CODE_WITHIN_SECONDS);
    long arrivedAt = arrivedAt(mail, "resident3@tokyo.example");
    long digestsBefore =
        one.stream()
            .filter(letter -> Integer.parseInt(letter.recipient().replaceAll("\\D", "")) % 5 == 0)
            .filter(letter -> letter.at() < arrivedAt)
            .count();
    findings.figure("digestsBeforeTheCode", digestsBefore);
    findings.promise("no code is behind a digest", digestsBefore == 0);
    String voided = "a code that is void by then is not sent";
    // The first one was asked for at the beginning.
    if (away <= CODE_LIVES_SECONDS) findings.untried(voided);
    else findings.promise(voided, count(mail, "resident1@") == 0);
  }

  private void refusing(Findings findings, DemoServer server, MailServer mail) throws Exception {
    int many = 1_000;
    say("%d letters, some refused for now or for good, some lines end too early …", many);
    mail.hangUp(2);
    put(server, "refused", many, "never", "later");
    boolean whole = await(() -> waiting(server, "refused%") == 0, 600);
    mail.hangUp(0);
    int never = many / 20;
    List<MailServer.Arrived> two =
        arrived(mail, to -> to.startsWith("later") || to.startsWith("other"));
    int different = MailServer.counted(two).size();
    int repeated = two.size() - different;
    findings.figure("refusedForGood", never);
    findings.figure("linesThatEndedTooEarly", mail.hungUp());
    findings.figure("repeatedBecauseOfThem", repeated);
    findings.promise("each letter that can be is delivered", whole && different == many - never);
    findings.promise("those refused for good are given up", dropped(server, "refused%") == never);
    String twice = "only what nobody was told of comes twice, with its id";
    if (mail.hungUp() == 0) findings.untried(twice);
    else findings.promise(twice, repeated == mail.hungUp());
  }

  private void slow(Findings findings, DemoServer server, MailServer mail) throws Exception {
    int many = 40;
    say("every reply of the mail server takes a second …");
    mail.takeTime(1_000);
    put(server, "slow", many, "slow", "slow");
    Thread.sleep(3_000);
    long asked = System.nanoTime();
    askForCode(server, "resident4@tokyo.example");
    double code = seconds(asked, mail, "resident4@tokyo.example");
    boolean whole = await(() -> waiting(server, "slow%") == 0, 300);
    mail.takeTime(0);
    List<MailServer.Arrived> all = arrived(mail, to -> to.startsWith("slow"));
    findings.figure("codeWhileSlowSeconds", code);
    findings.promise("a slow server gets each letter once", whole && all.size() == many);
    findings.promise("a code waits behind nothing while it is slow", code <= CODE_WITHIN_SECONDS);
  }

  private void silent(Findings findings, DemoServer server, MailServer mail) throws Exception {
    int many = 40;
    say("the mail server says nothing for 40 s …");
    mail.beSilent(true);
    put(server, "silent", many, "silent", "silent");
    askForCode(server, "resident5@tokyo.example");
    Thread.sleep(40_000);
    mail.beSilent(false);
    long speaks = System.nanoTime();
    double code = seconds(speaks, mail, "resident5@tokyo.example");
    boolean whole = await(() -> waiting(server, "silent%") == 0, 300);
    List<MailServer.Arrived> all = arrived(mail, to -> to.startsWith("silent"));
    int different = MailServer.counted(all).size();
    findings.figure("deliveredAfterSilenceSeconds", (System.nanoTime() - speaks) / 1e9);
    findings.figure("codeAfterSilenceSeconds", code);
    findings.figure("repeatedAfterSilence", all.size() - different);
    findings.promise("after silence each letter is delivered", whole && different == many);
    findings.promise("a code comes soon after the silence", code <= 3 * CODE_WITHIN_SECONDS);
  }

  private static void envelopes(Findings findings, List<MailServer.Arrived> all) {
    Set<String> unknown = new HashSet<>();
    int wrong = 0;
    for (MailServer.Arrived letter : all) {
      Set<String> seen = new HashSet<>();
      boolean good =
          letter.recipients().size() == 1 && letter.header("to").equals(letter.recipient());
      for (String header : letter.headers()) {
        String name =
            header.substring(0, Math.max(0, header.indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!HEADERS.contains(name)) unknown.add(header);
        if (!seen.add(name)) good = false;
      }
      if (!good) wrong++;
    }
    unknown.stream().limit(3).forEach(header -> say("unknown header: %s", header));
    findings.figure("lettersLookedAt", all.size());
    findings.promise("one recipient each, the same in both places", wrong == 0);
    findings.promise("no header is injected", unknown.isEmpty());
  }

  private static void put(DemoServer server, String cause, int many, String first, String second)
      throws IOException, SQLException {
    String others = first.equals(second) ? first : "other";
    try (Connection connection = server.connect("postgres");
        PreparedStatement sql = connection.prepareStatement(PUT)) {
      sql.setString(1, first);
      sql.setString(2, second);
      sql.setString(3, others);
      for (int slot = 4; slot <= 8; slot++) sql.setString(slot, HOSTILE);
      sql.setString(9, cause);
      sql.setInt(10, many);
      sql.executeUpdate();
    }
  }

  private void askForCode(DemoServer server, String email) throws Exception {
    HttpRequest asked =
        HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/login/codes"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(new JsonObject().put("email", email).encode()))
            .build();
    int status = http.send(asked, BodyHandlers.discarding()).statusCode();
    if (status != 202) throw new IllegalStateException("no code: " + status);
  }

  private static List<MailServer.Arrived> arrived(MailServer mail, Predicate<String> to) {
    return mail.arrived().stream().filter(letter -> to.test(letter.recipient())).toList();
  }

  private static int count(MailServer mail, String start) {
    return arrived(mail, to -> to.startsWith(start)).size();
  }

  private static long arrivedAt(MailServer mail, String address) {
    return arrived(mail, address::equals).stream()
        .mapToLong(MailServer.Arrived::at)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** From a moment until somebody has a letter; 600 where none comes. */
  private static double seconds(long from, MailServer mail, String address) throws Exception {
    await(() -> count(mail, address) > 0, 600);
    return Math.min(600, (arrivedAt(mail, address) - from) / 1e9);
  }

  private static int waiting(DemoServer server, String cause) throws Exception {
    return held(server, cause, "waiting");
  }

  private static int dropped(DemoServer server, String cause) throws Exception {
    return held(server, cause, "dropped");
  }

  private static int held(DemoServer server, String cause, String which) throws Exception {
    try (Connection connection = server.connect("postgres");
        PreparedStatement sql = connection.prepareStatement(HELD)) {
      sql.setString(1, cause);
      try (ResultSet row = sql.executeQuery()) {
        row.next();
        return row.getInt(which);
      }
    }
  }

  /** Something that becomes true. */
  private interface Awaited {
    boolean isThere() throws Exception;
  }

  private static boolean await(Awaited awaited, int seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      if (awaited.isThere()) return true;
      Thread.sleep(100);
    }
    return false;
  }
}
