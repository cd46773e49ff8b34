package yui.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tax that a community keeps back from what it pays for some sorts of work: a part of the sum up to
 * a limit, another part of what is above.
 *
 * @param sorts as {@link About} names them
 * @param withTravel whether travel money that goes through the person's hands counts as paid
 * @param basisPoints hundredths of a percent
 * @param from the day from which the community decided it so; null where it is as shipped
 */
public record Withholding(
    Set<String> sorts,
    boolean withTravel,
    int basisPoints,
    long limitYen,
    int aboveBasisPoints,
    @Nullable LocalDate from) {
  static final String RULE = "WITHHOLDING";
  private static final int WHOLE = 10_000;

  public Withholding {
    sorts = Set.copyOf(sorts);
  }

  /** What is kept back of one payment; a fraction of a yen is dropped. */
  long of(long yen) {
    if (yen <= 0) return 0;
    long below = Math.min(yen, limitYen);
    long above = yen - below;
    // Whole ten thousands apart, so that no product overflows.
    return below / WHOLE * basisPoints
        + above / WHOLE * aboveBasisPoints
        + (below % WHOLE * basisPoints + above % WHOLE * aboveBasisPoints) / WHOLE;
  }

  JsonObject json() {
    return JsonObject.of(
        "engagements",
        new JsonArray(sorts.stream().sorted().toList()),
        "withTravel",
        withTravel,
        "basisPoints",
        basisPoints,
        "limitYen",
        limitYen,
        "aboveBasisPoints",
        aboveBasisPoints);
  }
}
