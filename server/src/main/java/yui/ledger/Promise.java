package yui.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * What a payer sets aside for a person until it is earned or void.
 *
 * @param payer {@link Account#fund} or {@link Account#group}
 * @param amount in the unit's smallest scale
 * @param happenedAt the moment in the field; a fund's validity is tested on its Japanese day
 * @param expiresAt when an unclaimed rest goes back to the payer by itself, if ever
 */
public record Promise(
    CommunityId communityId,
    Cause cause,
    Account payer,
    PersonId personId,
    Purpose purpose,
    String unit,
    long amount,
    About about,
    Instant happenedAt,
    @Nullable Instant expiresAt) {}
