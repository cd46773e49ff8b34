package yui.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.Lang;
import yui.core.PersonId;
import yui.core.Spoken;
import yui.papers.Block;
import yui.papers.Paper;
import yui.papers.Press;
import yui.papers.Spelled;
import yui.web.Sheet;
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
    CSV(Sheet.CSV_TYPE),
    XLSX(Sheet.XLSX_TYPE),
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

  Sheet sheet() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Payee p : payees) {
      rows.add(
          Arrays.asList(
              rows.size() + 1,
              p.name(),
              null,
              p.fees(),
              p.withheld(),
              p.isDue() ? "要" : null,
              p.thanks(),
              p.travel(),
              p.net()));
    }
    rows.add(
        Arrays.asList(
            null,
            "計",
            null,
            sum(Payee::fees),
            sum(Payee::withheld),
            null,
            sum(Payee::thanks),
            sum(Payee::travel),
            sum(Payee::net)));
    return new Sheet(Integer.toString(year), HEADINGS, rows);
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
                        Spoken.number(p.fees()),
                        Spoken.number(p.withheld()),
                        p.isDue() ? "要" : "",
                        Spoken.number(p.net())))
            .toList();
    List<String> sums =
        List.of(
            "計",
            "",
            Spoken.number(sum(Payee::fees)),
            Spoken.number(sum(Payee::withheld)),
            "",
            Spoken.number(sum(Payee::net)));
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
                        words.say(
                            lang, "paper.payees.lead", Map.of("above", Spoken.number(above)))),
                    new Block.Table(columns, rows, List.of(sums))))));
  }
}
