package yui.web;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Words that people wrote, in a table for an office: no cell becomes a formula or another row. */
public final class SheetFuzz {
  private SheetFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    String words = new String(bytes, StandardCharsets.UTF_8);
    Sheet sheet = new Sheet("s", List.of("a", "b"), List.of(List.of(words, "end")));
    String csv = new String(sheet.csv(), StandardCharsets.UTF_8);
    try (CSVParser parser = CSVFormat.DEFAULT.parse(new StringReader(csv.substring(1)))) {
      List<CSVRecord> rows = parser.getRecords();
      if (rows.size() != 2 || rows.get(1).size() != 2) throw new AssertionError(csv);
      String cell = rows.get(1).get(0);
      boolean formula = !cell.isEmpty() && "=+-@\t\r＝＋－＠".indexOf(cell.charAt(0)) >= 0;
      if (formula || !cell.endsWith(words)) throw new AssertionError(csv);
    }
    sheet.xlsx();
  }
}
