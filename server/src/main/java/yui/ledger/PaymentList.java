package yui.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.PersonId;
import yui.web.Sheet;

/**
 * A settlement as a treasurer enters it: one line for each payee and budget line (節), so that
 * thanks and travel stand apart; what was handed over before is taken off in a line of its own.
 */
final class PaymentList {
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

  static Sheet sheet(List<Row> rows) {
    List<List<@Nullable Object>> cells = new ArrayList<>();
    for (Row row : rows) {
      cells.add(
          Arrays.asList(row.number(), row.name(), row.budgetLine(), row.unit(), row.amount()));
    }
    for (Map.Entry<String, Long> sum : sums(rows).entrySet()) {
      String[] line = sum.getKey().split("\t", -1);
      cells.add(Arrays.asList(null, "計", line[0], line[1], sum.getValue()));
    }
    return new Sheet("支払一覧", HEADINGS, cells);
  }

  private static Map<String, Long> sums(List<Row> rows) {
    Map<String, Long> sums = new TreeMap<>();
    rows.forEach(row -> sums.merge(row.budgetLine() + "\t" + row.unit(), row.amount(), Long::sum));
    return sums;
  }
}
