package yui.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * What a resident says the journey cost.
 *
 * @param cap what was promised when it was claimed
 * @param granted what was posted: the cost, up to the cap
 */
public record TravelClaim(
    UUID id,
    CommunityId communityId,
    UUID applicationId,
    PersonId personId,
    long amountYen,
    long capYen,
    List<String> receipts,
    String note,
    State state,
    @Nullable Long grantedYen,
    String reason,
    Instant claimedAt,
    @Nullable Instant decidedAt) {

  /** A returned claim may be made again; an approved one ends it. */
  public enum State {
    CLAIMED,
    APPROVED,
    RETURNED
  }
}
