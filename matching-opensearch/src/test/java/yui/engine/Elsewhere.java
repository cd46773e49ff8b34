package yui.engine;

import yui.opensearch.OneNode;
import yui.opensearch.OpenSearchHome;

/** An engine on a cluster, empty and in use, for the tests of every engine. */
final class Elsewhere {
  private Elsewhere() {}

  static MatchEngine engine() throws BrokenIndex {
    return engine(1);
  }

  /** Divided, as an index is that outgrows a machine. */
  static MatchEngine engine(int shards) throws BrokenIndex {
    OpenSearchHome home = OpenSearchHome.open(OneNode.another(shards));
    IndexHome.Next next = home.begin();
    next.swap();
    return home.current();
  }
}
