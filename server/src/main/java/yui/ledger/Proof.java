package yui.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yui.core.CommunityId;
import yui.db.Database;
import yui.db.Scope;
import yui.db.Tx;

/**
 * The look at every community's books, each night and on demand: what disagrees is said plainly.
 */
public final class Proof {
  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

  /** How far a chain reaches and its last digest: noted elsewhere, it proves what was before it. */
  private record Books(String name, List<Seals.Finding> findings, Seals.Head head) {}

  private final Database database;
  private final Seals seals = new Seals();

  public Proof(Database database) {
    this.database = database;
  }

  /** For the nightly job: what disagrees is an error in the log; answers how much that is. */
  public int run() {
    int findings = 0;
    for (CommunityId community : database.read(Scope.ofSystem(), seals::communities)) {
      Books books = look(community);
      if (books.findings().isEmpty()) LOG.info("the books of {} agree", community);
      books.findings().forEach(f -> LOG.error("the books of {}: {}", community, f.said()));
      findings += books.findings().size();
    }
    return findings;
  }

  /** For the command: every community's books in turn; true when they all agree. */
  public boolean tell(Consumer<String> out) {
    boolean agree = true;
    List<CommunityId> communities = database.read(Scope.ofSystem(), seals::communities);
    if (communities.isEmpty()) out.accept("there are no books yet: nothing to prove");
    for (CommunityId community : communities) {
      Books books = look(community);
      agree &= books.findings().isEmpty();
      String name = books.name() + " (" + community + ")";
      out.accept(
          books.findings().isEmpty()
              ? name + ": the books agree"
              : name + ": " + books.findings().size() + " disagreements");
      books.findings().forEach(f -> out.accept("  " + f.said()));
      out.accept(
          "  sealed up to place %d, digest %s"
              .formatted(books.head().position(), books.head().digest()));
    }
    return agree;
  }

  private Books look(CommunityId community) {
    return database.readAtLength(Scope.ofSystem(), tx -> look(tx, community));
  }

  private Books look(Tx tx, CommunityId community) {
    Map<UUID, String> names = Naming.communities(tx, List.of(community.value()));
    return new Books(
        names.getOrDefault(community.value(), ""),
        seals.verify(tx, community),
        seals.head(tx, community));
  }
}
