package yui.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yui.core.CommunityId;
import yui.core.PersonId;
import yui.core.Refusal;

/**
 * A run of what is paid or handed over. Until it is frozen its lines are read anew each time;
 * frozen they never change, and what is mistaken is met in the next run.
 */
record Settlement(
    UUID id,
    CommunityId communityId,
    Kind kind,
    LocalDate until,
    State state,
    PersonId openedBy,
    Instant openedAt,
    @Nullable Instant checkedAt,
    @Nullable Instant frozenAt,
    @Nullable Instant exportedAt,
    @Nullable Instant paidAt,
    @Nullable Instant discardedAt,
    List<Line> lines) {

  /** What is settled together. */
  enum Kind {
    CASH,
    MEAL,
    PRODUCE
  }

  /** In this order and no other; until it is frozen a run may be discarded instead. */
  enum State {
    OPEN,
    CHECKED,
    FROZEN,
    EXPORTED,
    PAID,
    DISCARDED
  }

  /** What one person gets in one unit: {@code net = thanks + travel - withheld}. */
  record Line(PersonId personId, String unit, long thanks, long travel, long withheld, long net) {}

  /** Why somebody to whom something is owed, or who owes, has no line. */
  enum Why {
    /** A colleague held it back. */
    HELD,
    /** Whoever opened the run is paid by a colleague's. */
    OPENER,
    /** More was given than earned: the next thanks meet it. */
    DEBT,
    /** The tax would take all that is still owed. */
    TAX_TAKES_ALL
  }

  /** Somebody without a line: what is owed, and what tax would be kept back of it. */
  record LeftOut(PersonId personId, String unit, long owed, long withheld, Why why) {}

  /** Somebody who is left to a later run. */
  record Hold(PersonId personId, String reason) {}

  /** A payment that came back. */
  record Returned(PersonId personId, String unit, String reason, Instant toldAt) {}

  long total() {
    return lines.stream().mapToLong(Line::net).sum();
  }

  long people() {
    return lines.stream().map(Line::personId).distinct().count();
  }

  boolean isFrozen() {
    return state.compareTo(State.FROZEN) >= 0 && state != State.DISCARDED;
  }

  /** Whether its lines may still change. */
  boolean isOpen() {
    return state.compareTo(State.FROZEN) < 0;
  }

  /** Whether a verb may act on it now. */
  void mustBe(State... states) {
    if (List.of(states).contains(state)) return;
    if (state == State.PAID) throw Refusal.conflict("settlement_already_paid");
    throw Refusal.conflict("settlement_state", Map.of("state", state.name()));
  }

  /** Nobody settles their own: whoever gets something from this run lets a colleague do it. */
  void mustNotPay(PersonId person) {
    if (lines.stream().anyMatch(line -> line.personId().equals(person))) {
      throw Refusal.forbidden("not_your_own");
    }
  }
}
