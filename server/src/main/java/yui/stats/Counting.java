package yui.stats;

import java.util.Optional;
import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.Days;
import yui.core.Refusal;
import yui.db.Tx;
import yui.ledger.FiscalYear;

/** Who may read a community's figures, and of which year. */
final class Counting {
  private Counting() {}

  static Figures read(Tx tx, Caller caller, CommunityId community, FiscalYear year) {
    if (!caller.coordinates(community) && !caller.audits(community) && !caller.isAdmin()) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    return tx.seenBy(caller, () -> FiguresStore.read(tx, community, year));
  }

  /** The year in whose April it begins; this one when none is named. */
  static FiscalYear year(Tx tx, Optional<String> named) {
    return named
        .filter(text -> text.matches("20[0-9]{2}"))
        .map(text -> new FiscalYear(Integer.parseInt(text)))
        .orElseGet(() -> FiscalYear.of(Days.of(tx.now())));
  }
}
