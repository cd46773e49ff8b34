package yui.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import yui.core.PersonId;

/**
 * A settlement as offices open it: UTF-8 with BOM, CRLF, cells that no spreadsheet takes for
 * formulas.
 */
final class PaymentCsv {
  static final String CONTENT_TYPE = "text/csv; charset=utf-8";
  static final CSVFormat OFFICE = CSVFormat.DEFAULT.builder().setRecordSeparator("\r\n").get();

  private PaymentCsv() {}

  static byte[] of(Settlement settlement, Map<PersonId, String> payees) {
    StringBuilder text = new StringBuilder("\uFEFF");
    try (CSVPrinter csv = new CSVPrinter(text, OFFICE)) {
      csv.printRecord("精算番号", "締め日", "利用者番号", "氏名", "単位", "お礼", "交通費", "源泉徴収", "支払額");
      for (Settlement.Line line : settlement.lines()) {
        csv.printRecord(
            settlement.id(),
            settlement.until(),
            line.personId(),
            guarded(payees.getOrDefault(line.personId(), "")),
            line.unit(),
            line.thanks(),
            line.travel(),
            line.withheld(),
            line.net());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Words that begin like a formula get an apostrophe in front, which spreadsheets do not show. */
  static String guarded(String cell) {
    return !cell.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
