package yui.opensearch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is and how to enter it.
 *
 * @param nodes asked in turn when one does not answer
 * @param user with a password, or null for a cluster that asks for none
 * @param ca certificates in PEM that vouch for the cluster; null for those the Java runtime trusts
 * @param prefix of the names of all indexes, so that installations can share a cluster
 * @param shards that an index is divided into from its next building on
 * @param timeout for a question; filling takes six times as long at most
 */
public record ClusterAddress(
    List<URI> nodes,
    @Nullable String user,
    @Nullable String password,
    @Nullable Path ca,
    String prefix,
    int shards,
    Duration timeout) {
  public ClusterAddress {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) throw new IllegalArgumentException("no address of a cluster");
    if (shards < 1) throw new IllegalArgumentException("an index has a shard at least");
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException("a user of the cluster needs a password");
    }
  }

  @Override
  public String toString() {
    return nodes + " " + prefix;
  }
}
