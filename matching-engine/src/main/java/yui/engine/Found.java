package yui.engine;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page of found tasks, how many there are in all, and what they have in common. */
public record Found(List<Hit> items, int total, Facets facets, @Nullable String nextCursor) {
  public Found {
    items = List.copyOf(items);
  }

  /** A found task; the distance is there when {@code near} was asked and the task has a place. */
  public record Hit(UUID id, @Nullable Double distanceKm) {}
}
