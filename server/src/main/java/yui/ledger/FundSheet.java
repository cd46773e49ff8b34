package yui.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;
import yui.web.Words;

/** The funds' figures for an office, one line a fund and unit: as CSV or as a workbook. */
final class FundSheet {
  private static final List<String> HEADINGS =
      List.of(
          "年度",
          "財源",
          "財源の種類",
          "出どころ",
          "節",
          "期間の初め",
          "期間の終わり",
          "単位",
          "上限",
          "注意の額",
          "約束ずみ",
          "確定（未払い）",
          "支払・手渡しずみ",
          "残り",
          "年度内の確定",
          "年度内の確定のうち支払ずみ",
          "締め切り");

  private FundSheet() {}

  private static List<@Nullable Object> cells(FundFigures.Line l, FiscalYear year, Words words) {
    Fund f = l.fund();
    return Arrays.asList(
        year.words(Lang.JA),
        f.name(),
        words.say(Lang.JA, "funds.source." + f.source()),
        f.sourceName(),
        f.budgetLine(),
        f.from(),
        f.to(),
        l.unit(),
        l.limit(),
        l.softLimit(),
        l.promised(),
        l.earned(),
        l.paid(),
        l.left(),
        l.earnedInYear(),
        l.paidInYear(),
        f.closedAt() == null ? "" : words.say(Lang.JA, "funds.closed"));
  }

  static byte[] csv(List<FundFigures.Line> lines, FiscalYear year, Words words) {
    StringBuilder text = new StringBuilder("\uFEFF");
    try (CSVPrinter csv = new CSVPrinter(text, PaymentCsv.OFFICE)) {
      csv.printRecord(HEADINGS);
      for (FundFigures.Line line : lines) {
        csv.printRecord(
            cells(line, year, words).stream()
                .map(
                    cell ->
                        cell instanceof String s
                            ? PaymentCsv.guarded(s)
                            : Objects.toString(cell, "")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] xlsx(List<FundFigures.Line> lines, FiscalYear year, Words words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Yui", "1.0")) {
      Worksheet sheet = book.newWorksheet("財源");
      for (int i = 0; i < HEADINGS.size(); i++) sheet.value(0, i, HEADINGS.get(i));
      int at = 1;
      for (FundFigures.Line line : lines) {
        List<@Nullable Object> cells = cells(line, year, words);
        for (int i = 0; i < cells.size(); i++) {
          Object cell = cells.get(i);
          if (cell instanceof Long number) {
            sheet.value(at, i, number);
            sheet.style(at, i).format("#,##0").set();
          } else if (cell != null) {
            sheet.value(at, i, cell.toString());
          }
        }
        at++;
      }
      sheet.range(0, 0, 0, HEADINGS.size() - 1).style().bold().set();
      sheet.freezePane(0, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
