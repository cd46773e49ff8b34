package yui.tasks;

import org.jspecify.annotations.Nullable;
import yui.communities.TravelCost;

/**
 * What coming to a task leaves one person alone, roughly: thanks in cash and travel support less
 * the way there and back. Meals and produce are never counted in yen.
 *
 * @param km of road or rail, one way
 * @param minutes one way
 * @param cashYen for every day still to come
 * @param otherWay for whoever has a car
 */
public record Journey(
    TravelCost.Way way,
    int km,
    int minutes,
    long costYen,
    long supportYen,
    long cashYen,
    long netYen,
    @Nullable OtherWay otherWay) {

  /** The way that is not reckoned with. */
  public record OtherWay(TravelCost.Way way, int km, int minutes, long costYen) {}

  static Journey of(
      TravelCost.Estimate likely,
      TravelCost.@Nullable Estimate other,
      Travel travel,
      long aHeadYen,
      long cashYen) {
    // Costs are paid as they were; a sum by coming is the same whatever the way did cost.
    long support = travel.isEarnedByComing() ? aHeadYen : Math.min(likely.yen(), aHeadYen);
    return new Journey(
        likely.way(),
        likely.km(),
        likely.minutes(),
        likely.yen(),
        support,
        cashYen,
        cashYen + support - likely.yen(),
        other == null ? null : new OtherWay(other.way(), other.km(), other.minutes(), other.yen()));
  }

  /** What the way costs beyond the support. */
  public long ownShareYen() {
    return Math.max(0, costYen - supportYen);
  }
}
