package yui.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;

/** One immutable movement, as it was written. */
public record Transfer(
    TransferId id,
    long seq,
    CommunityId communityId,
    State state,
    Code code,
    Purpose purpose,
    About about,
    String unit,
    long amount,
    Account from,
    Account to,
    @Nullable TransferId pendingId,
    @Nullable PersonId personId,
    @Nullable PersonId byPerson,
    Instant happenedAt,
    Instant recordedAt) {

  /** What this line says; a promise's own line stays PENDING, what became of it is another. */
  public enum State {
    PENDING,
    POSTED,
    VOIDED,
    EXPIRED
  }
}
