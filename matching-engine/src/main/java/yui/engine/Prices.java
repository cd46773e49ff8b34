package yui.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What an earlier proposal found each resident's time to be worth, and who was proposed where.
 * Given to the next proposal, only what changed is bid for again; it changes how long that takes,
 * not how good it is.
 */
public final class Prices {
  public static final Prices NONE = new Prices(Map.of(), Map.of());

  /** A resident's time that only one opening can have; the time is numbered by {@link Claims}. */
  record Claim(UUID resident, long time) {}

  private final Map<Claim, Double> prices;
  private final Map<UUID, Set<UUID>> residentsBySlot;

  Prices(Map<Claim, Double> prices, Map<UUID, Set<UUID>> residentsBySlot) {
    this.prices = new HashMap<>(prices);
    this.residentsBySlot = new HashMap<>(residentsBySlot);
  }

  boolean isEmpty() {
    return residentsBySlot.isEmpty();
  }

  double of(Claim claim) {
    return prices.getOrDefault(claim, 0.0);
  }

  boolean held(UUID slot, UUID resident) {
    return residentsBySlot.getOrDefault(slot, Set.of()).contains(resident);
  }
}
