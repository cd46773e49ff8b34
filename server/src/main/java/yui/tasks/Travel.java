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

  /** No support, a fixed sum, or the cost up to a cap. */
  public enum Policy {
    NONE,
    FIXED,
    ACTUAL
  }

  public static final Travel NONE = new Travel(Policy.NONE, null, null, false, null);

  /** The most that one head can get. */
  public long mostYen() {
    return switch (policy) {
      case NONE -> 0;
      case FIXED -> Objects.requireNonNullElse(amountYen, 0L);
      case ACTUAL -> Objects.requireNonNullElse(capYen, 0L);
    };
  }
}
