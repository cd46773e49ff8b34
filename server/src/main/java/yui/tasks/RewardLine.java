package yui.tasks;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.core.GroupId;
import yui.ledger.FundId;

/**
 * One line of thanks for one slot.
 *
 * @param unit the ledger's, {@code amount} in its smallest scale
 * @param quantity as the poster wrote it, in {@code shownUnit}: 2 kg stays 2 kg on the page
 * @param payerFund the fund that gives, or null where {@code payerGroup} does
 */
public record RewardLine(
    int line,
    RewardKind kind,
    Per per,
    String unit,
    long amount,
    @Nullable Long quantity,
    @Nullable String shownUnit,
    @Nullable String item,
    String note,
    @Nullable LocalDate availableFrom,
    @Nullable FundId payerFund,
    @Nullable GroupId payerGroup) {

  /** What a party of so many heads is thanked with for one slot, in the ledger's unit. */
  public long amountFor(int heads) {
    return per == Per.PARTY ? amount : Math.multiplyExact(amount, (long) heads);
  }

  RewardLine paidBy(@Nullable FundId fund, @Nullable GroupId group) {
    return new RewardLine(
        line, kind, per, unit, amount, quantity, shownUnit, item, note, availableFrom, fund, group);
  }

  /** Whether nothing was taken from what the other line promised. */
  boolean isAtLeast(RewardLine other) {
    return kind == other.kind
        && per == other.per
        && unit.equals(other.unit)
        && amount >= other.amount
        && Objects.equals(payerFund, other.payerFund)
        && Objects.equals(payerGroup, other.payerGroup);
  }
}
