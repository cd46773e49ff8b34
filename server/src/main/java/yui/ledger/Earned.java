package yui.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The host's word on a promise: so much of it is earned now.
 *
 * @param amount between 0 and what was promised; what was said before is corrected to it
 */
public record Earned(
    TransferId promise, long amount, Instant happenedAt, @Nullable String reason) {}
