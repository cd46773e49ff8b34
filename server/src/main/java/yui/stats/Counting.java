package yui.stats;

import yui.core.Caller;
import yui.core.CommunityId;
import yui.core.FiscalYear;
import yui.core.Refusal;
import yui.db.Tx;

/** Who may read a community's figures, and those of all. */
final class Counting {
  private Counting() {}

  static Figures read(Tx tx, Caller caller, CommunityId community, FiscalYear year) {
    if (!caller.coordinates(community) && !caller.audits(community) && !caller.isAdmin()) {
      throw caller.isStaffOf(community) ? Refusal.forbidden("forbidden") : Refusal.notFound();
    }
    return tx.seenBy(caller, () -> FiguresStore.read(tx, community, year));
  }

  static AllFigures readAll(Tx tx, Caller caller, FiscalYear year) {
    if (!caller.isAdmin()) throw Refusal.forbidden("forbidden");
    return tx.asSystem(() -> FiguresStore.readAll(tx, year));
  }
}
