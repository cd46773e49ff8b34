package yui.tasks;

import org.jspecify.annotations.Nullable;
import yui.ledger.FundId;

/** Travel support as answers write it; the fund is told to staff. */
public record ShownTravel(
    Travel.Policy policy,
    @Nullable Long amountYen,
    @Nullable Long capYen,
    boolean paidDirectly,
    @Nullable FundId fundId) {

  static ShownTravel of(Travel travel, Sight sight) {
    return new ShownTravel(
        travel.policy(),
        travel.amountYen(),
        travel.capYen(),
        travel.paidDirectly(),
        sight == Sight.STAFF ? travel.fund() : null);
  }
}
