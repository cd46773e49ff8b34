package yui.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Ids that were put into an index since it was empty, as a Bloom filter that grows: what it has not
 * seen is surely absent, and absent documents need not be looked for. Filling an empty index with
 * millions is twice as fast for it.
 */
final class KnownIds {
  private static final int FIRST_BITS = 1 << 20;
  private static final int GROWTH = 8;
  private static final int BITS_AN_ID = 16;
  private static final int PROBES = 4;

  private final List<long[]> filters = new ArrayList<>(List.of(new long[FIRST_BITS >> 6]));
  private long room = FIRST_BITS / BITS_AN_ID;

  /** Whether the id was seen, or may have been; from now on it was. */
  synchronized boolean add(UUID id) {
    if (contains(id)) {
      return true;
    }
    if (room == 0) {
      long[] next = new long[Math.min(filters.getLast().length * GROWTH, 1 << 24)];
      filters.add(next);
      room = (long) next.length * Long.SIZE / BITS_AN_ID;
    }
    room--;
    long[] filter = filters.getLast();
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(id, probe, filter);
      filter[bit >> 6] |= 1L << bit;
    }
    return false;
  }

  private boolean contains(UUID id) {
    for (long[] filter : filters) {
      boolean all = true;
      for (int probe = 0; probe < PROBES && all; probe++) {
        int bit = bit(id, probe, filter);
        all = (filter[bit >> 6] >>> bit & 1) == 1;
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private static int bit(UUID id, int probe, long[] filter) {
    long hash =
        (id.getMostSignificantBits() ^ 0x9E3779B97F4A7C15L * (probe + 1)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 31 ^ id.getLeastSignificantBits()) * 0x94D049BB133111EBL;
    return (int) ((hash ^ hash >>> 29) & (long) filter.length * Long.SIZE - 1);
  }
}
