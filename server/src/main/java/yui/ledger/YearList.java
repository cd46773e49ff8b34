package yui.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.papers.Block;
import yui.papers.Paper;
import yui.papers.Press;
import yui.papers.Spelled;
import yui.web.Words;

/**
 * Whom a community paid in a calendar year, as an office needs it for the tax office's payment
 * statements (支払調書): addresses are not kept, their column is filled by hand.
 */
record YearList(
    CommunityId communityId, int year, String community, long above, List<Payee> payees) {
  private static final List<String> HEADINGS =
      List.of("番号", "氏名", "住所", "講師等の報酬", "源泉徴収税額", "支払調書", "お礼の計", "交通費の計", "差引支払額");

  /**
   * @param fees what withholding looked at, and {@code isDue} whether that is above the sum from
   *     which a payment statement is due
   */
  record Payee(
      PersonId personId,
      String name,
      long fees,
      long withheld,
      long thanks,
      long travel,
      long net,
      boolean isDue) {
    Payee named(String name, long above) {
      return new Payee(personId, name, fees, withheld, thanks, travel, net, fees > above);
    }
  }

  /** How it is made into a file. */
  enum Format {
    CSV(PaymentCsv.CONTENT_TYPE),
    XLSX(PaymentList.XLSX_TYPE),
    PDF(Press.CONTENT_TYPE);

    final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    String fileName(int year) {
      return "payees-" + year + "." + name().toLowerCase(Locale.ROOT);
    }
  }

  /** A file that was made and is kept as it was. */
  record Made(
      UUID id,
      CommunityId communityId,
      int year,
      Format format,
      String fileName,
      int bytes,
      String sha256,
      Instant madeAt) {}

  long sum(ToLongFunction<Payee> part) {
    return payees.stream().mapToLong(part).sum();
  }

  private List<List<Object>> rows() {
    List<List<Object>> rows = new ArrayList<>();
    for (Payee p : payees) {
      rows.add(
          List.of(
              rows.size() + 1,
              p.name(),
              "",
              p.fees(),
              p.withheld(),
              p.isDue() ? "要" : "",
              p.thanks(),
              p.travel(),
              p.net()));
    }
    rows.add(
        List.of(
            "",
            "計",
            "",
            sum(Payee::fees),
            sum(Payee::withheld),
            "",
            sum(Payee::thanks),
            sum(Payee::travel),
            sum(Payee::net)));
    return rows;
  }

  byte[] csv() {
    StringBuilder text = new StringBuilder("\uFEFF");
    try (CSVPrinter csv = new CSVPrinter(text, PaymentCsv.OFFICE)) {
      csv.printRecord(HEADINGS);
      for (List<Object> row : rows()) {
        csv.printRecord(
            row.stream()
                .map(cell -> cell instanceof String words ? PaymentCsv.guarded(words) : cell));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  byte[] xlsx() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Yui", "1.0")) {
      Worksheet sheet = book.newWorksheet(Integer.toString(year));
      for (int i = 0; i < HEADINGS.size(); i++) sheet.value(0, i, HEADINGS.get(i));
      int at = 0;
      for (List<Object> row : rows()) {
        at++;
        for (int i = 0; i < row.size(); i++) {
          switch (row.get(i)) {
            case Number number -> {
              sheet.value(at, i, number);
              if (i > 0) sheet.style(at, i).format("#,##0").set();
            }
            case Object words -> sheet.value(at, i, words.toString());
          }
        }
      }
      sheet.range(0, 0, 0, HEADINGS.size() - 1).style().bold().set();
      sheet.freezePane(0, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** In Japanese: it is for the tax office. */
  Paper paper(Words words) {
    Lang lang = Lang.JA;
    String title = words.say(lang, "paper.title.payees");
    List<Block.Column> columns =
        List.of(
            new Block.Column("氏名", 3),
            new Block.Column("住所", 4),
            new Block.Column("報酬", 0),
            new Block.Column("源泉税額", 0),
            new Block.Column("調書", 0),
            new Block.Column("差引支払額", 0));
    List<List<String>> rows =
        payees.stream()
            .map(
                p ->
                    List.of(
                        p.name(),
                        "",
                        yen(p.fees()),
                        yen(p.withheld()),
                        p.isDue() ? "要" : "",
                        yen(p.net())))
            .toList();
    List<String> sums =
        List.of(
            "計", "", yen(sum(Payee::fees)), yen(sum(Payee::withheld)), "", yen(sum(Payee::net)));
    return new Paper(
        title,
        words.say(lang, "paper.lacking"),
        List.of(
            new Paper.Sheet(
                title + " " + year + " " + community,
                List.of(
                    new Block.Title(title),
                    new Block.Aside(List.of(Spelled.year(year, lang), community)),
                    new Block.Text(
                        words.say(lang, "paper.payees.lead", Map.of("above", yen(above)))),
                    new Block.Table(columns, rows, List.of(sums))))));
  }

  private static String yen(long yen) {
    return String.format(Locale.ROOT, "%,d", yen);
  }
}
