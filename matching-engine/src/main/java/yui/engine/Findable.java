package yui.engine;

import java.util.Set;
import java.util.UUID;

/** Whose hosts may find a resident: all, those of the named communities, or nobody's. */
public record Findable(boolean byAll, Set<UUID> communities) {
  public static final Findable NOBODY = new Findable(false, Set.of());
  public static final Findable ALL = new Findable(true, Set.of());

  public Findable {
    communities = Set.copyOf(communities);
  }

  public static Findable by(Set<UUID> communities) {
    return new Findable(false, communities);
  }

  boolean by(UUID community) {
    return byAll || communities.contains(community);
  }

  boolean byAnybody() {
    return byAll || !communities.isEmpty();
  }
}
