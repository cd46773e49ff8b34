package yui.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.web.Sheet;

/** A settlement line by line, as it was frozen. */
final class LineSheet {
  private static final List<String> HEADINGS =
      List.of("精算番号", "締め日", "利用者番号", "氏名", "単位", "お礼", "交通費", "源泉徴収", "支払額");

  private LineSheet() {}

  static Sheet of(Settlement settlement, Map<PersonId, String> payees) {
    return new Sheet(
        "精算",
        HEADINGS,
        settlement.lines().stream().map(line -> cells(settlement, line, payees)).toList());
  }

  private static List<@Nullable Object> cells(
      Settlement settlement, Settlement.Line line, Map<PersonId, String> payees) {
    return Arrays.asList(
        settlement.id(),
        settlement.until(),
        line.personId(),
        payees.getOrDefault(line.personId(), ""),
        line.unit(),
        line.thanks(),
        line.travel(),
        line.withheld(),
        line.net());
  }
}
