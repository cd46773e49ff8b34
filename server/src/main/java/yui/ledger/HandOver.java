package yui.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * Goods or meals that somebody gave a resident for a line of thanks.
 *
 * @param onPaper whether somebody else entered the receipt, from a sheet that was signed
 */
record HandOver(
    UUID id,
    CommunityId communityId,
    UUID applicationId,
    int rewardLine,
    PersonId personId,
    String unit,
    long quantity,
    String note,
    PersonId givenBy,
    Instant givenAt,
    @Nullable Instant acknowledgedAt,
    @Nullable PersonId acknowledgedBy,
    boolean onPaper) {}
