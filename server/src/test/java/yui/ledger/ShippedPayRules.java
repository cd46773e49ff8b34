package yui.ledger;

import java.time.LocalDate;
import java.util.Set;
import yui.core.CommunityId;
import yui.db.Tx;

/** What holds where a community decided nothing about payments but one sum. */
record ShippedPayRules(long fourEyesAbove) implements PayRules {
  @Override
  public long fourEyesAbove(Tx tx, CommunityId community, LocalDate day) {
    return fourEyesAbove;
  }

  @Override
  public long statementAbove(Tx tx, CommunityId community, LocalDate day) {
    return 50_000;
  }

  @Override
  public Withholding withholding(Tx tx, CommunityId community, LocalDate day) {
    return new Withholding(Set.of("LECTURE"), true, 1_021, 1_000_000, 2_042, null);
  }

  @Override
  public Subsidies.Caps subsidyCaps(Tx tx, CommunityId community, LocalDate day) {
    return new Subsidies.Caps(null, null, null);
  }
}
