package yui.ledger;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.CommunityId;
import yui.db.Database;
import yui.db.Scope;

/** The nightly look at every community's books: what disagrees is an error in the log. */
public final class Proof {
  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

  private final Database database;
  private final Seals seals = new Seals();

  public Proof(Database database) {
    this.database = database;
  }

  public void run() {
    for (CommunityId community : database.read(Scope.ofSystem(), seals::communities)) {
      List<Seals.Finding> findings =
          database.readAtLength(Scope.ofSystem(), tx -> seals.verify(tx, community));
      if (findings.isEmpty()) {
        LOG.info("the books of {} agree", community);
      } else {
        LOG.error("the books of {} disagree: {}", community, findings);
      }
    }
  }
}
