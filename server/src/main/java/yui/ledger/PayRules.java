package yui.ledger;

import java.time.LocalDate;
import yui.core.CommunityId;
import yui.db.Tx;

/** What a community decided about its payments, as it holds on a day. */
public interface PayRules {
  /** Yen above which a second person freezes a settlement. */
  long fourEyesAbove(Tx tx, CommunityId community, LocalDate day);

  Withholding withholding(Tx tx, CommunityId community, LocalDate day);

  Subsidies.Caps subsidyCaps(Tx tx, CommunityId community, LocalDate day);

  /** Yen a year above which the tax office wants a statement of a lecturer's fees. */
  long statementAbove(Tx tx, CommunityId community, LocalDate day);
}
