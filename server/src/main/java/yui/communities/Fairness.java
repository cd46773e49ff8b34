package yui.communities;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yui.core.Lang;

/**
 * How a community puts applicants in order. It orders and explains; a person chooses.
 *
 * @param mostPerWeek how often one is chosen in a week before others go first; null without end
 * @param liftedDaysBefore from so many days before the work on, that no longer counts
 * @param lots whether lots are drawn among those who are alike
 * @param reasonNeeded whether choosing somebody who is not next needs a reason
 * @param criteria as they are written, shown to who applies
 */
public record Fairness(
    boolean newcomersFirst,
    @Nullable Integer mostPerWeek,
    int liftedDaysBefore,
    boolean lots,
    boolean reasonNeeded,
    String criteria,
    String criteriaEn) {
  static final int MOST_LETTERS = 2_000;
  static final Set<String> NAMES =
      Set.of(
          "newcomersFirst",
          "mostPerWeek",
          "liftedDaysBefore",
          "lots",
          "reasonNeeded",
          "criteria",
          "criteriaEn");
  static final Fairness NONE = new Fairness(false, null, 0, false, false, "", "");

  static Fairness of(JsonObject value) {
    return new Fairness(
        value.getBoolean("newcomersFirst", false),
        value.getInteger("mostPerWeek"),
        value.getInteger("liftedDaysBefore", 0),
        value.getBoolean("lots", false),
        value.getBoolean("reasonNeeded", false),
        value.getString("criteria", ""),
        value.getString("criteriaEn", ""));
  }

  /** Whether it puts anybody before another at all. */
  public boolean orders() {
    return newcomersFirst || mostPerWeek != null || lots;
  }

  /** The criteria in a language, in Japanese where the other has none. */
  public String criteria(Lang lang) {
    return lang.isEnglish() && !criteriaEn.isEmpty() ? criteriaEn : criteria;
  }
}
