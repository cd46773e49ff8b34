package yui.engine;

import java.util.Set;
import java.util.UUID;

/**
 * Facts between pairs that come with a query: what is blocked, what was applied for.
 *
 * @param ids of residents when candidates are asked for, of tasks when tasks are
 * @param communities whose tasks are not recommended
 * @param groups whose tasks are not recommended
 */
public record Excluded(Set<UUID> ids, Set<UUID> communities, Set<UUID> groups) {
  public static final Excluded NONE = new Excluded(Set.of(), Set.of(), Set.of());

  public Excluded {
    ids = Set.copyOf(ids);
    communities = Set.copyOf(communities);
    groups = Set.copyOf(groups);
  }

  public static Excluded of(Set<UUID> ids) {
    return new Excluded(ids, Set.of(), Set.of());
  }
}
