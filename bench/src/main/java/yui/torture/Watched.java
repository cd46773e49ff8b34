package yui.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The book of what was committed, when it was seen, and what must never be seen. */
final class Watched {
  /**
   * Somebody moved to a cell.
   *
   * @param at when the commit was answered, in milliseconds
   */
  record Move(int number, UUID resident, int cell, long at) {}

  private final Map<Integer, Move> waiting = new ConcurrentHashMap<>();
  private final Map<UUID, Move> latest = new ConcurrentHashMap<>();
  private final Collection<Move> overtaken = new ConcurrentLinkedQueue<>();
  private final Collection<Move> undone = new ConcurrentLinkedQueue<>();
  private final Collection<Long> delays = new ConcurrentLinkedQueue<>();
  private final Collection<Long> outageDelays = new ConcurrentLinkedQueue<>();
  private volatile long outageFrom = Long.MAX_VALUE;
  private volatile long outageUntil = Long.MAX_VALUE;

  void committed(Move move) {
    waiting.put(move.number(), move);
    Move before = latest.put(move.resident(), move);
    if (before != null) overtaken.add(before);
  }

  void rolledBack(Move move) {
    undone.add(move);
  }

  void seen(int number, long at) {
    Move move = waiting.remove(number);
    if (move == null) return;
    boolean outage = at > outageFrom && move.at() < outageUntil;
    (outage ? outageDelays : delays).add(Math.max(0, at - move.at()));
  }

  void killed() {
    outageFrom = System.currentTimeMillis();
  }

  void restarted() {
    outageUntil = System.currentTimeMillis();
  }

  List<Move> waiting() {
    return List.copyOf(waiting.values());
  }

  List<Move> latest() {
    return List.copyOf(latest.values());
  }

  /** Where nobody may be found any more, or never was allowed to. */
  List<Move> mustBeGone() {
    List<Move> gone = new ArrayList<>(undone);
    gone.addAll(overtaken);
    return gone;
  }

  int rolledBack() {
    return undone.size();
  }

  int seenCount() {
    return delays.size() + outageDelays.size();
  }

  /** Milliseconds within which so many percent were seen, leaving out the time of the kill. */
  long percentile(double percent) {
    return percentile(delays, percent);
  }

  long longestOfOutage() {
    return percentile(outageDelays, 100);
  }

  private static long percentile(Collection<Long> values, double percent) {
    long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) return 0;
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
  }
}
