package yui.mail;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import yui.core.Ids;
import yui.core.Lang;
import yui.db.Scope;

class PostmanTest {
  private final PostOffice office = new PostOffice();

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void carry_serverAwayAndBack_deliversEachOnceWithItsId() throws Exception {
    for (int i = 0; i < 25; i++) office.put(letter("mika" + i + "@tokyo.example", "a:" + i));
    Postman postman = office.postmanBySmtp();

    for (int i = 0; i < 5; i++) {
      postman.carryAll();
      office.pass(Duration.ofMinutes(12));
    }
    assertEquals(0, waiting("sent_at is not null"), "nobody was there");
    office.open();
    postman.carryAll();

    Set<String> ids = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (MimeMessage message : office.received()) {
      ids.add(message.getMessageID());
      assertEquals(1, message.getAllRecipients().length);
      addresses.add(message.getAllRecipients()[0].toString());
    }
    assertEquals(25, office.received().size());
    assertEquals(25, addresses.size());
    Set<String> expected = new HashSet<>();
    office
        .rows("select id from outbox")
        .forEach(row -> expected.add("<" + row.getUUID("id") + "@yui.example>"));
    assertEquals(expected, ids);
  }

  @Test
  void carry_postmanDiedBeforeWritingItDown_repeatsWithTheSameId() throws Exception {
    office.open();
    office.put(letter("mika@tokyo.example", "a"));
    office.postmanBySmtp().carryAll();
    office.execute("update outbox set sent_at = null");

    office.postmanBySmtp().carryAll();
    assertEquals(1, office.received().size(), "still kept by the one who died");
    office.pass(Duration.ofMinutes(3));
    office.postmanBySmtp().carryAll();

    assertEquals(2, office.received().size());
    assertEquals(office.received().get(0).getMessageID(), office.received().get(1).getMessageID());
  }

  @Test
  void carry_codeBehindManyLetters_goesFirst() throws Exception {
    office.open();
    for (int i = 0; i < 5; i++) office.put(letter("mika@tokyo.example", "a:" + i));
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "ken@tokyo.example", "code:1"));

    office.postmanBySmtp().carryAll();

    assertEquals(
        "ken@tokyo.example", office.received().getFirst().getAllRecipients()[0].toString());
    assertTrue(PostOffice.text(office.received().getFirst()).contains("4821-0937"));
  }

  @Test
  void take_digestWhileAnythingElseIsDue_waits() {
    office.put(PostOffice.letter(Kind.DIGEST, "mika@tokyo.example", "digest:1"));
    office.put(PostOffice.letter(Kind.SELECTED, "ken@tokyo.example", "selected:1"));
    assertFalse(takesDigest(), "somebody chosen comes first");

    office.execute("update outbox set sent_at = now() where kind = 'SELECTED'");
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "ken@tokyo.example", "code:1"));
    assertFalse(takesDigest(), "a code comes first");

    office.execute("update outbox set sent_at = now() where kind = 'LOGIN_CODE'");
    assertTrue(takesDigest());
  }

  @Test
  void carry_daysSumNearlyReached_keepsTheRestForLettersThatPress() throws Exception {
    office.open();
    for (int i = 0; i < 12; i++) {
      office.put(PostOffice.letter(Kind.DIGEST, "mika" + i + "@tokyo.example", "digest:" + i));
    }
    Postman postman = office.postmanTo(office.smtpPort, 10);

    postman.carryAll();
    assertEquals(8, office.received().size(), "a fifth of ten is left");
    for (int i = 0; i < 4; i++) office.put(letter("ken" + i + "@tokyo.example", "a:" + i));
    postman.carryAll();
    assertEquals(12, office.received().size(), "those that press go even beyond it");
    office.pass(Duration.ofHours(25));
    postman.carryAll();
    assertEquals(16, office.received().size(), "the next day the others follow");
  }

  @Test
  void carry_codeAskedForWhileNobodyWasThere_comesSecondsAfterTheReturn() throws Exception {
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "ken@tokyo.example", "code:1"));
    Postman postman = office.postmanBySmtp();
    for (int tries = 0; tries < 60; tries++) {
      postman.carryAll();
      office.pass(Duration.ofSeconds(6));
    }
    office.put(PostOffice.letter(Kind.DIGEST, "mika@tokyo.example", "digest:1"));
    office.open();

    postman.carryAll();

    assertEquals(2, office.received().size());
    assertEquals(
        "ken@tokyo.example", office.received().getFirst().getAllRecipients()[0].toString());
  }

  @Test
  void carry_codeThatIsVoidByNow_isNotSent() throws Exception {
    office.open();
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "ken@tokyo.example", "code:1"));
    office.pass(Duration.ofMinutes(11));

    office.postmanBySmtp().carryAll();

    assertEquals(0, office.received().size());
    assertEquals(1, waiting("dropped_at is not null and last_error = 'waited too long'"));
  }

  @Test
  void carry_digestOfLastWeek_isNotSent() throws Exception {
    office.open();
    office.put(PostOffice.letter(Kind.DIGEST, "mika@tokyo.example", "digest:1"));
    office.pass(Duration.ofDays(6));

    office.postmanBySmtp().carryAll();

    assertEquals(0, office.received().size());
    assertEquals(1, waiting("dropped_at is not null"));
  }

  private boolean takesDigest() {
    return office.database.write(
        Scope.ofSystem(),
        tx -> office.outbox.take(tx, Outbox.MAY_WAIT, Duration.ofMinutes(2)).isPresent());
  }

  @Test
  void carry_loginCode_isForgottenOnceSent() {
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "ken@tokyo.example", "code:1"));
    assertEquals(1, waiting("model::text like '%4821-0937%'"));

    office.postmanToMailbox().carryAll();

    assertEquals(0, waiting("model::text like '%4821%'"));
    assertEquals(1, office.rows("select 1 from mailbox where body_text like '%4821%'").size());
  }

  @Test
  void carry_hostileNames_changeNoHeaderAndNoMarkup() throws Exception {
    office.open();
    String hostile = "美佳\r\nBcc: all@yui.example\r\n\r\n<script>x</script>\u202E" + "長".repeat(900);
    Map<String, String> model = new HashMap<>(SampleLetters.whole(Kind.CONFIRMED, "ja"));
    model.put("applicant", hostile);
    office.put(Letter.of("host@okugawa.example", null, Kind.CONFIRMED, Lang.JA, model, "a"));

    office.postmanBySmtp().carryAll();

    MimeMessage message = office.received().getFirst();
    String headers = PostOffice.whole(message).split("\r\n\r\n", 2)[0];
    String html = ((MimeMultipart) message.getContent()).getBodyPart(1).getContent().toString();
    assertAll(
        () -> assertNull(message.getRecipients(Message.RecipientType.BCC)),
        () -> assertNull(message.getHeader("Bcc")),
        () -> assertTrue(message.getSubject().startsWith("美佳 Bcc: all@yui.example <script>")),
        () -> assertTrue(headers.chars().allMatch(c -> c < 127)),
        () -> assertTrue(headers.lines().allMatch(line -> line.length() < 998)),
        () -> assertFalse(html.contains("<script>")),
        () -> assertEquals("auto-generated", message.getHeader("Auto-Submitted")[0]),
        () ->
            assertEquals(
                "結", ((jakarta.mail.internet.InternetAddress) message.getFrom()[0]).getPersonal()));
  }

  @Test
  void carry_addressAsOldPhonesHaveThem_isDelivered() throws Exception {
    office.open();
    office.put(letter("taro..1950.@phone.example", "a"));
    office.put(letter("o'neil+yui/town@phone.example", "b"));

    office.postmanBySmtp().carryAll();

    Set<String> reached = new HashSet<>();
    for (MimeMessage message : office.received()) reached.add(message.getHeader("To", ","));
    assertEquals(Set.of("taro..1950.@phone.example", "o'neil+yui/town@phone.example"), reached);
  }

  @Test
  void carry_addressThatTheServerDoesNotKnow_isGivenUpAndTheNextCarried() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, client -> refuse(client, asked)));
      office.put(letter("nobody@tokyo.example", "a"));
      office.put(letter("nobody@tokyo.example", "b"));

      office.postmanTo(server.getLocalPort()).carryAll();
    }
    assertEquals(2, asked.size());
    assertEquals(2, waiting("dropped_at is not null and last_error = 'server answered 550'"));
    assertEquals(2, waiting("model = '{}'"));
  }

  @Test
  @Timeout(60)
  void carry_serverHangsUpBeforeItSaysThatItHasIt_isTriedAgainSoon() throws Exception {
    int letters = 12;
    List<String> ids = new CopyOnWriteArrayList<>();
    for (int i = 0; i < letters; i++) office.put(letter("mika@tokyo.example", "a:" + i));
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, client -> take(client, ids, letters)));
      String postman = deployed(office.postmanTo(server.getLocalPort()));
      while (waiting("sent_at is not null") < letters) {
        Thread.sleep(100);
        office.pass(Duration.ofSeconds(30));
      }
      office.vertx.undeploy(postman).await();
    }
    assertEquals(letters, new HashSet<>(ids).size());
    assertTrue(ids.size() >= 2 * letters - 1, "hung up on " + (ids.size() - letters) + " times");
  }

  @Test
  void carry_twoPostmenAtOnce_takeEachLetterOnce() throws Exception {
    for (int i = 0; i < 60; i++) office.put(letter("mika@tokyo.example", "a:" + i));

    List<Thread> postmen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      postmen.add(Thread.ofPlatform().start(() -> office.postmanToMailbox().carryAll()));
    }
    for (Thread postman : postmen) postman.join();

    assertEquals(60, office.rows("select 1 from mailbox").size());
    assertEquals(60, waiting("sent_at is not null and attempts = 1"));
  }

  @Test
  void carry_letterForLater_waitsForItsTime() {
    Letter soon = letter("mika@tokyo.example", "a");
    office.put(
        new Letter(
            soon.to(),
            null,
            soon.kind(),
            soon.lang(),
            soon.model(),
            "later",
            PostOffice.START.plus(Duration.ofHours(1)),
            ""));

    office.postmanToMailbox().carryAll();
    assertEquals(0, office.rows("select 1 from mailbox").size());
    office.pass(Duration.ofMinutes(61));
    office.postmanToMailbox().carryAll();
    assertEquals(1, office.rows("select 1 from mailbox").size());
  }

  @Test
  void start_deployedOnVirtualThreads_carriesWhatComesIn() throws Exception {
    deployed(office.postmanToMailbox());
    office.put(PostOffice.letter(Kind.LOGIN_CODE, "ken@tokyo.example", "code:1"));
    office.put(letter("mika@tokyo.example", "a"));

    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (office.rows("select 1 from mailbox").size() < 2) {
      assertTrue(System.nanoTime() < giveUp, "nothing came");
      Thread.sleep(50);
    }
  }

  @Test
  void stop_lettersInHand_areFinishedFirst() throws Exception {
    for (int i = 0; i < 200; i++) office.put(letter("mika@tokyo.example", "a:" + i));
    String postman = deployed(office.postmanToMailbox());
    while (office.rows("select 1 from mailbox").isEmpty()) Thread.sleep(5);

    office.vertx.undeploy(postman).await();

    int arrived = office.rows("select 1 from mailbox").size();
    assertEquals(arrived, waiting("sent_at is not null"));
    assertEquals(arrived, waiting("attempts > 0"));
  }

  @Test
  void waitAfter_manyTries_growsToAFewMinutes() {
    assertEquals(Duration.ofSeconds(10), Postman.waitAfter(1));
    assertEquals(Duration.ofSeconds(80), Postman.waitAfter(4));
    assertEquals(Duration.ofMinutes(10), Postman.waitAfter(500));
  }

  @Test
  void put_sameCauseAgain_makesNoSecondLetter() {
    assertTrue(office.put(letter("mika@tokyo.example", "a")));
    assertFalse(office.put(letter("mika@tokyo.example", "a")));
    assertTrue(office.put(letter("ken@tokyo.example", "a")), "another address");
    assertTrue(office.put(letter("mika@tokyo.example", "b")), "another cause");
    assertEquals(3, waiting("true"));
  }

  @Test
  void put_byAnyPerson_isKeptFromTheirEyes() {
    Scope mika = new Scope(Ids.next().toString(), "", false);
    Letter letter = letter("ken@tokyo.example", "a");
    boolean first = office.database.write(mika, tx -> office.outbox.put(tx, letter));
    boolean second = office.database.write(mika, tx -> office.outbox.put(tx, letter));
    assertTrue(first);
    assertFalse(second);

    assertEquals(0, office.database.read(mika, tx -> tx.rows("select 1 from outbox")).size());
    assertEquals(0, office.database.read(mika, tx -> tx.rows("select 1 from mailbox")).size());
    assertEquals(1, waiting("true"));
  }

  @Test
  void put_deedRolledBack_sendsNothing() {
    assertThrows(
        IllegalStateException.class,
        () ->
            office.database.write(
                Scope.ofSystem(),
                tx -> {
                  office.outbox.put(tx, letter("mika@tokyo.example", "a"));
                  throw new IllegalStateException("the deed failed");
                }));
    assertEquals(0, waiting("true"));
  }

  @Test
  void forgetOld_sentLongAgo_leavesWhatWaits() {
    office.put(letter("mika@tokyo.example", "a"));
    office.postmanToMailbox().carryAll();
    office.put(letter("mika@tokyo.example", "b"));
    office.pass(Duration.ofDays(31));

    office.database.write(Scope.ofSystem(), office.outbox::forgetOld);

    assertEquals(1, waiting("cause = 'b'"));
    assertEquals(1, waiting("true"));
  }

  private String deployed(Postman postman) {
    return office
        .vertx
        .deployVerticle(
            postman, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
        .await();
  }

  private int waiting(String where) {
    return office.rows("select 1 from outbox where " + where).size();
  }

  private static Letter letter(String to, String cause) {
    return PostOffice.letter(Kind.SELECTED, to, cause);
  }

  /** Somebody who talks to whoever calls. */
  private interface Talking {
    void to(Socket client) throws IOException;
  }

  private static void serve(ServerSocket server, Talking talking) {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (client) {
                    talking.to(client);
                  } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                  }
                });
      }
    } catch (IOException closed) {
      assertTrue(server.isClosed());
    }
  }

  /** A server that knows no address. */
  private static void refuse(Socket client, List<String> asked) throws IOException {
    BufferedReader in = reader(client);
    say(client, "220 refusing");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("RCPT")) asked.add(line);
      say(client, line.startsWith("RCPT") ? "550 no such person" : "250 yes");
      if (line.startsWith("QUIT")) return;
    }
  }

  /** A server that takes a letter and hangs up, the first so many times. */
  private static void take(Socket client, List<String> ids, int hungUp) throws IOException {
    BufferedReader in = reader(client);
    say(client, "220 taking");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("Message-ID:")) {
        ids.add(line);
      } else if (line.equals(".")) {
        if (ids.size() <= hungUp) return;
        say(client, "250 taken");
      } else if (line.equals("DATA")) {
        say(client, "354 go on");
      } else if (line.matches("(EHLO|MAIL|RCPT|RSET|QUIT).*")) {
        say(client, "250 yes");
      }
    }
  }

  private static BufferedReader reader(Socket client) throws IOException {
    return new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
