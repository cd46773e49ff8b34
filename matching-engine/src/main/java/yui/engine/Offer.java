package yui.engine;

/** What a resident brings, laid out for comparing with the columns of very many tasks. */
final class Offer {
  final double reliability;

  private final int now;
  private final long[] free;
  private final byte[] levels = new byte[TaskColumns.SLOTS];

  Offer(ResidentSide resident, int now) {
    this.reliability = Reliability.of(resident.attended, resident.committed);
    this.now = now;
    int last = resident.free() == 0 ? now : Math.max(now, resident.free(resident.free() - 1));
    free = new long[((last - now) >> 6) + 2];
    for (int i = 0; i < resident.free(); i++) {
      int bit = resident.free(i) - now;
      if (bit >= 0) {
        free[bit >> 6] |= 1L << bit;
      }
    }
    for (int i = 0; i < resident.skills(); i++) {
      int slot = TaskColumns.slot(resident.skill(i).utf8ToString());
      levels[slot] = (byte) Math.max(levels[slot], resident.level(i));
    }
  }

  /** Not less than the schedule part; 0 when no needed half-day is free. */
  double schedule(long needs) {
    if (needs == TaskColumns.SLOTLESS || needs == TaskColumns.NEEDS_SOMETHING) {
      return 1;
    }
    long needed = TaskColumns.neededBits(needs);
    int first = TaskColumns.firstNeeded(needs) - now;
    long hits = needed & freeFrom(first);
    if (hits == 0) {
      return 0;
    }
    // Slots begin in their first needed half-day or, by an hour at most, in the one before. Which
    // of them have begun, the row knows.
    return first <= 1 ? 1 : (double) Long.bitCount(hits) / Long.bitCount(needed);
  }

  /** Bits of the half-days from the one so many after now on; what is past is not free. */
  private long freeFrom(int bit) {
    if (bit < 0) {
      return bit <= -Long.SIZE ? 0 : free[0] << -bit;
    }
    int word = bit >> 6;
    if (word >= free.length) {
      return 0;
    }
    long low = free[word] >>> bit;
    boolean straddles = (bit & 63) != 0 && word + 1 < free.length;
    return straddles ? low | free[word + 1] << -bit : low;
  }

  /** Not less than the skill part. */
  double skill(long asks) {
    double lost = 0;
    for (long left = asks; left != 0; left >>>= TaskColumns.SKILL_BITS) {
      int skill = (int) left & (1 << TaskColumns.SKILL_BITS) - 1;
      lost += skill % TaskColumns.SHARES * (3 - levels[skill / TaskColumns.SHARES]);
    }
    return 1 - lost / (3.0 * TaskColumns.SHARES);
  }
}
