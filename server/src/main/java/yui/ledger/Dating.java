package yui.ledger;

import java.time.Instant;
import java.time.YearMonth;
import yui.core.CommunityId;
import yui.core.Days;
import yui.db.Instants;
import yui.db.Tx;

/**
 * The moment a deed stands at in the books: when it happened, or today where that month is closed
 * already, with the true day kept in what it is about.
 */
record Dating(Instant at, About about) {

  // Waits for whoever closes, and keeps others from closing until the caller is done.
  private static final String CLOSED_TO = "select ledger_closed_to($1) as closed_to";

  static Dating of(Tx tx, CommunityId community, Instant happened, About about) {
    Instant now = tx.now();
    if (!month(happened).isBefore(month(now))) return new Dating(happened, about);
    Instant closedTo =
        Instants.maybe(tx.row(CLOSED_TO, community.value()).orElseThrow(), "closed_to");
    return closedTo == null || !happened.isBefore(closedTo)
        ? new Dating(happened, about)
        : new Dating(now, about.on(Days.of(happened)));
  }

  private static YearMonth month(Instant instant) {
    return YearMonth.from(Days.of(instant));
  }
}
