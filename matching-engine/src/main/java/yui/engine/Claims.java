package yui.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One resident's time as claims: two openings clash exactly when they share one. There are as few
 * as possible, so that where clashing is all or nothing each opening needs a single claim, which
 * the auction settles exactly.
 *
 * @param times what each claim is, as a number that stays the same from proposal to proposal
 * @param of the claims that each opening needs, as places in {@code times}
 */
record Claims(long[] times, int[][] of) {

  /** The claims of somebody who could take a place in each of these openings. */
  static Claims among(List<Opening> openings, List<List<Integer>> halfDays) {
    if (openings.size() == 1) {
      return new Claims(new long[] {time(halfDays.getFirst().getFirst())}, ONE);
    }
    TreeMap<Long, BitSet> whoNeeds = new TreeMap<>();
    for (int i = 0; i < openings.size(); i++) {
      for (int halfDay : halfDays.get(i)) {
        whoNeeds.computeIfAbsent(time(halfDay), none -> new BitSet()).set(i);
      }
    }
    for (int i = 0; i < openings.size(); i++) {
      overlaps(openings, halfDays, i, whoNeeds);
    }
    return of(openings.size(), without(whoNeeds));
  }

  private static final int[][] ONE = {{0}};

  /** Even for half-days, odd for instants at which slots of different half-days overlap. */
  private static long time(int halfDay) {
    return 2L * halfDay;
  }

  private static long time(Instant instant) {
    return 2 * instant.toEpochMilli() + 1;
  }

  /** A slot may reach up to an hour into a half-day that it does not need, and overlap there. */
  private static void overlaps(
      List<Opening> openings, List<List<Integer>> halfDays, int i, Map<Long, BitSet> whoNeeds) {
    Instant start = openings.get(i).startsAt();
    BitSet there = new BitSet();
    boolean unseen = false;
    for (int j = 0; j < openings.size(); j++) {
      Opening other = openings.get(j);
      if (!other.startsAt().isAfter(start) && other.endsAt().isAfter(start)) {
        there.set(j);
        unseen |= Collections.disjoint(halfDays.get(i), halfDays.get(j));
      }
    }
    if (unseen) {
      whoNeeds.put(time(start), there);
    }
  }

  /** Drops each claim whose openings all share another one; of equals the earlier stays. */
  private static Map<Long, BitSet> without(TreeMap<Long, BitSet> whoNeeds) {
    List<Map.Entry<Long, BitSet>> all = new ArrayList<>(whoNeeds.entrySet());
    TreeMap<Long, BitSet> left = new TreeMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (!dominated(all, i)) {
        left.put(all.get(i).getKey(), all.get(i).getValue());
      }
    }
    return left;
  }

  private static boolean dominated(List<Map.Entry<Long, BitSet>> all, int i) {
    BitSet mine = all.get(i).getValue();
    for (int j = 0; j < all.size(); j++) {
      BitSet other = all.get(j).getValue();
      if (j != i && contains(other, mine) && (j < i || !contains(mine, other))) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(BitSet larger, BitSet smaller) {
    for (int i = smaller.nextSetBit(0); i >= 0; i = smaller.nextSetBit(i + 1)) {
      if (!larger.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static Claims of(int openings, Map<Long, BitSet> whoNeeds) {
    long[] times = whoNeeds.keySet().stream().mapToLong(Long::longValue).toArray();
    List<BitSet> needed = new ArrayList<>();
    for (int i = 0; i < openings; i++) {
      needed.add(new BitSet());
    }
    int claim = 0;
    for (BitSet who : whoNeeds.values()) {
      for (int i = who.nextSetBit(0); i >= 0; i = who.nextSetBit(i + 1)) {
        needed.get(i).set(claim);
      }
      claim++;
    }
    return new Claims(
        times, needed.stream().map(bits -> bits.stream().toArray()).toArray(int[][]::new));
  }
}
