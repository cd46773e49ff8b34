package yui.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/**
 * A promise as it stands now.
 *
 * @param amount what was promised
 * @param earned what was posted of it, corrections included
 * @param gone what of that went back to the payer since: expired, or something else was taken for
 *     it
 * @param corrections how many corrections it has had
 */
public record Promised(
    TransferId id,
    CommunityId communityId,
    Account payer,
    PersonId personId,
    Purpose purpose,
    String unit,
    long amount,
    long earned,
    long gone,
    State state,
    int corrections,
    About about,
    @Nullable Instant expiresAt) {

  /** What is earned and has not gone back; handed over or not. */
  public long kept() {
    return earned - gone;
  }

  /** Pending until somebody's word; then posted, fully or partly, or voided. */
  public enum State {
    PENDING,
    POSTED,
    VOIDED
  }
}
