package yui.ledger;

import java.time.Instant;
import yui.core.CommunityId;

/**
 * A movement that stands on its own: a gift, an opening balance, a returned payment, or the reverse
 * of something written by mistake.
 */
public record Correction(
    CommunityId communityId,
    Cause cause,
    Code code,
    Purpose purpose,
    Account from,
    Account to,
    String unit,
    long amount,
    About about,
    Instant happenedAt) {}
