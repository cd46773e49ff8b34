package yui.ledger;

import java.util.Map;

/**
 * What became of an event that was not refused.
 *
 * @param warning values of {@code fund_soft_limit_passed}; empty when there is nothing to warn of
 */
public record Posted(TransferId id, Outcome outcome, Map<String, Object> warning) {

  /** What the ledger did: {@code EXISTS} means that the same deed was written before. */
  public enum Outcome {
    PENDING,
    POSTED,
    VOIDED,
    EXISTS
  }
}
