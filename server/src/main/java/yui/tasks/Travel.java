package yui.tasks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import yui.ledger.FundId;

/**
 * What a task gives towards the way there, a head and application.
 *
 * @param fund the fund it comes from; null where the policy is NONE
 */
public record Travel(
    Policy policy,
    @Nullable Long amountYen,
    @Nullable Long capYen,
    boolean paidDirectly,
    @Nullable FundId fund) {

  /** No support, a fixed sum, the cost up to a cap, or by the community's table of distances. */
  public enum Policy {
    NONE,
    FIXED,
    ACTUAL,
    DISTANCE
  }

  public static final Travel NONE = new Travel(Policy.NONE, null, null, false, null);

  /** Whether coming is enough for it: no receipts, and nobody buys the ticket instead. */
  public boolean isEarnedByComing() {
    return (policy == Policy.FIXED || policy == Policy.DISTANCE) && !paidDirectly;
  }

  /** The most that one head can get, as far as the task says it; by distance {@link Fares} does. */
  public long mostYen() {
    return switch (policy) {
      case NONE, DISTANCE -> 0;
      case FIXED -> Objects.requireNonNullElse(amountYen, 0L);
      case ACTUAL -> Objects.requireNonNullElse(capYen, 0L);
    };
  }
}
