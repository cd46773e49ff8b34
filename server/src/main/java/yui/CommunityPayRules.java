package yui;

import java.time.LocalDate;
import java.util.Set;
import yui.communities.Rules;
import yui.core.CommunityId;
import yui.db.Tx;
import yui.ledger.PayRules;
import yui.ledger.Subsidies;
import yui.ledger.Withholding;

/** The communities' rules as the ledger asks them. */
record CommunityPayRules(Rules rules) implements PayRules {
  @Override
  public long fourEyesAbove(Tx tx, CommunityId community, LocalDate day) {
    return rules.fourEyesAbove(tx, community, day);
  }

  @Override
  public long statementAbove(Tx tx, CommunityId community, LocalDate day) {
    return rules.paymentStatementAbove(tx, community, day);
  }

  @Override
  public Withholding withholding(Tx tx, CommunityId community, LocalDate day) {
    var version = rules.withholding(tx, community, day);
    var value = version.value();
    return new Withholding(
        Set.copyOf(value.engagements()),
        value.withTravel(),
        value.basisPoints(),
        value.limitYen(),
        value.aboveBasisPoints(),
        version.from());
  }

  @Override
  public Subsidies.Caps subsidyCaps(Tx tx, CommunityId community, LocalDate day) {
    var version = rules.subsidyCaps(tx, community, day);
    return new Subsidies.Caps(
        version.value().travelYen(), version.value().cashYen(), version.from());
  }
}
