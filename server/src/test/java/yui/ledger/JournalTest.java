package yui.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import yui.core.Caller;
import yui.db.Scope;

class JournalTest {
  private final Books books = Books.open();
  private final Table town = new Table(books).fund("okugawa");
  private final Caller desk = Books.desk(town.community);

  @TempDir Path directory = Path.of("");

  @AfterEach
  void clockBack() {
    books.clock.set(Books.START);
  }

  @Test
  void hledger_ofEverything_checksAndAgreesOnEveryBalance() throws Exception {
    assumeTrue(hledgerIsHere(), "hledger is not installed: the journal was not checked by it");
    busyDays();
    Path file = directory.resolve("yui.journal");
    Files.writeString(file, journal());
    assertEquals(
        "",
        hledger(
            file, "check", "balancednoautoconversion", "ordereddates", "accounts", "commodities"));
    TreeMap<String, Long> theirs = new TreeMap<>();
    String csv = hledger(file, "balance", "--flat", "-N", "-E", "--layout=bare", "-O", "csv");
    for (String line : csv.lines().skip(1).toList()) {
      String[] cells = line.replace("\"", "").split(",");
      theirs.put(cells[0] + "/" + cells[1], Long.parseLong(cells[2]));
    }
    TreeMap<String, Long> ours = new TreeMap<>();
    for (Transfers.Balance b :
        books.database.read(
            town.staff, tx -> new Transfers().balances(tx, town.community, null, null, 1000))) {
      // accounts with nothing but promises are not in the journal
      String name = b.account().name() + "/" + b.unit();
      if (b.posted() != 0 || theirs.containsKey(name)) ours.put(name, b.posted());
    }
    assertFalse(ours.isEmpty());
    assertEquals(ours, theirs);
  }

  @Test
  void hledger_ofYesterday_isTheBeginningOfTodays() {
    busyDays();
    String yesterday = journal();
    books.database.write(Scope.ofSystem(), tx -> new Seals().seal(tx, 10_000));
    assertEquals(yesterday, journal());
    books.clock.set(Books.START.minus(Duration.ofHours(1)));
    town.ledger("gift fund:okugawa owed:ken JPY 1 posted backwards");
    String today = journal();
    assertTrue(today.startsWith(yesterday));
    assertTrue(today.length() > yesterday.length());
  }

  @Test
  void hledger_ofPromises_isSilent() {
    town.ledger("promise fund:okugawa owed:mika JPY 3000 pending");
    assertEquals("; community " + town.community + "\n", journal());
  }

  @Test
  void hledger_ofSomeDays_holdsThoseRecordedThen() {
    busyDays();
    String first =
        books.database.read(
            town.staff,
            tx ->
                new Journal()
                    .hledger(
                        tx,
                        desk,
                        town.community,
                        LocalDate.parse("2026-12-06"),
                        LocalDate.parse("2026-12-06")));
    assertTrue(first.contains("2026-12-06="));
    assertFalse(first.contains("2026-12-05="));
    assertFalse(first.contains("2026-12-07="));
  }

  private void busyDays() {
    for (int day = 0; day < 4; day++) {
      books.clock.set(Books.START.plus(Duration.ofDays(day)));
      for (int n = 0; n < 10; n++) {
        String who = "owed:p" + n + " ";
        String given = "given:p" + n + " ";
        String cause = " " + day;
        town.ledger("gift fund:okugawa " + who + "JPY 3000 posted" + cause);
        town.ledger("gift group:farm " + who + "RICE_G 2000 posted" + cause);
        town.ledger("hand_over " + who + given + "RICE_G 500 posted" + cause);
        town.ledger("pay " + who + given + "JPY 1000 posted" + cause);
        town.ledger("correct " + who + "fund:okugawa JPY 100 posted" + cause);
        town.ledger("withhold " + who + "withheld: JPY 50 posted" + cause);
      }
    }
  }

  private String journal() {
    return books.database.read(
        town.staff, tx -> new Journal().hledger(tx, desk, town.community, null, null));
  }

  private static boolean hledgerIsHere() throws InterruptedException {
    try {
      return new ProcessBuilder("hledger", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String hledger(Path file, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("hledger", "-f", file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LANG", "C.UTF-8");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
