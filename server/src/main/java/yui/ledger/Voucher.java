package yui.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * What the desk writes into the books by hand, and why: a gift, what was owed before Yui, or a line
 * taken back.
 *
 * @param corrects the line that it takes back, wholly or partly
 * @param above the yen above which a second person must agree; null where none must
 */
record Voucher(
    UUID id,
    CommunityId communityId,
    Code code,
    PersonId personId,
    Account from,
    Account to,
    String unit,
    long amount,
    Purpose purpose,
    String reason,
    @Nullable UUID corrects,
    @Nullable Long above,
    State state,
    PersonId writtenBy,
    Instant writtenAt,
    @Nullable PersonId decidedBy,
    @Nullable Instant decidedAt,
    String refusal,
    @Nullable UUID transferId) {

  /** Decided once. */
  enum State {
    WAITING,
    POSTED,
    REFUSED
  }
}
