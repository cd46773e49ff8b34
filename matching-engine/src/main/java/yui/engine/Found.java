package yui.engine;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of found tasks, how many there are in all, and what they have in common. */
public record Found(List<Hit> items, int total, Facets facets, @Nullable String nextCursor) {
  public Found {
    items = List.copyOf(items);
  }

  /**
   * A found task.
   *
   * @param distanceKm from {@code near}, else as the match has it; null where the task has no place
   * @param relevance null when another order was asked
   */
  public record Hit(UUID id, @Nullable Double distanceKm, @Nullable Relevance relevance) {}
}
