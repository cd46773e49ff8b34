package yui.ledger;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yui.core.FiscalYear;
import yui.core.Lang;
import yui.web.Sheet;
import yui.web.Words;

/** The funds' figures for an office, one line a fund and unit. */
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

  static Sheet of(List<FundFigures.Line> lines, FiscalYear year, Words words) {
    return new Sheet("財源", HEADINGS, lines.stream().map(line -> cells(line, year, words)).toList());
  }

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
}
