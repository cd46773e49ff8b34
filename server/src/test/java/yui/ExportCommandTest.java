package yui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import yui.core.Days;
import yui.core.FiscalYear;

/** A year leaves the house as files. */
class ExportCommandTest {
  @TempDir Path folder;

  @Test
  void export_aYear_holdsFiguresLedgerJournalAndFunds() throws Exception {
    try (Town town = Town.furnished()) {
      String task = town.posted(town.mowing());
      Visitor r1 = town.as("r1@town.example");
      String slot = r1.get("/tasks/" + task).is(200).body().at("/slots/0/id").asText();
      String application =
          r1.post("/tasks/" + task + "/applications", Map.of("slotIds", List.of(slot)))
              .is(201)
              .id();
      town.as("ward@town.example").post("/applications/" + application + "/select", null).is(200);
      int year = FiscalYear.of(Days.of(town.now())).year();

      Path file = folder.resolve("year.zip");
      String[] asked = {"--year", "" + year, "--community", "074055", file.toString()};
      ExportCommand command = new ExportCommand(town.database().environment());
      assertEquals(0, new CommandLine(command).execute(asked));
      try (ZipFile zip = new ZipFile(file.toFile())) {
        TreeSet<String> names = new TreeSet<>();
        zip.stream().forEach(entry -> names.add(entry.getName().replace("074055/", "")));
        assertEquals(
            new TreeSet<>(
                List.of(
                    "figures.csv",
                    "figures.xlsx",
                    "funds.csv",
                    "funds.xlsx",
                    "journal.hledger",
                    "ledger.csv",
                    "ledger.xlsx")),
            names);
        String ledger = text(zip, "074055/ledger.csv");
        assertTrue(ledger.contains("草刈り") && ledger.contains("3000"), ledger);
        assertTrue(text(zip, "074055/journal.hledger").startsWith("; community"));
      }
      assertTrue(
          new CommandLine(new ExportCommand(town.database().environment())).execute(asked) > 0);
    }
  }

  private static String text(ZipFile zip, String entry) throws Exception {
    return new String(
        zip.getInputStream(zip.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
