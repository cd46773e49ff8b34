package yui.communities;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * How long a community keeps what people told it.
 *
 * @param wordDays messages, reasons and notes, after the work
 * @param nameDays names of those who came along or unannounced, after the work
 * @param householdDays whose house a problem was about, after it ended
 * @param paymentYears papers of payments
 */
public record Retention(int wordDays, int nameDays, int householdDays, int paymentYears) {
  static final Set<String> NAMES = Set.of("wordDays", "nameDays", "householdDays", "paymentYears");
  static final Retention SHIPPED = new Retention(365, 1_825, 365, 10);

  static Retention of(JsonObject value) {
    return new Retention(
        value.getInteger("wordDays", SHIPPED.wordDays),
        value.getInteger("nameDays", SHIPPED.nameDays),
        value.getInteger("householdDays", SHIPPED.householdDays),
        value.getInteger("paymentYears", SHIPPED.paymentYears));
  }
}
