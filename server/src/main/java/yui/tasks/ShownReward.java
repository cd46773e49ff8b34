package yui.tasks;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yui.core.GroupId;
import yui.ledger.FundId;

/** A reward line as answers write it; who pays is told to staff. */
public record ShownReward(
    int line,
    RewardKind kind,
    Per per,
    @Nullable Payer payer,
    @Nullable Long amountYen,
    @Nullable Long count,
    @Nullable String note,
    @Nullable String item,
    @Nullable Long quantity,
    @Nullable String unit,
    @Nullable LocalDate availableFrom,
    String ledgerUnit,
    long ledgerAmount) {

  /** A fund, or the group itself. */
  public record Payer(@Nullable FundId fundId, @Nullable GroupId groupId) {}

  static ShownReward of(RewardLine reward, Sight sight) {
    boolean produce = reward.kind() == RewardKind.PRODUCE;
    return new ShownReward(
        reward.line(),
        reward.kind(),
        reward.per(),
        sight == Sight.STAFF ? new Payer(reward.payerFund(), reward.payerGroup()) : null,
        reward.kind() == RewardKind.CASH ? reward.amount() : null,
        reward.kind() == RewardKind.MEAL ? reward.amount() : null,
        reward.note().isEmpty() ? null : reward.note(),
        reward.item(),
        produce ? reward.quantity() : null,
        produce ? reward.shownUnit() : null,
        reward.availableFrom(),
        reward.unit(),
        reward.amount());
  }
}
