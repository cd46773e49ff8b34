package yui.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The database's sessions are cut, it is killed (-9) and started again, and it hangs, while clients
 * write vouchers. As a control commits are not waited for: something answered must be lost.
 */
@Command(
    name = "database",
    description =
        "The database is cut off, killed and hangs: good answers soon after, nothing lost.",
    mixinStandardHelpOptions = true)
final class DatabaseTorture extends Torment {
  private static final int CLIENTS = 32;
  private static final int GOOD_WITHIN_SECONDS = 5;
  private static final int ANSWERED_WITHIN_SECONDS = 5;
  private static final String CUT =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where usename like 'yui%' and pid <> pg_backend_pid()";
  private static final String LEFT =
      """
      select
        (select count(*) from pg_stat_activity
          where usename like 'yui%' and state like 'idle in transaction%'
            and state_change < now() - interval '10 seconds') as idle,
        (select count(*) from pg_locks l join pg_stat_activity a using (pid)
          where a.usename like 'yui%' and not l.granted) as waiting
      """;

  @Option(names = "--rounds", defaultValue = "10", description = "Of each fault (10).")
  private int rounds;

  @Option(names = "--hang", defaultValue = "30", description = "Seconds that it hangs (30).")
  private int hang;

  @Override
  List<String> brokenByControl() {
    return List.of("nothing that was answered is lost");
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    try (DemoServer server = DemoServer.start(0)) {
      if (control) forgetful(server);
      Paying paying = Paying.at(server, false);
      ExecutorService clients = paying.begin(CLIENTS, Integer.MAX_VALUE);
      List<Double> afterCut = new ArrayList<>();
      List<Double> away = new ArrayList<>();
      List<Double> afterReturn = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        Thread.sleep(2_000);
        cut(server);
        afterCut.add(goodAgain(paying));
        Thread.sleep(2_000);
        long killed = System.nanoTime();
        postmaster(server).destroyForcibly();
        long back = back(server);
        away.add((back - killed) / 1e9);
        afterReturn.add(goodAgain(paying));
        say(
            "round %d of %d: good again %.1f s after the cut; gone %.1f s, good %.1f s later; %d answered",
            round,
            rounds,
            afterCut.getLast(),
            away.getLast(),
            afterReturn.getLast(),
            paying.answered());
      }
      paying.finish(clients);
      findings.figure("goodAgainAfterCutMaxSeconds", Collections.max(afterCut));
      findings.figure("goneMaxSeconds", Collections.max(away));
      findings.figure("goodAgainAfterReturnMaxSeconds", Collections.max(afterReturn));
      findings.promise(
          "good answers within 5 s of a cut", Collections.max(afterCut) <= GOOD_WITHIN_SECONDS);
      findings.promise(
          "good answers within 5 s of the database's return",
          Collections.max(afterReturn) <= GOOD_WITHIN_SECONDS);
      findings.promise("the server was never started again", server.isAlive());
      left(findings, server);
      paying.reckon(findings);
      if (hang > 0) hang(findings, server);
    }
  }

  /** A database that does not wait for its disk, and keeps what it has answered to itself. */
  private static void forgetful(DemoServer server) throws IOException, SQLException {
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement()) {
      sql.execute("alter role yui_app set synchronous_commit = off");
      sql.execute("alter system set wal_writer_delay = '10s'");
      sql.execute("select pg_reload_conf()");
    }
  }

  /** Seconds from now until the next good answer. */
  private static double goodAgain(Paying paying) throws InterruptedException {
    long from = System.nanoTime();
    while (paying.lastGood() < from && System.nanoTime() - from < 60_000_000_000L) Thread.sleep(10);
    return (Math.max(paying.lastGood(), from) - from) / 1e9 + (paying.lastGood() < from ? 60 : 0);
  }

  private static void cut(DemoServer server) throws IOException, SQLException {
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement()) {
      sql.execute(CUT);
    }
  }

  private static ProcessHandle postmaster(DemoServer server) throws IOException {
    Path file = server.data().resolve("postgres/data/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** Waits until it lets somebody in again; when that was. */
  private static long back(DemoServer server) throws Exception {
    for (int tries = 0; ; tries++) {
      Thread.sleep(100);
      try (Connection connection = server.connect("postgres")) {
        if (connection.isValid(1)) return System.nanoTime();
      } catch (SQLException e) {
        if (tries == 600) throw e;
      }
    }
  }

  private void hang(Findings findings, DemoServer server) throws Exception {
    Paying paying = Paying.at(server, false);
    ExecutorService clients = paying.begin(CLIENTS, Integer.MAX_VALUE);
    Thread.sleep(2_000);
    ProcessHandle postmaster = postmaster(server);
    signal("STOP", postmaster);
    hang(findings, paying);
    signal("CONT", postmaster);
    double good = goodAgain(paying);
    Thread.sleep(2_000);
    paying.finish(clients);
    findings.figure("goodAgainAfterHangSeconds", good);
    findings.promise("good answers within 10 s of the hang's end", good <= 10);
    left(findings, server);
    paying.reckon(findings);
    server.terminate();
    findings.promise("it ends by itself after all that", server.exitCode(20) == 0);
  }

  private static void signal(String name, ProcessHandle postmaster) throws Exception {
    List<String> line = new ArrayList<>(List.of("kill", "-" + name));
    postmaster.descendants().forEach(one -> line.add(String.valueOf(one.pid())));
    line.add(String.valueOf(postmaster.pid()));
    new ProcessBuilder(line).start().waitFor();
  }

  private void hang(Findings findings, Paying paying) throws Exception {
    say("the database hangs for %d s …", hang);
    long end = System.nanoTime() + hang * 1_000_000_000L;
    double slowest = 0;
    int otherwise = 0;
    int asked = 0;
    while (System.nanoTime() < end) {
      long began = System.nanoTime();
      Somebody.Reply reply = paying.desk().get(paying.path() + "/funds");
      slowest = Math.max(slowest, (System.nanoTime() - began) / 1e9);
      asked++;
      if (reply.status() != 503) {
        otherwise++;
        say("while it hangs: %s", reply);
      }
    }
    findings.figure("askedWhileHanging", asked);
    findings.figure("slowestAnswerWhileHangingSeconds", slowest);
    findings.promise("every answer while it hangs is 503", otherwise == 0 && asked > 0);
    findings.promise(
        "every answer while it hangs comes within 5 s", slowest <= ANSWERED_WITHIN_SECONDS);
  }

  private static void left(Findings findings, DemoServer server) throws Exception {
    Thread.sleep(12_000);
    try (Connection connection = server.connect("postgres");
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(LEFT)) {
      row.next();
      findings.promise("no session is idle in a transaction", row.getInt("idle") == 0);
      findings.promise("nobody waits for a lock", row.getInt("waiting") == 0);
    }
  }
}
