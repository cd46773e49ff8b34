package yui.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Backups are written while people pay and apply, and restored elsewhere; archives are damaged;
 * upgrades are killed. As a control an archive is damaged and a row is lost behind the program's
 * back: both must be seen.
 */
@Command(
    name = "restore",
    description = "Backups under load hold one moment; damage is refused; upgrades may be killed.",
    mixinStandardHelpOptions = true)
final class RestoreTorture extends Torment {
  private static final String DAMAGE = "the archive is whole";
  private static final String LOST_DEED = "all of one moment";
  private static final String LOST_TRANSFER = "the books agree (verify)";
  private static final long LETTERS_WOULD_HAVE_GONE = 15_000;

  @Option(names = "--backups", defaultValue = "3", description = "Written under load (3).")
  private int backups;

  @Option(names = "--damages", defaultValue = "20", description = "Archives damaged (20).")
  private int damages;

  @Option(names = "--kills", defaultValue = "10", description = "Upgrades killed (10).")
  private int kills;

  @Option(names = "--seed", defaultValue = "7", description = "Of the damages and kills (7).")
  private long seed;

  @Override
  List<String> brokenByControl() {
    return List.of(DAMAGE, LOST_DEED, LOST_TRANSFER);
  }

  @Override
  void torment(Findings findings, boolean control) throws Exception {
    say("opening a demo town …");
    Path folder = Files.createTempDirectory("yui-torture");
    try (DemoServer server = DemoServer.start(0)) {
      Somebody before = Somebody.as(server.address(), "before@torture.example");
      List<Path> files = new ArrayList<>();
      try (Deeds deeds = Deeds.begin(server)) {
        for (int i = 0; i < (control ? 1 : backups); i++) {
          Thread.sleep(4_000);
          Path file = folder.resolve("backup" + i + ".zip");
          int code = server.command("backup", file.toString(), "--data", server.data().toString());
          if (code != 0) throw new IllegalStateException("backup left with " + code);
          files.add(file);
          say("backup %d of %d, %d deeds so far", i + 1, backups, deeds.many());
        }
        Thread.sleep(4_000);
        deeds.stop();
        findings.figure("deeds", deeds.many());
        findings.figure("applications", deeds.many("applications"));
        findings.figure("deedsRefused", deeds.refused());
        findings.promise(
            "people paid and applied",
            deeds.many("ledger_vouchers") > 0 && deeds.many("applications") > 0);
        if (control) {
          control(findings, server, deeds, folder, files.getFirst());
          return;
        }
        for (int i = 0; i < files.size(); i++) {
          restored(findings, server, deeds, before, folder.resolve("place" + i), files.get(i));
        }
      }
      damages(findings, server, folder, files.getFirst());
      new UpgradeKills(server, new Random(seed)).run(findings, kills);
    } finally {
      Torment.delete(folder);
    }
  }

  private void restored(
      Findings findings, DemoServer server, Deeds deeds, Somebody before, Path place, Path file)
      throws Exception {
    String name = String.valueOf(file.getFileName());
    findings.promise(
        name + ": restore --verify proves it", restore(server, file, place, true) == 0);
    findings.promise(name + ": it is restored", restore(server, file, place, false) == 0);
    try (DemoServer other = DemoServer.on(place, server.bankKeys());
        Connection there = other.connect("postgres");
        Connection here = server.connect("postgres")) {
      Deeds.Moment moment = deeds.of(there);
      say("%s holds %d deeds, %d came later", name, moment.held(), moment.missing());
      findings.promise(
          name + ": there is a before and an after", moment.held() > 0 && moment.missing() > 0);
      findings.promise(name + ": all of one moment", moment.isOne());
      Thread.sleep(LETTERS_WOULD_HAVE_GONE);
      findings.figure(name + " lettersSetAside", count(there, SET_ASIDE));
      findings.promise(name + ": no letter is sent again", sentAgain(here, there) == 0);
      findings.promise(
          name + ": another epoch of the feed", !text(here, EPOCH).equals(text(there, EPOCH)));
      int status =
          Somebody.stranger(other.address())
              .ask(
                  HttpRequest.newBuilder(URI.create(other.address() + "/api/v1/me"))
                      .header("Authorization", "Bearer " + before.token()))
              .statusCode();
      findings.promise(name + ": logins have ended", status == 401);
      int proved = other.command("verify", "--data", other.data().toString());
      if (proved != 0) say("verify: %s", other.lastWords());
      findings.promise(name + ": the books agree (verify)", proved == 0);
    }
  }

  private static final String SET_ASIDE =
      "select count(*) from outbox where sent_at is null and dropped_at is not null";
  private static final String EPOCH = "select epoch::text from feed_epoch limit 1";
  private static final String SENT = "select id, sent_at from outbox where sent_at is not null";

  /** Letters of before the backup that went out after it, too. */
  private static int sentAgain(Connection here, Connection there) throws SQLException {
    Map<String, String> first = pairs(here);
    Map<String, String> second = pairs(there);
    int again = 0;
    for (Map.Entry<String, String> one : second.entrySet()) {
      String sent = first.get(one.getKey());
      if (sent != null && !sent.equals(one.getValue())) again++;
    }
    return again;
  }

  private static Map<String, String> pairs(Connection database) throws SQLException {
    Map<String, String> pairs = new HashMap<>();
    try (Statement sql = database.createStatement();
        ResultSet row = sql.executeQuery(SENT)) {
      while (row.next()) pairs.put(row.getString(1), row.getString(2));
    }
    return pairs;
  }

  private static int count(Connection database, String query) throws SQLException {
    return Integer.parseInt(text(database, query));
  }

  private static String text(Connection database, String query) throws SQLException {
    try (Statement sql = database.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** The exit code of a restore, into a place of its own. */
  private static int restore(DemoServer server, Path file, Path place, boolean onlyVerify)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("yui.Main", "restore", file.toString()));
    if (onlyVerify) command.add("--verify");
    else command.addAll(List.of("--data", place.toString()));
    ProcessBuilder builder =
        DemoServer.java(command.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(server.data().resolve("restore.log").toFile()));
    builder.environment().put("YUI_DATA", place.toString());
    builder.environment().put("YUI_BANK_KEYS", server.bankKeys().toString());
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroy();
      throw new IllegalStateException("a restore takes too long");
    }
    return process.exitValue();
  }

  private void damages(Findings findings, DemoServer server, Path folder, Path file)
      throws Exception {
    Random random = new Random(seed);
    int taken = 0;
    int left = 0;
    for (int i = 0; i < damages; i++) {
      Path damaged = folder.resolve("damaged.zip");
      String how = damage(file, damaged, random, i);
      Path place = folder.resolve("damaged" + i);
      if (restore(server, damaged, place, false) == 0) {
        taken++;
        say("taken though damaged: %s", how);
      }
      if (Files.exists(place.resolve("postgres"))) left++;
    }
    findings.figure("damagedArchives", damages);
    findings.promise("a damaged archive is refused", taken == 0);
    findings.promise("and leaves nothing behind", left == 0);
  }

  /** A bit is flipped in an entry, an entry is left out or cut, the file is cut. */
  private static String damage(Path file, Path damaged, Random random, int number)
      throws IOException {
    if (number % 4 == 3) {
      byte[] bytes = Files.readAllBytes(file);
      int length = random.nextInt(bytes.length);
      Files.write(damaged, Arrays.copyOf(bytes, length));
      return "cut after " + length + " bytes";
    }
    List<String> full = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getSize() > 0) full.add(entry.getName());
      }
      String chosen = full.get(random.nextInt(full.size()));
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(damaged))) {
        for (String name : full) {
          byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
          if (name.equals(chosen)) {
            if (number % 4 == 1) continue;
            if (number % 4 == 2) bytes = Arrays.copyOf(bytes, bytes.length / 2);
            else bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          }
          out.putNextEntry(new ZipEntry(name));
          out.write(bytes);
        }
      }
      return chosen + ", way " + number % 4;
    }
  }

  private void control(Findings findings, DemoServer server, Deeds deeds, Path folder, Path file)
      throws Exception {
    Path damaged = folder.resolve("damaged.zip");
    damage(file, damaged, new Random(seed), 0);
    boolean damageSeen = restore(server, damaged, folder.resolve("place"), true) != 0;
    Path place = folder.resolve("restored");
    if (restore(server, file, place, false) != 0) throw new IllegalStateException("not restored");
    boolean lossSeen;
    boolean lossProved;
    try (DemoServer other = DemoServer.on(place, server.bankKeys());
        Connection there = other.connect("postgres");
        Statement sql = there.createStatement()) {
      sql.execute(
          """
          set session_replication_role = replica;
          delete from entries where transfer_id in (select transfer_id from ledger_vouchers
            order by written_at limit 1);
          delete from transfers where id in (select transfer_id from ledger_vouchers
            order by written_at limit 1);
          delete from ledger_vouchers where id in (select id from ledger_vouchers
            where reason like '% %' order by written_at desc offset 20 limit 1)
          """);
      lossSeen = !deeds.of(there).isOne();
      lossProved = other.command("verify", "--data", other.data().toString()) != 0;
    }
    findings.promise(DAMAGE, !damageSeen);
    findings.promise(LOST_DEED, !lossSeen);
    findings.promise(LOST_TRANSFER, !lossProved);
  }
}
