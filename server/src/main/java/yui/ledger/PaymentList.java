package yui.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import yui.core.PersonId;

/**
 * A settlement as a treasurer enters it: one line for each payee and budget line (節), so that
 * thanks and travel stand apart; what was handed over before is taken off in a line of its own.
 */
final class PaymentList {
  static final String XLSX_TYPE =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  private static final List<String> HEADINGS = List.of("番号", "氏名", "節", "単位", "金額");
  private static final String GROUP = "団体の負担";
  private static final String BEFORE = "渡しずみ・訂正";
  private static final String WITHHELD = "源泉徴収";

  /** What one payee gets from one budget line; negative where it is taken off. */
  record Row(int number, String name, String budgetLine, String unit, long amount) {}

  private PaymentList() {}

  /**
   * The rows of a settlement; those of one payee add up to the payee's net.
   *
   * @param details the transfers that its lines are the sum of
   * @param budgetLines of the funds that pay
   */
  static List<Row> rows(
      Settlement settlement,
      List<Transfer> details,
      Map<PersonId, String> payees,
      Map<UUID, String> budgetLines) {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (Settlement.Line line : settlement.lines()) {
      number++;
      String name = payees.getOrDefault(line.personId(), "");
      Map<String, Long> parts = new TreeMap<>();
      for (Transfer t : details) {
        if (!line.personId().equals(t.personId()) || !line.unit().equals(t.unit())) continue;
        boolean owes = t.to().kind() == Account.Kind.OWED;
        parts.merge(
            part(owes ? t.from() : t.to(), budgetLines),
            owes ? t.amount() : -t.amount(),
            Long::sum);
      }
      if (line.withheld() > 0) parts.merge(WITHHELD, -line.withheld(), Long::sum);
      for (Map.Entry<String, Long> part : parts.entrySet()) {
        if (part.getValue() != 0) {
          rows.add(new Row(number, name, part.getKey(), line.unit(), part.getValue()));
        }
      }
    }
    return rows;
  }

  private static String part(Account payer, Map<UUID, String> budgetLines) {
    return switch (payer.kind()) {
      case FUND -> budgetLines.getOrDefault(payer.owner(), "");
      case GROUP -> GROUP;
      case OWED, GIVEN, WITHHELD -> BEFORE;
    };
  }

  static byte[] csv(List<Row> rows) {
    StringBuilder text = new StringBuilder("\uFEFF");
    try (CSVPrinter csv = new CSVPrinter(text, PaymentCsv.OFFICE)) {
      csv.printRecord(HEADINGS);
      for (Row row : rows) {
        csv.printRecord(
            row.number(),
            PaymentCsv.guarded(row.name()),
            PaymentCsv.guarded(row.budgetLine()),
            row.unit(),
            row.amount());
      }
      for (Map.Entry<String, Long> sum : sums(rows).entrySet()) {
        String[] line = sum.getKey().split("\t", -1);
        csv.printRecord("", "計", PaymentCsv.guarded(line[0]), line[1], sum.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] xlsx(List<Row> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Yui", "1.0")) {
      Worksheet sheet = book.newWorksheet("支払一覧");
      for (int i = 0; i < HEADINGS.size(); i++) sheet.value(0, i, HEADINGS.get(i));
      int at = 1;
      for (Row row : rows) {
        sheet.value(at, 0, row.number());
        cells(sheet, at++, row.name(), row.budgetLine(), row.unit(), row.amount());
      }
      for (Map.Entry<String, Long> sum : sums(rows).entrySet()) {
        String[] line = sum.getKey().split("\t", -1);
        cells(sheet, at++, "計", line[0], line[1], sum.getValue());
      }
      sheet.range(0, 0, 0, HEADINGS.size() - 1).style().bold().set();
      sheet.freezePane(0, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void cells(
      Worksheet sheet, int at, String name, String budgetLine, String unit, long amount) {
    sheet.value(at, 1, name);
    sheet.value(at, 2, budgetLine);
    sheet.value(at, 3, unit);
    sheet.value(at, 4, amount);
    sheet.style(at, 4).format("#,##0").set();
  }

  private static Map<String, Long> sums(List<Row> rows) {
    Map<String, Long> sums = new TreeMap<>();
    rows.forEach(row -> sums.merge(row.budgetLine() + "\t" + row.unit(), row.amount(), Long::sum));
    return sums;
  }
}
