package yui.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A table for an office's spreadsheet, as CSV (UTF-8 with BOM, CRLF) or as a workbook in which
 * nothing becomes a formula.
 *
 * @param rows each as long as the headings; a null is an empty cell, a long is an amount and
 *     written with its thousands apart, an int counts lines
 */
public record Sheet(String name, List<String> headings, List<List<@Nullable Object>> rows) {
  public static final String CSV_TYPE = "text/csv; charset=utf-8";
  public static final String XLSX_TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  private static final CSVFormat OFFICE =
      CSVFormat.DEFAULT.builder().setRecordSeparator("\r\n").get();

  public byte[] csv() {
    StringBuilder text = new StringBuilder("\uFEFF");
    try (CSVPrinter csv = new CSVPrinter(text, OFFICE)) {
      csv.printRecord(headings);
      for (List<@Nullable Object> row : rows) {
        csv.printRecord(
            row.stream()
                .map(cell -> cell instanceof String s ? guarded(s) : Objects.toString(cell, "")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  public byte[] xlsx() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Yui", "1.0")) {
      Worksheet sheet = book.newWorksheet(name);
      for (int i = 0; i < headings.size(); i++) sheet.value(0, i, headings.get(i));
      for (int at = 0; at < rows.size(); at++) {
        List<@Nullable Object> row = rows.get(at);
        for (int i = 0; i < row.size(); i++) {
          switch (row.get(i)) {
            case Long amount -> {
              sheet.value(at + 1, i, amount);
              sheet.style(at + 1, i).format("#,##0").set();
            }
            case Integer number -> sheet.value(at + 1, i, number);
            case null -> {}
            case Object words -> sheet.value(at + 1, i, words.toString());
          }
        }
      }
      sheet.range(0, 0, 0, headings.size() - 1).style().bold().set();
      sheet.freezePane(0, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Words that begin like a formula get an apostrophe in front, which spreadsheets do not show. */
  private static String guarded(String cell) {
    return !cell.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
